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
#include "base/xalloc.h"
#include "runtime/perf/hotplug.h"

/* As of tracefs: how long after its time a sample may come to light. */
#define SLACK_NS 1000000
#define NS_PER_S 1000000000u

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

int perf_start_event(struct perf_event *event)
{
	event->started = !ioctl(event->fd, PERF_EVENT_IOC_ENABLE, 0);
	return event->started ? 0 : errno;
}

static int start(struct record_source *source, uint32_t first, uint32_t count,
		 struct diag_list *diags)
{
	struct perf_source *perf = perf_state(source);

	for (uint32_t i = first; i < first + count; i++)
		perf->started[i] = true;
	for (uint32_t i = 0; i < perf->nevents; i++) {
		struct perf_event *event = &perf->events[i];
		int error = event->probe - first < count ? perf_start_event(event) : 0;

		if (!error)
			continue;
		perf_refuse(&perf->options.probes[event->probe], error, DIAG_ERROR, diags);
		return -1;
	}
	return 0;
}

struct perf_reading perf_read_event(const struct perf_event *event)
{
	struct perf_reading reading = {0};
	ssize_t len = event->fd < 0 ? 0 : read(event->fd, &reading, sizeof(reading));

	if (len < (ssize_t)sizeof(reading))
		reading.lost = event->lost;
	return reading;
}

/* The kernel waits for each processor to stop, so that all there is can be read. */
static void stop(struct record_source *source, struct diag_list *diags)
{
	struct perf_source *perf = perf_state(source);

	hotplug_report(perf, diags);
	for (uint32_t i = 0; i < perf->nevents; i++)
		if (!perf->events[i].gone)
			ioctl(perf->events[i].fd, PERF_EVENT_IOC_DISABLE, 0);
	perf->stopped = true;
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

	if (!perf->stopped)
		hotplug_follow(perf, diags);
	*horizon_ns = perf->stopped ? UINT64_MAX : now(source) - SLACK_NS;
	samples_begin(&perf->samples);
	for (uint32_t cpu = 0; cpu < perf->nprocessors; cpu++) {
		struct ring *ring = &perf->processors[cpu].ring;

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
	struct perf_source *perf = perf_state(source);
	unsigned count = 0;

	hotplug_look(perf);
	for (uint32_t probe = 0; probe < perf->options.nprobes; probe++) {
		uint64_t lost = 0, throttled = 0;

		for (uint32_t i = 0; i < perf->nevents; i++) {
			if (perf->events[i].probe != probe)
				continue;
			lost += perf_read_event(&perf->events[i]).lost;
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

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void close_source(struct record_source *source)
{
	struct perf_source *perf = perf_state(source);

	for (uint32_t cpu = 0; cpu < perf->nprocessors; cpu++)
		ring_close(&perf->processors[cpu].ring);
	for (uint32_t i = 0; i < perf->nevents; i++)
		close_fd(perf->events[i].fd);
	close_fd(perf->base.wake_fd);
	close_fd(perf->uevents_fd);
	samples_free(&perf->samples);
	free(perf->processors);
	free(perf->started);
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
	perf->uevents_fd = -1;
	perf->arena = arena_new();
	return &perf->base;
}
