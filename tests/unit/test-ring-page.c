/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over ring-buffer pages: every header type, and pages that lie. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/records/ring_page.h"
#include "tests/unit/check.h"

#define PAGE_BYTES 256
#define START_NS   UINT64_C(1000000)

/* A page under construction. */
struct maker {
	unsigned char bytes[PAGE_BYTES];
	size_t len; /* of the data */
};

static void put32(struct maker *m, uint32_t word)
{
	memcpy(m->bytes + RING_PAGE_HEADER_BYTES + m->len, &word, 4);
	m->len += 4;
}

static void put_header(struct maker *m, uint32_t type, uint32_t delta)
{
	put32(m, delta << RING_TYPE_BITS | type);
}

static void put_words(struct maker *m, uint32_t count, uint32_t value)
{
	while (count--)
		put32(m, value);
}

static const unsigned char *finish(struct maker *m, uint64_t flags)
{
	uint64_t commit = m->len | flags, time_ns = START_NS;

	memcpy(m->bytes, &time_ns, 8);
	memcpy(m->bytes + 8, &commit, 8);
	return m->bytes;
}

/* A copy of just these bytes, so that a checker sees a read behind them. */
static unsigned char *exact(const struct maker *m, size_t bytes)
{
	unsigned char *copy = malloc(bytes ? bytes : 1);

	memcpy(copy, m->bytes, bytes);
	return copy;
}

/* 0 when there is no event, which a check before has told. */
static uint32_t first_word(const struct ring_event *event)
{
	return event->data ? ring_load32(event->data) : 0;
}

static void test_short_events(void)
{
	struct maker m = {.len = 0};
	struct ring_cursor cursor;
	struct ring_event event = {0};

	put_header(&m, 2, 10);
	put_words(&m, 2, 0x11111111);
	put_header(&m, 28, 5);
	put_words(&m, 28, 0x22222222);
	CHECK(ring_cursor_open(&cursor, finish(&m, 0), PAGE_BYTES));
	CHECK(ring_cursor_next(&cursor, &event));
	CHECK_INT(event.size, 8);
	CHECK_INT(first_word(&event), 0x11111111);
	CHECK_INT(cursor.time_ns, START_NS + 10);
	CHECK(ring_cursor_next(&cursor, &event));
	CHECK_INT(event.size, 112);
	CHECK_INT(first_word(&event), 0x22222222);
	CHECK_INT(cursor.time_ns, START_NS + 15);
	CHECK(!ring_cursor_next(&cursor, &event));
	CHECK(!ring_cursor_next(&cursor, &event));
}

static void test_long_event(void)
{
	struct maker m = {.len = 0};
	struct ring_cursor cursor;
	struct ring_event event = {0};

	put_header(&m, RING_TYPE_LONG, 3);
	put32(&m, 4 + 120);
	put_words(&m, 30, 0x33333333);
	put_header(&m, 1, 4);
	put_words(&m, 1, 0x44444444);
	CHECK(ring_cursor_open(&cursor, finish(&m, 0), PAGE_BYTES));
	CHECK(ring_cursor_next(&cursor, &event));
	CHECK_INT(event.size, 120);
	CHECK_INT(first_word(&event), 0x33333333);
	CHECK(ring_cursor_next(&cursor, &event));
	CHECK_INT(first_word(&event), 0x44444444);
	CHECK_INT(cursor.time_ns, START_NS + 7);
	CHECK(!ring_cursor_next(&cursor, &event));
}

static void test_times(void)
{
	struct maker m = {.len = 0};
	struct ring_cursor cursor;
	struct ring_event event = {0};

	put_header(&m, RING_TYPE_TIME_EXTEND, 7);
	put32(&m, 3);
	put_header(&m, 1, 1);
	put_words(&m, 1, 0);
	put_header(&m, RING_TYPE_TIME_STAMP, 9);
	put32(&m, 0x1000);
	put_header(&m, 1, 2);
	put_words(&m, 1, 0);
	CHECK(ring_cursor_open(&cursor, finish(&m, 0), PAGE_BYTES));
	CHECK(ring_cursor_next(&cursor, &event));
	CHECK_INT(cursor.time_ns, START_NS + (UINT64_C(3) << 27) + 8);
	CHECK(ring_cursor_next(&cursor, &event));
	CHECK_INT(cursor.time_ns, (UINT64_C(0x1000) << 27) + 11);
	CHECK(!ring_cursor_next(&cursor, &event));
}

static void test_padding(void)
{
	struct maker m = {.len = 0};
	struct ring_cursor cursor;
	struct ring_event event = {0};

	put_header(&m, RING_TYPE_PADDING, 20); /* discarded, its delta counts */
	put32(&m, 4 + 8);
	put_words(&m, 2, 0x55555555);
	put_header(&m, RING_TYPE_PADDING, 1); /* discarded, its delta is made up */
	put32(&m, 4);
	put_header(&m, 1, 6);
	put_words(&m, 1, 0x66666666);
	put_header(&m, RING_TYPE_PADDING, 0); /* nothing more in this page */
	put32(&m, 4);
	put_header(&m, 1, 6);
	put_words(&m, 1, 0x77777777);
	CHECK(ring_cursor_open(&cursor, finish(&m, 0), PAGE_BYTES));
	CHECK(ring_cursor_next(&cursor, &event));
	CHECK_INT(first_word(&event), 0x66666666);
	CHECK_INT(cursor.time_ns, START_NS + 26);
	CHECK(!ring_cursor_next(&cursor, &event));
	CHECK(!ring_cursor_next(&cursor, &event));
}

/* Flags above the size: events were missed, and how many is stored behind the data. */
static void test_missed_flags(void)
{
	struct maker m = {.len = 0};
	struct ring_cursor cursor;
	struct ring_event event = {0};

	put_header(&m, 1, 1);
	put_words(&m, 1, 0x88888888);
	CHECK(ring_cursor_open(&cursor, finish(&m, UINT64_C(3) << 30), PAGE_BYTES));
	CHECK(ring_cursor_next(&cursor, &event));
	CHECK(!ring_cursor_next(&cursor, &event));
}

static void test_empty(void)
{
	struct maker m = {.len = 0};
	struct ring_cursor cursor;

	CHECK(!ring_cursor_open(&cursor, finish(&m, 0), PAGE_BYTES));
	CHECK(!ring_cursor_open(&cursor, m.bytes, RING_PAGE_HEADER_BYTES - 1));
	CHECK(!ring_cursor_open(&cursor, m.bytes, 0));
}

static void check_bounds(const unsigned char *page, size_t bytes)
{
	struct ring_cursor cursor;
	struct ring_event event = {0};
	size_t count = 0;
	unsigned sum = 0;

	ring_cursor_open(&cursor, page, bytes);
	if (bytes <= RING_PAGE_HEADER_BYTES)
		return;
	while (ring_cursor_next(&cursor, &event)) {
		if (!CHECK(event.data >= page && event.data + event.size <= page + bytes))
			return;
		for (uint32_t i = 0; i < event.size; i++)
			sum += event.data[i];
		if (!CHECK(++count <= bytes / 4))
			return;
	}
	CHECK(sum + 1 != 0);
}

/* The page is shorter than its commit says, at every length. */
static void test_truncated(void)
{
	struct maker m = {.len = 0};

	put_header(&m, 2, 1);
	put_words(&m, 2, 1);
	put_header(&m, RING_TYPE_LONG, 1);
	put32(&m, 4 + 40);
	put_words(&m, 10, 1);
	put_header(&m, RING_TYPE_TIME_EXTEND, 1);
	put32(&m, 1);
	put_header(&m, RING_TYPE_PADDING, 2);
	put32(&m, 8);
	put32(&m, 0);
	finish(&m, 0);
	for (size_t bytes = 0; bytes <= RING_PAGE_HEADER_BYTES + m.len; bytes++) {
		unsigned char *page = exact(&m, bytes);

		check_bounds(page, bytes);
		free(page);
	}
}

/* Sizes that are too large, too small, or wrap around. */
static void test_lying_sizes(void)
{
	static const uint32_t sizes[] = {0,   1,    3,		4,	    5,
					 100, 1000, 0x7fffffff, 0xfffffffb, 0xffffffff};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		for (uint32_t type = 0; type < 32; type++) {
			struct maker m = {.len = 0};
			unsigned char *page;

			put_header(&m, type, i & 1 ? 2 : 0);
			put32(&m, sizes[i]);
			put_words(&m, 4, sizes[i]);
			finish(&m, i & 1 ? ~RING_COMMIT_MASK : 0);
			page = exact(&m, RING_PAGE_HEADER_BYTES + m.len);
			check_bounds(page, RING_PAGE_HEADER_BYTES + m.len);
			free(page);
		}
	}
}

static void test_noise(void)
{
	struct maker m = {.len = 0};

	srandom(1);
	for (int round = 0; round < 20000; round++) {
		unsigned char *page;

		for (size_t i = 0; i < PAGE_BYTES; i++)
			m.bytes[i] = (unsigned char)random();
		page = exact(&m, PAGE_BYTES);
		check_bounds(page, PAGE_BYTES);
		free(page);
	}
}

int main(void)
{
	test_short_events();
	test_long_event();
	test_times();
	test_padding();
	test_missed_flags();
	test_empty();
	test_truncated();
	test_lying_sizes();
	test_noise();
	return check_done();
}
