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
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/record.h"
#include "runtime/arch.h"
#include "runtime/tracefs/attaching.h"
#include "runtime/tracefs/followed.h"
#include "runtime/tracefs/formats.h"
#include "runtime/tracefs/order.h"
#include "runtime/tracefs/reader.h"
#include "runtime/tracefs/undo.h"

static const struct span nowhere;

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
	state->syntax.raw_tracepoints &= tracing_dir_can_define(&state->dir);
	state->syntax_known = true;
	buf_free(&readme);
	return &state->syntax;
}

static bool is_event_probe(const struct probe *probe)
{
	return probe->kind == PROBE_TRACEPOINT || definition_kind_of(probe) != DEFINITION_NONE;
}

static bool is_optional(const struct attach_options *options, uint32_t index)
{
	return index >= options->nprobes - options->noptional;
}

bool attaching_is_optional(const struct attaching *a)
{
	return is_optional(&a->state->options, a->index);
}

struct diag *attaching_fail(struct attaching *a, const char *near, const char *message)
{
	if (attaching_is_optional(a))
		return NULL;
	a->failed = true;
	return diag_add(a->diags, DIAG_SEMANTIC, nowhere, near, "%s", message);
}

/* ---- places of fetches ---- */

/* The text whose location is the next behind @offset; 0: there is none. */
static uint16_t next_text(const struct event_format *format, uint16_t offset)
{
	uint16_t next = 0;

	for (unsigned i = 0; i < format->nfields; i++) {
		const struct field_place *place = &format->fields[i].place;

		if (place->kind == FIELD_DATA_LOC && place->offset > offset &&
		    (!next || place->offset < next))
			next = place->offset;
	}
	return next;
}

static void find_guard(struct attaching *a, const struct event_format *format, unsigned index,
		       struct field_place *place)
{
	int owner = definition_guard_of(a->probe, index);
	struct arena *arena = a->state->arena;
	const struct event_field *field = NULL;

	for (int is_text = 0; owner >= 0 && !field && is_text < 2; is_text++) {
		place->guard_is_text = is_text;
		field = format_find_field(format,
					  definition_guard_name(arena, (unsigned)owner, is_text));
	}
	if (!field)
		return;
	place->guard = field->place.offset;
	place->guard_next = next_text(format, place->guard);
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

		slots[i].elsewhere = !fetch_is_of(a->probe->part, &a->probe->fetches[i]);
		if (slots[i].elsewhere)
			continue;
		if (!field) {
			attaching_fail(a, a->probe->fetches[i].near,
				       arena_printf(arena, "event %s:%s has no field '%s'",
						    format->system, format->name, name));
			return NULL;
		}
		slots[i] = record_place(&field->place, &a->probe->fetches[i]);
		if (a->probe->fetches[i].nsteps)
			slots[i].next = next_text(format, slots[i].offset);
		find_guard(a, format, i, &slots[i]);
	}
	return slots;
}

/* ---- binding ---- */

/* The compiler has asked whether there are stacks. */
static void bind_stack(struct attaching *a, const struct event_format *format)
{
	reader_want_stack(a->state->reader, format->id, tracefs_stack_layout(a->state));
	a->state->events[a->index].stacks = true;
}

static struct field_place find_place(const struct event_format *format, const char *name)
{
	const struct event_field *field = format_find_field(format, name);

	return field ? field->place : (struct field_place){0};
}

void attaching_bind(struct attaching *a, const struct event_format *format)
{
	struct binding *binding = &a->state->bindings[a->index];
	struct attached_event *event = &a->state->events[a->index];

	binding->slots = place_fetches(a, format);
	if (!binding->slots)
		return;
	if (a->probe->wants_stack)
		bind_stack(a, format);
	binding->address = find_place(format, a->probe->kind == PROBE_KRETPROBE ? "__probe_ret_ip"
										: "__probe_ip");
	binding->function = find_place(format, "__probe_func");
	binding->event = format->id;
	binding->attached = true;
	if (a->probe->pair == PAIR_RETURN)
		binding->frame_shift = tracefs_syntax(a->state)->arch->frame_shift;
	event->system = format->system;
	event->name = format->name;
	event->instance = &a->state->instance;
	reader_want(a->state->reader, format->id);
}

/* ---- tracepoints ---- */

static void attach_tracepoint(struct attaching *a)
{
	const struct probe *probe = a->probe;
	const char *why;
	const struct event_format *format =
		tracefs_event_format(&a->state->base, probe->system, probe->event, &why);

	if (!format)
		attaching_fail(a, probe->near,
			       arena_printf(a->state->arena, "event %s:%s cannot be probed: %s",
					    probe->system, probe->event, why));
	else
		attaching_bind(a, format);
}

/* ---- functions without arguments ---- */

static void attach_traced(struct attaching *a, uint32_t event)
{
	struct binding *binding = &a->state->bindings[a->index];

	binding->event = event;
	binding->attached = true;
	a->state->events[a->index].traced = true;
	reader_want(a->state->reader, a->state->tracer.event);
}

/* ---- the whole ---- */

static void close_files(void *context)
{
	struct tracefs_source *state = context;
	const char *what;

	(void)buffers_end(&state->buffers, &what);
	function_tracer_close(&state->tracer);
	trace_clock_close(&state->clock);
	reader_free(state->reader);
	state->reader = NULL;
	if (state->profile_fd >= 0)
		close(state->profile_fd);
}

/* What can be done about it. */
static void note_refusal(struct diag_list *diags, struct diag *diag, int error)
{
	if (error == ENOMEM)
		diag_note(diags, diag, "  ask for less buffer, mstap -s");
	else if (error == EROFS)
		diag_note(diags, diag,
			  "  tracefs is mounted read-only, as in many containers: run mstap on the "
			  "host, or mount it there to be written");
	else if (error == EACCES || error == EPERM)
		diag_note(
			diags, diag,
			"  it takes root on the host, or leave to write in instances/ of tracefs");
}

static int fail_to_open(const char *what, struct diag_list *diags)
{
	const int error = errno;

	note_refusal(diags,
		     diag_add(diags, DIAG_ERROR, nowhere, NULL, "%s: %s", what, strerror(error)),
		     error);
	return -1;
}

/* Their buffers are set up until finish_instances(). */
static int open_instances(struct tracefs_source *state, struct diag_list *diags)
{
	const char *what = tracing_dir_open(&state->dir);
	struct instance *instances[BUFFERS_MAX] = {&state->instance};

	if (what) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL, "%s", what);
		return -1;
	}
	if (instance_make(&state->instance, &state->dir, state->undo, &what))
		return fail_to_open(what, diags);
	instances[1] = followed_make(state);
	state->clock.is_local = trace_clock_local_will_do(&state->options, state->dir.fd);
	state->clock.stats_fd = -1;
	state->reader = reader_new();
	state->profile_fd = openat(state->dir.fd, "kprobe_profile", O_RDONLY | O_CLOEXEC);
	function_tracer_open(state, &state->options);
	/* Before any instance is removed: one with an open file stays (EBUSY). */
	undo_push(state->undo, close_files, state);
	buffers_begin(&state->buffers, instances, instances[1] ? 2 : 1,
		      state->clock.is_local ? NULL : "mono", state->options.buffer_kb);
	return 0;
}

static int finish_instances(struct tracefs_source *state, struct diag_list *diags)
{
	const char *what;
	int fd;

	if (buffers_end(&state->buffers, &what))
		return fail_to_open(what, diags);
	reader_set_page_bytes(state->reader, state->instance.page_bytes);
	followed_open(state);
	if (!state->clock.is_local)
		return 0;
	fd = instance_open_file(&state->instance, "per_cpu/cpu0/stats", O_RDONLY | O_CLOEXEC);
	return trace_clock_open(&state->clock, fd)
		       ? fail_to_open("cannot read the trace clock", diags)
		       : 0;
}

static void attach_all(struct attaching *a)
{
	const struct attach_options *options = &a->state->options;
	const uint32_t *order =
		order_for_attaching(a->state->arena, options->probes, options->nprobes);

	for (uint32_t i = 0; i < options->nprobes; i++) {
		uint32_t traced;
		enum definition_kind kind;

		a->index = order[i];
		a->probe = &options->probes[a->index];
		traced = function_tracer_event(a->state, a->index);
		kind = definition_kind_of(a->probe);
		if (traced)
			attach_traced(a, traced);
		else if (kind != DEFINITION_NONE)
			attaching_define(a, kind);
		else if (a->probe->kind == PROBE_TRACEPOINT)
			attach_tracepoint(a);
	}
}

/* Of two parts of a hit neither is of use without the other. */
static void drop_single_parts(struct tracefs_source *state)
{
	for (uint32_t i = 1; i < state->options.nprobes; i++) {
		struct binding *fields = &state->bindings[i], *arguments = fields - 1;

		if (state->options.probes[i].part == PART_FIELDS)
			fields->attached = arguments->attached =
				fields->attached && arguments->attached;
	}
}

static void warn_of_switch(const struct tracefs_source *state, struct diag_list *diags)
{
	if (!function_tracer_switched_off())
		return;
	for (uint32_t i = 0; i < state->options.nprobes; i++) {
		const struct probe *probe = &state->options.probes[i];

		if (is_optional(&state->options, i) || !state->bindings[i].attached ||
		    !probe->function)
			continue;
		diag_add(diags, DIAG_WARNING, nowhere, probe->near,
			 "functions are not traced as long as the sysctl kernel.ftrace_enabled is "
			 "0; to switch it on: sysctl kernel.ftrace_enabled=1");
		return;
	}
}

/* Records have the numbers of the initial pid namespace (PROC_PID_INIT_INO, linux/proc_ns.h). */
static bool is_other_pid_namespace(void)
{
	static const ino_t initial = 0xeffffffc;
	struct stat namespace;

	return !stat("/proc/self/ns/pid", &namespace) && namespace.st_ino != initial;
}

/* The table of processes is filled from /proc; target() is a number as it is known here. */
static void warn_of_namespace(const struct tracefs_source *state, struct diag_list *diags)
{
	if ((state->options.noptional || state->options.target_pid > 0) && is_other_pid_namespace())
		diag_add(diags, DIAG_WARNING, nowhere, NULL,
			 "mstap runs in a pid namespace of its own (a container?), and events have "
			 "the numbers of processes that the host has: target(), and what is known "
			 "of processes that ran before, is not theirs; run it on the host, or give "
			 "the container the host's (--pid=host)");
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
	struct attaching a = {.state = state, .diags = diags, .definitions_fd = -1};
	bool was_any;

	state->options = *options;
	state->events = arena_alloc(state->arena, (options->nprobes + 1) * sizeof(*state->events));
	state->bindings =
		arena_alloc(state->arena, (options->nprobes + 1) * sizeof(*state->bindings));
	state->misses = arena_alloc(state->arena, (options->nprobes + 1) * sizeof(*state->misses));
	*bindings = state->bindings;
	if (open_instances(state, diags))
		return -1;
	function_tracer_prepare(state, options);
	attach_all(&a);
	drop_single_parts(state);
	attaching_tell_refused(&a);
	if (a.definitions_fd >= 0)
		close(a.definitions_fd);
	if (finish_instances(state, diags))
		return -1;
	warn_of_switch(state, diags);
	warn_of_namespace(state, diags);
	if (!a.failed && !is_any_left(state, &was_any) && was_any) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL, "no probe could be registered");
		a.failed = true;
	}
	return a.failed ? -1 : 0;
}
