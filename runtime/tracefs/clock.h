/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Clock: what the kernel stamps our records with, and what it says now.
 *
 * Purpose:  the clock "mono" tells the time, but must be set, which takes an RCU grace period, and
 * costs each record more. "local", which an instance has from the start, tells the order: enough
 *           for a script that never asks for the time. What it says now is calculated
 *           from CLOCK_MONOTONIC and how far the two were apart when that was last looked at.
 * Owner:    the tracefs source, from attach to close. Zeroed it is the clock "mono".
 */
#ifndef MSTAP_RUNTIME_TRACEFS_CLOCK_H
#define MSTAP_RUNTIME_TRACEFS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct attach_options;
struct diag_list;

struct trace_clock {
	bool is_local;
	int stats_fd;	      /* "stats" of a CPU, when @is_local */
	uint64_t measured_ns; /* CLOCK_MONOTONIC, */
	int64_t ahead_ns;     /* which then was so far ahead of the records' clock, */
	uint64_t error_ns;    /* give or take this */
	uint64_t told_ns;     /* the latest time given as now */
};

/*
 * Will "local" do for the probes of @options: does nobody ask for times, or compare them with those
 * of another clock, and is it one clock for all CPUs? @tracing_fd is the directory of tracefs.
 */
bool trace_clock_local_will_do(const struct attach_options *options, int tracing_fd);

/*
 * Makes @clock the "local" one of an instance, of which @stats_fd is the file "stats" of any CPU;
 * it is taken over (-1: it could not be opened). Returns 0, or -1 with errno when it does not tell
 * the time.
 */
int trace_clock_open(struct trace_clock *clock, int stats_fd);
void trace_clock_close(struct trace_clock *clock);

/* What it says now (ns); never less than the time before. */
uint64_t trace_clock_now(struct trace_clock *clock);
/* A time (ns) that it has passed for certain: a little before now, where now is calculated. */
uint64_t trace_clock_passed(struct trace_clock *clock);

/* Warns if CPUs may not have kept one time for as long as they had to. */
void trace_clock_check(const struct trace_clock *clock, struct diag_list *diags);

/*
 * The calculation: the clock said @said_ns between the times @before_ns and @after_ns of
 * CLOCK_MONOTONIC; so at @at_ns of that, it says and has passed what these return.
 */
void trace_clock_measured(struct trace_clock *clock, uint64_t before_ns, uint64_t said_ns,
			  uint64_t after_ns);
uint64_t trace_clock_at(struct trace_clock *clock, uint64_t at_ns);
uint64_t trace_clock_passed_at(const struct trace_clock *clock, uint64_t at_ns);

#endif
