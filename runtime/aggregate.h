/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Aggregates: what "x <<< value" collects.
 *
 * Purpose:  count, sum, minimum and maximum in place; whatever takes more room or time to keep
 *           (spread for @variance) hangs off it and is made only for programs that ask.
 * Owner:    the global or map entry it is part of; zeroed memory is an empty aggregate.
 *
 * All arithmetic wraps at 64 bits.
 */
#ifndef MSTAP_RUNTIME_AGGREGATE_H
#define MSTAP_RUNTIME_AGGREGATE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"

struct aggregate_spread;

struct aggregate {
	int64_t count;
	int64_t sum;
	int64_t min;
	int64_t max;
	struct aggregate_spread *spread; /* NULL: not kept, or empty */
};

/* Adds @value to the running variance; before count and sum take it in. */
void aggregate_add_spread(struct aggregate *aggregate, int64_t value);
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
