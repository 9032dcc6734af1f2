/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/aggregate.h"

#include "tests/unit/check.h"

static int64_t read_stat(const struct aggregate *aggregate, enum stat_op op)
{
	int64_t result = -77;

	return aggregate_read(aggregate, op, &result) ? result : -99;
}

static void add(struct aggregate *aggregate, int64_t value)
{
	aggregate_add_spread(aggregate, value);
	aggregate_add(aggregate, value);
}

int main(void)
{
	struct aggregate aggregate = {0};

	CHECK_INT(read_stat(&aggregate, STAT_OP_COUNT), 0);
	CHECK_INT(read_stat(&aggregate, STAT_OP_SUM), 0);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MIN), -99);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MAX), -99);
	CHECK_INT(read_stat(&aggregate, STAT_OP_AVG), -99);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), -99);
	add(&aggregate, 1);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), 0);
	add(&aggregate, -4);
	CHECK_INT(read_stat(&aggregate, STAT_OP_COUNT), 2);
	CHECK_INT(read_stat(&aggregate, STAT_OP_SUM), -3);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MIN), -4);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MAX), 1);
	/* These are what the real stap gives. */
	CHECK_INT(read_stat(&aggregate, STAT_OP_AVG), -1);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), 15);
	aggregate_clear(&aggregate);
	CHECK_INT(read_stat(&aggregate, STAT_OP_COUNT), 0);
	add(&aggregate, 5);
	add(&aggregate, 10);
	add(&aggregate, 100);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), 2890);
	for (int i = 0; i < 10; i++)
		add(&aggregate, (int64_t)i * i * 7);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), 35257);
	CHECK_INT(read_stat(&aggregate, STAT_OP_AVG), 162);
	aggregate_clear(&aggregate);
	add(&aggregate, INT64_MAX);
	add(&aggregate, INT64_MAX);
	add(&aggregate, INT64_MIN);
	CHECK_INT(read_stat(&aggregate, STAT_OP_SUM), INT64_MAX - 1);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MIN), INT64_MIN);
	aggregate_clear(&aggregate);
	return check_done();
}
