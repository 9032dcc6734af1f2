/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One page (sub-buffer) of the kernel's ring buffer as read() of trace_pipe_raw gives it and
 * trace.dat keeps it: its layout, and the walk over it.
 *
 * Purpose:  the hot path of reading: header to header, no call, no copy.
 * Owner:    a struct ring_cursor is plain data over memory of somebody else.
 *
 * Layout (events/header_page and events/header_event of tracefs; kernel/trace/ring_buffer.c and
 * include/linux/ring_buffer.h, the same from 2.6.37 to 6.18 on 64-bit machines):
 *
 *   page:   u64 time stamp, u64 commit (bytes of data in the low 27 bits, flags above), data
 *   event:  u32 with type_len in the low 5 bits and a time delta of 27 bits above
 *           type_len 1..28  data of type_len * 4 bytes
 *                    0      u32 with the size of itself and the data that follow
 *                    29     padding: end of page when the delta is 0, else a discarded event
 *                           with its size as with 0
 *                    30     time extend: u32 with the upper bits of a delta
 *                    31     time stamp: u32 with the upper bits of an absolute time
 *
 * Nothing in a page is trusted: sizes that lead outside end the walk.
 */
#ifndef MSTAP_RUNTIME_RECORDS_RING_PAGE_H
#define MSTAP_RUNTIME_RECORDS_RING_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define RING_PAGE_HEADER_BYTES 16
#define RING_COMMIT_MASK       ((UINT64_C(1) << 27) - 1)
#define RING_MISSED_EVENTS     (UINT64_C(1) << 31)

enum {
	RING_TYPE_LONG = 0,
	RING_TYPE_DATA_MAX = 28,
	RING_TYPE_PADDING = 29,
	RING_TYPE_TIME_EXTEND = 30,
	RING_TYPE_TIME_STAMP = 31,
	RING_TYPE_BITS = 5,
	RING_DELTA_BITS = 27,
};

struct ring_cursor {
	const unsigned char *at;
	const unsigned char *end;
	uint64_t time_ns; /* of the event last returned */
};

struct ring_event {
	const unsigned char *data; /* 4-byte aligned when the page is */
	uint32_t size;		   /* bytes */
};

static inline uint32_t ring_load32(const unsigned char *at)
{
	uint32_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

static inline uint64_t ring_page_time_ns(const unsigned char *page)
{
	uint64_t time_ns;

	memcpy(&time_ns, page, sizeof(time_ns));
	return time_ns;
}

/*
 * Were events lost before the first one of @page? (RB_MISSED_EVENTS, which
 * ring_buffer_read_page() sets whether or not there is room for their number.)
 */
static inline bool ring_page_is_behind_gap(const unsigned char *page)
{
	uint64_t commit;

	memcpy(&commit, page + 8, sizeof(commit));
	return commit & RING_MISSED_EVENTS;
}

/*
 * Puts @cursor before the first event of @page, of which @bytes were read. Returns false when
 * there is no event in it (or no whole header).
 */
static inline bool ring_cursor_open(struct ring_cursor *cursor, const unsigned char *page,
				    size_t bytes)
{
	uint64_t commit;

	if (bytes < RING_PAGE_HEADER_BYTES)
		return false;
	memcpy(&commit, page + 8, sizeof(commit));
	commit &= RING_COMMIT_MASK;
	if (commit > bytes - RING_PAGE_HEADER_BYTES)
		commit = bytes - RING_PAGE_HEADER_BYTES;
	cursor->at = page + RING_PAGE_HEADER_BYTES;
	cursor->end = cursor->at + commit;
	cursor->time_ns = ring_page_time_ns(page);
	return commit > 0;
}

/*
 * The rarer headers: returns the bytes to skip to the next header, 0 at the end of the walk.
 * Long events have *@event filled.
 *
 * A discarded event's delta counts, because the deltas after it were computed from it; only a
 * delta of 1 may have been made up by the kernel, so as not to look like the end of the page
 * (rb_event_discard() and rb_read_data_buffer(), kernel 6.12).
 *
 * Time stamps keep 59 bits (rb_fix_abs_ts() puts back the upper five from the event before);
 * on the clock "mono" these are zero for the first 18 years after boot.
 */
static inline size_t ring_cursor_special(struct ring_cursor *cursor, uint32_t type, uint32_t delta,
					 struct ring_event *event)
{
	size_t left = (size_t)(cursor->end - cursor->at);
	uint32_t extra;

	if (left < 8 || (type == RING_TYPE_PADDING && delta == 0))
		return 0;
	extra = ring_load32(cursor->at + 4);
	switch (type) {
	case RING_TYPE_TIME_EXTEND:
		cursor->time_ns += ((uint64_t)extra << RING_DELTA_BITS) + delta;
		return 8;
	case RING_TYPE_TIME_STAMP:
		cursor->time_ns = ((uint64_t)extra << RING_DELTA_BITS) + delta;
		return 8;
	}
	if (extra < 4 || extra > left - 4)
		return 0;
	if (type == RING_TYPE_LONG || delta > 1)
		cursor->time_ns += delta;
	if (type == RING_TYPE_LONG)
		*event = (struct ring_event){cursor->at + 8, extra - 4};
	return 4 + (size_t)extra;
}

/* The next event of the page; @cursor->time_ns becomes its time. Returns false at the end. */
static inline bool ring_cursor_next(struct ring_cursor *cursor, struct ring_event *event)
{
	event->data = NULL;
	while (cursor->end - cursor->at >= 4) {
		uint32_t word = ring_load32(cursor->at);
		uint32_t type = word & ((1u << RING_TYPE_BITS) - 1);
		uint32_t delta = word >> RING_TYPE_BITS;
		size_t skip;

		if (__builtin_expect(type - 1 < RING_TYPE_DATA_MAX, 1)) {
			event->data = cursor->at + 4;
			event->size = type * 4;
			if (event->size > (size_t)(cursor->end - event->data))
				break;
			cursor->time_ns += delta;
			cursor->at = event->data + event->size;
			return true;
		}
		skip = ring_cursor_special(cursor, type, delta, event);
		if (!skip)
			break;
		cursor->at += skip;
		if (event->data)
			return true;
	}
	cursor->at = cursor->end;
	return false;
}

#endif
