/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/aggregate.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct aggregate_spread {
	int64_t mean;
	int64_t squares; /* sum of squared distances from the mean */
};

/*
 * Welford's running variance in integers: the mean moves by whole steps, as stap's does, so
 * that both round the same way.
 */
void aggregate_add_spread(struct aggregate *aggregate, int64_t value)
{
	struct aggregate_spread *spread = aggregate->spread;
	int64_t before, after;

	if (!spread)
		spread = aggregate->spread = xcalloc(1, sizeof(*spread));
	before = (int64_t)((uint64_t)value - (uint64_t)spread->mean);
	spread->mean =
		(int64_t)((uint64_t)spread->mean + (uint64_t)(before / (aggregate->count + 1)));
	after = (int64_t)((uint64_t)value - (uint64_t)spread->mean);
	spread->squares = (int64_t)((uint64_t)spread->squares + (uint64_t)before * (uint64_t)after);
}

/*
 * The mean that was kept drifts from sum / count by its rounding; what that is worth is added,
 * as stap does where it brings the processors' parts together.
 */
static int64_t variance(const struct aggregate *aggregate)
{
	uint64_t others = (uint64_t)aggregate->count - 1, own, drift;

	if (!aggregate->spread || aggregate->count < 2)
		return 0;
	own = (uint64_t)(aggregate->spread->squares / (int64_t)others);
	drift = (uint64_t)aggregate->spread->mean - (uint64_t)(aggregate->sum / aggregate->count);
	return (int64_t)(others * own + (uint64_t)aggregate->count * drift * drift) /
	       (int64_t)others;
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
	free(aggregate->spread);
	*aggregate = (struct aggregate){0};
}
