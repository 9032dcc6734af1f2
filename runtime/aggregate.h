/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Aggregates: what "x <<< value" collects.
 *
 * Purpose:  count, sum, minimum and maximum in place; whatever takes more room or time to keep
 *           (the running variance, a histogram's buckets) hangs off it, is made at the first
 *           value, and only for globals that such details are asked of.
 * Owner:    the global or map entry it is part of; zeroed memory is an empty aggregate.
 *
 * All arithmetic wraps at 64 bits.
 */
#ifndef MSTAP_RUNTIME_AGGREGATE_H
#define MSTAP_RUNTIME_AGGREGATE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"

struct aggregate_details {
	const struct global *global; /* what is kept */
	int64_t mean;		     /* scaled by the variance's shift */
	int64_t squares;	     /* sum of squared distances from the mean, scaled twice */
	int64_t buckets[];
};

struct aggregate {
	int64_t count;
	int64_t sum;
	int64_t min;
	int64_t max;
	struct aggregate_details *details; /* NULL: not kept, or empty */
};

static inline bool aggregate_has_details(const struct global *global)
{
	return global->keeps_variance || global->histogram.kind != HISTOGRAM_NONE;
}

/* Bytes that the details of one aggregate of @global take. */
static inline uint64_t aggregate_details_bytes(const struct global *global)
{
	return sizeof(struct aggregate_details) +
	       (uint64_t)global->histogram.nbuckets * sizeof(int64_t);
}

/*
 * Adds @value to what @global, which has details and outlives the aggregate, keeps of it; before
 * aggregate_add().
 */
void aggregate_add_details(struct aggregate *aggregate, const struct global *global, int64_t value);
/*
 * The statistic @op into *@result. Returns false when the aggregate is empty and @op has no
 * value then (all but count and sum).
 */
bool aggregate_read(const struct aggregate *aggregate, enum stat_op op, int64_t *result);
/* Makes it empty and frees what hangs off it. */
void aggregate_clear(struct aggregate *aggregate);

static inline void aggregate_add(struct aggregate *aggregate, int64_t value)
{
	if (aggregate->count++ == 0) {
		aggregate->min = value;
		aggregate->max = value;
	} else if (value < aggregate->min) {
		aggregate->min = value;
	} else if (value > aggregate->max) {
		aggregate->max = value;
	}
	aggregate->sum = (int64_t)((uint64_t)aggregate->sum + (uint64_t)value);
}

#endif
