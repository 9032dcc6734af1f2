/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/perf/ring.h"

#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/xalloc.h"

/* A record's size is 16 bits in its header. */
#define RECORD_MAX (UINT16_MAX + 1)

int ring_open(struct ring *ring, int fd, size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *map = mmap(NULL, page + bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (map == MAP_FAILED)
		return -1;
	*ring = (struct ring){.map = map, .fd = fd, .bytes = bytes, .whole = xmalloc(RECORD_MAX)};
	return 0;
}

void ring_close(struct ring *ring)
{
	if (ring->map)
		munmap(ring->map, (size_t)sysconf(_SC_PAGESIZE) + ring->bytes);
	free(ring->whole);
	*ring = (struct ring){0};
}

static struct perf_event_mmap_page *control(const struct ring *ring)
{
	return ring->map;
}

/* Kernels before 4.1 leave the place out; the data is behind the first page then, too. */
static const unsigned char *data(const struct ring *ring)
{
	return (const unsigned char *)ring->map + sysconf(_SC_PAGESIZE);
}

/* Records begin at multiples of 8, so that a header is never cut in two. */
const struct perf_event_header *ring_next(struct ring *ring)
{
	uint64_t head = __atomic_load_n(&control(ring)->data_head, __ATOMIC_ACQUIRE);
	size_t from = ring->at & (ring->bytes - 1), first = ring->bytes - from;
	const unsigned char *record = data(ring) + from;
	size_t size;

	if (ring->at == head)
		return NULL;
	size = ((const struct perf_event_header *)(const void *)record)->size;
	ring->at += size;
	if (size <= first)
		return (const void *)record;
	memcpy(ring->whole, record, first);
	memcpy(ring->whole + first, data(ring), size - first);
	return (const void *)ring->whole;
}

void ring_release(struct ring *ring)
{
	__atomic_store_n(&control(ring)->data_tail, ring->at, __ATOMIC_RELEASE);
}
