/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Events: a probe as a perf event of each processor.
 *
 * Purpose:  struct probe to struct perf_event_attr, and the kernel's errno to a sentence.
 * Owner:    plain functions.
 */
#ifndef MSTAP_RUNTIME_PERF_EVENTS_H
#define MSTAP_RUNTIME_PERF_EVENTS_H

#include <stdint.h>

/* Of read_format, from 6.0 on; older headers have not got it. */
#define FORMAT_LOST (1u << 4)

struct buf;
struct perf_event_attr;
struct probe;

/*
 * Makes @attr the event of @probe, disabled, on the clock of the records, which wakes its reader
 * when @wake_bytes are there.
 */
void event_describe(const struct probe *probe, uint32_t wake_bytes, struct perf_event_attr *attr);

/* Opens it on @cpu. Returns the descriptor, or -1 with errno. */
int event_open(struct perf_event_attr *attr, uint32_t cpu);

/* Appends to @out why perf_event_open() answered @error to @probe, and the way out. */
void event_explain(const struct probe *probe, int error, struct buf *out);

#endif
