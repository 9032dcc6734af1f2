/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/histogram.h"

#include <inttypes.h>
#include <stdio.h>

#define LOG_ZERO (HISTOGRAM_LOG_BUCKETS / 2)

/* Empty rows that a chart shows beyond its data. */
#define MARGIN 2

/* ---- values and buckets ---- */

/* The lowest value has no positive twin: its magnitude is 2^63 in unsigned numbers. */
static uint32_t log_bucket(int64_t value)
{
	uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
	uint32_t bits;

	if (size == 0)
		return LOG_ZERO;
	bits = 64 - (uint32_t)__builtin_clzll(size);
	return value < 0 ? LOG_ZERO - bits : LOG_ZERO + bits;
}

/* A width below zero acts as the large unsigned number of its bits, as in stap. */
static uint32_t linear_bucket(const struct histogram *histogram, int64_t value)
{
	int64_t above = (int64_t)((uint64_t)value - (uint64_t)histogram->low);
	uint64_t step;

	if (above < 0)
		return 0;
	step = (uint64_t)above / (uint32_t)histogram->width;
	return step < histogram->nbuckets - 2 ? (uint32_t)step + 1 : histogram->nbuckets - 1;
}

uint32_t histogram_bucket(const struct histogram *histogram, int64_t value)
{
	return histogram->kind == HISTOGRAM_LOG ? log_bucket(value)
						: linear_bucket(histogram, value);
}

/* What stands before the row of a bucket: its lowest value, or the end of the range. */
static int64_t bucket_value(const struct histogram *histogram, uint32_t bucket)
{
	int64_t step;

	if (histogram->kind == HISTOGRAM_LOG) {
		if (bucket == LOG_ZERO)
			return 0;
		if (bucket < LOG_ZERO)
			return INT64_MIN >> bucket;
		/* NOLINTNEXTLINE(clang-analyzer-core.*): a row is below HISTOGRAM_LOG_BUCKETS */
		return INT64_C(1) << (bucket - LOG_ZERO - 1);
	}
	step = bucket == 0 ? 0 : (int64_t)bucket - 1;
	if (bucket == histogram->nbuckets - 1)
		step--;
	return histogram->low + step * histogram->width;
}

/* ---- the chart ---- */

struct chart {
	const struct histogram *histogram;
	const int64_t *counts;
	uint32_t first, last; /* rows */
	int64_t most;
	int64_t bar_width;
	int64_t scale; /* counts that one character of a bar stands for */
	int64_t elision;
	int value_width, count_width;
	struct buf *out;
};

static int digits(int64_t value)
{
	return snprintf(NULL, 0, "%" PRId64, value);
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static bool is_outside(const struct histogram *histogram, uint32_t bucket)
{
	return histogram->kind == HISTOGRAM_LINEAR &&
	       (bucket == 0 || bucket == histogram->nbuckets - 1);
}

static void find_data(struct chart *chart)
{
	uint32_t nbuckets = chart->histogram->nbuckets;

	chart->first = nbuckets - 1;
	for (uint32_t i = 0; i < nbuckets; i++) {
		if (chart->counts[i] == 0)
			continue;
		if (i < chart->first)
			chart->first = i;
		chart->last = i;
		if (chart->counts[i] > chart->most)
			chart->most = chart->counts[i];
	}
}

/* A logarithmic chart of positive values does not reach below zero. */
static void add_margin(struct chart *chart)
{
	const struct histogram *histogram = chart->histogram;

	for (int i = 0; i < MARGIN; i++) {
		if (chart->first > 0 &&
		    !(histogram->kind == HISTOGRAM_LOG && chart->first == LOG_ZERO))
			chart->first--;
		if (chart->last < histogram->nbuckets - 1)
			chart->last++;
	}
	if (is_outside(histogram, chart->first) && chart->counts[chart->first] == 0)
		chart->first++;
	if (is_outside(histogram, chart->last) && chart->counts[chart->last] == 0)
		chart->last--;
}

/* The last row of a linear chart counts with the value behind it, so it may be a column wide. */
static int last_width(const struct chart *chart)
{
	const struct histogram *histogram = chart->histogram;

	if (histogram->kind == HISTOGRAM_LOG)
		return digits(bucket_value(histogram, chart->last));
	return digits(histogram->low + (int64_t)chart->last * histogram->width) +
	       is_outside(histogram, chart->last);
}

static int first_width(const struct chart *chart)
{
	const struct histogram *histogram = chart->histogram;

	if (histogram->kind == HISTOGRAM_LOG)
		return digits(bucket_value(histogram, chart->first));
	return digits(histogram->low) + is_outside(histogram, chart->first);
}

/* Is the row one of a long run of empty ones, far from any that is not? */
static bool is_elided(const struct chart *chart, uint32_t row)
{
	int64_t from = row - chart->elision, to = row + chart->elision;

	if (chart->elision < 0)
		return false;
	if (from < chart->first)
		from = chart->first;
	if (to > chart->last)
		to = chart->last;
	for (int64_t i = from; i <= to; i++)
		if (chart->counts[i] != 0)
			return false;
	return true;
}

static void put_row(const struct chart *chart, uint32_t row)
{
	const char *prefix = !is_outside(chart->histogram, row) ? "" : row == 0 ? "<" : ">";
	int64_t value = bucket_value(chart->histogram, row);
	int64_t count = chart->counts[row], bar = count / chart->scale;
	int pad = chart->value_width - digits(value);

	buf_printf(chart->out, "%*s%" PRId64 " |", larger(pad, 0), prefix, value);
	buf_fill(chart->out, '@', (size_t)bar);
	buf_fill(chart->out, ' ', (size_t)(chart->bar_width - bar + 1));
	buf_printf(chart->out, "%*" PRId64 "\n", chart->count_width, count);
}

static void put_rows(const struct chart *chart)
{
	bool elided = false;

	for (uint32_t row = chart->first; row <= chart->last; row++) {
		if (is_elided(chart, row)) {
			elided = true;
			continue;
		}
		if (elided)
			buf_printf(chart->out, "%*s ~\n", chart->value_width, "");
		elided = false;
		put_row(chart, row);
	}
}

static int64_t bounded_elision(const struct histogram *histogram, const struct limits *limits)
{
	int64_t elision = limits->HIST_ELISION;

	return elision < histogram->nbuckets ? elision : histogram->nbuckets;
}

void histogram_render(const struct histogram *histogram, const int64_t *counts,
		      const struct limits *limits, struct buf *out)
{
	struct chart chart = {
		.histogram = histogram,
		.counts = counts,
		.bar_width = limits->HIST_WIDTH,
		.elision = bounded_elision(histogram, limits),
		.out = out,
	};

	find_data(&chart);
	add_margin(&chart);
	chart.scale = (chart.most - 1) / chart.bar_width + 1;
	chart.count_width = digits(chart.most);
	chart.value_width =
		larger(larger(first_width(&chart), last_width(&chart)), (int)sizeof("value") - 1);
	buf_printf(out, "%*s |", chart.value_width, "value");
	buf_fill(out, '-', (size_t)chart.bar_width);
	buf_puts(out, " count\n");
	put_rows(&chart);
	buf_putc(out, '\n');
}
