/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which entry a return belongs to, and which stretches of time have something missing. */
#include "config.h"

#include "runtime/gaps.h"
#include "runtime/pairing.h"

#include "tests/unit/check.h"

static struct pairing *pairing;

static const struct pairing_key a = {0, 100}, b = {0, 101}, other_probe = {2, 100};

static void enter(struct pairing_key key, uint64_t frame, int64_t number)
{
	struct saved_call *call = pairing_enter(pairing, key, frame, 1, 1);

	CHECK(call->values[0].number == 0 && !call->values[0].failed);
	call->values[0].number = number;
}

/* -1: it has no entry. */
static int64_t leave(struct pairing_key key, uint64_t frame)
{
	const struct saved_call *call = pairing_leave(pairing, key, frame);

	return call ? call->values[0].number : -1;
}

static void test_nested(void)
{
	enter(a, 0x5000, 1);
	enter(b, 0x5000, 2);
	enter(a, 0x4000, 3);
	enter(other_probe, 0x4800, 4);
	enter(a, 0x9000, 5); /* in an interrupt, on a stack of its own */
	CHECK(leave(a, 0x9000) == 5);
	CHECK(leave(a, 0x4000) == 3);
	CHECK(leave(b, 0x5000) == 2);
	CHECK(leave(a, 0x5000) == 1);
	CHECK(leave(other_probe, 0x4800) == 4);
	CHECK(leave(a, 0x5000) == -1);
}

static void test_missed_returns(void)
{
	enter(a, 0x5000, 1);
	enter(a, 0x4000, 2); /* not seen to return */
	enter(a, 0x3000, 3); /* nor this one */
	CHECK(leave(a, 0x5000) == 1);
	CHECK(leave(a, 0x4000) == -1);
	enter(a, 0x5000, 4); /* nor this one, until its frame is used again */
	enter(a, 0x4000, 5);
	enter(a, 0x5000, 6);
	CHECK(leave(a, 0x4000) == -1);
	CHECK(leave(a, 0x5000) == 6);
}

static void test_missed_entry(void)
{
	enter(a, 0x5000, 1);
	CHECK(leave(a, 0x4000) == -1);
	CHECK(leave(a, 0x5000) == 1);
	CHECK(leave(b, 0x5000) == -1);
}

/* A thread that is made, one that changes its number, one that ends; only system calls come along.
 */
static void test_threads(void)
{
	const int32_t child = 500, leader = 501;
	const struct pairing_key made = {0, child}, first = {0, leader}, of_leader = {2, leader};

	enter(a, PAIRING_SYSTEM_CALL, 1);
	enter(other_probe, 0x5000, 2);
	pairing_begin_thread(pairing, a.thread, child);
	CHECK(leave(made, PAIRING_SYSTEM_CALL) == 1);
	CHECK(leave((struct pairing_key){2, child}, 0x5000) == -1);
	enter(first, PAIRING_SYSTEM_CALL, 3); /* ended by the exec of the other */
	pairing_renumber_thread(pairing, a.thread, leader);
	CHECK(leave(first, PAIRING_SYSTEM_CALL) == 1);
	CHECK(leave(of_leader, 0x5000) == 2);
	CHECK(leave(a, PAIRING_SYSTEM_CALL) == -1);
	enter(a, PAIRING_SYSTEM_CALL, 4);
	enter(other_probe, 0x5000, 5);
	pairing_renumber_thread(pairing, a.thread, a.thread);
	pairing_end_thread(pairing, a.thread);
	CHECK(leave(a, PAIRING_SYSTEM_CALL) == -1);
	CHECK(leave(other_probe, 0x5000) == -1);
	/* Whoever had the number before. */
	enter(made, PAIRING_SYSTEM_CALL, 6);
	pairing_begin_thread(pairing, a.thread, child);
	CHECK(leave(made, PAIRING_SYSTEM_CALL) == -1);
}

/* More threads than there are buckets, twice over. */
static void test_many(void)
{
	for (int32_t round = 0; round < 2; round++) {
		for (int32_t i = 0; i < 5000; i++)
			enter((struct pairing_key){(uint32_t)i % 3, i}, 0x1000, i);
		for (int32_t i = 0; i < 5000; i++)
			CHECK(leave((struct pairing_key){(uint32_t)i % 3, i}, 0x1000) == i);
	}
	enter(a, 1, 1); /* for pairing_free() to find */
}

static void test_gaps(void)
{
	struct gaps gaps = {0};

	CHECK(!gaps_between(&gaps, 0, 100));
	gaps_add(&gaps, 200, 300);
	CHECK(!gaps_between(&gaps, 100, 200));
	CHECK(gaps_between(&gaps, 100, 201));
	CHECK(gaps_between(&gaps, 210, 220));
	CHECK(gaps_between(&gaps, 299, 400));
	CHECK(!gaps_between(&gaps, 300, 400));
	CHECK(gaps.count == 0);
	CHECK(gaps_between(&gaps, 299, 500));
	CHECK(!gaps_between(&gaps, 310, 510));
}

/* When there are too many, more is taken to be missing than is. */
static void test_gaps_overflow(void)
{
	struct gaps gaps = {0};

	for (uint64_t i = 0; i < 2 * GAPS_MAX; i++)
		gaps_add(&gaps, 1000 * i, 1000 * i + 10);
	CHECK(gaps.count == GAPS_MAX);
	CHECK(!gaps_between(&gaps, 1010, 2000));
	CHECK(gaps_between(&gaps, 1500, 2001));
	CHECK(gaps_between(&gaps, 1000 * GAPS_MAX + 500, 1000 * GAPS_MAX + 600));
	CHECK(!gaps_between(&gaps, 2000 * GAPS_MAX, 2001 * GAPS_MAX));
}

int main(void)
{
	pairing = pairing_new();
	test_nested();
	test_missed_returns();
	test_missed_entry();
	test_threads();
	test_many();
	pairing_free(pairing);
	test_gaps();
	test_gaps_overflow();
	return check_done();
}
