/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Gaps: stretches of time in which records of some CPU were lost.
 *
 * Purpose:  who pairs two records must know whether others between them may be missing.
 * Owner:    a record source; zeroed it is empty, and it owns nothing.
 *
 * There is room for GAPS_MAX that the reader has not come to yet; more become one with the last.
 * That says too much is missing, never too little.
 */
#ifndef MSTAP_RUNTIME_GAPS_H
#define MSTAP_RUNTIME_GAPS_H

#include <stdbool.h>
#include <stdint.h>

#define GAPS_MAX 64

struct gap {
	uint64_t from_ns;  /* of the last record before it */
	uint64_t until_ns; /* of the first one behind it */
};

struct gaps {
	struct gap items[GAPS_MAX];
	unsigned count;
	uint64_t passed_ns; /* where the latest of those ends that lie behind */
};

/* Notes the loss of records between the times @from_ns and @until_ns. */
void gaps_add(struct gaps *gaps, uint64_t from_ns, uint64_t until_ns);

/*
 * May a record between the times @from_ns and @until_ns be missing? @until_ns is the time of
 * the record being handled, which does not go back.
 */
bool gaps_between(struct gaps *gaps, uint64_t from_ns, uint64_t until_ns);

#endif
