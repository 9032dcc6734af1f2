/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Attaching: probes become events, their fetches places in the records.
 *
 * What the kernel refuses: as with stap, a probe of the script that cannot be registered is a
 * warning and the others run; when no probe on an event is left, it is an error. What cannot be
 * had for reasons known before asking (a limit, an expression that this kernel has not got) is a
 * semantic error at once. Optional probes fail silently.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/tracefs/arch.h"
#include "runtime/tracefs/formats.h"
#include "runtime/tracefs/reader.h"
#include "runtime/tracefs/refusal.h"
#include "runtime/tracefs/state.h"
#include "runtime/tracefs/undo.h"

static const struct span nowhere;

struct attaching {
	struct tracefs_source *state;
	struct diag_list *diags;
	const char *kprobes_missing;
	int events_fd; /* kprobe_events, or -1 */
	const struct probe *probe;
	uint32_t index;
	bool failed;
};

const struct kernel_syntax *tracefs_syntax(struct tracefs_source *state)
{
	struct buf readme = {0};

	if (state->syntax_known)
		return &state->syntax;
	if (!tracing_dir_open(&state->dir)) {
		int fd = openat(state->dir.fd, "README", O_RDONLY | O_CLOEXEC);

		if (fd >= 0) {
			buf_read_fd(&readme, fd);
			close(fd);
		}
	}
	state->syntax.arch = arch_here();
	state->syntax.symbols = &state->symbols;
	kernel_syntax_read(&state->syntax, readme.data ? readme.data : "");
	state->syntax_known = true;
	buf_free(&readme);
	return &state->syntax;
}

static bool is_event_probe(const struct probe *probe)
{
	return probe->kind == PROBE_TRACEPOINT || definition_is_needed(probe);
}

static bool is_optional(const struct attach_options *options, uint32_t index)
{
	return index >= options->nprobes - options->noptional;
}

/* Something about a required probe that ends the attaching. Returns NULL for an optional one. */
static struct diag *fail(struct attaching *a, const char *near, const char *message)
{
	if (is_optional(&a->state->options, a->index))
		return NULL;
	a->failed = true;
	return diag_add(a->diags, DIAG_SEMANTIC, nowhere, near, "%s", message);
}

/* ---- places of fetches ---- */

static uint16_t find_guard(struct attaching *a, const struct event_format *format, unsigned index)
{
	int owner = definition_guard_of(a->probe, index);
	const struct event_field *field;

	if (!definition_is_needed(a->probe) || owner < 0)
		return 0;
	field = format_find_field(format, definition_guard_name(a->state->arena, (unsigned)owner));
	return field ? field->place.offset : 0;
}

/* The place of each fetch in records of @format; NULL when there is one that is not there. */
static const struct field_place *place_fetches(struct attaching *a,
					       const struct event_format *format)
{
	struct arena *arena = a->state->arena;
	struct field_place *slots = arena_alloc(arena, (a->probe->nfetches + 1u) * sizeof(*slots));

	for (unsigned i = 0; i < a->probe->nfetches; i++) {
		const char *name = definition_field_name(arena, a->probe, i);
		const struct event_field *field = format_find_field(format, name);

		if (!field) {
			fail(a, a->probe->fetches[i].near,
			     arena_printf(arena, "event %s:%s has no field '%s'", format->system,
					  format->name, name));
			return NULL;
		}
		slots[i] = field->place;
		slots[i].guard = find_guard(a, format, i);
	}
	return slots;
}

static void bind(struct attaching *a, const struct event_format *format)
{
	struct binding *binding = &a->state->bindings[a->index];
	struct attached_event *event = &a->state->events[a->index];

	binding->slots = place_fetches(a, format);
	if (!binding->slots)
		return;
	binding->event = format->id;
	binding->attached = true;
	if (a->probe->nsaved && a->probe->kind == PROBE_KRETPROBE)
		binding->frame_shift = tracefs_syntax(a->state)->arch->frame_shift;
	event->system = format->system;
	event->name = format->name;
	reader_want(a->state->reader, format->id);
}

/* ---- tracepoints ---- */

static bool has_only_fields(struct attaching *a)
{
	for (unsigned i = 0; i < a->probe->nfetches; i++) {
		const struct fetch *fetch = &a->probe->fetches[i];

		if (fetch->base != FETCH_FIELD || fetch->nsteps) {
			fail(a, fetch->near,
			     "a tracepoint's record holds the event's own fields only");
			return false;
		}
	}
	return true;
}

static void attach_tracepoint(struct attaching *a)
{
	const struct probe *probe = a->probe;
	const char *why;
	const struct event_format *format =
		tracefs_event_format(&a->state->base, probe->system, probe->event, &why);

	if (!format)
		fail(a, probe->near,
		     arena_printf(a->state->arena, "event %s:%s cannot be probed: %s",
				  probe->system, probe->event, why));
	else if (has_only_fields(a))
		bind(a, format);
}

/* ---- kprobes ---- */

/* One line a write: what follows a refused one still gets its own answer. */
static int write_line(int fd, const char *line, size_t len)
{
	ssize_t written;

	do
		written = write(fd, line, len);
	while (written < 0 && errno == EINTR);
	return written < 0 ? -1 : 0;
}

static void refuse(struct attaching *a, const char *line, int error)
{
	struct diag *diag;

	/* Of the two probes of a pair, on one function, the second says it for both. */
	if (is_optional(&a->state->options, a->index) ||
	    (a->probe->nsaved && a->probe->kind == PROBE_KPROBE))
		return;
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
	if (probe->module && !is_optional(&state->options, a->index) &&
	    tracefs_has_module(&state->base, probe->module) == ANSWER_NO)
		diag_add(a->diags, DIAG_WARNING, nowhere, probe->near,
			 "module %s is not loaded; probe %s waits for it", probe->module,
			 probe->point);
	return true;
}

static void define(struct attaching *a, const char *event)
{
	const struct instance *instance = &a->state->instance;
	struct arena *arena = a->state->arena;
	const struct fetch *at;
	struct buf line = {0};
	const char *why = definition_write(&line, arena, tracefs_syntax(a->state), a->probe,
					   instance->name, event, &at);
	const struct event_format *format;

	if (why) {
		fail(a, at && at->near ? at->near : a->probe->near, why);
	} else if (!is_place_real(a)) {
		refuse(a, line.data, EFAULT);
	} else if (write_line(a->events_fd, line.data, line.len)) {
		refuse(a, line.data, errno);
	} else {
		a->state->events[a->index].defined = true;
		format = format_load(arena, instance->name, event, &why);
		if (format)
			bind(a, format);
		else
			fail(a, a->probe->near, why);
	}
	buf_free(&line);
}

/* A missing facility is said once, not for each probe that needs it. */
static void attach_kprobe(struct attaching *a)
{
	const struct attach_options *options = &a->state->options;
	struct diag *diag;

	if (!a->kprobes_missing) {
		define(a, definition_event_name(a->state->arena, a->probe, a->index,
						a->state->instance.tag));
	} else if (!a->failed && !is_optional(options, a->index)) {
		diag = fail(a, a->probe->near, "kernel functions cannot be probed here");
		diag_note(a->diags, diag, "%s", a->kprobes_missing);
	}
}

/* ---- the whole ---- */

static void close_reader(void *context)
{
	struct tracefs_source *state = context;

	reader_free(state->reader);
	state->reader = NULL;
}

static int open_instance(struct tracefs_source *state, struct diag_list *diags)
{
	const char *what = tracing_dir_open(&state->dir);
	struct diag *diag;

	if (what) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL, "%s", what);
		return -1;
	}
	if (!instance_open(&state->instance, &state->dir, state->undo, state->options.buffer_kb,
			   &what)) {
		state->reader = reader_new(state->instance.page_bytes);
		undo_push(state->undo, close_reader, state);
		if (!instance_open_streams(&state->instance, state->reader))
			return 0;
		what = "cannot open the trace buffers";
	}
	diag = diag_add(diags, DIAG_ERROR, nowhere, NULL, "%s: %s", what, strerror(errno));
	if (errno == ENOMEM)
		diag_note(diags, diag, "  ask for less buffer, mstap -s");
	return -1;
}

static void attach_all(struct attaching *a)
{
	for (; a->index < a->state->options.nprobes; a->index++) {
		a->probe = &a->state->options.probes[a->index];
		if (a->probe->kind == PROBE_TRACEPOINT)
			attach_tracepoint(a);
		else if (definition_is_needed(a->probe))
			attach_kprobe(a);
	}
}

/* Counts among the probes of the script. */
static bool is_any_left(const struct tracefs_source *state, bool *was_any)
{
	bool left = false;

	*was_any = false;
	for (uint32_t i = 0; !is_optional(&state->options, i) && i < state->options.nprobes; i++) {
		*was_any |= is_event_probe(&state->options.probes[i]);
		left |= state->bindings[i].attached;
	}
	return left;
}

int tracefs_attach(struct record_source *source, const struct attach_options *options,
		   const struct binding **bindings, struct diag_list *diags)
{
	struct tracefs_source *state = tracefs_state(source);
	struct attaching a = {.state = state, .diags = diags, .events_fd = -1};
	bool was_any;

	state->options = *options;
	state->events = arena_alloc(state->arena, (options->nprobes + 1) * sizeof(*state->events));
	state->bindings =
		arena_alloc(state->arena, (options->nprobes + 1) * sizeof(*state->bindings));
	*bindings = state->bindings;
	if (open_instance(state, diags))
		return -1;
	a.kprobes_missing = tracing_dir_kprobes_missing(&state->dir);
	if (!a.kprobes_missing)
		a.events_fd =
			openat(state->dir.fd, "kprobe_events", O_WRONLY | O_APPEND | O_CLOEXEC);
	attach_all(&a);
	if (a.events_fd >= 0)
		close(a.events_fd);
	if (!a.failed && !is_any_left(state, &was_any) && was_any) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL, "no probe could be registered");
		a.failed = true;
	}
	return a.failed ? -1 : 0;
}

/* ---- describing ---- */

/* The process that will run it is not known yet, so its number is spelled PID. */
static void describe_definition(struct tracefs_source *state, const struct probe *probe,
				uint32_t index, struct buf *out)
{
	const char *event = definition_event_name(state->arena, probe, index, "PID");
	const struct fetch *at;
	size_t start = out->len;
	const char *why = definition_write(out, state->arena, tracefs_syntax(state), probe,
					   "mstap_PID", event, &at);

	if (why) {
		out->len = start;
		buf_printf(out, "# %s", why);
	}
	buf_putc(out, '\n');
}

void tracefs_describe(struct record_source *source, const struct attach_options *options,
		      struct buf *out)
{
	for (uint32_t i = 0; i < options->nprobes; i++) {
		const struct probe *probe = &options->probes[i];

		if (!is_event_probe(probe))
			continue;
		buf_printf(out, "# %s\n", probe->point);
		if (definition_is_needed(probe))
			describe_definition(tracefs_state(source), probe, i, out);
		else
			buf_printf(out, "%s:%s\n", probe->system, probe->event);
	}
}
