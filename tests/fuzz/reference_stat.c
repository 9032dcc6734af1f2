/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Aggregates: all values are kept, and looked at again for each question. */
#include "config.h"

#include "tests/fuzz/reference_internal.h"

static int64_t minus(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a - (uint64_t)b);
}

static int64_t plus(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static int64_t times(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a * (uint64_t)b);
}

void statistics_add(struct reference *ref, struct statistics *s, int64_t value)
{
	arena_push(ref->arena, s->values, s->count, value);
}

static int64_t sum(const struct statistics *s)
{
	int64_t total = 0;

	for (unsigned i = 0; i < s->count; i++)
		total = plus(total, s->values[i]);
	return total;
}

static int64_t extreme(const struct statistics *s, bool greatest)
{
	int64_t found = s->values[0];

	for (unsigned i = 1; i < s->count; i++)
		if (greatest ? s->values[i] > found : s->values[i] < found)
			found = s->values[i];
	return found;
}

/*
 * By a mean that moves in whole steps, a distance from it in 32 bits. What the mean has drifted is
 * made good in a scalar only.
 */
static int64_t variance(const struct statistics *s, bool is_element)
{
	int64_t mean = s->values[0], squares = 0, others = (int64_t)s->count - 1, drift;

	for (unsigned i = 1; i < s->count; i++) {
		int64_t distance = (int32_t)minus(s->values[i], mean);

		mean = plus(mean, distance / (i + 1));
		squares = plus(squares, times(distance, minus(s->values[i], mean)));
	}
	if (others == 0 || is_element)
		return others == 0 ? 0 : squares / others;
	drift = minus(mean, sum(s) / s->count);
	squares = times(others, squares / others);
	return plus(squares, times(s->count, times(drift, drift))) / others;
}

bool statistics_read(const struct statistics *s, enum stat_function function, bool is_element,
		     int64_t *result)
{
	*result = function == STAT_COUNT ? s->count : sum(s);
	if (function == STAT_COUNT || function == STAT_SUM)
		return true;
	if (s->count == 0)
		return false;
	*result = function == STAT_MIN	 ? extreme(s, false)
		  : function == STAT_MAX ? extreme(s, true)
		  : function == STAT_AVG ? sum(s) / s->count
					 : variance(s, is_element);
	return true;
}

/* ---- histograms ---- */

#define LOG_BUCKETS 128

/* Counted from the middle, zero: one on for each binary digit of the number, back when negative. */
static int64_t log_bucket(int64_t value)
{
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	int64_t bucket = LOG_BUCKETS / 2;

	for (; rest; rest >>= 1)
		bucket += value < 0 ? -1 : 1;
	return bucket;
}

/* The first and the last are for what is outside. */
static int64_t linear_bucket(int64_t value, const int64_t *params, int64_t nbuckets)
{
	int64_t above = minus(value, params[0]), step = above / params[2];

	if (above < 0)
		return 0;
	return step < nbuckets - 2 ? step + 1 : nbuckets - 1;
}

int64_t statistics_bucket(struct reference *ref, const struct statistics *s,
			  const struct expr *hist, int64_t bucket)
{
	bool is_log = hist->stat.function == STAT_HIST_LOG;
	const int64_t *params = hist->stat.params;
	int64_t nbuckets = is_log ? LOG_BUCKETS : (params[1] - params[0]) / params[2] + 3;
	int64_t found = 0;

	if (s->count == 0)
		ref_raise(ref, hist->tok, "empty aggregate");
	if (bucket < 0 || bucket >= nbuckets)
		ref_raise(ref, hist->tok, "histogram index out of range");
	for (unsigned i = 0; i < s->count; i++)
		found += bucket == (is_log ? log_bucket(s->values[i])
					   : linear_bucket(s->values[i], params, nbuckets));
	return found;
}
