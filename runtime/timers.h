/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Timers: which timer probe is due next, on the clock of the records.
 *
 * Purpose:  timer.* probes as a queue of expiries, which the engine merges with the records.
 * Owner:    the engine, one per run; probes belong to the program.
 */
#ifndef MSTAP_RUNTIME_TIMERS_H
#define MSTAP_RUNTIME_TIMERS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"

#define TIMERS_NEVER UINT64_MAX

struct timer {
	uint64_t due_ns;
	uint32_t probe; /* index in program.probes */
};

struct timers {
	const struct program *program;
	struct timer *queue; /* by due_ns; of equal ones, the one that came first goes first */
	uint32_t count;
	unsigned short seed[3]; /* jrand48()'s, for .randomize() */
};

/*
 * Arms every timer probe of @program with its first expiry one period after @now_ns. The same
 * @seed gives the same randomized periods.
 */
void timers_start(struct timers *timers, const struct program *program, uint64_t now_ns,
		  uint64_t seed);
void timers_stop(struct timers *timers);

/* When the next one is due; TIMERS_NEVER when there is none. */
uint64_t timers_next(const struct timers *timers);

/*
 * Takes the next expiry: returns its probe and arms it again, one period later. Expiries that
 * would lie before @now_ns are left out, so that a timer that is late fires once and keeps its
 * rhythm (as hrtimer_forward() in the kernel does); 0 leaves out none.
 */
uint32_t timers_take(struct timers *timers, uint64_t now_ns);

#endif
