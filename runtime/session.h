/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of one run that handlers can reach.
 *
 * Purpose:  what built-ins need of the world, as plain data: the engine fills it, the VM and
 *           the built-ins use it.
 * Owner:    the engine; one per run.
 */
#ifndef MSTAP_RUNTIME_SESSION_H
#define MSTAP_RUNTIME_SESSION_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "runtime/program.h"
#include "runtime/record_source.h"

struct output;
struct process_table;
struct saved_call;
struct symbol_table;

/* The record of the arguments of an event that has two: enum probe_part. */
struct event_part {
	const struct record *record;
	const struct binding *binding;
};

/* What a handler is running on. */
struct event_context {
	const struct probe *probe;
	const struct record *record;   /* NULL: begin, end, error, timer */
	const struct binding *binding; /* NULL with a null record */
	uint64_t time_ns;	       /* of the event, on the records' clock */
	int32_t tid;		       /* of the event; our own without a record */
	uint32_t cpu;
	struct saved_call *call;     /* of paired probes: what the entry saves for the return */
	struct event_part arguments; /* of PART_FIELDS */
};

struct session {
	const struct program *program;
	struct record_source *source; /* NULL: the script probes no events */
	struct output *output;
	struct process_table *processes; /* NULL unless NEED_PROCESSES */
	struct symbol_table *symbols;	 /* loads itself at the first question */
	int64_t wall_offset_ns;
	int32_t target_pid;		 /* -x or -c; 0: none */
	const char *command;		 /* -c, or NULL */
	struct buf commands;		 /* of system() in this handler, NUL after each */
	bool skip_faults;		 /* what cannot be read of the kernel is 0 or "" */
	bool exiting;			 /* exit() was called */
	volatile sig_atomic_t interrupt; /* set by a signal: a running loop must end */
	uint64_t nerrors;
	uint64_t nskipped;
};

#endif
