/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who and where: of the event.
 *
 * begin, end, error and timer handlers run in this very process, and answer for it, as stap's
 * begin probes answer for staprun. Of a thread that the process table does not know, numbers
 * are -1 and the name is "", except that pid() is then tid(): right for every process that has
 * one thread.
 */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "runtime/process_table.h"

static bool in_own_process(const struct vm *vm)
{
	return vm->event->record == NULL;
}

/* A CPU's idle thread is in no table: it is not started, and /proc does not list it. */
static const struct process idle_thread;

static const struct process *find_process(const struct vm *vm)
{
	if (vm->event->tid == 0)
		return &idle_thread;
	if (!vm->session->processes)
		return NULL;
	return process_table_find(vm->session->processes, vm->event->tid);
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

BUILTIN_FUNCTION(cpu)
{
	result->number = vm->event->cpu;
}

BUILTIN_FUNCTION(pp)
{
	result->string = vm_string(vm, vm->event->probe->shown, strlen(vm->event->probe->shown));
}

/* The alias that the script names, or the point itself. */
BUILTIN_FUNCTION(pn)
{
	const struct probe *probe = vm->event->probe;
	const char *name = probe->name ? probe->name : probe->shown;

	result->string = vm_string(vm, name, strlen(name));
}

/* stap's words; it does not hang jiffies timers on the high resolution clock. */
static const char *type_of(const struct probe *probe)
{
	static const char jiffies[] = "timer.jiffies";

	switch (probe->kind) {
	case PROBE_TIMER:
		return strncmp(probe->point, jiffies, sizeof(jiffies) - 1) ? "hrtimer" : "timer";
	case PROBE_TRACEPOINT:
		return "kernel_tracepoint";
	case PROBE_KPROBE:
		return "kprobe";
	case PROBE_KRETPROBE:
		return "kretprobe";
	default:
		return "begin_end";
	}
}

BUILTIN_FUNCTION(probe_type)
{
	const char *type = type_of(vm->event->probe);

	result->string = vm_string(vm, type, strlen(type));
}

BUILTIN_FUNCTION(is_return)
{
	result->number = vm->event->probe->kind == PROBE_KRETPROBE;
}

BUILTIN_FUNCTION(registers_valid)
{
	enum probe_kind kind = vm->event->probe->kind;

	result->number = kind == PROBE_KPROBE || kind == PROBE_KRETPROBE;
}

/* Kernel functions and tracepoints are all that probes can be in. */
BUILTIN_FUNCTION(user_mode)
{
	result->number = 0;
}

BUILTIN_FUNCTION(ppfunc)
{
	const char *function = vm->event->probe->function;

	result->string = function ? vm_string(vm, function, strlen(function)) : string_empty;
}

BUILTIN_FUNCTION(target)
{
	result->number = vm->session->target_pid;
}

/* Each probe has at most a row of each kind of loss, and the ring buffers some of their own. */
BUILTIN_FUNCTION(probe_missed)
{
	struct record_source *source = vm->session->source;
	unsigned max = 2 * vm->program->nprobes + 16, count;
	struct loss *losses;

	result->number = 0;
	if (!source)
		return;
	losses = xcalloc(max, sizeof(*losses));
	count = source->ops->losses(source, losses, max);
	for (unsigned i = 0; i < count; i++)
		if (losses[i].kind == LOSS_MISSED && losses[i].probe >= 0 &&
		    (uint32_t)losses[i].probe < vm->program->nprobes)
			result->number += (int64_t)losses[i].count;
	free(losses);
}
