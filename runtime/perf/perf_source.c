/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The source's operations. Each probe is an event on each processor; those of a processor share
 * one ring, and a sample names its event by the kernel's id for it.
 */
#include "config.h"

#include "runtime/perf/perf_source.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "runtime/perf/events.h"
#include "runtime/perf/processors.h"
#include "runtime/perf/ring.h"
#include "runtime/perf/samples.h"
#include "runtime/record_source.h"

/* As of tracefs: how long after its time a sample may come to light. */
#define SLACK_NS 1000000
#define NS_PER_S 1000000000u

#define DEFAULT_KB 1024

static const struct span nowhere;

/* One probe on one processor. */
struct event {
	int fd;
	uint64_t id;
	uint32_t probe;
	uint32_t cpu; /* index in processors */
	uint64_t lost;
	uint64_t throttled;
	bool tells_lost; /* the kernel counts what it loses */
};

struct perf_source {
	struct record_source base;
	struct arena *arena;
	struct attach_options options;
	struct binding *bindings;
	struct processors processors;
	struct ring *rings; /* one a processor */
	size_t ring_bytes;
	struct event *events; /* by id, which grow in the order of opening */
	uint32_t nevents;
	struct samples samples;
	bool stopped;
};

static struct perf_source *state_of(struct record_source *source)
{
	return (struct perf_source *)source; /* base is the first member */
}

static struct event *find_event(const struct perf_source *perf, uint64_t id)
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

/* ---- attaching ---- */

/* The first event of a processor has its ring. */
static int join_ring(struct perf_source *perf, const struct event *event)
{
	struct ring *ring = &perf->rings[event->cpu];
	int result;

	if (ring->map)
		return ioctl(event->fd, PERF_EVENT_IOC_SET_OUTPUT, ring->fd);
	result = ring_open(ring, event->fd, perf->ring_bytes);
	if (!result) {
		struct epoll_event wanted = {.events = EPOLLIN};

		result = epoll_ctl(perf->base.wake_fd, EPOLL_CTL_ADD, event->fd, &wanted);
	}
	return result;
}

static bool is_gone(uint32_t number)
{
	struct processors online;
	bool gone = !processors_list(&online) && !processors_have(&online, number);

	processors_free(&online);
	return gone;
}

/* Returns 0, or the errno. A processor that has gone since it was listed is none. */
static int open_on(struct perf_source *perf, struct perf_event_attr *attr, uint32_t probe,
		   uint32_t cpu)
{
	struct event event = {.probe = probe, .cpu = cpu};

	event.fd = event_open(attr, perf->processors.numbers[cpu]);
	if (event.fd < 0)
		return errno == ENODEV && is_gone(perf->processors.numbers[cpu]) ? 0 : errno;
	event.tells_lost = attr->read_format;
	perf->events = xrealloc(perf->events, (perf->nevents + 1) * sizeof(*perf->events));
	if (ioctl(event.fd, PERF_EVENT_IOC_ID, &event.id) || join_ring(perf, &event)) {
		int error = errno;

		close(event.fd);
		return error;
	}
	perf->events[perf->nevents++] = event;
	return 0;
}

static void refuse(const struct probe *probe, int error, struct diag_list *diags)
{
	struct buf why = {0};

	event_explain(probe, error, &why);
	diag_add(diags, DIAG_ERROR, nowhere, probe->near, "probe %s registration error (rc %d): %s",
		 probe->point, -error, why.data);
	buf_free(&why);
}

static int attach_probe(struct perf_source *perf, uint32_t index, struct diag_list *diags)
{
	const struct probe *probe = &perf->options.probes[index];
	struct binding *binding = &perf->bindings[index];
	struct perf_event_attr attr;
	int error = 0;

	event_describe(probe, (uint32_t)(perf->ring_bytes / 2), &attr);
	samples_describe(&perf->samples, &attr);
	for (uint32_t cpu = 0; cpu < perf->processors.count && !error; cpu++)
		error = open_on(perf, &attr, index, cpu);
	if (error) {
		refuse(probe, error, diags);
		return -1;
	}
	*binding = (struct binding){
		.attached = true,
		.event = perf->options.first_event + index,
		.ip = samples_place(SAMPLE_IP),
		.user_ip = samples_place(SAMPLE_USER_IP),
		.user_mode = samples_place(SAMPLE_USER_MODE),
	};
	return 0;
}

static size_t ring_bytes(uint64_t kb)
{
	size_t bytes = (size_t)sysconf(_SC_PAGESIZE);

	while (bytes < (kb ? kb : DEFAULT_KB) * 1024)
		bytes *= 2;
	return bytes;
}

static int open_rings(struct perf_source *perf, struct diag_list *diags)
{
	if (processors_list(&perf->processors)) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL,
			 "cannot read /sys/devices/system/cpu/online: %s", strerror(errno));
		return -1;
	}
	perf->base.wake_fd = epoll_create1(EPOLL_CLOEXEC);
	if (perf->base.wake_fd < 0) {
		diag_add(diags, DIAG_ERROR, nowhere, NULL, "epoll: %s", strerror(errno));
		return -1;
	}
	perf->ring_bytes = ring_bytes(perf->options.buffer_kb);
	perf->rings = xcalloc(perf->processors.count, sizeof(*perf->rings));
	return 0;
}

static int attach(struct record_source *source, const struct attach_options *options,
		  const struct binding **bindings, struct diag_list *diags)
{
	struct perf_source *perf = state_of(source);
	int result;

	perf->options = *options;
	perf->bindings =
		arena_alloc(perf->arena, (options->nprobes + 1u) * sizeof(*perf->bindings));
	*bindings = perf->bindings;
	result = open_rings(perf, diags);
	samples_init(&perf->samples, 0, 0);
	for (uint32_t i = 0; i < options->nprobes && !result; i++)
		if (is_sampled(options->probes[i].kind))
			result = attach_probe(perf, i, diags);
	return result;
}

static void describe(struct record_source *source, const struct attach_options *options,
		     struct buf *out)
{
	(void)source;
	for (uint32_t i = 0; i < options->nprobes; i++) {
		const struct probe *probe = &options->probes[i];
		const struct sampling *sampling = &probe->sampling;

		if (!is_sampled(probe->kind))
			continue;
		buf_printf(out, "# %s\n", probe->point);
		if (probe->kind == PROBE_DATA)
			buf_printf(out, "perf_event_open breakpoint 0x%llx/%llu:%s\n",
				   (unsigned long long)probe->address,
				   (unsigned long long)sampling->length,
				   sampling->reads ? "rw" : "w");
		else
			buf_printf(out, "perf_event_open type %u config 0x%llx %s %llu\n",
				   sampling->type, (unsigned long long)sampling->config,
				   sampling->is_hertz ? "freq" : "period",
				   (unsigned long long)sampling->period);
	}
}

/* ---- running ---- */

static int start(struct record_source *source, uint32_t first, uint32_t count,
		 struct diag_list *diags)
{
	struct perf_source *perf = state_of(source);

	for (uint32_t i = 0; i < perf->nevents; i++) {
		const struct event *event = &perf->events[i];

		if (event->probe - first >= count || !ioctl(event->fd, PERF_EVENT_IOC_ENABLE, 0))
			continue;
		refuse(&perf->options.probes[event->probe], errno, diags);
		return -1;
	}
	return 0;
}

/* The kernel waits for each processor to stop, so that all there is can be read. */
static void stop(struct record_source *source)
{
	struct perf_source *perf = state_of(source);

	for (uint32_t i = 0; i < perf->nevents; i++)
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
	struct event *event = find_event(perf, body[0]);

	if (event && !event->tells_lost)
		event->lost += body[1];
}

static void note_throttle(struct perf_source *perf, const struct perf_event_header *header)
{
	const uint64_t *body = (const void *)(header + 1); /* time, id, stream id */
	struct event *event = find_event(perf, body[1]);

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
	struct perf_source *perf = state_of(source);
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

static bool next(struct record_source *source, uint64_t until_ns, struct record *out)
{
	struct perf_source *perf = state_of(source);
	const struct sample *sample = samples_next(&perf->samples, until_ns);
	const struct event *event;

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
	return true;
}

/* ---- losses ---- */

/* What the kernel says that the event lost so far: its value, then the lost ones. */
static uint64_t lost_of(const struct event *event)
{
	uint64_t values[2];

	if (event->tells_lost && read(event->fd, values, sizeof(values)) == sizeof(values))
		return values[1];
	return event->lost;
}

static unsigned losses(struct record_source *source, struct loss *out, unsigned max)
{
	const struct perf_source *perf = state_of(source);
	unsigned count = 0;

	for (uint32_t probe = 0; probe < perf->options.nprobes; probe++) {
		uint64_t lost = 0, throttled = 0;

		for (uint32_t i = 0; i < perf->nevents; i++) {
			if (perf->events[i].probe != probe)
				continue;
			lost += lost_of(&perf->events[i]);
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
	struct perf_source *perf = state_of(source);

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
	.attach = attach,
	.describe = describe,
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
