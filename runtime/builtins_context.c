/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where and in which probe: of the event. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/record.h"

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
	case PROBE_PERF:
		return "perf_event";
	case PROBE_DATA:
		return "hardware_data_breakpoint";
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

	result->number = kind == PROBE_KPROBE || kind == PROBE_KRETPROBE || is_sampled(kind);
}

/* What the event's record holds at a place of its binding; 0 where it does not tell. */
#define READ_PLACE(place) \
	(vm->event->record ? record_integer(vm->event->record, &vm->event->binding->place) : 0)

/* Only samples can be of user mode: kernel functions and tracepoints are where other probes are. */
BUILTIN_FUNCTION(user_mode)
{
	result->number = READ_PLACE(user_mode);
}

BUILTIN_FUNCTION(ppfunc)
{
	const char *function = vm->event->probe->function;

	result->string = function ? vm_string(vm, function, strlen(function)) : string_empty;
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
