/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The buffers of our instances: their clock and their sizes.
 *
 * Purpose:  the kernel waits for an RCU grace period at each of these steps, some ten milliseconds
 *           apiece (tracing_set_clock(), buffer_subbuf_size_write(), ring_buffer_resize();
 *           kernel/trace, 6.1 and 6.12). So threads take them, one for each instance, while events
 *           are defined and functions chosen. They hold the kernel's trace_types_lock meanwhile,
 *           which opening a file of any instance takes, and so does defining an event: what shall
 *           not wait opens its files before.
 * Owner:    the tracefs source. buffers_end() comes before anything is switched on, and before an
 *           instance is removed, which an open file of it would prevent (EBUSY).
 */
#ifndef MSTAP_RUNTIME_TRACEFS_BUFFERS_H
#define MSTAP_RUNTIME_TRACEFS_BUFFERS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct instance;

#define BUFFERS_MAX 2

/* What an instance is to become, and what became of it. */
struct buffers_job {
	struct instance *instance;
	const char *clock;
	uint64_t buffer_kb;
	const char *what; /* what could not be done; NULL: it is done */
	int error;
	pthread_t thread;
	bool apart; /* the thread is there */
};

struct buffers {
	struct buffers_job jobs[BUFFERS_MAX];
	unsigned count;
};

/*
 * Begins to give each of @count @instances (BUFFERS_MAX at most) the trace clock @clock (NULL: the
 * one it has, "local") and @buffer_kb of buffer per CPU (0: a default).
 */
void buffers_begin(struct buffers *buffers, struct instance *const *instances, unsigned count,
		   const char *clock, uint64_t buffer_kb);

/*
 * Waits until that is done; page_bytes of each instance is known then, 0 where it failed. Returns
 * 0, or -1 with errno and *@what as of instance_make(), for the first one; again at the next call.
 */
int buffers_end(struct buffers *buffers, const char **what);

#endif
