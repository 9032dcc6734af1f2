/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tracepoints as such: the types of their arguments, and what makes their iterators run. */
#include "config.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <tracefs.h>
#include <unistd.h>

#include "base/arena.h"
#include "runtime/tracefs/state.h"
#include "runtime/tracefs/undo.h"

/* ---- what can be had ---- */

const char *tracefs_tracepoint_args_missing(struct record_source *source)
{
	struct tracefs_source *state = tracefs_state(source);
	const char *missing = tracing_dir_open(&state->dir);

	if (missing || tracefs_syntax(state)->raw_tracepoints)
		return missing;
	if (!tracefs_kprobes_missing(source))
		return NULL;
	return "the arguments of a tracepoint take raw tracepoint events (Linux 6.5 or later with "
	       "CONFIG_FPROBE_EVENTS) or kprobe events (CONFIG_KPROBE_EVENTS), and neither "
	       "can be had here: only the event's own fields are at hand";
}

static void drop_iterator(struct arena *arena, struct cfunction *function)
{
	unsigned count = function->nparams - 1;
	struct cfunction_param *params = arena_alloc(arena, (count + 1) * sizeof(*params));

	for (unsigned i = 0; i < count; i++) {
		params[i] = function->params[i + 1];
		params[i].number--;
	}
	function->params = params;
	function->nparams = count;
}

/* The parameters of __traceiter_NAME, the first of which is the iterator's own. */
bool tracefs_tracepoint_type(struct record_source *source, const char *name, const char **module,
			     struct cfunction *out)
{
	struct tracefs_source *state = tracefs_state(source);
	const char *function = arena_printf(state->arena, "__traceiter_%s", name);
	bool found = btf_function_type(&state->types, *module, function, out);

	if (!found && !*module) {
		*module = kallsyms_module_of(&state->symbols, state->arena, function);
		found = *module && btf_function_type(&state->types, *module, function, out);
	}
	if (!found || !out->nparams)
		return false;
	drop_iterator(state->arena, out);
	return true;
}

/* ---- consumers ---- */

static void close_perf_event(void *context)
{
	close(*(int *)context);
}

/* An event that never counts is a consumer all the same (perf_trace_event_reg()). */
static int open_perf_event(struct tracefs_source *state, uint32_t id)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = id,
		.disabled = 1,
	};
	int *fd = arena_new_of(state->arena, int);

	*fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	if (*fd < 0)
		return -1;
	undo_push(state->undo, close_perf_event, fd);
	return 0;
}

/*
 * A trigger registers the event without recording it (SOFT_DISABLED), and one that may run 0
 * times returns at once (traceon_count_trigger(), kernel/trace/trace_events_trigger.c).
 */
int tracefs_wake_iterator(struct tracefs_source *state, const char *system, const char *name)
{
	const char *why;
	const struct event_format *format = tracefs_event_format(&state->base, system, name, &why);

	if (!format) {
		errno = ENOENT;
		return -1;
	}
	if (instance_set_trigger(&state->instance, system, name, "traceon:0"))
		return -1;
	return open_perf_event(state, format->id);
}
