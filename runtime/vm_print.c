/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instructions that take a list of arguments, and those that make strings. */
#include "config.h"

#include "runtime/vm_state.h"

#include "runtime/builtins.h"
#include "runtime/format.h"
#include "runtime/output.h"

/* A handler that prints more than this without end must not fill the memory. */
#define OUTPUT_LARGE ((size_t)1 << 20)

void vm_gather(struct vm *vm, const struct insn *insn, const enum slot_type *types, unsigned count)
{
	const struct frame *frame = vm_frame(vm);
	const union slot *longs = vm_longs(vm, frame), *strings = vm_strings(vm, frame);

	for (unsigned i = 0; i < count; i++) {
		uint16_t reg = insn[1 + i / 4].regs[i % 4];

		vm->args[i] = types[i] == SLOT_LONG ? longs[reg] : strings[reg];
	}
}

bool vm_print(struct vm *vm, const struct insn *insn)
{
	const struct format *format = &vm->program->formats[insn->imm];

	vm_gather(vm, insn, format->args, format->nargs);
	format_render(format, vm->args, &vm->session->output->text);
	return vm_printed(vm);
}

bool vm_printed(struct vm *vm)
{
	struct output *output = vm->session->output;

	if (LIKELY(output->text.len < OUTPUT_LARGE) || output_flush(output) == 0)
		return true;
	/* Nobody reads any more: end as on Ctrl-C. */
	vm->session->interrupt = 1;
	vm_stop(vm);
	return false;
}

const struct string *vm_sprint(struct vm *vm, const struct insn *insn)
{
	const struct format *format = &vm->program->formats[insn->imm];

	vm_gather(vm, insn, format->args, format->nargs);
	buf_clear(&vm->text);
	format_render(format, vm->args, &vm->text);
	/* Strings have no NUL inside; %b and %c can have put one there. */
	return vm_string(vm, vm->text.data, strnlen(vm->text.data, vm->text.len));
}

static void gather_by_signature(struct vm *vm, const struct insn *insn, const char *types)
{
	const struct frame *frame = vm_frame(vm);
	const union slot *longs = vm_longs(vm, frame), *strings = vm_strings(vm, frame);

	for (unsigned i = 0; types[i]; i++) {
		uint16_t reg = insn[1 + i / 4].regs[i % 4];

		vm->args[i] = types[i] == 'l' ? longs[reg] : strings[reg];
	}
}

bool vm_call_builtin(struct vm *vm, const struct insn *insn)
{
	const struct builtin *builtin = &builtins[insn->b];
	const struct frame *frame = vm_frame(vm);
	union slot result = {0};

	/* stap's own are functions like any other and count as a level. */
	if (UNLIKELY(vm->depth > vm->depth_limit)) {
		vm_raise(vm, "MAXNESTING exceeded");
		return false;
	}
	gather_by_signature(vm, insn, builtin->signature + 2);
	builtin->call(vm, vm->args, &result);
	if (UNLIKELY(vm->trouble != TROUBLE_NONE))
		return false;
	if (insn->a == REG_NONE)
		return true;
	if (builtin->signature[0] == 'l')
		vm_longs(vm, frame)[insn->a] = result;
	else if (builtin->signature[0] == 's')
		vm_strings(vm, frame)[insn->a] = result;
	return true;
}

static bool compile_regex(struct vm *vm, uint16_t number)
{
	struct regex *regex = &vm->regexes[number];
	char reason[128];
	int status = regcomp(&regex->compiled, vm->program->regexes[number], REG_EXTENDED);

	if (status == 0) {
		regex->ready = true;
		return true;
	}
	regerror(status, &regex->compiled, reason, sizeof(reason));
	vm_raise(vm, "regular expression \"%s\": %s", vm->program->regexes[number], reason);
	return false;
}

/* True when it ran; whether it matched is in vm->match. */
bool vm_match(struct vm *vm, const struct string *subject, uint16_t number)
{
	struct match *match = &vm->match;
	struct regex *regex = &vm->regexes[number];

	if (!regex->ready && !compile_regex(vm, number))
		return false;
	match->subject = subject;
	match->found =
		regexec(&regex->compiled, subject->text, MATCH_GROUPS, match->groups, 0) == 0;
	if (!match->found)
		return true;
	match->ngroups = (unsigned)regex->compiled.re_nsub + 1;
	if (match->ngroups > MATCH_GROUPS)
		match->ngroups = MATCH_GROUPS;
	return true;
}

const struct string *vm_concat(struct vm *vm, const struct string *a, const struct string *b)
{
	size_t head = a->len < vm->string_limit ? a->len : vm->string_limit;
	size_t tail = b->len < vm->string_limit - head ? b->len : vm->string_limit - head;
	struct string *string = string_space_alloc(&vm->space, head + tail);

	memcpy(string->text, a->text, head);
	memcpy(string->text + head, b->text, tail);
	return string;
}
