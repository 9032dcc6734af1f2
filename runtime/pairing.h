/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pairing: which entry of a function or system call a return belongs to.
 *
 * Purpose:  @entry(expr) in a return probe. A probe on the entry, which the compiler adds,
 *           evaluates the expressions; what it gets is kept here until the function returns.
 * Owner:    the engine, one per run.
 *
 * A call is told by its thread and its stack frame: recursive calls stand in different frames, and
 * while one is under way its frame is nobody else's. So an entry in a frame where one is on record
 * already means that the return of the older one was missed, and those of all calls it made; and
 * a return can only be paired with the entry of its own frame. What is left to go wrong is that
 * both the return of one call and the entry of the next were lost: the caller asks the record
 * source whether any record was, between the two that are paired.
 *
 * A thread is in one system call at a time: each has the frame PAIRING_SYSTEM_CALL. It returns
 * to whom the number of the thread is by then; and a call that makes a thread returns in that one,
 * too. Some never return: the thread ends in them.
 */
#ifndef MSTAP_RUNTIME_PAIRING_H
#define MSTAP_RUNTIME_PAIRING_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"

/* What an expression came to at the entry. */
struct saved_value {
	int64_t number;
	const struct string *text; /* owned, NULL for ""; why the evaluation failed, if so */
	bool failed;
};

struct saved_call {
	struct saved_call *outer; /* of the same thread and probe; or next of the spare ones */
	uint64_t frame;
	uint64_t time_ns; /* of the entry */
	uint16_t nvalues;
	struct saved_value values[];
};

/* Whose call it is: the number of the pair of probes, and the thread (-1 - CPU for an idle one). */
struct pairing_key {
	uint32_t pair;
	int32_t thread;
};

/* No function's: at address 0 nothing stands. */
#define PAIRING_SYSTEM_CALL UINT64_C(0)

struct pairing;

struct pairing *pairing_new(void);
void pairing_free(struct pairing *pairing);

/* A call in @frame begins; returns the place for its @nvalues values, which are 0 and "". */
struct saved_call *pairing_enter(struct pairing *pairing, struct pairing_key key, uint64_t frame,
				 uint64_t time_ns, uint16_t nvalues);

/*
 * The call in @frame returns. Gives what its entry saved, valid until the next function here is
 * called; NULL: that entry is not on record.
 */
struct saved_call *pairing_leave(struct pairing *pairing, struct pairing_key key, uint64_t frame);

/* Thread @child begins, made by the system call that thread @parent is in. */
void pairing_begin_thread(struct pairing *pairing, int32_t parent, int32_t child);
/* Thread @old goes on as @thread; who had that number has ended. */
void pairing_renumber_thread(struct pairing *pairing, int32_t old, int32_t thread);
/* Thread @thread ends, and its calls with it. */
void pairing_end_thread(struct pairing *pairing, int32_t thread);

#endif
