/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions on a task that is not an address the event leads to: on what task_current(),
 * pid2task() or task_parent() gave.
 *
 * No record says at which address the current task_struct lies. So they give a token, a number
 * that no address of the kernel is and that is the same for the same thread all the time: it can
 * be compared, stored, and asked of here.
 */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <string.h>

#include "runtime/process_table.h"

#define TOKEN_BASE 0xfffffffe00000000u

static int64_t token_of(int32_t tid)
{
	return (int64_t)(TOKEN_BASE | (uint32_t)tid);
}

static const struct process *find_tid(const struct vm *vm, int64_t tid)
{
	if (!vm->session->processes || tid < 0 || tid != (int32_t)tid)
		return NULL;
	return process_table_find(vm->session->processes, (int32_t)tid);
}

/* The thread behind a token; -1 with an error raised when @task is none. */
static int32_t tid_of(struct vm *vm, const char *function, int64_t task)
{
	if ((uint64_t)task >> 32 == TOKEN_BASE >> 32)
		return (int32_t)(uint32_t)task;
	vm_raise(vm,
		 "%s(0x%llx): a task can be read at the event only, when its address follows from "
		 "the probe's arguments; else it must come from task_current() or pid2task()",
		 function, (unsigned long long)task);
	return -1;
}

/* The idle threads, of which there is one for each CPU, are in no table. */
static const struct process idle = {.comm = "swapper/0"};

static const struct process *find_task(struct vm *vm, const char *function, int64_t task)
{
	int32_t tid = tid_of(vm, function, task);

	return tid == 0 ? &idle : find_tid(vm, tid);
}

BUILTIN_FUNCTION(task_current)
{
	result->number = token_of(vm->event->tid);
}

/* 0 for what is not there (any more). */
BUILTIN_FUNCTION(pid2task)
{
	const struct process *process = args[0].number ? find_tid(vm, args[0].number) : NULL;

	result->number = process && vm_process_is_there(vm, process) ? token_of(process->tid) : 0;
}

#define TASK_NUMBER(field)                                                                     \
	BUILTIN_FUNCTION(task_##field)                                                         \
	{                                                                                      \
		const struct process *process = find_task(vm, "task_" #field, args[0].number); \
                                                                                               \
		result->number = process ? process->field : -1;                                \
	}

TASK_NUMBER(uid)
TASK_NUMBER(euid)
TASK_NUMBER(gid)
TASK_NUMBER(egid)

BUILTIN_FUNCTION(task_tid)
{
	result->number = tid_of(vm, "task_tid", args[0].number);
}

/* Of a thread that began before the recording only the tid may be known. */
BUILTIN_FUNCTION(task_pid)
{
	int32_t tid = tid_of(vm, "task_pid", args[0].number);
	const struct process *process = find_tid(vm, tid);

	result->number = process && process->tgid >= 0 ? process->tgid : tid;
}

BUILTIN_FUNCTION(task_parent)
{
	const struct process *process = find_task(vm, "task_parent", args[0].number);
	const struct process *parent =
		process && process->ppid > 0 ? process_table_parent(vm->session->processes, process)
					     : NULL;

	result->number = token_of(parent ? parent->tid : 0);
}

BUILTIN_FUNCTION(task_execname)
{
	const struct process *process = find_task(vm, "task_execname", args[0].number);

	result->string = process ? vm_string(vm, process->comm,
					     strnlen(process->comm, sizeof(process->comm)))
				 : string_empty;
}
