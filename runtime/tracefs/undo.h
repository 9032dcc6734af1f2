/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Undo: what has been changed in the kernel and must be changed back.
 *
 * Purpose:  each change registers its undo first; they are unwound in reverse on every way out:
 *           close, exit(), a failed start.
 * Owner:    the tracefs source. Processes forked from its owner unwind nothing,
 *           unless the stacks are given to them.
 *
 * exit() from anywhere (out of memory, say) unwinds every stack still open. Signals are the
 * engine's: it blocks those that would end the process before it attaches, reads them from a
 * descriptor and closes the source. What SIGKILL leaves is for the next run (leftovers.h).
 */
#ifndef MSTAP_RUNTIME_TRACEFS_UNDO_H
#define MSTAP_RUNTIME_TRACEFS_UNDO_H

#include <sys/types.h>

struct undo_stack;

struct undo_stack *undo_stack_new(void);
/* Unwinds what is still on it, then frees it. @stack may be NULL. */
void undo_stack_free(struct undo_stack *stack);

/* From here on all stacks are for process @owner to unwind: called on both sides of a fork. */
void undo_stacks_give(pid_t owner);

/* @undo must be harmless if the change did not come about, and safe to run at exit. */
void undo_push(struct undo_stack *stack, void (*undo)(void *context), void *context);

#endif
