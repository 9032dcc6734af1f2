/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reader: the per-CPU streams of one trace instance, merged by time.
 *
 * Purpose:  take in pages of trace_pipe_raw, hand out records in global time order.
 * Owner:    the tracefs source; one per instance, from attach to close.
 * Lifetime: a record's data stays until the next reader_next() or reader_collect().
 */
#ifndef MSTAP_RUNTIME_TRACEFS_READER_H
#define MSTAP_RUNTIME_TRACEFS_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record;
struct reader;
struct ring_stack_layout;

/* An empty reader. */
struct reader *reader_new(void);
/* Before anything is read: the size of a (sub-)buffer. */
void reader_set_page_bytes(struct reader *reader, size_t page_bytes);
/* Closes the streams' descriptors. @reader may be NULL. */
void reader_free(struct reader *reader);

/* Takes over @fd, a non-blocking trace_pipe_raw of @cpu, and @stats_fd, its "stats" (-1: none). */
void reader_add_stream(struct reader *reader, int fd, int stats_fd, uint32_t cpu);
/* Only records of wanted events are handed out. */
void reader_want(struct reader *reader, uint32_t event);
/*
 * Records of @event come with their stacks, which @layout describes; it is the same for all events.
 * One without, for whatever reason, has a NULL record.stack.
 */
void reader_want_stack(struct reader *reader, uint32_t event,
		       const struct ring_stack_layout *layout);

/*
 * Sleeps until the kernel finds a stream full enough (buffer_percent), @fd (-1: none) is
 * readable or @timeout_ms (-1: no limit) passed. Not when the last collect left something.
 */
void reader_wait(struct reader *reader, int fd, int timeout_ms);

/*
 * Reads of each stream a piece: until it is empty, has reached *@until_ns, or the piece is large
 * enough for now; then *@until_ns becomes the (earlier) time up to which all streams were read.
 * Returns 0, or -1 with errno and the CPU in *@failed_cpu when the kernel refuses to give more.
 */
int reader_collect(struct reader *reader, uint64_t *until_ns, uint32_t *failed_cpu);

/* The next record not later than @until_ns; at the same time, the lower CPU first. */
bool reader_next(struct reader *reader, uint64_t until_ns, struct record *out);
/* As record_source_ops.lost_between. */
bool reader_lost_between(struct reader *reader, uint64_t from_ns, uint64_t until_ns);
/* Records lost in all buffers so far: overwritten, or dropped by the kernel. Opens no file. */
uint64_t reader_lost_records(const struct reader *reader);

#endif
