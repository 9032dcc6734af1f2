/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Histograms: which value goes into which bucket, and the bar chart.
 *
 * Purpose:  the buckets themselves belong to aggregates; here is what their numbers mean. Bucket
 *           numbers, ranges and layout are those of stap 4.8, down to the byte.
 *
 * A logarithmic histogram has 128 buckets: number 64 counts zeros, 64 + n the values from
 * 2^(n-1) up to the next power, 64 - n the same below zero. A linear one has in bucket 0 what is
 * below its range, in the last one what is above.
 *
 * Owner:    nobody: struct histogram is part of the program, counts are the aggregate's.
 */
#ifndef MSTAP_RUNTIME_HISTOGRAM_H
#define MSTAP_RUNTIME_HISTOGRAM_H

#include <stdint.h>

#include "base/buf.h"
#include "runtime/program.h"

/* The bucket of @histogram, which is not HISTOGRAM_NONE, that counts @value. */
uint32_t histogram_bucket(const struct histogram *histogram, int64_t value);
/*
 * Appends the chart of @counts, one for each bucket and not all of them 0. @limits has the
 * width of the bars and how many empty rows are shown on either side of one that is not.
 */
void histogram_render(const struct histogram *histogram, const int64_t *counts,
		      const struct limits *limits, struct buf *out);

#endif
