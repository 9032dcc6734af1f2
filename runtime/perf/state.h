/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The source's state, and its operations by file.
 *
 * Owner:    perf_source.c makes and frees it; private to this room.
 */
#ifndef MSTAP_RUNTIME_PERF_STATE_H
#define MSTAP_RUNTIME_PERF_STATE_H

#include "base/diag.h"
#include "runtime/perf/processors.h"
#include "runtime/perf/ring.h"
#include "runtime/perf/samples.h"
#include "runtime/record_source.h"

struct arena;

/* One that is, or was, online, with the ring of its events. */
struct perf_processor {
	uint32_t number;
	unsigned returns; /* how often its events were opened while the script ran */
	struct ring ring;
};

/* One probe on one processor. */
struct perf_event {
	int fd; /* -1: closed */
	uint64_t id;
	uint32_t probe;
	uint32_t cpu; /* index in processors */
	uint64_t lost;
	uint64_t throttled;
	uint64_t enabled_ns; /* how long it was on, when that was last read */
	bool tells_lost;     /* the kernel counts what it loses */
	bool started;
	bool gone; /* its processor went offline, which it does not survive */
};

/* What read() gives of an event, in this order. */
struct perf_reading {
	uint64_t value;
	uint64_t enabled_ns;
	uint64_t lost; /* so far */
};

struct perf_source {
	struct record_source base;
	struct arena *arena;
	struct attach_options options;
	struct binding *bindings;
	struct perf_processor *processors;
	uint32_t nprocessors;
	int uevents_fd; /* -1: the kernel does not tell of processors */
	size_t ring_bytes;
	bool *started;		   /* by probe */
	struct perf_event *events; /* by id, which grow in the order of opening */
	uint32_t nevents;
	struct samples samples;
	bool in_doubt; /* whether all events are still on */
	bool stopped;
};

static inline struct perf_source *perf_state(struct record_source *source)
{
	return (struct perf_source *)source; /* base is the first member */
}

/* attach.c */
int perf_attach(struct record_source *source, const struct attach_options *options,
		const struct binding **bindings, struct diag_list *diags);
void perf_plan(struct record_source *source, const struct attach_options *options, uint32_t index,
	       struct probe_plan *plan);
/*
 * Opens probe @probe on processor @cpu, an index. Returns 0, or the errno. A processor that has
 * gone since it was listed is none.
 */
int perf_open_on(struct perf_source *perf, uint32_t probe, uint32_t cpu);
/* The kernel answered @error to @probe: an error, which ends the run, or a warning. */
void perf_refuse(const struct probe *probe, int error, enum diag_kind kind,
		 struct diag_list *diags);

/* perf_source.c */
/* Returns 0, or the errno. */
int perf_start_event(struct perf_event *event);
struct perf_reading perf_read_event(const struct perf_event *event);

#endif
