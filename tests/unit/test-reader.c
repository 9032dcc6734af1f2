/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merging of streams: pipes stand for the CPUs' trace_pipe_raw, and give a page a read. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/record_source.h"
#include "runtime/tracefs/reader.h"
#include "runtime/records/ring_page.h"
#include "runtime/records/ring_stack.h"
#include "tests/unit/check.h"

#define PAGE_BYTES 4096
#define WANTED	   7
#define UNWANTED   8
#define STACK	   4
#define FOREVER	   UINT64_MAX

struct page_maker {
	unsigned char bytes[PAGE_BYTES];
	uint64_t start_ns, last_ns;
	uint64_t len;
};

static void begin_page(struct page_maker *page, uint64_t start_ns)
{
	*page = (struct page_maker){.start_ns = start_ns, .last_ns = start_ns};
}

/* An event of 8 bytes: the common fields alone. The thread id tells which one it is. */
static void add_event(struct page_maker *page, uint64_t time_ns, uint16_t id, int32_t tid)
{
	uint32_t header = (uint32_t)(time_ns - page->last_ns) << 5 | 2;
	unsigned char *at = page->bytes + 16 + page->len;

	memcpy(at, &header, 4);
	memcpy(at + 4, &id, 2);
	memcpy(at + 8, &tid, 4);
	page->len += 12;
	page->last_ns = time_ns;
}

static void send_page(struct page_maker *page, int fd)
{
	memcpy(page->bytes, &page->start_ns, 8);
	memcpy(page->bytes + 8, &page->len, 8);
	CHECK_INT(write(fd, page->bytes, PAGE_BYTES), PAGE_BYTES);
}

/* Events were lost before it, of a number that there was no room for. */
static void send_page_behind_gap(struct page_maker *page, int fd)
{
	page->len |= RING_MISSED_EVENTS;
	send_page(page, fd);
}

static struct reader *make_reader(int *writers, unsigned count)
{
	struct reader *reader = reader_new();

	reader_set_page_bytes(reader, PAGE_BYTES);
	for (unsigned i = 0; i < count; i++) {
		int ends[2];

		if (pipe2(ends, O_NONBLOCK | O_CLOEXEC))
			abort();
		writers[i] = ends[1];
		reader_add_stream(reader, ends[0], -1, 2 * i); /* numbers may have gaps */
	}
	reader_want(reader, WANTED);
	return reader;
}

static void end(struct reader *reader, const int *writers, unsigned count)
{
	reader_free(reader);
	for (unsigned i = 0; i < count; i++)
		close(writers[i]);
}

static void collect(struct reader *reader, uint64_t until_ns)
{
	uint32_t cpu;

	CHECK_INT(reader_collect(reader, &until_ns, &cpu), 0);
}

static void expect(struct reader *reader, uint64_t until_ns, int32_t tid, uint64_t time_ns)
{
	struct record record;

	if (!CHECK(reader_next(reader, until_ns, &record)))
		return;
	CHECK_INT(record.tid, tid);
	CHECK_INT(record.time_ns, time_ns);
	CHECK_INT(record.event, WANTED);
	CHECK_INT(record.size, 8);
}

static void expect_none(struct reader *reader, uint64_t until_ns)
{
	struct record record;

	CHECK(!reader_next(reader, until_ns, &record));
}

static void test_merge(void)
{
	int writers[3];
	struct reader *reader = make_reader(writers, 3);
	struct page_maker page;

	begin_page(&page, 100);
	add_event(&page, 100, WANTED, 1);
	add_event(&page, 130, WANTED, 4);
	send_page(&page, writers[0]);
	begin_page(&page, 90);
	add_event(&page, 110, UNWANTED, 99);
	add_event(&page, 110, WANTED, 2);
	add_event(&page, 140, WANTED, 5);
	send_page(&page, writers[2]);
	begin_page(&page, 120);
	add_event(&page, 120, WANTED, 3);
	send_page(&page, writers[1]);
	collect(reader, FOREVER);
	for (int32_t tid = 1; tid <= 5; tid++)
		expect(reader, FOREVER, tid, 90 + 10 * (uint64_t)tid);
	expect_none(reader, FOREVER);
	expect_none(reader, FOREVER);
	end(reader, writers, 3);
}

/* Known before the records behind it are handed out, also while those before it wait. */
static void test_gap(void)
{
	int writers[2];
	struct reader *reader = make_reader(writers, 2);
	struct page_maker page;

	begin_page(&page, 10);
	add_event(&page, 10, WANTED, 1);
	add_event(&page, 30, WANTED, 2);
	send_page(&page, writers[0]);
	begin_page(&page, 50);
	add_event(&page, 50, WANTED, 4);
	send_page_behind_gap(&page, writers[0]);
	begin_page(&page, 40);
	add_event(&page, 40, WANTED, 3);
	send_page(&page, writers[1]);
	collect(reader, FOREVER);
	expect(reader, FOREVER, 1, 10);
	expect(reader, FOREVER, 2, 30);
	CHECK(!reader_lost_between(reader, 10, 30));
	expect(reader, FOREVER, 3, 40);
	CHECK(reader_lost_between(reader, 30, 40));
	expect(reader, FOREVER, 4, 50);
	CHECK(reader_lost_between(reader, 30, 50));
	begin_page(&page, 70);
	add_event(&page, 70, WANTED, 5);
	send_page_behind_gap(&page, writers[0]);
	expect_none(reader, FOREVER);
	collect(reader, FOREVER);
	expect(reader, FOREVER, 5, 70);
	CHECK(!reader_lost_between(reader, 50, 50));
	CHECK(reader_lost_between(reader, 50, 70));
	end(reader, writers, 2);
}

/* What is younger than the horizon stays, also over the next collect. */
static void test_horizon(void)
{
	int writers[2];
	struct reader *reader = make_reader(writers, 2);
	struct page_maker page;

	begin_page(&page, 10);
	add_event(&page, 10, WANTED, 1);
	add_event(&page, 30, WANTED, 3);
	send_page(&page, writers[0]);
	collect(reader, 25);
	expect(reader, 25, 1, 10);
	expect_none(reader, 25);
	begin_page(&page, 20);
	add_event(&page, 20, WANTED, 2);
	add_event(&page, 40, WANTED, 4);
	send_page(&page, writers[1]);
	collect(reader, 50);
	expect(reader, 50, 2, 20);
	expect(reader, 30, 3, 30);
	expect_none(reader, 39);
	expect(reader, 40, 4, 40);
	expect_none(reader, 50);
	end(reader, writers, 2);
}

/* A stream that is drained comes back; the record before does not come twice. */
static void test_collect_after_next(void)
{
	int writers[2];
	struct reader *reader = make_reader(writers, 2);
	struct page_maker page;

	begin_page(&page, 10);
	add_event(&page, 10, WANTED, 1);
	send_page(&page, writers[0]);
	collect(reader, FOREVER);
	expect(reader, FOREVER, 1, 10);
	begin_page(&page, 5);
	add_event(&page, 5, WANTED, 2); /* late */
	send_page(&page, writers[1]);
	begin_page(&page, 20);
	add_event(&page, 20, WANTED, 3);
	send_page(&page, writers[0]);
	collect(reader, FOREVER);
	expect(reader, FOREVER, 2, 5);
	expect(reader, FOREVER, 3, 20);
	expect_none(reader, FOREVER);
	end(reader, writers, 2);
}

/* Reading ends at the first page that begins after the time given. */
static void test_bounded_collect(void)
{
	int writers[1];
	struct reader *reader = make_reader(writers, 1);
	struct page_maker page;

	for (int32_t i = 1; i <= 4; i++) {
		begin_page(&page, 10 * (uint64_t)i);
		add_event(&page, 10 * (uint64_t)i, WANTED, i);
		send_page(&page, writers[0]);
	}
	collect(reader, 15);
	expect(reader, FOREVER, 1, 10);
	expect(reader, FOREVER, 2, 20);
	expect_none(reader, FOREVER);
	collect(reader, FOREVER);
	expect(reader, FOREVER, 3, 30);
	expect(reader, FOREVER, 4, 40);
	expect_none(reader, FOREVER);
	end(reader, writers, 1);
}

/* A long stream comes in pieces; what the others have is not handed out before its rest. */
static void test_pieces(void)
{
	enum { PAGES = 100 }; /* more than a piece */
	int writers[2];
	struct reader *reader = make_reader(writers, 2);
	uint64_t until_ns = FOREVER;
	struct page_maker page;
	int32_t next = 0;
	unsigned pieces = 0;
	uint32_t cpu;

	CHECK(fcntl(writers[0], F_SETPIPE_SZ, 2 * PAGES * PAGE_BYTES) > 0);
	for (int32_t i = 0; i < PAGES; i++) {
		begin_page(&page, 10 + (uint64_t)i);
		add_event(&page, 10 + (uint64_t)i, WANTED, i);
		send_page(&page, writers[0]);
	}
	begin_page(&page, 10 + PAGES);
	add_event(&page, 10 + PAGES, WANTED, PAGES);
	send_page(&page, writers[1]);
	do {
		struct record record;

		until_ns = FOREVER;
		CHECK_INT(reader_collect(reader, &until_ns, &cpu), 0);
		while (reader_next(reader, until_ns, &record))
			CHECK_INT(record.tid, next++);
		pieces++;
	} while (until_ns != FOREVER);
	CHECK_INT(next, PAGES + 1);
	CHECK(pieces > 1);
	end(reader, writers, 2);
}

/* At the same time the lower CPU is first, whatever came in first. */
static void test_ties(void)
{
	int writers[4];
	struct reader *reader = make_reader(writers, 4);
	struct page_maker page;

	for (int32_t i = 3; i >= 0; i--) {
		begin_page(&page, 10);
		add_event(&page, 10, WANTED, i);
		add_event(&page, 10, WANTED, i);
		send_page(&page, writers[i]);
	}
	collect(reader, FOREVER);
	for (int32_t i = 0; i < 8; i++)
		expect(reader, FOREVER, i / 2, 10);
	expect_none(reader, FOREVER);
	end(reader, writers, 4);
}

/* Many streams, many pages, random gaps: all come, in order. */
static void test_many(void)
{
	enum { STREAMS = 7, ROUNDS = 8, EVENTS = 300 };
	int writers[STREAMS];
	struct reader *reader = make_reader(writers, STREAMS);
	uint64_t clock[STREAMS] = {0}, last_ns = 0;
	unsigned got = 0;
	struct record record;
	struct page_maker page;

	srandom(1);
	for (unsigned round = 0; round < ROUNDS; round++) {
		for (unsigned s = 0; s < STREAMS; s++) {
			begin_page(&page, clock[s]);
			for (unsigned i = 0; i < EVENTS; i++)
				add_event(&page, clock[s] += (uint64_t)random() % 1000,
					  i % 3 ? WANTED : UNWANTED, 1);
			send_page(&page, writers[s]);
		}
	}
	collect(reader, FOREVER);
	for (; reader_next(reader, FOREVER, &record); got++) {
		CHECK(record.time_ns >= last_ns);
		last_ns = record.time_ns;
	}
	CHECK_INT(got, STREAMS * ROUNDS * (EVENTS - EVENTS / 3));
	end(reader, writers, STREAMS);
}

static void test_nothing(void)
{
	int writers[1];
	struct reader *reader = make_reader(writers, 1);
	struct page_maker page;

	collect(reader, FOREVER);
	expect_none(reader, FOREVER);
	begin_page(&page, 10);
	add_event(&page, 10, UNWANTED, 1);
	send_page(&page, writers[0]);
	collect(reader, FOREVER);
	expect_none(reader, FOREVER);
	end(reader, writers, 1);
	reader_free(NULL);
}

/* ---- stacks ---- */

static const struct ring_stack_layout stacks = {.type = STACK, .count = 8, .addresses = 16};

/* Of one address, @address. */
static void add_stack(struct page_maker *page, uint64_t time_ns, uint8_t flags, int32_t tid,
		      uint64_t address)
{
	uint32_t header = (uint32_t)(time_ns - page->last_ns) << 5 | 6, count = 1;
	struct ring_head head = {.type = STACK, .flags = flags, .tid = tid};
	unsigned char *at = page->bytes + 16 + page->len;

	memcpy(at, &header, 4);
	memcpy(at + 4, &head, sizeof(head));
	memcpy(at + 12, &count, 4);
	memcpy(at + 20, &address, 8);
	page->len += 28;
	page->last_ns = time_ns;
}

static void add_interrupt(struct page_maker *page, uint64_t time_ns, uint16_t id, uint8_t flags,
			  int32_t tid)
{
	unsigned char *at = page->bytes + 16 + page->len;

	add_event(page, time_ns, id, tid);
	at[6] = flags;
}

/* The next record is of @tid and has the stack @address (0: none). */
static void expect_stack(struct reader *reader, uint64_t until_ns, int32_t tid, uint64_t address)
{
	struct record record;
	uint64_t found;

	if (!CHECK(reader_next(reader, until_ns, &record)))
		return;
	CHECK_INT(record.tid, tid);
	if (!address) {
		CHECK(!record.stack);
		return;
	}
	if (!CHECK(record.stack && record.nstack == 1))
		return;
	memcpy(&found, record.stack, sizeof(found));
	CHECK_INT(found, address);
}

static struct reader *make_stack_reader(int *writers)
{
	struct reader *reader = make_reader(writers, 1);

	reader_want_stack(reader, WANTED, &stacks);
	return reader;
}

/* Interrupts of all kinds between an event and its stack, with events and stacks of their own. */
static void test_nested_stacks(void)
{
	int writer;
	struct reader *reader = make_stack_reader(&writer);
	struct page_maker page;

	begin_page(&page, 10);
	add_stack(&page, 10, 0, 1, 99); /* whose event is lost */
	add_event(&page, 11, WANTED, 1);
	add_interrupt(&page, 12, WANTED, RING_FLAG_SOFTIRQ, 1);
	add_interrupt(&page, 13, WANTED, RING_FLAG_SOFTIRQ | RING_FLAG_HARDIRQ, 1);
	send_page(&page, writer);
	begin_page(&page, 20);
	add_interrupt(&page, 20, UNWANTED, RING_FLAG_NMI, 1);
	add_stack(&page, 21, RING_FLAG_NMI, 1, 98);
	add_stack(&page, 22, RING_FLAG_SOFTIRQ | RING_FLAG_HARDIRQ, 1, 13);
	add_stack(&page, 23, RING_FLAG_SOFTIRQ, 1, 12);
	add_stack(&page, 24, 0, 1, 11);
	add_event(&page, 25, WANTED, 2);
	add_stack(&page, 26, 0, 2, 25);
	send_page(&page, writer);
	collect(reader, FOREVER);
	expect_stack(reader, FOREVER, 1, 11);
	expect_stack(reader, FOREVER, 1, 12);
	expect_stack(reader, FOREVER, 1, 13);
	expect_stack(reader, FOREVER, 2, 25);
	expect_none(reader, FOREVER);
	end(reader, &writer, 1);
}

/* No event gets another's stack: not over a gap, not over an event of its own level or a lower one.
 */
static void test_lost_stacks(void)
{
	int writer;
	struct reader *reader = make_stack_reader(&writer);
	struct page_maker page;

	begin_page(&page, 10);
	add_event(&page, 10, WANTED, 1);
	add_event(&page, 11, UNWANTED, 1);
	add_stack(&page, 12, 0, 1, 11);
	add_interrupt(&page, 13, WANTED, RING_FLAG_HARDIRQ, 1);
	add_stack(&page, 14, 0, 1, 99);
	add_event(&page, 15, WANTED, 2);
	add_stack(&page, 16, 0, 3, 99); /* another thread's */
	add_event(&page, 17, WANTED, 4);
	send_page(&page, writer);
	begin_page(&page, 20);
	add_stack(&page, 20, 0, 4, 99);
	send_page_behind_gap(&page, writer);
	collect(reader, FOREVER);
	expect_stack(reader, FOREVER, 1, 0);
	expect_stack(reader, FOREVER, 1, 0);
	expect_stack(reader, FOREVER, 2, 0);
	expect_stack(reader, FOREVER, 4, 0);
	expect_none(reader, FOREVER);
	end(reader, &writer, 1);
}

/* An event waits for its stack, but not for ever. */
static void test_late_stack(void)
{
	int writer;
	struct reader *reader = make_stack_reader(&writer);
	struct page_maker page;

	begin_page(&page, 10);
	add_event(&page, 10, WANTED, 1);
	send_page(&page, writer);
	collect(reader, 20);
	expect_none(reader, 20);
	begin_page(&page, 15);
	add_stack(&page, 15, 0, 1, 10);
	add_event(&page, 16, WANTED, 2);
	send_page(&page, writer);
	collect(reader, 30);
	expect_stack(reader, 30, 1, 10);
	expect_none(reader, 30);
	expect_stack(reader, 1000000000, 2, 0);
	end(reader, &writer, 1);
}

int main(void)
{
	test_nested_stacks();
	test_lost_stacks();
	test_late_stack();
	test_merge();
	test_gap();
	test_horizon();
	test_collect_after_next();
	test_bounded_collect();
	test_pieces();
	test_ties();
	test_many();
	test_nothing();
	return check_done();
}
