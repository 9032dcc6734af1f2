/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/aggregate.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/histogram.h"

/*
 * Welford's running variance in integers, which rounds as stap's does: the mean moves by whole
 * steps, and a distance from it is cut to 32 bits. Both are of values scaled up by the shift.
 */
static void add_variance(struct aggregate *aggregate, int64_t value)
{
	struct aggregate_details *details = aggregate->details;
	uint64_t scaled = (uint64_t)value << details->global->variance_shift;
	int64_t distance;

	if (aggregate->count == 0) {
		details->mean = (int64_t)scaled;
		return;
	}
	distance = (int32_t)(scaled - (uint64_t)details->mean);
	details->mean =
		(int64_t)((uint64_t)details->mean + (uint64_t)(distance / (aggregate->count + 1)));
	details->squares = (int64_t)((uint64_t)details->squares +
				     (uint64_t)distance * (scaled - (uint64_t)details->mean));
}

void aggregate_add_details(struct aggregate *aggregate, const struct global *global, int64_t value)
{
	if (!aggregate->details) {
		aggregate->details = xcalloc(1, aggregate_details_bytes(global));
		aggregate->details->global = global;
	}
	if (global->keeps_variance)
		add_variance(aggregate, value);
	if (global->histogram.kind != HISTOGRAM_NONE)
		aggregate->details->buckets[histogram_bucket(&global->histogram, value)]++;
}

/*
 * The mean that was kept drifts from sum / count by its rounding. For a scalar that is added, as
 * stap does where it brings the parts of the processors together; array elements that were fed
 * on one processor have no parts.
 */
static uint64_t drift(const struct aggregate *aggregate)
{
	const struct aggregate_details *details = aggregate->details;
	int64_t sum = (int64_t)((uint64_t)aggregate->sum << details->global->variance_shift);
	uint64_t apart = (uint64_t)details->mean - (uint64_t)(sum / aggregate->count);

	return (uint64_t)aggregate->count * apart * apart;
}

/* stap leaves the shift to a 64-bit processor, which takes it modulo 64. */
static int64_t variance(const struct aggregate *aggregate)
{
	const struct aggregate_details *details = aggregate->details;
	int64_t others = aggregate->count - 1, scaled;

	if (!details || others < 1)
		return 0;
	scaled = details->squares / others;
	if (details->global->kind == GLOBAL_AGGREGATE)
		scaled = (int64_t)((uint64_t)others * (uint64_t)scaled + drift(aggregate)) / others;
	return scaled >> (2 * details->global->variance_shift & 63);
}

bool aggregate_read(const struct aggregate *aggregate, enum stat_op op, int64_t *result)
{
	if (aggregate->count == 0) {
		*result = 0;
		return op == STAT_OP_COUNT || op == STAT_OP_SUM;
	}
	switch (op) {
	case STAT_OP_COUNT:
		*result = aggregate->count;
		break;
	case STAT_OP_SUM:
		*result = aggregate->sum;
		break;
	case STAT_OP_MIN:
		*result = aggregate->min;
		break;
	case STAT_OP_MAX:
		*result = aggregate->max;
		break;
	case STAT_OP_AVG:
		*result = aggregate->sum / aggregate->count;
		break;
	case STAT_OP_VARIANCE:
		*result = variance(aggregate);
		break;
	}
	return true;
}

void aggregate_clear(struct aggregate *aggregate)
{
	free(aggregate->details);
	*aggregate = (struct aggregate){0};
}
