/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/timers.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* 36 years: keeps sums of a few periods inside 64 bits. */
#define PERIOD_MAX_NS (UINT64_MAX / 16)

static uint64_t random_bits(struct timers *timers)
{
	uint64_t high = (uint32_t)jrand48(timers->seed);

	return high << 32 | (uint32_t)jrand48(timers->seed);
}

/* The period of the next round: the given one +- up to random_ns, never 0. */
static uint64_t timer_period(struct timers *timers, const struct probe *probe)
{
	uint64_t period = probe->period_ns < PERIOD_MAX_NS ? probe->period_ns : PERIOD_MAX_NS;
	uint64_t spread = probe->random_ns < period ? probe->random_ns : period;

	if (spread > 0)
		period += random_bits(timers) % (2 * spread + 1) - spread;
	return period ? period : 1;
}

static uint64_t add_saturated(uint64_t a, uint64_t b)
{
	return a < TIMERS_NEVER - b ? a + b : TIMERS_NEVER;
}

/* Puts @timer behind all that are due no later. */
static void queue_insert(struct timers *timers, struct timer timer)
{
	uint32_t at = timers->count++;

	for (; at > 0 && timers->queue[at - 1].due_ns > timer.due_ns; at--)
		timers->queue[at] = timers->queue[at - 1];
	timers->queue[at] = timer;
}

void timers_start(struct timers *timers, const struct program *program, uint64_t now_ns,
		  uint64_t seed)
{
	*timers = (struct timers){
		.program = program,
		.queue = xcalloc(program->nprobes, sizeof(*timers->queue)),
		.seed = {(unsigned short)seed, (unsigned short)(seed >> 16),
			 (unsigned short)(seed >> 32)},
	};
	for (uint32_t i = 0; i < program->nprobes; i++) {
		const struct probe *probe = &program->probes[i];

		if (probe->kind == PROBE_TIMER)
			queue_insert(
				timers,
				(struct timer){add_saturated(now_ns, timer_period(timers, probe)),
					       i});
	}
}

void timers_stop(struct timers *timers)
{
	free(timers->queue);
	timers->queue = NULL;
	timers->count = 0;
}

uint64_t timers_next(const struct timers *timers)
{
	return timers->count ? timers->queue[0].due_ns : TIMERS_NEVER;
}

uint32_t timers_take(struct timers *timers, uint64_t now_ns)
{
	struct timer timer = timers->queue[0];
	uint64_t period = timer_period(timers, &timers->program->probes[timer.probe]);

	timers->count--;
	memmove(timers->queue, timers->queue + 1, timers->count * sizeof(*timers->queue));
	timer.due_ns = add_saturated(timer.due_ns, period);
	if (timer.due_ns < now_ns)
		timer.due_ns += (now_ns - timer.due_ns + period - 1) / period * period;
	queue_insert(timers, timer);
	return timer.probe;
}
