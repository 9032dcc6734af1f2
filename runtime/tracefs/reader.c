/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/reader.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "runtime/gaps.h"
#include "runtime/record_source.h"
#include "runtime/records/ring_page.h"
#include "runtime/records/ring_stack.h"

/* common_type and common_pid: without these bytes it is no record. */
#define COMMON_BYTES 8
/* What is taken in of a stream at a time: it is handled while the processor's cache has it. */
#define COLLECT_BYTES (256 * 1024)
/* The last one taken in tells how far the others go. */
#define COLLECT_PAGES_MIN 4

struct page {
	struct page *next;
	size_t bytes; /* read */
	_Alignas(16) unsigned char data[];
};

struct stream {
	int fd;
	int stats_fd;
	uint32_t cpu;
	struct page *first; /* the one the cursor is in */
	struct page *last;
	bool open; /* the cursor stands at an event of @first */
	struct ring_cursor cursor;
	struct ring_event event;
};

/* What the heap compares, next to each other in memory. */
struct head {
	uint64_t time_ns;
	struct stream *stream;
};

struct reader {
	size_t page_bytes;
	struct page *pool;
	struct stream **streams;
	struct pollfd *polls; /* one per stream, and one for the caller's descriptor */
	struct head *heads;   /* a binary heap: streams that have an event, the earliest first */
	uint32_t nstreams;
	uint32_t nheads;
	bool handed_out; /* the event of heads[0] is with the caller */
	bool behind;	 /* the last collect left something in a stream */
	struct gaps gaps;
	struct ring_stack_layout stacks;
	unsigned char wanted[(UINT16_MAX + 1) / 8];
	unsigned char with_stack[(UINT16_MAX + 1) / 8];
};

struct reader *reader_new(void)
{
	return xcalloc(1, sizeof(struct reader));
}

void reader_set_page_bytes(struct reader *reader, size_t page_bytes)
{
	reader->page_bytes = page_bytes;
}

static void free_pages(struct page *page)
{
	while (page) {
		struct page *next = page->next;

		free(page);
		page = next;
	}
}

void reader_free(struct reader *reader)
{
	if (!reader)
		return;
	for (uint32_t i = 0; i < reader->nstreams; i++) {
		close(reader->streams[i]->fd);
		if (reader->streams[i]->stats_fd >= 0)
			close(reader->streams[i]->stats_fd);
		free_pages(reader->streams[i]->first);
		free(reader->streams[i]);
	}
	free_pages(reader->pool);
	free(reader->streams);
	free(reader->polls);
	free(reader->heads);
	free(reader);
}

void reader_add_stream(struct reader *reader, int fd, int stats_fd, uint32_t cpu)
{
	uint32_t count = reader->nstreams + 1;
	struct stream *stream = xcalloc(1, sizeof(*stream));

	stream->fd = fd;
	stream->stats_fd = stats_fd;
	stream->cpu = cpu;
	reader->streams = xrealloc(reader->streams, count * sizeof(*reader->streams));
	reader->heads = xrealloc(reader->heads, count * sizeof(*reader->heads));
	reader->polls = xrealloc(reader->polls, (count + 1) * sizeof(*reader->polls));
	reader->streams[reader->nstreams] = stream;
	reader->polls[reader->nstreams] = (struct pollfd){.fd = fd, .events = POLLIN};
	reader->nstreams = count;
}

void reader_want(struct reader *reader, uint32_t event)
{
	if (event <= UINT16_MAX)
		reader->wanted[event / 8] |= (unsigned char)(1u << event % 8);
}

void reader_want_stack(struct reader *reader, uint32_t event,
		       const struct ring_stack_layout *layout)
{
	reader->stacks = *layout;
	if (event <= UINT16_MAX)
		reader->with_stack[event / 8] |= (unsigned char)(1u << event % 8);
}

/* ---- pages ---- */

static struct page *take_page(struct reader *reader)
{
	struct page *page = reader->pool;

	if (page)
		reader->pool = page->next;
	else
		page = xmalloc(sizeof(*page) + reader->page_bytes);
	page->next = NULL;
	page->bytes = 0;
	return page;
}

static void give_page(struct reader *reader, struct page *page)
{
	page->next = reader->pool;
	reader->pool = page;
}

static void append_page(struct stream *stream, struct page *page)
{
	if (stream->last)
		stream->last->next = page;
	else
		stream->first = page;
	stream->last = page;
}

static void drop_first_page(struct reader *reader, struct stream *stream)
{
	struct page *page = stream->first;

	stream->first = page->next;
	if (!stream->first)
		stream->last = NULL;
	give_page(reader, page);
}

/* ---- streams ---- */

static inline bool is_wanted(const struct reader *reader, const struct ring_event *event)
{
	uint16_t id;

	if (event->size < COMMON_BYTES)
		return false;
	memcpy(&id, event->data, sizeof(id));
	return reader->wanted[id / 8] >> id % 8 & 1;
}

/* Moves to the next wanted event, giving back the pages that are done with. */
static bool advance(struct reader *reader, struct stream *stream)
{
	for (;;) {
		while (stream->open && ring_cursor_next(&stream->cursor, &stream->event)) {
			if (is_wanted(reader, &stream->event))
				return true;
		}
		if (stream->open)
			drop_first_page(reader, stream);
		stream->open = false;
		if (!stream->first)
			return false;
		stream->open = true;
		ring_cursor_open(&stream->cursor, stream->first->data, stream->first->bytes);
	}
}

/* ---- heap ---- */

static inline bool is_before(struct head a, struct head b)
{
	return a.time_ns < b.time_ns || (a.time_ns == b.time_ns && a.stream->cpu < b.stream->cpu);
}

static void sift_down(struct reader *reader, uint32_t at)
{
	struct head *heads = reader->heads;
	struct head moving = heads[at];

	for (;;) {
		uint32_t child = 2 * at + 1;

		if (child >= reader->nheads)
			break;
		if (child + 1 < reader->nheads && is_before(heads[child + 1], heads[child]))
			child++;
		if (!is_before(heads[child], moving))
			break;
		heads[at] = heads[child];
		at = child;
	}
	heads[at] = moving;
}

static void push_head(struct reader *reader, struct stream *stream)
{
	struct head *heads = reader->heads;
	struct head moving = {stream->cursor.time_ns, stream};
	uint32_t at = reader->nheads++;

	while (at && is_before(moving, heads[(at - 1) / 2])) {
		heads[at] = heads[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	heads[at] = moving;
}

/* The caller is done with the event it was given: its stream moves on. */
static inline void settle(struct reader *reader)
{
	struct head *top = reader->heads;

	if (!reader->handed_out)
		return;
	reader->handed_out = false;
	if (advance(reader, top->stream))
		top->time_ns = top->stream->cursor.time_ns;
	else
		*top = reader->heads[--reader->nheads];
	if (reader->nheads > 1)
		sift_down(reader, 0);
}

/* ---- the reader ---- */

void reader_wait(struct reader *reader, int fd, int timeout_ms)
{
	struct pollfd *polls = reader->polls;
	uint32_t n = reader->nstreams;

	if (reader->behind)
		return;
	polls[n] = (struct pollfd){.fd = fd, .events = POLLIN};
	if (poll(polls, n + 1, timeout_ms) <= 0)
		return;
	/*
	 * A CPU that has never been online has no buffer, and polling it says so again and again
	 * (ring_buffer_poll_wait()); it is still read at each collect.
	 */
	for (uint32_t i = 0; i < n; i++) {
		if (polls[i].revents && !(polls[i].revents & POLLIN))
			polls[i].fd = -1;
	}
}

/*
 * Reads one page into @page. Returns the bytes of it, 0 when the stream is empty, -1 with
 * errno. A CPU that has never been online answers ENODEV: it is as good as empty, until it comes.
 */
static ssize_t read_page(const struct reader *reader, int fd, struct page *page)
{
	struct ring_cursor cursor;
	ssize_t got;

	do
		got = read(fd, page->data, reader->page_bytes);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return errno == EAGAIN || errno == ENODEV ? 0 : -1;
	page->bytes = (size_t)got;
	return ring_cursor_open(&cursor, page->data, page->bytes) ? got : 0;
}

/* When the last event of what was read of @stream so far happened. */
static uint64_t last_time(const struct stream *stream)
{
	struct ring_cursor cursor;
	struct ring_event event;

	if (!stream->last || !ring_cursor_open(&cursor, stream->last->data, stream->last->bytes))
		return stream->cursor.time_ns;
	while (ring_cursor_next(&cursor, &event))
		;
	return cursor.time_ns;
}

static void note_gap(struct reader *reader, const struct stream *stream, const struct page *page)
{
	if (ring_page_is_behind_gap(page->data))
		gaps_add(&reader->gaps, last_time(stream), ring_page_time_ns(page->data));
}

static size_t pages_at_a_time(const struct reader *reader)
{
	size_t count = COLLECT_BYTES / reader->page_bytes;

	return count > COLLECT_PAGES_MIN ? count : COLLECT_PAGES_MIN;
}

/*
 * A page that begins after *@until_ns ends it: all that is older has been read, and a producer
 * that is faster than we are cannot keep us here. So does the last of those that are taken in at
 * a time; then *@until_ns becomes the time that it begins at.
 */
static int collect_stream(struct reader *reader, struct stream *stream, uint64_t *until_ns)
{
	bool in_heap = stream->first != NULL;
	size_t left = pages_at_a_time(reader);
	ssize_t got;

	for (;;) {
		struct page *page = take_page(reader);

		got = read_page(reader, stream->fd, page);
		if (got <= 0) {
			give_page(reader, page);
			break;
		}
		note_gap(reader, stream, page);
		append_page(stream, page);
		if (ring_page_time_ns(page->data) > *until_ns)
			break;
		if (!--left) {
			*until_ns = ring_page_time_ns(page->data);
			reader->behind = true;
			break;
		}
	}
	if (!in_heap && advance(reader, stream))
		push_head(reader, stream);
	return got < 0 ? -1 : 0;
}

int reader_collect(struct reader *reader, uint64_t *until_ns, uint32_t *failed_cpu)
{
	settle(reader);
	reader->behind = false;
	for (uint32_t i = 0; i < reader->nstreams; i++) {
		if (collect_stream(reader, reader->streams[i], until_ns)) {
			*failed_cpu = reader->streams[i]->cpu;
			return -1;
		}
	}
	return 0;
}

bool reader_lost_between(struct reader *reader, uint64_t from_ns, uint64_t until_ns)
{
	return gaps_between(&reader->gaps, from_ns, until_ns);
}

/* ---- stacks ---- */

/*
 * How long an event waits for a stack that has not been seen: its interrupts are over by then. The
 * kernel does not record every stack: one that is larger than a sub-buffer (of an idle thread,
 * which some unwinders see no end of) it does not.
 */
#define STACK_PATIENCE_NS 10000000

/* Moves to the next record of any kind, without giving pages back. Returns false at the end. */
static bool look_ahead(struct page **page, struct ring_cursor *cursor, struct ring_event *event,
		       bool *is_behind_gap)
{
	while (!ring_cursor_next(cursor, event)) {
		*page = (*page)->next;
		if (!*page)
			return false;
		*is_behind_gap |= ring_page_is_behind_gap((*page)->data);
		ring_cursor_open(cursor, (*page)->data, (*page)->bytes);
	}
	return true;
}

/*
 * Gives @out the stack of the event at the head of @stream, if there is one. Returns false when it
 * may still come.
 */
static bool find_stack(const struct reader *reader, const struct stream *stream, struct record *out)
{
	struct page *page = stream->first;
	struct ring_cursor cursor = stream->cursor;
	struct ring_event other;
	bool is_behind_gap = false;

	while (look_ahead(&page, &cursor, &other, &is_behind_gap)) {
		enum ring_relation relation =
			is_behind_gap ? RING_ENDS
				      : ring_relation(&reader->stacks, &stream->event, &other);

		if (relation == RING_IS_STACK)
			out->nstack = ring_stack_addresses(&reader->stacks, &other, &out->stack);
		if (relation != RING_INTERRUPTS)
			return true;
	}
	return false;
}

static inline bool wants_stack(const struct reader *reader, uint16_t event)
{
	return reader->with_stack[event / 8] >> event % 8 & 1;
}

bool reader_next(struct reader *reader, uint64_t until_ns, struct record *out)
{
	const struct stream *stream;
	const struct ring_event *event;
	uint16_t id;

	settle(reader);
	if (!reader->nheads || reader->heads->time_ns > until_ns)
		return false;
	stream = reader->heads->stream;
	event = &stream->event;
	/* NOLINTNEXTLINE(clang-analyzer-core.*): a stream in the heap has an event */
	memcpy(&id, event->data, sizeof(id));
	out->time_ns = reader->heads->time_ns;
	out->cpu = stream->cpu;
	out->event = id;
	memcpy(&out->tid, event->data + 4, sizeof(out->tid));
	out->size = event->size;
	out->data = event->data;
	out->stack = NULL;
	out->nstack = 0;
	if (wants_stack(reader, id) && !find_stack(reader, stream, out) &&
	    until_ns - out->time_ns < STACK_PATIENCE_NS)
		return false;
	reader->handed_out = true;
	return true;
}

/* ---- losses ---- */

static uint64_t number_after(const char *text, const char *label)
{
	const char *at = strstr(text, label);

	return at ? strtoull(at + strlen(label), NULL, 10) : 0;
}

/*
 * "overrun": overwritten before they were read; "commit overrun" and "dropped events": there was
 * no room for them (tracing_stats_read(), kernel/trace/trace.c).
 */
uint64_t reader_lost_records(const struct reader *reader)
{
	struct buf text = {0};
	uint64_t lost = 0;

	for (uint32_t i = 0; i < reader->nstreams; i++) {
		buf_clear(&text);
		if (!buf_reread_fd(&text, reader->streams[i]->stats_fd) && text.data)
			lost += number_after(text.data, "\noverrun: ") +
				number_after(text.data, "\ncommit overrun: ") +
				number_after(text.data, "\ndropped events: ");
	}
	buf_free(&text);
	return lost;
}
