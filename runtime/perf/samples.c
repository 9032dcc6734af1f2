/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/perf/samples.h"

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* In the order in which the kernel stores them (perf_event_open(2), PERF_RECORD_SAMPLE). */
#define SAMPLE_TYPE                                                                     \
	(PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME | \
	 PERF_SAMPLE_CPU)

void samples_init(struct samples *samples, uint64_t registers, uint64_t user_ip, bool stacks)
{
	*samples = (struct samples){
		.registers = registers,
		.user_ip = user_ip,
		.nvalues = SAMPLE_REGISTERS + (unsigned)__builtin_popcountll(registers),
	};
	samples->nframes = stacks ? PERF_MAX_STACK_DEPTH : 0;
	samples->row_bytes =
		sizeof(struct sample) + (samples->nvalues + samples->nframes) * sizeof(uint64_t);
}

void samples_free(struct samples *samples)
{
	free(samples->rows);
	*samples = (struct samples){0};
}

void samples_describe(const struct samples *samples, struct perf_event_attr *attr)
{
	attr->sample_type = SAMPLE_TYPE;
	if (samples->nframes) {
		attr->sample_type |= PERF_SAMPLE_CALLCHAIN;
		attr->exclude_callchain_user = 1;
	}
	if (samples->user_ip) {
		attr->sample_type |= PERF_SAMPLE_REGS_USER;
		attr->sample_regs_user = samples->user_ip;
	}
	if (samples->registers) {
		attr->sample_type |= PERF_SAMPLE_REGS_INTR;
		attr->sample_regs_intr = samples->registers;
	}
}

struct field_place samples_place(unsigned index)
{
	return (struct field_place){
		.offset = (uint16_t)(index * sizeof(uint64_t)),
		.size = sizeof(uint64_t),
		.kind = FIELD_INT,
	};
}

static struct sample *row(const struct samples *samples, size_t index)
{
	return (void *)(samples->rows + index * samples->row_bytes);
}

void samples_begin(struct samples *samples)
{
	samples->count -= samples->next;
	if (samples->next && samples->count)
		memmove(samples->rows, row(samples, samples->next),
			samples->count * samples->row_bytes);
	samples->next = 0;
}

/* Every thing in a record is 8 bytes or two of 4. */
static uint64_t take(const uint64_t **at)
{
	return *(*at)++;
}

static uint32_t first_half(uint64_t pair)
{
	uint32_t half;

	memcpy(&half, &pair, sizeof(half));
	return half;
}

static int32_t second_half(uint64_t pair)
{
	int32_t half;

	memcpy(&half, (const char *)&pair + 4, sizeof(half));
	return half;
}

/* A thread that has no user mode has no such registers, which their first word says. */
static void take_registers(const uint64_t **at, uint64_t *values, unsigned count)
{
	bool there = take(at) != PERF_SAMPLE_REGS_ABI_NONE;

	for (unsigned i = 0; i < count; i++)
		values[i] = there ? take(at) : 0;
}

/*
 * Of a stack that is deeper than there is room for, the outermost frames are left out; so they are
 * by the kernel, of one beyond kernel.perf_event_max_stack. Among the addresses stand marks of
 * whose they are.
 */
static uint32_t take_stack(const uint64_t **at, uint64_t *frames, unsigned room)
{
	uint32_t count = 0;

	for (uint64_t left = take(at); left; left--) {
		uint64_t frame = take(at);

		if (frame < (uint64_t)PERF_CONTEXT_MAX && count < room)
			frames[count++] = frame;
	}
	return count;
}

static void make_room(struct samples *samples)
{
	if (samples->count < samples->room)
		return;
	samples->room = samples->room ? 2 * samples->room : 1024;
	samples->rows = xrealloc(samples->rows, samples->room * samples->row_bytes);
}

void samples_add(struct samples *samples, const struct perf_event_header *header)
{
	const uint64_t *at = (const void *)(header + 1);
	struct sample *sample;

	make_room(samples);
	sample = row(samples, samples->count++);
	sample->order = samples->order++;
	sample->id = take(&at);
	sample->values[SAMPLE_IP] = take(&at);
	sample->tid = second_half(take(&at));
	sample->time_ns = take(&at);
	sample->cpu = first_half(take(&at));
	sample->values[SAMPLE_USER_MODE] =
		(header->misc & PERF_RECORD_MISC_CPUMODE_MASK) == PERF_RECORD_MISC_USER;
	sample->values[SAMPLE_USER_IP] = 0;
	sample->nframes = samples->nframes ? take_stack(&at, sample->values + samples->nvalues,
							samples->nframes)
					   : 0;
	if (samples->user_ip)
		take_registers(&at, &sample->values[SAMPLE_USER_IP], 1);
	if (samples->registers)
		take_registers(&at, &sample->values[SAMPLE_REGISTERS],
			       samples->nvalues - SAMPLE_REGISTERS);
}

static int compare(const void *left, const void *right)
{
	const struct sample *a = left, *b = right;

	if (a->time_ns != b->time_ns)
		return a->time_ns < b->time_ns ? -1 : 1;
	if (a->cpu != b->cpu)
		return a->cpu < b->cpu ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

void samples_sort(struct samples *samples)
{
	if (samples->count > 1)
		qsort(samples->rows, samples->count, samples->row_bytes, compare);
}

const uint64_t *samples_stack(const struct samples *samples, const struct sample *sample)
{
	return sample->values + samples->nvalues;
}

const struct sample *samples_next(struct samples *samples, uint64_t until_ns)
{
	if (samples->next == samples->count || row(samples, samples->next)->time_ns > until_ns)
		return NULL;
	return row(samples, samples->next++);
}
