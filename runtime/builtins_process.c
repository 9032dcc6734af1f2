/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who: of the event, from the process table.
 *
 * begin, end, error and timer handlers run in this very process, and answer for it, as stap's
 * begin probes answer for staprun. Of a thread that the process table does not know, numbers
 * are -1 and the name is "", except that pid() is then tid(): right for every process that has
 * one thread.
 */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "runtime/output.h"
#include "runtime/process_table.h"

static bool in_own_process(const struct vm *vm)
{
	return vm->event->record == NULL;
}

/* A CPU's idle thread is in no table: it is not started, and /proc does not list it. */
static const struct process idle_thread;

static const struct process *find_tid(const struct vm *vm, int64_t tid)
{
	if (tid == 0)
		return &idle_thread;
	if (!vm->session->processes || tid != (int32_t)tid)
		return NULL;
	return process_table_find(vm->session->processes, (int32_t)tid);
}

static const struct process *find_process(const struct vm *vm)
{
	return find_tid(vm, vm->event->tid);
}

BUILTIN_FUNCTION(tid)
{
	result->number = vm->event->tid;
}

BUILTIN_FUNCTION(pid)
{
	const struct process *process;

	if (in_own_process(vm)) {
		result->number = getpid();
		return;
	}
	process = find_process(vm);
	/* Of a thread that began before the recording only the tid may be known. */
	result->number = process && process->tgid >= 0 ? process->tgid : vm->event->tid;
}

/* A number of the process: our own as @own says, or a field of the table's row. */
#define PROCESS_NUMBER(id, own)                                       \
	BUILTIN_FUNCTION(id)                                          \
	{                                                             \
		const struct process *process;                        \
                                                                      \
		if (in_own_process(vm)) {                             \
			result->number = (int64_t)own();              \
			return;                                       \
		}                                                     \
		process = find_process(vm);                           \
		result->number = process ? (int64_t)process->id : -1; \
	}

PROCESS_NUMBER(ppid, getppid)
PROCESS_NUMBER(uid, getuid)
PROCESS_NUMBER(euid, geteuid)
PROCESS_NUMBER(gid, getgid)
PROCESS_NUMBER(egid, getegid)

/* Of the process, that is of its first thread. */
#define GROUP_NUMBER(id, own)                                           \
	BUILTIN_FUNCTION(id)                                            \
	{                                                               \
		const struct process *process;                          \
                                                                        \
		if (in_own_process(vm)) {                               \
			result->number = own(0);                        \
			return;                                         \
		}                                                       \
		process = find_process(vm);                             \
		process = process ? find_tid(vm, process->tgid) : NULL; \
		result->number = process ? process->id : -1;            \
	}

GROUP_NUMBER(pgrp, getpgid)
GROUP_NUMBER(sid, getsid)

/* As in stap, the effective user is what counts. */
BUILTIN_FUNCTION(is_myproc)
{
	builtin_euid(vm, args, result);
	result->number = result->number == (int64_t)geteuid();
}

BUILTIN_FUNCTION(stp_pid)
{
	result->number = getpid();
}

BUILTIN_FUNCTION(execname)
{
	const struct process *process;
	char text[24] = "";

	if (in_own_process(vm))
		prctl(PR_GET_NAME, text);
	else if (vm->event->tid == 0)
		snprintf(text, sizeof(text), "swapper/%u", vm->event->cpu);
	else if ((process = find_process(vm)))
		memcpy(text, process->comm, sizeof(process->comm));
	result->string = vm_string(vm, text, strnlen(text, sizeof(text)));
}

static const struct string *name_of(struct vm *vm, const struct process *process)
{
	return vm_string(vm, process->comm, strnlen(process->comm, sizeof(process->comm)));
}

static const char idle_name[] = "swapper/0"; /* the parent of init, of kthreadd and its own */

BUILTIN_FUNCTION(pexecname)
{
	const struct process *process =
		find_tid(vm, in_own_process(vm) ? getpid() : vm->event->tid);
	const struct process *parent =
		process && process->ppid > 0 ? process_table_parent(vm->session->processes, process)
					     : NULL;

	if (process && process->ppid == 0)
		result->string = vm_string(vm, idle_name, sizeof(idle_name) - 1);
	else
		result->string = parent ? name_of(vm, parent) : string_empty;
}

BUILTIN_FUNCTION(pid2execname)
{
	const struct process *process = args[0].number > 0 ? find_tid(vm, args[0].number) : NULL;

	result->string =
		process && vm_process_is_there(vm, process) ? name_of(vm, process) : string_empty;
}

static int32_t tid_here(const struct vm *vm)
{
	return in_own_process(vm) ? getpid() : vm->event->tid;
}

static void add_argument(struct buf *out, const char *text, uint32_t len, bool first,
			 const struct string *delimiter)
{
	if (!first) {
		buf_put(out, delimiter->text, delimiter->len);
		if (!len)
			buf_puts(out, "\"\"");
	}
	buf_put(out, text, len);
}

/* As stap's: to the last one when @m is negative; an empty one behind the first is shown as "". */
BUILTIN_FUNCTION(cmdline_args)
{
	int64_t n = args[0].number, m = args[1].number;
	struct buf text = {0};
	const char *argument;
	uint32_t len;

	for (int64_t i = n; n >= 0 && (m < 0 || i <= m) && i <= INT32_MAX; i++) {
		if (!vm->session->processes ||
		    !(argument = process_table_argument(vm->session->processes, tid_here(vm),
							(uint32_t)i, &len)))
			break;
		add_argument(&text, argument, len, i == n, args[2].string);
	}
	result->string = text.len ? vm_string(vm, text.data, text.len) : string_empty;
	buf_free(&text);
}

BUILTIN_FUNCTION(env_var)
{
	const struct string *name = args[0].string;
	const char *value = NULL;
	uint32_t len;

	if (name->len && vm->session->processes)
		value = process_table_variable(vm->session->processes, tid_here(vm), name->text,
					       name->len, &len);
	result->string = value ? vm_string(vm, value, len) : string_empty;
}

BUILTIN_FUNCTION(target)
{
	result->number = vm->session->target_pid;
}

BUILTIN_FUNCTION(target_set_pid)
{
	const struct process *process = args[0].number > 0 ? find_tid(vm, args[0].number) : NULL;

	result->number = process && process->target_parent && vm_process_is_there(vm, process);
}

static void report_member(void *context, const struct process *process)
{
	buf_printf(context, "%d begat %d\n", process->target_parent, process->tid);
}

BUILTIN_FUNCTION(target_set_report)
{
	struct buf *text = &vm->session->output->text;

	buf_puts(text, "target set:\n");
	if (vm->session->processes)
		process_table_walk_target_set(vm->session->processes, vm->event->tid, report_member,
					      text);
}
