/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames, calls, errors: what happens when the straight line of instructions is left. */
#include "config.h"

#include "runtime/vm_state.h"

#include <stdlib.h>

#include "base/xalloc.h"

#ifdef MSTAP_STRESS
#define FIRST_STACK 4
#else
#define FIRST_STACK 1024
#endif

/* ---- frames ---- */

static void reserve_stack(struct vm *vm, uint32_t size)
{
	if (size <= vm->stack_size)
		return;
	while (vm->stack_size < size)
		vm->stack_size = vm->stack_size ? 2 * vm->stack_size : FIRST_STACK;
	vm->stack = xrealloc(vm->stack, vm->stack_size * sizeof(*vm->stack));
}

/* Walks keep their lists from one use to the next, so new ones start zeroed, old ones not. */
static void reserve_walks(struct vm *vm, uint32_t size)
{
	uint32_t grown = vm->walks_size;

	if (size <= grown)
		return;
	while (grown < size)
		grown = grown ? 2 * grown : 4;
	vm->walks = xrealloc(vm->walks, grown * sizeof(*vm->walks));
	memset(vm->walks + vm->walks_size, 0, (grown - vm->walks_size) * sizeof(*vm->walks));
	vm->walks_size = grown;
}

static struct frame *new_frame(struct vm *vm)
{
	if (vm->depth == vm->frames_size) {
		vm->frames_size = vm->frames_size ? 2 * vm->frames_size : 4;
		vm->frames = xrealloc(vm->frames, vm->frames_size * sizeof(*vm->frames));
	}
	return &vm->frames[vm->depth++];
}

void vm_enter(struct vm *vm, const struct code *code)
{
	struct frame frame = {.code = code, .pc = code->insns};
	union slot *registers;

	if (vm->depth > 0) {
		const struct frame *below = vm_frame(vm);

		frame.base = below->base + below->code->nlongs + below->code->nstrings;
		frame.walks = below->walks + below->code->niters;
	}
	*new_frame(vm) = frame;
	/* One more: there is a stack, too, where nothing has had a register. */
	reserve_stack(vm, frame.base + code->nlongs + code->nstrings + 1u);
	reserve_walks(vm, frame.walks + code->niters);
	registers = vm->stack + frame.base;
	memset(registers, 0, code->nlongs * sizeof(*registers));
	for (unsigned i = 0; i < code->nstrings; i++)
		registers[code->nlongs + i].string = string_empty;
}

static void end_walks(struct vm *vm, const struct frame *frame, unsigned from)
{
	for (unsigned i = from; i < frame->code->niters; i++)
		map_walk_end(&vm->walks[frame->walks + i]);
}

void vm_leave(struct vm *vm)
{
	end_walks(vm, vm_frame(vm), 0);
	vm->depth--;
}

static const char *place_of(const struct code *code, uint32_t pc)
{
	uint32_t low = 0, high = code->nplaces;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (code->places[middle].pc == pc)
			return code->places[middle].near;
		if (code->places[middle].pc < pc)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- calls ---- */

/* Copies the arguments that CALL at @call of the frame below names into the top frame. */
static void pass_arguments(struct vm *vm, const struct insn *call)
{
	const struct frame *to = vm_frame(vm), *from = to - 1;
	const struct code *code = to->code;
	unsigned longs = 0, strings = 0;

	for (unsigned i = 0; i < code->nparams; i++) {
		uint16_t reg = call[1 + i / 4].regs[i % 4];

		if (code->params[i] == SLOT_LONG)
			vm_longs(vm, to)[longs++] = vm_longs(vm, from)[reg];
		else
			vm_strings(vm, to)[strings++] = vm_strings(vm, from)[reg];
	}
}

/* stap blames the definition of the function that was one too many. */
static void raise_nesting(struct vm *vm, const struct code *function)
{
	if (vm->program->limits.MAXNESTING_given)
		vm_raise(vm, "MAXNESTING exceeded");
	else
		vm_raise(vm, "MAXNESTING exceeded: more than %u calls inside each other",
			 vm->depth_limit);
	vm->near = function->near;
}

bool vm_call(struct vm *vm, const struct insn *call, uint16_t function)
{
	const struct code *code = &vm->program->codes[function];

	vm_frame(vm)->pc = call;
	/* The handler itself is no level of nesting. */
	if (vm->depth > vm->depth_limit) {
		raise_nesting(vm, code);
		return false;
	}
	vm_enter(vm, code);
	pass_arguments(vm, call);
	return true;
}

bool vm_call_next(struct vm *vm)
{
	int32_t next = vm_frame(vm)->code->next_overload;

	/* Without a next one it is the caller's error: no try of the function catches it. */
	vm_leave(vm);
	if (next < 0) {
		vm_raise(vm, "all functions exhausted");
		return false;
	}
	/* Its CALL pays for the first one. */
	if (vm_frame(vm)->code->charges) {
		vm->actions -= vm->program->codes[next].actions;
		if (!vm_check_actions(vm, 1))
			return false;
	}
	vm_enter(vm, &vm->program->codes[next]);
	pass_arguments(vm, vm_frame(vm)[-1].pc);
	return true;
}

/* ---- what loops and calls look at ---- */

static void compact_strings(struct vm *vm)
{
	const struct string **subject = &vm->match.subject;

	string_space_begin(&vm->space);
	for (uint32_t i = 0; i < vm->depth; i++) {
		const struct frame *frame = &vm->frames[i];
		union slot *strings = vm_strings(vm, frame);

		for (unsigned reg = 0; reg < frame->code->nstrings; reg++)
			strings[reg].string = string_space_keep(&vm->space, strings[reg].string);
	}
	*subject = string_space_keep(&vm->space, *subject);
	string_space_end(&vm->space);
}

bool vm_attend(struct vm *vm)
{
	if (vm->session->interrupt) {
		vm_stop(vm);
		return false;
	}
	if (vm->space.crowded)
		compact_strings(vm);
	return true;
}

bool vm_check_actions(struct vm *vm, int64_t least)
{
	if (vm->actions >= least)
		return true;
	vm_raise(vm, "MAXACTION exceeded");
	vm->trouble = TROUBLE_ACTION;
	return false;
}

/* ---- errors ---- */

void vm_vraise(struct vm *vm, const char *format, va_list ap)
{
	buf_clear(&vm->message);
	buf_vprintf(&vm->message, format, ap);
	vm->placeless = false;
	vm->near = NULL;
	vm->trouble = TROUBLE_ERROR;
}

void vm_raise(struct vm *vm, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vm_vraise(vm, format, ap);
	va_end(ap);
}

void vm_raise_placeless(struct vm *vm, const char *text)
{
	vm_raise(vm, "%s", text);
	vm->placeless = true;
}

void vm_stop(struct vm *vm)
{
	vm->trouble = TROUBLE_STOP;
}

static uint32_t pc_of(const struct frame *frame)
{
	return (uint32_t)(frame->pc - frame->code->insns);
}

/* A script that ends error()'s text in a newline means the end of the line, not an empty one. */
static void write_report(struct vm *vm)
{
	const struct buf *message = &vm->message;
	bool newline = message->len > 0 && message->data[message->len - 1] == '\n';
	const char *near = vm->near;

	for (uint32_t i = vm->depth; i > 0 && !near; i--)
		near = place_of(vm->frames[i - 1].code, pc_of(&vm->frames[i - 1]));
	buf_clear(&vm->report);
	buf_put(&vm->report, message->data, message->len - newline);
	if (near && !vm->placeless)
		buf_printf(&vm->report, " near %s", near);
}

static const struct catch_range *catch_of(const struct frame *frame)
{
	uint32_t pc = pc_of(frame);

	for (uint32_t i = 0; i < frame->code->ncatches; i++) {
		const struct catch_range *range = &frame->code->catches[i];

		if (pc >= range->begin && pc < range->end)
			return range;
	}
	return NULL;
}

static void enter_catch(struct vm *vm, const struct catch_range *range)
{
	struct frame *frame = vm_frame(vm);

	end_walks(vm, frame, range->iters);
	if (range->message != REG_NONE)
		vm_strings(vm, frame)[range->message].string =
			vm_string(vm, vm->message.data, vm->message.len);
	frame->pc = frame->code->insns + range->handler;
	vm->trouble = TROUBLE_NONE;
}

bool vm_unwind(struct vm *vm)
{
	uint32_t level = vm->depth;
	const struct catch_range *range = NULL;

	while (vm->trouble == TROUBLE_ERROR && level > 0 && !range)
		range = catch_of(&vm->frames[--level]);
	if (!range) {
		if (vm->trouble != TROUBLE_STOP)
			write_report(vm);
		return false;
	}
	while (vm->depth > level + 1)
		vm_leave(vm);
	enter_catch(vm, range);
	return true;
}
