/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The records of a recording in time order, over all CPUs and buffer instances.
 *
 * Purpose:  libtracecmd gives each CPU's records in order; this merges them.
 * Owner:    the replay source. Records point into the library's pages until the next step.
 */
#ifndef MSTAP_RUNTIME_REPLAY_REPLAY_RECORDS_H
#define MSTAP_RUNTIME_REPLAY_REPLAY_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/record_source.h"

struct tracecmd_input;
struct replay_records;

/*
 * The records of the top buffer @input (borrowed) and of the instances in its file, whose largest
 * pages have @page_size bytes.
 */
struct replay_records *replay_records_new(struct tracecmd_input *input, uint32_t page_size);
void replay_records_free(struct replay_records *records);

/* The next one, not later than @until_ns; false when there is none. */
bool replay_records_next(struct replay_records *records, uint64_t until_ns, struct record *out);

/* Goes back to where it began. */
void replay_records_rewind(struct replay_records *records);

/* Of the record given last; before the first one, of that. 0 in an empty recording. */
/* As record_source_ops.lost_between. */
bool replay_records_lost_between(struct replay_records *records, uint64_t from_ns,
				 uint64_t until_ns);
uint64_t replay_records_time(const struct replay_records *records);

/* Did a CPU's records end early, because one of them cannot be right? */
bool replay_records_damaged(const struct replay_records *records);

/* How many records the ring buffers had to give up, as far as their pages say so. */
uint64_t replay_records_missed(const struct replay_records *records);

#endif
