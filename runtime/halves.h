/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Halves: which two records are of one hit of a tracepoint.
 *
 * Purpose:  handlers that read an event's fields and its tracepoint's arguments (enum probe_part).
 *           The record that is written first is kept here until the other one comes.
 * Owner:    the engine, one per run.
 *
 * Both records of a hit are of the same thread, and of the same of its contexts: what interrupts it
 * between the two, and may hit the same tracepoint, runs in another one (soft and hard interrupts,
 * non-maskable ones), as the records' flags tell. So at most one half is waited for in each. A
 * next first half means that the second one of the hit before is missing; a second half without a
 * first one, that this is. What is left to go wrong is that a second half and the first one behind
 * it are missing, both: the caller asks the record source whether any record was lost between the
 * two that are put together.
 */
#ifndef MSTAP_RUNTIME_HALVES_H
#define MSTAP_RUNTIME_HALVES_H

#include <stdbool.h>
#include <stdint.h>

struct record;

/* Whose hit it is. */
struct half_key {
	uint32_t probe;
	int32_t thread;	 /* -1 - CPU for an idle one */
	uint8_t context; /* halves_context() of the record */
};

struct halves;

struct halves *halves_new(void);
void halves_free(struct halves *halves);

/* Which of a thread's contexts the event happened in: some of the record's common_flags. */
uint8_t halves_context(const struct record *record);

/*
 * Keeps a copy of the first half of a hit. Returns the time of the hit before (ns) whose second
 * half never came, if there is one; 0: none.
 */
uint64_t halves_keep(struct halves *halves, struct half_key key, const struct record *record);

/*
 * The first half of the hit that @key is of, which is not waited for any more; valid until the next
 * call here. NULL: it is not on record.
 */
const struct record *halves_take(struct halves *halves, struct half_key key);

/* How many hits of @probe, from @from_ns to before @until_ns, wait for their second half. */
uint64_t halves_count(const struct halves *halves, uint32_t probe, uint64_t from_ns,
		      uint64_t until_ns);

#endif
