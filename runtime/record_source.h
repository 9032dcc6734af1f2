/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Record source: where events come from, a running kernel or a recording.
 *
 * Purpose:  the one interface between the engine and the outside. Implementations:
 *           runtime/tracefs (live) and runtime/replay (trace.dat); runtime/perf stands beside the
 *           former and serves the probes that are is_sampled(). runtime/sources.h makes one
 *           stream of records of both.
 * Owner:    the driver opens it and closes it; the engine drives it in between.
 * Order:    attach -> start -> { wait, collect, next... } -> stop -> { collect, next... } ->
 *           losses -> close. close() alone is right at any point and undoes everything.
 */
#ifndef MSTAP_RUNTIME_RECORD_SOURCE_H
#define MSTAP_RUNTIME_RECORD_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/catalog.h"
#include "runtime/program.h"

struct buf;
struct diag_list;

/* One event. @data is valid until the next call of next() or collect(). */
struct record {
	uint64_t time_ns; /* CLOCK_MONOTONIC; without NEED_TIME perhaps another, the same for all */
	uint32_t cpu;
	int32_t tid; /* common_pid */
	uint32_t event;
	uint32_t size;		   /* bytes at @data */
	const unsigned char *data; /* starts with the common fields */
	/* Of an event whose probe wants_stack: the addresses of 64 bits, the innermost first. */
	const unsigned char *stack; /* NULL: none was recorded */
	uint32_t nstack;
};

/* What attach() found out about one probe of the program. */
struct binding {
	bool attached;
	uint32_t event;			 /* records with this event id are for the probe */
	const struct field_place *slots; /* one per fetch */
	/* What FETCH_FRAME gives of a call at its return, less what it gives at its entry. */
	int32_t frame_shift;
	/*
	 * Where the record says which instruction was probed or interrupted, of a return probe
	 * which one is returned to. Size 0, as of the others: nowhere.
	 */
	struct field_place address;
	struct field_place function;  /* of a return probe: the function's address */
	struct field_place user_mode; /* 1: it is there */
	bool comes_last; /* of PART_ARGUMENTS: of a hit, its record is behind that of the fields */
};

enum loss_kind {
	LOSS_OVERRUN,	/* records overwritten or dropped in the ring buffer; @probe: its samples */
	LOSS_MISSED,	/* kprobe or kretprobe hits the kernel did not serve */
	LOSS_THROTTLED, /* times that sampling was suspended because it took too long */
};

struct loss {
	enum loss_kind kind;
	int32_t probe; /* index, or -1 */
	uint64_t count;
};

/* A process as found at the start: the seed of the process table. Absent numbers are -1. */
struct process_seed {
	int32_t tid, tgid, ppid;
	int64_t uid, euid, gid, egid;
	int32_t pgrp, sid;
	const char *comm;
	/* Of a process, in its first thread's, when asked for: NUL behind each. */
	const char *strings;
	uint32_t strings_len;
	uint32_t nargs;	     /* the first so many are arguments, */
	uint32_t nvariables; /* the others environment */
	uint64_t time_ns; /* when it was read, on the records' clock; older records do not change it
			   */
};

struct attach_options {
	const struct program *program;
	const struct probe *probes; /* the program's, then the runtime's own */
	uint32_t nprobes;
	uint32_t noptional; /* the last so many may fail to attach: binding.attached is false */
	uint64_t buffer_kb; /* per CPU; 0: the default */
	/* target(), with which guards may compare; 0: none; -1: not known yet (plan() only) */
	int32_t target_pid;
	uint32_t first_event; /* ids of events from this on are free; of a source beside another */
};

/*
 * How a probe is served. Texts live as long as the source.
 */
struct probe_plan {
	const char *lines;	   /* what attach() would write into tracefs; NULL: no event */
	const char *missing;	   /* why it cannot, or NULL */
	const char *const *fields; /* which hold the fetches, one each */
	const char *filter;	   /* of the event; NULL: none */
	const struct guard *const *tests; /* of the probe's guard: those that are in the filter */
	unsigned ntests;
	bool follows; /* recorded of the target's threads only */
};

struct record_source_ops {
	struct catalog_ops catalog;
	/*
	 * Makes the events, disabled, and fills *@bindings (nprobes of them). What the kernel
	 * refuses becomes a diagnostic that quotes the line written, the kernel's answer and the
	 * probe's place. Returns 0 or -1.
	 */
	int (*attach)(struct record_source *source, const struct attach_options *options,
		      const struct binding **bindings, struct diag_list *diags);
	/*
	 * Fills *@plan, which is zero, with what attach() and start() would do for the probe
	 * @index. Changes nothing. The number of the process that will do it is spelled PID.
	 */
	void (*plan)(struct record_source *source, const struct attach_options *options,
		     uint32_t index, struct probe_plan *plan);
	/*
	 * Enables the events of the probes [@first, @first + @count). Returns 0 or -1 with
	 * diagnostics. The engine starts the runtime's own first, then reads /proc, then starts
	 * the script's.
	 */
	int (*start)(struct record_source *source, uint32_t first, uint32_t count,
		     struct diag_list *diags);
	/*
	 * Disables all events; what was recorded can still be read. Warns of what happened during
	 * the run that makes its records less than they should be.
	 */
	void (*stop)(struct record_source *source, struct diag_list *diags);
	/*
	 * Sleeps until records are worth collecting, @fd (-1: none) is readable or @timeout_ms
	 * passed. A recording does not sleep.
	 */
	void (*wait)(struct record_source *source, int fd, int timeout_ms);
	/*
	 * Takes in what there is. Sets *@horizon_ns: every record up to then has been seen (the
	 * end of time when nothing more can come). Returns 0 or -1 with diagnostics.
	 */
	int (*collect)(struct record_source *source, uint64_t *horizon_ns, struct diag_list *diags);
	/* The next record in time order, not later than @until_ns. Returns false when none. */
	bool (*next)(struct record_source *source, uint64_t until_ns, struct record *out);
	/*
	 * May a record between @from_ns and @until_ns be lost? @until_ns is the time of the record
	 * that next() gave last.
	 */
	bool (*lost_between)(struct record_source *source, uint64_t from_ns, uint64_t until_ns);
	/* The current time of the records' clock (ns). Of a recording: the time of its position. */
	uint64_t (*now)(struct record_source *source);
	/* What must be added to a record's time to get wall time since 1970 (ns). */
	int64_t (*wall_offset)(struct record_source *source);
	/*
	 * Calls @take for each process there is now (or was, when the recording began). @needs is
	 * program.needs.
	 */
	void (*seed_processes)(struct record_source *source, unsigned needs,
			       void (*take)(void *context, const struct process_seed *seed),
			       void *context);
	/* Appends the text of /proc/kallsyms. Returns 0 or -1. */
	int (*symbols)(struct record_source *source, struct buf *text);
	/* Fills up to @max rows with what has been lost so far; returns how many. */
	unsigned (*losses)(struct record_source *source, struct loss *out, unsigned max);
	void (*close)(struct record_source *source);
};

struct record_source {
	const struct record_source_ops *ops;
	bool live;
	/*
	 * Another that serves the probes that are is_sampled(), or NULL. Of its operations there
	 * are attach, plan, start, stop, wait, collect, next, losses and close.
	 */
	struct record_source *beside;
	int wake_fd; /* of one that stands beside: readable when records are worth collecting */
};

#endif
