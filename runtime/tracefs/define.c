/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events of our own: their lines in dynamic_events, and the kernel's answers. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/tracefs/attaching.h"
#include "runtime/tracefs/formats.h"
#include "runtime/tracefs/refusal.h"

static const struct span nowhere;

/* What a kind of definition needs of the kernel, and what cannot be done without. */
static const struct {
	const char *(*find_missing)(struct record_source *source);
	const char *headline;
} facilities[] = {
	[DEFINITION_KPROBE] = {tracefs_kprobes_missing, "kernel functions cannot be probed here"},
	[DEFINITION_EVENT] = {tracefs_event_probes_missing,
			      "memory cannot be read at a tracepoint here"},
	[DEFINITION_ARGUMENTS] = {tracefs_tracepoint_args_missing,
				  "the arguments of a tracepoint cannot be read here"},
};

/* A missing facility is said once, not for each probe that needs it. */
static bool has_facility(struct attaching *a, enum definition_kind kind)
{
	const char *missing = facilities[kind].find_missing(&a->state->base);
	struct diag *diag;

	if (!missing)
		return true;
	diag = a->failed ? NULL : attaching_fail(a, a->probe->near, facilities[kind].headline);
	if (diag)
		diag_note(a->diags, diag, "%s", missing);
	return false;
}

/* One line a write: what follows a refused one still gets its own answer. */
static int write_line(struct attaching *a, const struct buf *line)
{
	ssize_t written;

	if (a->definitions_fd < 0)
		a->definitions_fd =
			openat(a->state->dir.fd, "dynamic_events", O_WRONLY | O_APPEND | O_CLOEXEC);
	do
		written = write(a->definitions_fd, line->data, line->len);
	while (written < 0 && errno == EINTR);
	return written < 0 ? -1 : 0;
}

static void refuse(struct attaching *a, const char *line, int error)
{
	struct diag *diag;

	/* Of the two probes of a pair, on one function, the second says it for both. */
	if (attaching_is_optional(a) ||
	    (a->probe->pair == PAIR_ENTRY && a->probe->kind == PROBE_KPROBE))
		return;
	if (a->probe->pattern && !a->diags->verbose) {
		attaching_keep_refused(a, line, error);
		return;
	}
	diag = diag_add(a->diags, DIAG_WARNING, nowhere, a->probe->near,
			"probe %s registration error (rc %d)", a->probe->point, -error);
	refusal_explain(a->diags, diag, a->probe, line, error, &a->state->symbols);
}

/*
 * The kernel takes a place that is nowhere yet and waits for a module that brings it
 * (__register_trace_kprobe(), kernel/trace/trace_kprobe.c). For a function of a module that is
 * not loaded this is welcome, and worth a word; an address without code is a mistake.
 */
static bool is_place_real(struct attaching *a)
{
	const struct probe *probe = a->probe;
	struct tracefs_source *state = a->state;

	if (!probe->function)
		return kallsyms_is_code(&state->symbols, probe->address) != ANSWER_NO;
	if (probe->module && !attaching_is_optional(a) &&
	    tracefs_has_module(&state->base, probe->module) == ANSWER_NO)
		diag_add(a->diags, DIAG_WARNING, nowhere, probe->near,
			 "module %s is not loaded; probe %s waits for it", probe->module,
			 probe->point);
	return true;
}

static void bind_defined(struct attaching *a, const char *event, bool iterates)
{
	const char *why;
	const struct event_format *format =
		format_load(a->state->arena, a->state->instance.name, event, &why);

	a->state->events[a->index].defined = true;
	a->state->events[a->index].iterates = iterates;
	/*
	 * An iterator begins before it calls anybody. A t: event stands on a stub that is called
	 * last: its priority is 0 (__regsiter_tracepoint_fprobe(), kernel/trace/trace_fprobe.c),
	 * that of events TRACEPOINT_DEFAULT_PRIO; 6.12.
	 */
	a->state->bindings[a->index].comes_last = a->probe->part == PART_ARGUMENTS && !iterates;
	if (format)
		attaching_bind(a, format);
	else
		attaching_fail(a, a->probe->near, why);
}

/*
 * What the kernel can do for this probe after all, though it refused the line with @error, to
 * @syntax. Returns false if nothing is left to try.
 *
 * EEXIST: it takes one t: event a tracepoint, of ours and of all others
 * (__regsiter_tracepoint_fprobe(), kernel/trace/trace_fprobe.c, 6.12); the iterator has room for
 * more. ENOENT: it knows that the function returns nothing, and has no $retval then (6.9 on).
 */
static bool find_other_way(const struct attaching *a, enum definition_kind kind, int error,
			   struct kernel_syntax *syntax)
{
	bool is_taken = error == EEXIST && kind == DEFINITION_ARGUMENTS && syntax->raw_tracepoints;
	bool is_void = error == ENOENT && a->probe->kind == PROBE_KRETPROBE && syntax->arch &&
		       !syntax->retval_register;

	if (is_taken)
		syntax->raw_tracepoints = tracefs_kprobes_missing(&a->state->base) != NULL;
	else if (is_void)
		syntax->retval_register = true;
	return is_void || (is_taken && !syntax->raw_tracepoints);
}

/* Returns false if there is a definition to be tried in another way, the one in *@syntax. */
static bool define_by(struct attaching *a, enum definition_kind kind, const char *event,
		      struct kernel_syntax *syntax)
{
	struct tracefs_source *state = a->state;
	const struct fetch *at;
	struct buf line = {0};
	struct kernel_syntax other = *syntax;
	const char *why = definition_write(&line, state->arena, syntax, a->probe,
					   state->instance.name, event, &at);
	bool is_done = true;

	if (why) {
		attaching_fail(a, at && at->near ? at->near : a->probe->near, why);
	} else if (kind == DEFINITION_KPROBE && !is_place_real(a)) {
		refuse(a, line.data, EFAULT);
	} else if (write_line(a, &line)) {
		int error = errno;

		is_done = !find_other_way(a, kind, error, &other);
		if (is_done)
			refuse(a, line.data, error);
	} else {
		bind_defined(a, event, definition_is_iterator(syntax, a->probe));
	}
	buf_free(&line);
	*syntax = other;
	return is_done;
}

void attaching_define(struct attaching *a, enum definition_kind kind)
{
	struct tracefs_source *state = a->state;
	const char *event =
		definition_event_name(state->arena, a->probe, a->index, state->instance.tag);
	struct kernel_syntax syntax;

	if (!has_facility(a, kind))
		return;
	syntax = *tracefs_syntax(state);
	while (!define_by(a, kind, event, &syntax))
		;
}
