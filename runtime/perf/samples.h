/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Samples: what is taken out of the rings, in order of time.
 *
 * Purpose:  reads the kernel's records, which vary, into rows of one layout, and sorts them: a
 *           sample of an interrupt can stand before the one that it interrupted, which is older.
 * Owner:    the perf source, one.
 */
#ifndef MSTAP_RUNTIME_PERF_SAMPLES_H
#define MSTAP_RUNTIME_PERF_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/record_source.h"

struct perf_event_attr;
struct perf_event_header;

/* The values of a row before the registers. */
enum sample_value { SAMPLE_IP, SAMPLE_USER_IP, SAMPLE_USER_MODE, SAMPLE_REGISTERS };

/* A row: this, and behind it the values. */
struct sample {
	uint64_t time_ns;
	uint64_t id;	/* of the event on its processor */
	uint64_t order; /* as it came */
	uint32_t cpu;
	size_t stack;	 /* its kernel stack in samples.stacks, ... */
	uint32_t nstack; /* ... of so many addresses: of user mode none */
	int32_t tid; /* -1: of one that is just going (perf_event_pid_type(), kernel/events/core.c)
		      */
	uint64_t values[];
};

struct samples {
	uint64_t registers; /* which ones are recorded, as perf_event_attr.sample_regs_intr */
	uint64_t user_ip;   /* the bit of the one that is the user's instruction pointer; 0: none */
	bool with_stacks;
	unsigned nvalues;
	size_t row_bytes;
	unsigned char *rows; /* those from @next on are still to be handed out */
	size_t next, count, room;
	uint64_t *stacks; /* of all rows, in the order of coming */
	size_t nstacks, stacks_room;
	uint64_t order;
};

/* @registers, @user_ip and @with_stacks as in the struct. */
void samples_init(struct samples *samples, uint64_t registers, uint64_t user_ip, bool with_stacks);
void samples_free(struct samples *samples);
/* Asks for what samples_add() reads. */
void samples_describe(const struct samples *samples, struct perf_event_attr *attr);

/* Where in a row the value @index is: a place of 8 bytes. */
struct field_place samples_place(unsigned index);

/* Drops what has been handed out; samples_add() may then be called. */
void samples_begin(struct samples *samples);
/* Adds the PERF_RECORD_SAMPLE at @header. */
void samples_add(struct samples *samples, const struct perf_event_header *header);
/* Puts all that is there into order; samples_next() may then be called. */
void samples_sort(struct samples *samples);

/* The next one not later than @until_ns, valid until the next samples_begin(); NULL: none. */
const struct sample *samples_next(struct samples *samples, uint64_t until_ns);

#endif
