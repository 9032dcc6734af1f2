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

static int64_t variance(const struct aggregate *aggregate)
{
	if (!aggregate->spread || aggregate->count < 2)
		return 0;
	return aggregate->spread->squares / (aggregate->count - 1);
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
