/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/aggregate.h"

#include "runtime/histogram.h"
#include "tests/unit/check.h"

static int64_t read_stat(const struct aggregate *aggregate, enum stat_op op)
{
	int64_t result = -77;

	return aggregate_read(aggregate, op, &result) ? result : -99;
}

static const struct global scalar = {.kind = GLOBAL_AGGREGATE, .keeps_variance = true};

static void add(struct aggregate *aggregate, const struct global *global, int64_t value)
{
	aggregate_add_details(aggregate, global, value);
	aggregate_add(aggregate, value);
}

static void test_statistics(void)
{
	struct aggregate aggregate = {0};

	CHECK_INT(read_stat(&aggregate, STAT_OP_COUNT), 0);
	CHECK_INT(read_stat(&aggregate, STAT_OP_SUM), 0);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MIN), -99);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MAX), -99);
	CHECK_INT(read_stat(&aggregate, STAT_OP_AVG), -99);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), -99);
	add(&aggregate, &scalar, 1);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), 0);
	add(&aggregate, &scalar, -4);
	CHECK_INT(read_stat(&aggregate, STAT_OP_COUNT), 2);
	CHECK_INT(read_stat(&aggregate, STAT_OP_SUM), -3);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MIN), -4);
	CHECK_INT(read_stat(&aggregate, STAT_OP_MAX), 1);
	/* These are what the real stap gives. */
	CHECK_INT(read_stat(&aggregate, STAT_OP_AVG), -1);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), 15);
	aggregate_clear(&aggregate);
	CHECK_INT(read_stat(&aggregate, STAT_OP_COUNT), 0);
	CHECK(!aggregate.details);
	add(&aggregate, &scalar, 5);
	add(&aggregate, &scalar, 10);
	add(&aggregate, &scalar, 100);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), 2890);
	for (int i = 0; i < 10; i++)
		add(&aggregate, &scalar, (int64_t)i * i * 7);
	CHECK_INT(read_stat(&aggregate, STAT_OP_VARIANCE), 35257);
	CHECK_INT(read_stat(&aggregate, STAT_OP_AVG), 162);
	aggregate_clear(&aggregate);
}

/* Nothing traps, whatever comes. */
static void test_extremes(void)
{
	const struct global shifted = {
		.kind = GLOBAL_AGGREGATE, .keeps_variance = true, .variance_shift = 62};
	const struct global *globals[] = {&scalar, &shifted};

	for (unsigned i = 0; i < 2; i++) {
		struct aggregate aggregate = {0};

		add(&aggregate, globals[i], INT64_MAX);
		add(&aggregate, globals[i], INT64_MAX);
		add(&aggregate, globals[i], INT64_MIN);
		add(&aggregate, globals[i], 0);
		CHECK_INT(read_stat(&aggregate, STAT_OP_SUM), INT64_MAX - 1);
		CHECK_INT(read_stat(&aggregate, STAT_OP_MIN), INT64_MIN);
		CHECK(read_stat(&aggregate, STAT_OP_VARIANCE) != -99);
		aggregate_clear(&aggregate);
	}
}

static void test_log_buckets(void)
{
	static const struct histogram log = {.kind = HISTOGRAM_LOG,
					     .nbuckets = HISTOGRAM_LOG_BUCKETS};

	CHECK_INT(histogram_bucket(&log, 0), 64);
	CHECK_INT(histogram_bucket(&log, 1), 65);
	CHECK_INT(histogram_bucket(&log, 3), 66);
	CHECK_INT(histogram_bucket(&log, 4), 67);
	CHECK_INT(histogram_bucket(&log, INT64_MAX), 127);
	CHECK_INT(histogram_bucket(&log, -1), 63);
	CHECK_INT(histogram_bucket(&log, -3), 62);
	CHECK_INT(histogram_bucket(&log, INT64_MIN + 1), 1);
	CHECK_INT(histogram_bucket(&log, INT64_MIN), 0);
}

static void test_linear_buckets(void)
{
	static const struct histogram linear = {
		.kind = HISTOGRAM_LINEAR, .nbuckets = 6, .low = -5, .width = 3};

	CHECK_INT(histogram_bucket(&linear, INT64_MIN + 5), 0);
	CHECK_INT(histogram_bucket(&linear, -6), 0);
	CHECK_INT(histogram_bucket(&linear, -5), 1);
	CHECK_INT(histogram_bucket(&linear, -3), 1);
	CHECK_INT(histogram_bucket(&linear, -2), 2);
	CHECK_INT(histogram_bucket(&linear, 6), 4);
	CHECK_INT(histogram_bucket(&linear, 7), 5);
	CHECK_INT(histogram_bucket(&linear, 1 << 30), 5);
	/* The distance from the start wraps, as stap's does. */
	CHECK_INT(histogram_bucket(&linear, INT64_MAX), 0);
}

int main(void)
{
	test_statistics();
	test_extremes();
	test_log_buckets();
	test_linear_buckets();
	return check_done();
}
