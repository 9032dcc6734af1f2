/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The record source of samples: perf events and hardware watchpoints of the running kernel.
 *
 * Purpose:  stands beside the tracefs source and serves the probes that are is_sampled(). Its
 *           records have the same clock, so both make one order of time.
 * Owner:    the caller of perf_source_open(), which closes it through ops->close. Opening is cheap
 *           and touches nothing. Its events go with their descriptors, however the process ends.
 */
#ifndef MSTAP_RUNTIME_PERF_PERF_SOURCE_H
#define MSTAP_RUNTIME_PERF_PERF_SOURCE_H

struct record_source;

struct record_source *perf_source_open(void);

#endif
