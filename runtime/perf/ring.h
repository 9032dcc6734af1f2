/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ring: the buffer of one processor that the kernel writes samples to.
 *
 * Purpose:  hands out whole records and frees their room (perf_event_open(2), "MMAP layout").
 * Owner:    the perf source, one a processor; it belongs to the event on whose descriptor it was
 *           mapped, others of that processor share it.
 */
#ifndef MSTAP_RUNTIME_PERF_RING_H
#define MSTAP_RUNTIME_PERF_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct perf_event_header;

struct ring {
	void *map;	      /* NULL: not mapped */
	int fd;		      /* of the event that it belongs to */
	size_t bytes;	      /* of the data, a power of two */
	uint64_t at;	      /* what has been handed out */
	unsigned char *whole; /* a record that goes round the end, in one piece */
};

/* Maps the buffer of @fd with @bytes of room, a power of two pages. Returns 0, or -1 with errno. */
int ring_open(struct ring *ring, int fd, size_t bytes);
void ring_close(struct ring *ring);

/*
 * The next record that is complete, or NULL; it is valid until the next call. The room of those
 * before is the kernel's again after ring_release().
 */
const struct perf_event_header *ring_next(struct ring *ring);
void ring_release(struct ring *ring);

#endif
