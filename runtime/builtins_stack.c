/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel stacks. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/output.h"
#include "runtime/record.h"
#include "runtime/stack.h"
#include "runtime/symbol_text.h"

static struct stack stack_here(struct vm *vm)
{
	return stack_of_event(vm->event, vm->session->symbols, vm->program->limits.MAXBACKTRACE);
}

/* Raises stap's error and returns false when the stack has no address @n. */
static bool reach(struct vm *vm, const struct stack *stack, int64_t n, int64_t wanted)
{
	char text[80];

	if (n < (int64_t)stack->count)
		return true;
	snprintf(text, sizeof(text), "reached end of stack before unwinding to level %" PRId64,
		 wanted);
	vm_raise_placeless(vm, text);
	return false;
}

/* Below 0 it is the first, as in stap. */
BUILTIN_FUNCTION(stack)
{
	struct stack stack = stack_here(vm);
	int64_t n = args[0].number < 0 ? 0 : args[0].number;

	if (reach(vm, &stack, n, args[0].number))
		result->number = (int64_t)stack_address(&stack, (uint32_t)n);
}

/* Takes back what was appended behind @length if it makes a string too long. */
static bool fits(const struct vm *vm, struct buf *text, size_t length)
{
	if (text->len <= vm->string_limit)
		return true;
	text->len = length;
	return false;
}

/* Whole addresses only. */
BUILTIN_FUNCTION(backtrace)
{
	struct stack stack = stack_here(vm);
	struct buf *text = &vm->text;

	buf_clear(text);
	for (uint32_t i = 0; i < stack.count; i++) {
		size_t length = text->len;

		buf_printf(text, "0x%" PRIx64 " ", stack_address(&stack, i));
		if (!fits(vm, text, length))
			break;
	}
	result->string = vm_string(vm, text->data, text->len);
}

/* The first @n + 1 addresses; all for -1. */
BUILTIN_FUNCTION(callers)
{
	struct stack stack = stack_here(vm);
	int64_t n = args[0].number, count = n == -1 ? (int64_t)stack.count : n + 1;
	struct buf *text = &vm->text;

	buf_clear(text);
	for (int64_t i = 0; i < count; i++) {
		size_t length = text->len;

		if (!reach(vm, &stack, i, n))
			return;
		buf_printf(text, "%s0x%" PRIx64, i ? " " : "", stack_address(&stack, (uint32_t)i));
		if (!fits(vm, text, length))
			break;
	}
	result->string = vm_string(vm, text->data, text->len);
}

/* ---- with names ---- */

/* " ADDRESS : NAME+OFFSET/SIZE [MODULE]" */
static void put_frame(struct vm *vm, struct buf *out, uint64_t address)
{
	buf_printf(out, " 0x%" PRIx64, address);
	if (symbol_text_is_known(vm->session->symbols, address)) {
		buf_puts(out, " : ");
		symbol_text_data(out, vm->session->symbols, address);
	}
	buf_putc(out, '\n');
}

BUILTIN_FUNCTION(print_backtrace)
{
	struct stack stack = stack_here(vm);
	const struct event_context *event = vm->event;
	struct buf *out = &vm->session->output->text;

	if (event->binding->function.size) {
		buf_puts(out, "Returning from: ");
		put_frame(vm, out,
			  (uint64_t)record_integer(event->record, &event->binding->function));
		buf_puts(out, "Returning to  : ");
	}
	for (uint32_t i = 0; i < stack.count; i++)
		put_frame(vm, out, stack_address(&stack, i));
}

/* "NAME+OFFSET [MODULE]" a line, cut where a string ends. */
BUILTIN_FUNCTION(sprint_backtrace)
{
	struct stack stack = stack_here(vm);

	buf_clear(&vm->text);
	for (uint32_t i = 0; i < stack.count; i++) {
		symbol_text_place(&vm->text, vm->session->symbols, stack_address(&stack, i));
		buf_putc(&vm->text, '\n');
	}
	result->string = vm_string(vm, vm->text.data, vm->text.len);
}

/* ---- texts of addresses ---- */

/* Appends " WORD : SYMBOL" for the next word of *@text. Returns false at the end. */
static bool put_word(struct vm *vm, struct buf *out, const char **text)
{
	const char *word = *text + strspn(*text, " ");
	size_t len = strcspn(word, " ");

	if (!len)
		return false;
	buf_printf(out, " %.*s : ", (int)len, word);
	symbol_text_data(out, vm->session->symbols, strtoull(word, NULL, 16));
	buf_putc(out, '\n');
	*text = word + len;
	return true;
}

BUILTIN_FUNCTION(print_syms)
{
	const char *text = args[0].string->text;

	while (put_word(vm, &vm->session->output->text, &text))
		;
}

/* Whole lines only. */
BUILTIN_FUNCTION(sprint_syms)
{
	const char *text = args[0].string->text;
	size_t length = 0;

	buf_clear(&vm->text);
	while (put_word(vm, &vm->text, &text) && fits(vm, &vm->text, length))
		length = vm->text.len;
	result->string = vm_string(vm, vm->text.data, vm->text.len);
}
