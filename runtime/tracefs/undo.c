/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/undo.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/xalloc.h"

struct undo {
	void (*undo)(void *context);
	void *context;
};

struct undo_stack {
	struct undo_stack *next;
	struct undo *undos;
	unsigned count;
	pid_t owner;
};

static struct undo_stack *open_stacks; /* for exit() */

static void unwind(struct undo_stack *stack)
{
	while (stack->count && stack->owner == getpid()) {
		struct undo last = stack->undos[--stack->count];

		last.undo(last.context);
	}
}

static void unwind_all(void)
{
	for (struct undo_stack *stack = open_stacks; stack; stack = stack->next)
		unwind(stack);
}

struct undo_stack *undo_stack_new(void)
{
	static bool registered;
	struct undo_stack *stack = xcalloc(1, sizeof(*stack));

	if (!registered)
		registered = !atexit(unwind_all);
	stack->owner = getpid();
	stack->next = open_stacks;
	open_stacks = stack;
	return stack;
}

void undo_stack_free(struct undo_stack *stack)
{
	struct undo_stack **link = &open_stacks;

	if (!stack)
		return;
	unwind(stack);
	while (*link != stack)
		link = &(*link)->next;
	*link = stack->next;
	free(stack->undos);
	free(stack);
}

void undo_stacks_give(pid_t owner)
{
	for (struct undo_stack *stack = open_stacks; stack; stack = stack->next)
		stack->owner = owner;
}

void undo_push(struct undo_stack *stack, void (*undo)(void *context), void *context)
{
	stack->undos = xrealloc(stack->undos, (stack->count + 1) * sizeof(*stack->undos));
	stack->undos[stack->count++] = (struct undo){undo, context};
}
