/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/engine_internal.h"

#include <inttypes.h>
#include <time.h>

uint64_t timing_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void timing_add(struct timing *timing, uint64_t begin_ns)
{
	uint64_t took_ns = timing_now() - begin_ns;
	double distance = (double)took_ns - timing->mean_ns;

	if (timing->hits == 0 || took_ns < timing->min_ns)
		timing->min_ns = took_ns;
	if (took_ns > timing->max_ns)
		timing->max_ns = took_ns;
	timing->sum_ns += took_ns;
	timing->hits++;
	timing->mean_ns += distance / (double)timing->hits;
	timing->squares += distance * ((double)took_ns - timing->mean_ns);
}

static void report(struct buf *out, const struct probe *probe, const struct timing *timing,
		   uint32_t index)
{
	double variance = timing->hits > 1 ? timing->squares / (double)(timing->hits - 1) : 0;

	buf_printf(out,
		   "%s, (%s), hits: %" PRIu64 ", nsecs: %" PRIu64 "min/%" PRIu64 "avg/%" PRIu64
		   "max, variance: %.0f,%s, index: %" PRIu32 "\n",
		   probe->shown, probe->place, timing->hits, timing->min_ns,
		   timing->sum_ns / timing->hits, timing->max_ns, variance, probe->origin, index);
}

void engine_report_timings(struct engine *e)
{
	struct buf *out = &e->output.text;
	uint32_t nparts = 0; /* that the script knows nothing of */

	buf_puts(out, "----- probe hit report: \n");
	for (uint32_t i = 0; i < e->program->nprobes; i++) {
		nparts += e->program->probes[i].part == PART_ARGUMENTS;
		if (e->timings[i].hits)
			report(out, &e->program->probes[i], &e->timings[i], i - nparts);
	}
	/* Where stap tells of probes that conditions switch on and off. */
	buf_puts(out, "----- refresh report:\n");
}
