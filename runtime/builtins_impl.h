/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the implementations of the built-ins share: their prototypes, from the rows of
 * builtins.def, and the VM's inside.
 *
 * Owner: nothing is kept here; state of a built-in (tokenize) is in struct vm.
 */
#ifndef MSTAP_RUNTIME_BUILTINS_IMPL_H
#define MSTAP_RUNTIME_BUILTINS_IMPL_H

#include "runtime/builtins.h"
#include "runtime/process_table.h"
#include "runtime/vm.h"
#include "runtime/vm_state.h"

/* See struct builtin for the parameters. */
#define BUILTIN(id, name, signature, flags) \
	void builtin_##id(struct vm *vm, const union slot *args, union slot *result);
#include "runtime/builtins.def"
#undef BUILTIN

/* A thread is there as long as something happens in it, also when its exit is the event. */
static inline bool vm_process_is_there(const struct vm *vm, const struct process *process)
{
	return !process->exited || process->tid == vm->event->tid;
}

/* The head of an implementation; what one does not need it leaves alone. */
#define BUILTIN_FUNCTION(id)                                              \
	void builtin_##id(struct vm *vm __attribute__((unused)),          \
			  const union slot *args __attribute__((unused)), \
			  union slot *result __attribute__((unused)))

#endif
