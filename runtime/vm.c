/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/vm.h"

#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "runtime/native.h"
#include "runtime/owned_string.h"
#include "runtime/vm_state.h"

/* Of all maps together, unless the machine runs out before. */
#define MAP_BUDGET_BYTES ((uint64_t)1 << 30)

/* Where recursion without end stops; a frame is some hundred bytes. */
#define DEPTH_LIMIT 10000

/* Registers start as zero bytes, and instructions assume the layout of the two banks. */
_Static_assert(sizeof(union slot) == 8, "a register is 8 bytes");

static void init_globals(struct vm *vm)
{
	const struct program *program = vm->program;

	vm->globals = xcalloc(program->nglobals, sizeof(*vm->globals));
	vm->aggregates = xcalloc(program->nglobals, sizeof(*vm->aggregates));
	vm->maps = xcalloc(program->nglobals, sizeof(*vm->maps));
	vm->detailed = xcalloc(program->nglobals, sizeof(*vm->detailed));
	vm->budget.limit = MAP_BUDGET_BYTES;
	for (uint32_t i = 0; i < program->nglobals; i++) {
		const struct global *global = &program->globals[i];

		if (global->kind == GLOBAL_LONG)
			vm->globals[i].number = global->init_long;
		else if (global->kind == GLOBAL_STRING && global->init_string)
			vm->globals[i].string = owned_string_set(NULL, global->init_string);
		else if (global->kind == GLOBAL_MAP)
			map_init(&vm->maps[i], global, &vm->budget);
		else if (aggregate_has_details(global))
			vm->detailed[i] = global;
	}
}

static void free_globals(struct vm *vm)
{
	for (uint32_t i = 0; i < vm->program->nglobals; i++) {
		const struct global *global = &vm->program->globals[i];

		if (global->kind == GLOBAL_STRING)
			owned_string_free(vm->globals[i].string);
		else if (global->kind == GLOBAL_AGGREGATE)
			aggregate_clear(&vm->aggregates[i]);
		else if (global->kind == GLOBAL_MAP)
			map_free(&vm->maps[i]);
	}
	free(vm->globals);
	free(vm->aggregates);
	free(vm->maps);
	free(vm->detailed);
}

/* The longest list of arguments that any call or format of the program has. */
static size_t most_arguments(const struct program *program)
{
	size_t most = MAX_PARAMS;

	for (uint32_t i = 0; i < program->nformats; i++)
		if (program->formats[i].nargs > most)
			most = program->formats[i].nargs;
	return most;
}

static void set_limits(struct vm *vm)
{
	const struct limits *limits = &vm->program->limits;

	vm->action_limit = limits_actions(limits);
	vm->string_limit = limits->MAXSTRINGLEN > 0 ? (size_t)limits->MAXSTRINGLEN - 1 : 0;
	vm->depth_limit = DEPTH_LIMIT;
	if (limits->MAXNESTING_given)
		vm->depth_limit = limits->MAXNESTING < 0	    ? 0
				  : limits->MAXNESTING < UINT32_MAX ? (uint32_t)limits->MAXNESTING
								    : UINT32_MAX;
}

struct vm *vm_new(const struct program *program, struct session *session)
{
	struct vm *vm = xcalloc(1, sizeof(*vm));

	vm->program = program;
	vm->session = session;
	set_limits(vm);
	init_globals(vm);
	string_space_init(&vm->space);
#ifdef MSTAP_NATIVE
	vm->native = native_new(program);
#endif
	vm->args = xcalloc(most_arguments(program), sizeof(*vm->args));
	vm->regexes = xcalloc(program->nregexes, sizeof(*vm->regexes));
	vm->match.subject = string_empty;
	if (getrandom(vm->random, sizeof(vm->random), GRND_NONBLOCK) < 0)
		vm->random[0] = (unsigned short)getpid();
	return vm;
}

void vm_free(struct vm *vm)
{
	if (!vm)
		return;
	for (uint32_t i = 0; i < vm->walks_size; i++)
		map_walk_free(&vm->walks[i]);
	for (uint32_t i = 0; i < vm->program->nregexes; i++)
		if (vm->regexes[i].ready)
			regfree(&vm->regexes[i].compiled);
	free_globals(vm);
#ifdef MSTAP_NATIVE
	native_free(vm->native);
#endif
	string_space_free(&vm->space);
	buf_free(&vm->text);
	buf_free(&vm->tokens);
	buf_free(&vm->message);
	buf_free(&vm->report);
	free(vm->walks);
	free(vm->regexes);
	free(vm->args);
	free(vm->frames);
	free(vm->stack);
	free(vm);
}

bool vm_run(struct vm *vm, uint32_t handler, const struct event_context *event)
{
	bool finished;

	vm->event = event;
	vm->actions = vm->action_limit;
	vm->trouble = TROUBLE_NONE;
	vm_enter(vm, &vm->program->codes[handler]);
	finished = vm_execute(vm) || (vm->trouble == TROUBLE_STOP && !vm->session->interrupt);
	while (vm->depth > 0)
		vm_leave(vm);
	vm->match.subject = string_empty;
	vm->match.found = false;
	vm->match.ngroups = 0;
	string_space_reset(&vm->space);
	return finished;
}

const char *vm_error(const struct vm *vm)
{
	return vm->trouble == TROUBLE_ERROR || vm->trouble == TROUBLE_ACTION ? vm->report.data
									     : NULL;
}

struct session *vm_session(struct vm *vm)
{
	return vm->session;
}

const struct event_context *vm_event(struct vm *vm)
{
	return vm->event;
}

const struct string *vm_string(struct vm *vm, const char *text, size_t len)
{
	return string_space_copy(&vm->space, text, len < vm->string_limit ? len : vm->string_limit);
}
