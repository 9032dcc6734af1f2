/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running: switching events on and off, taking records in, counting what was lost. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/membarrier.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <tracefs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "runtime/tracefs/followed.h"
#include "runtime/tracefs/reader.h"
#include "runtime/tracefs/state.h"

/*
 * A record gets its time a little before it can be read: its writer fills it first, with
 * preemption off but interrupts (and their records) on. That is microseconds; a millisecond
 * allows for an interrupt storm or a virtual CPU that loses its host CPU in between. A record
 * that is later still is handed out, only after younger ones of other CPUs.
 */
#define SLACK_NS 1000000

static const struct span nowhere;

/* ---- switching ---- */

static struct diag *warn_of_switch(struct tracefs_source *state, uint32_t index,
				   struct diag_list *diags)
{
	const struct attach_options *options = &state->options;
	const struct probe *probe = &options->probes[index];

	if (index >= options->nprobes - options->noptional)
		return NULL;
	return diag_add(diags, DIAG_WARNING, nowhere, probe->near,
			"probe %s registration error (rc %d): %s", probe->point, -errno,
			strerror(errno));
}

/* The trigger comes first: it works at once, and stacks without an event are passed over. */
static int switch_on(struct tracefs_source *state, uint32_t index)
{
	const struct attached_event *event = &state->events[index];
	const struct probe *probe = &state->options.probes[index];
	const char *filter = tracefs_filter(state, &state->options, index);

	if (event->traced)
		return function_tracer_start(state);
	/* One that the kernel does not take saves nothing, and that is all. */
	if (filter)
		(void)tracefs_event_file_write(event->instance->handle, event->system, event->name,
					       "filter", filter);
	if (event->stacks &&
	    instance_set_trigger(event->instance, event->system, event->name, "stacktrace"))
		return -1;
	if (instance_switch_event(event->instance, event->system, event->name, 1))
		return -1;
	return event->iterates ? tracefs_wake_iterator(state, probe->system, probe->event) : 0;
}

/* As with refused definitions: a warning, and an error when nothing is left of the range. */
int tracefs_start(struct record_source *source, uint32_t first, uint32_t count,
		  struct diag_list *diags)
{
	struct tracefs_source *state = tracefs_state(source);
	unsigned started = 0, refused = 0;

	followed_set_threads(state, first, count);
	for (uint32_t i = first; i < first + count; i++) {
		if (!state->bindings[i].attached)
			continue;
		if (!switch_on(state, i)) {
			started++;
			continue;
		}
		state->bindings[i].attached = false;
		refused += warn_of_switch(state, i, diags) != NULL;
	}
	if (!refused || started)
		return 0;
	diag_add(diags, DIAG_ERROR, nowhere, NULL, "no probe could be registered");
	return -1;
}

static void switch_all_off(struct tracefs_source *state)
{
	for (uint32_t i = 0; i < state->options.nprobes; i++) {
		const struct attached_event *event = &state->events[i];

		if (state->bindings[i].attached && !event->traced)
			instance_switch_event(event->instance, event->system, event->name, 0);
	}
	if (state->tracer.running)
		instance_write(&state->instance, "current_tracer", "nop");
}

/*
 * One write stops all events at once; switching each off takes milliseconds apiece, and happens
 * when the instance is removed, after the script has had its say.
 *
 * A CPU may still be in the middle of writing a record then. The barrier returns when every CPU
 * has been through a point with preemption on (it is synchronize_rcu(),
 * kernel/sched/membarrier.c), so all there is can be read. It is refused with nohz_full.
 */
void tracefs_stop(struct record_source *source, struct diag_list *diags)
{
	struct tracefs_source *state = tracefs_state(source);

	if (instance_write(&state->instance, "tracing_on", "0") ||
	    (state->follows && instance_write(&state->followed, "tracing_on", "0")))
		switch_all_off(state);
	if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0))
		nanosleep(&(struct timespec){.tv_nsec = 10 * SLACK_NS}, NULL);
	state->stopped = true;
	trace_clock_check(&state->clock, diags);
}

/* ---- records ---- */

void tracefs_wait(struct record_source *source, int fd, int timeout_ms)
{
	reader_wait(tracefs_state(source)->reader, fd, timeout_ms);
}

/*
 * Not before the first collect: an open stream keeps the instance's tracer from being changed
 * (tracing_set_tracer(), kernel/trace/trace.c: EBUSY).
 */
static int open_streams(struct tracefs_source *state, struct diag_list *diags)
{
	if (state->reading)
		return 0;
	state->reading = true;
	if (!instance_open_streams(&state->instance, state->reader))
		return 0;
	diag_add(diags, DIAG_ERROR, nowhere, NULL, "cannot open the trace buffers: %s",
		 strerror(errno));
	return -1;
}

/* The time is noted first: what is younger than that may be missing on CPUs read before. */
int tracefs_collect(struct record_source *source, uint64_t *horizon_ns, struct diag_list *diags)
{
	struct tracefs_source *state = tracefs_state(source);
	uint64_t until_ns = state->stopped ? UINT64_MAX : trace_clock_passed(&state->clock);
	uint32_t cpu;

	if (open_streams(state, diags))
		return -1;
	*horizon_ns = state->stopped ? UINT64_MAX : until_ns - SLACK_NS;
	if (!reader_collect(state->reader, &until_ns, &cpu)) {
		if (until_ns < *horizon_ns)
			*horizon_ns = until_ns;
		return 0;
	}
	diag_add(diags, DIAG_ERROR, nowhere, NULL, "cannot read the trace buffer of CPU %u: %s",
		 cpu, strerror(errno));
	return -1;
}

bool tracefs_next(struct record_source *source, uint64_t until_ns, struct record *out)
{
	const struct tracefs_source *state = tracefs_state(source);

	while (reader_next(state->reader, until_ns, out))
		if (function_tracer_translate(&state->tracer, out))
			return true;
	return false;
}

bool tracefs_lost_between(struct record_source *source, uint64_t from_ns, uint64_t until_ns)
{
	return reader_lost_between(tracefs_state(source)->reader, from_ns, until_ns);
}

/* ---- time ---- */

static uint64_t real_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t tracefs_now(struct record_source *source)
{
	return trace_clock_now(&tracefs_state(source)->clock);
}

/* Wall time read between two readings of ours; the closest pair of several tries counts. */
int64_t tracefs_wall_offset(struct record_source *source)
{
	uint64_t best = UINT64_MAX;
	int64_t offset = 0;

	for (int i = 0; i < 16; i++) {
		uint64_t before = tracefs_now(source);
		uint64_t wall = real_ns();
		uint64_t gap = tracefs_now(source) - before;

		if (gap < best) {
			best = gap;
			offset = (int64_t)(wall - (before + gap / 2));
		}
	}
	return offset;
}

/* ---- losses ---- */

/* The probe of the event whose name @text begins with; -1: none of ours. */
static int64_t probe_of_event(const struct tracefs_source *state, const char *text, size_t len)
{
	/* Behind a letter the name has the probe's index: definition_event_name(). */
	unsigned long index = len ? strtoul(text + 1, NULL, 10) : ULONG_MAX;
	const struct attached_event *event;

	if (index >= state->options.nprobes)
		return -1;
	event = &state->events[index];
	if (!event->defined || !event->name || strlen(event->name) != len ||
	    strncmp(event->name, text, len) != 0)
		return -1;
	return (int64_t)index;
}

/* @line is "  NAME  HITS  MISSES" of kprobe_profile; names of ours are in nobody else's session. */
static void note_misses(struct tracefs_source *state, const char *line)
{
	const char *name = line + strspn(line, " ");
	size_t len = strcspn(name, " \n");
	int64_t index = probe_of_event(state, name, len);
	char *hits_end;

	if (index < 0)
		return;
	strtoull(name + len, &hits_end, 10);
	state->misses[index] = strtoull(hits_end, NULL, 10);
}

static unsigned add_misses(struct tracefs_source *state, struct loss *out, unsigned max)
{
	struct buf profile = {0};
	unsigned count = 0;

	if (!buf_reread_fd(&profile, state->profile_fd) && profile.data)
		for (const char *at = profile.data; *at; at += *at == '\n') {
			note_misses(state, at);
			at += strcspn(at, "\n");
		}
	for (uint32_t i = 0; i < state->options.nprobes && count < max; i++)
		if (state->misses[i])
			out[count++] = (struct loss){LOSS_MISSED, (int32_t)i, state->misses[i]};
	buf_free(&profile);
	return count;
}

unsigned tracefs_losses(struct record_source *source, struct loss *out, unsigned max)
{
	struct tracefs_source *state = tracefs_state(source);
	uint64_t lost = reader_lost_records(state->reader);
	unsigned count = 0;

	if (lost && max)
		out[count++] = (struct loss){LOSS_OVERRUN, -1, lost};
	return count + add_misses(state, out + count, max - count);
}
