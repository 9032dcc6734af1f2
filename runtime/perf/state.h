/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The source's state, and its operations by file.
 *
 * Owner:    perf_source.c makes and frees it; private to this room.
 */
#ifndef MSTAP_RUNTIME_PERF_STATE_H
#define MSTAP_RUNTIME_PERF_STATE_H

#include "runtime/perf/processors.h"
#include "runtime/perf/ring.h"
#include "runtime/perf/samples.h"
#include "runtime/record_source.h"

struct arena;

/* One probe on one processor. */
struct perf_event {
	int fd;
	uint64_t id;
	uint32_t probe;
	uint32_t cpu; /* index in processors */
	uint64_t lost;
	uint64_t throttled;
	uint64_t enabled_ns; /* how long it was on, when that was last read */
	bool tells_lost;     /* the kernel counts what it loses */
	bool started;
};

struct perf_source {
	struct record_source base;
	struct arena *arena;
	struct attach_options options;
	struct binding *bindings;
	struct processors processors;
	struct ring *rings; /* one a processor */
	size_t ring_bytes;
	struct perf_event *events; /* by id, which grow in the order of opening */
	uint32_t nevents;
	struct samples samples;
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
/* The kernel answered @error to @probe, which ends the run. */
void perf_refuse(const struct probe *probe, int error, struct diag_list *diags);

#endif
