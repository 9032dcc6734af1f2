/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/perf/perf_source.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "runtime/perf/state.h"

/* As of tracefs: how long after its time a sample may come to light. */
#define SLACK_NS 1000000
#define NS_PER_S 1000000000u

static const struct span nowhere;

static struct perf_event *find_event(const struct perf_source *perf, uint64_t id)
{
	uint32_t low = 0, high = perf->nevents;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (perf->events[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < perf->nevents && perf->events[low].id == id ? &perf->events[low] : NULL;
}

/* ---- running ---- */

static int start(struct record_source *source, uint32_t first, uint32_t count,
		 struct diag_list *diags)
{
	struct perf_source *perf = perf_state(source);

	for (uint32_t i = 0; i < perf->nevents; i++) {
		struct perf_event *event = &perf->events[i];

		if (event->probe - first >= count)
			continue;
		event->started = !ioctl(event->fd, PERF_EVENT_IOC_ENABLE, 0);
		if (event->started)
			continue;
		perf_refuse(&perf->options.probes[event->probe], errno, diags);
		return -1;
	}
	return 0;
}

/* What read() gives, in this order. */
struct reading {
	uint64_t value;
	uint64_t enabled_ns;
	uint64_t lost; /* so far */
};

static struct reading read_event(const struct perf_event *event)
{
	struct reading reading = {0};
	ssize_t len = read(event->fd, &reading, sizeof(reading));

	if (len < (ssize_t)sizeof(reading))
		reading.lost = event->lost;
	return reading;
}

static bool was_reported(const struct perf_source *perf, uint32_t event)
{
	for (uint32_t i = 0; i < event; i++)
		if (perf->events[i].cpu == perf->events[event].cpu &&
		    perf->events[i].enabled_ns == UINT64_MAX)
			return true;
	return false;
}

/*
 * A processor that goes takes its events along: they are off, also when it is back
 * (perf_event_exit_cpu() and list_del_event(), kernel/events/core.c, 6.1 to 6.18). So their time
 * stands still.
 */
static void warn_of_gone_processors(struct perf_source *perf, struct diag_list *diags)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	for (uint32_t i = 0; i < perf->nevents; i++)
		perf->events[i].enabled_ns = read_event(&perf->events[i]).enabled_ns;
	nanosleep(&moment, NULL);
	for (uint32_t i = 0; i < perf->nevents; i++) {
		struct perf_event *event = &perf->events[i];

		if (!event->started || read_event(event).enabled_ns != event->enabled_ns)
			continue;
		event->enabled_ns = UINT64_MAX;
		if (!was_reported(perf, i))
			diag_add(diags, DIAG_WARNING, nowhere, NULL,
				 "CPU %u went offline while the script ran: from then on it was "
				 "not sampled",
				 perf->processors.numbers[event->cpu]);
	}
}

static void warn_of_new_processors(const struct perf_source *perf, struct diag_list *diags)
{
	struct processors online;

	if (!processors_list(&online))
		for (uint32_t i = 0; i < online.count; i++)
			if (!processors_have(&perf->processors, online.numbers[i]))
				diag_add(diags, DIAG_WARNING, nowhere, NULL,
					 "CPU %u came online while the script ran: it was not "
					 "sampled",
					 online.numbers[i]);
	processors_free(&online);
}

/* The kernel waits for each processor to stop, so that all there is can be read. */
static void stop(struct record_source *source, struct diag_list *diags)
{
	struct perf_source *perf = perf_state(source);

	warn_of_gone_processors(perf, diags);
	for (uint32_t i = 0; i < perf->nevents; i++)
		ioctl(perf->events[i].fd, PERF_EVENT_IOC_DISABLE, 0);
	perf->stopped = true;
	warn_of_new_processors(perf, diags);
}

/* Alone, it has no other descriptor than the engine's to watch beside its own. */
static void wait_for_samples(struct record_source *source, int fd, int timeout_ms)
{
	struct pollfd polls[] = {{.fd = source->wake_fd, .events = POLLIN},
				 {.fd = fd, .events = POLLIN}};

	(void)poll(polls, 2, timeout_ms);
}

/* ---- records ---- */

static void note_loss(struct perf_source *perf, const struct perf_event_header *header)
{
	const uint64_t *body = (const void *)(header + 1); /* id, lost */
	struct perf_event *event = find_event(perf, body[0]);

	if (event && !event->tells_lost)
		event->lost += body[1];
}

static void note_throttle(struct perf_source *perf, const struct perf_event_header *header)
{
	const uint64_t *body = (const void *)(header + 1); /* time, id, stream id */
	struct perf_event *event = find_event(perf, body[1]);

	if (event)
		event->throttled++;
}

static void take_record(struct perf_source *perf, const struct perf_event_header *header)
{
	switch (header->type) {
	case PERF_RECORD_SAMPLE:
		samples_add(&perf->samples, header);
		break;
	case PERF_RECORD_LOST:
		note_loss(perf, header);
		break;
	case PERF_RECORD_THROTTLE:
		note_throttle(perf, header);
		break;
	}
}

static uint64_t now(struct record_source *source)
{
	struct timespec time;

	(void)source;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * NS_PER_S + (uint64_t)time.tv_nsec;
}

/* The time is noted first: what is younger than that may be missing on processors read before. */
static int collect(struct record_source *source, uint64_t *horizon_ns, struct diag_list *diags)
{
	struct perf_source *perf = perf_state(source);
	const struct perf_event_header *header;

	(void)diags;
	*horizon_ns = perf->stopped ? UINT64_MAX : now(source) - SLACK_NS;
	samples_begin(&perf->samples);
	for (uint32_t cpu = 0; cpu < perf->processors.count; cpu++) {
		struct ring *ring = &perf->rings[cpu];

		while (ring->map && (header = ring_next(ring)))
			take_record(perf, header);
		if (ring->map)
			ring_release(ring);
	}
	samples_sort(&perf->samples);
	return 0;
}

/* One of user mode has a kernel stack without addresses, which is not the same as none. */
static void give_stack(const struct samples *samples, const struct sample *sample,
		       struct record *out)
{
	out->nstack = sample->nstack;
	out->stack = sample->nstack ? (const unsigned char *)(samples->stacks + sample->stack)
				    : out->data;
}

static bool next(struct record_source *source, uint64_t until_ns, struct record *out)
{
	struct perf_source *perf = perf_state(source);
	const struct sample *sample = samples_next(&perf->samples, until_ns);
	const struct perf_event *event;

	if (!sample)
		return false;
	event = find_event(perf, sample->id);
	*out = (struct record){
		.time_ns = sample->time_ns,
		.cpu = sample->cpu,
		.tid = sample->tid,
		.event = event ? perf->bindings[event->probe].event : UINT32_MAX,
		.size = (uint32_t)(perf->samples.nvalues * sizeof(uint64_t)),
		.data = (const unsigned char *)sample->values,
	};
	if (perf->samples.with_stacks)
		give_stack(&perf->samples, sample, out);
	return true;
}

/* ---- losses ---- */

static unsigned losses(struct record_source *source, struct loss *out, unsigned max)
{
	const struct perf_source *perf = perf_state(source);
	unsigned count = 0;

	for (uint32_t probe = 0; probe < perf->options.nprobes; probe++) {
		uint64_t lost = 0, throttled = 0;

		for (uint32_t i = 0; i < perf->nevents; i++) {
			if (perf->events[i].probe != probe)
				continue;
			lost += read_event(&perf->events[i]).lost;
			throttled += perf->events[i].throttled;
		}
		if (lost && count < max)
			out[count++] = (struct loss){LOSS_OVERRUN, (int32_t)probe, lost};
		if (throttled && count < max)
			out[count++] = (struct loss){LOSS_THROTTLED, (int32_t)probe, throttled};
	}
	return count;
}

/* ---- the source ---- */

static void close_source(struct record_source *source)
{
	struct perf_source *perf = perf_state(source);

	for (uint32_t cpu = 0; perf->rings && cpu < perf->processors.count; cpu++)
		ring_close(&perf->rings[cpu]);
	for (uint32_t i = 0; i < perf->nevents; i++)
		close(perf->events[i].fd);
	if (perf->base.wake_fd >= 0)
		close(perf->base.wake_fd);
	samples_free(&perf->samples);
	processors_free(&perf->processors);
	free(perf->rings);
	free(perf->events);
	arena_free(perf->arena);
	free(perf);
}

static const struct record_source_ops ops = {
	.attach = perf_attach,
	.plan = perf_plan,
	.start = start,
	.stop = stop,
	.wait = wait_for_samples,
	.collect = collect,
	.next = next,
	.losses = losses,
	.close = close_source,
};

struct record_source *perf_source_open(void)
{
	struct perf_source *perf = xcalloc(1, sizeof(*perf));

	perf->base.ops = &ops;
	perf->base.live = true;
	perf->base.wake_fd = -1;
	perf->arena = arena_new();
	return &perf->base;
}
