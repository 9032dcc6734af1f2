/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/stack.h"

#include <fnmatch.h>
#include <string.h>

#include "runtime/record.h"
#include "runtime/session.h"
#include "runtime/symbols.h"

/*
 * How far behind the probed address its frame may say that it is: the length of the instruction
 * there, or of the call that took its place.
 */
#define INSTRUCTION_BYTES 16

/* In place of addresses in ftrace's own trampolines (FTRACE_TRAMPOLINE_MARKER,
 * kernel/trace/trace.h). */
#define TRAMPOLINE_MARKER INT32_MAX

static const char *const tracing_frames[] = {
#define TRACING_FRAME(pattern) pattern,
#include "runtime/stack_frames.def"
#undef TRACING_FRAME
};

static uint64_t load(const unsigned char *at)
{
	uint64_t address;

	memcpy(&address, at, sizeof(address));
	return address;
}

uint64_t stack_address(const struct stack *stack, uint32_t i)
{
	if (stack->has_first && i == 0)
		return stack->first;
	return load(stack->rest + (size_t)(i - stack->has_first) * sizeof(uint64_t));
}

/* The frame of the probed place, and what lies outside of it; the place alone if it is not there.
 */
static struct stack from_address(const struct record *record, uint64_t address)
{
	for (uint32_t i = 0; i < record->nstack; i++) {
		const unsigned char *at = record->stack + (size_t)i * sizeof(uint64_t);

		if (load(at) - address < INSTRUCTION_BYTES)
			return (struct stack){address, true, at + sizeof(uint64_t),
					      record->nstack - i};
	}
	return (struct stack){address, true, NULL, 1};
}

static bool is_tracing(struct symbol_table *symbols, uint64_t address)
{
	const struct symbol *symbol;

	if (address == TRAMPOLINE_MARKER)
		return true;
	symbol = symbol_table_find(symbols, address);
	for (size_t i = 0; symbol && i < sizeof(tracing_frames) / sizeof(*tracing_frames); i++)
		if (!fnmatch(tracing_frames[i], symbol->name, 0))
			return true;
	return false;
}

static void drop_tracing(struct stack *stack, struct symbol_table *symbols)
{
	while (stack->count && is_tracing(symbols, stack_address(stack, 0))) {
		if (!stack->has_first)
			stack->rest += sizeof(uint64_t);
		stack->has_first = false;
		stack->count--;
	}
}

struct stack stack_of_event(const struct event_context *event, struct symbol_table *symbols,
			    int64_t max)
{
	const struct record *record = event->record;
	struct stack stack = {.rest = record->stack, .count = record->nstack};

	if (event->binding->address.size && !is_sampled(event->probe->kind))
		stack = from_address(record,
				     (uint64_t)record_integer(record, &event->binding->address));
	if (event->probe->kind == PROBE_TRACEPOINT)
		drop_tracing(&stack, symbols);
	if (max && stack.count > (uint64_t)max)
		stack.count = (uint32_t)max;
	return stack;
}
