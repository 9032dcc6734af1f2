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

void samples_init(struct samples *samples, uint64_t registers, uint64_t user_ip, bool with_stacks)
{
	*samples = (struct samples){
		.registers = registers,
		.user_ip = user_ip,
		.with_stacks = with_stacks,
		.nvalues = SAMPLE_REGISTERS + (unsigned)__builtin_popcountll(registers),
	};
	samples->row_bytes = sizeof(struct sample) + samples->nvalues * sizeof(uint64_t);
}

void samples_free(struct samples *samples)
{
	free(samples->rows);
	free(samples->stacks);
	*samples = (struct samples){0};
}

void samples_describe(const struct samples *samples, struct perf_event_attr *attr)
{
	attr->sample_type = SAMPLE_TYPE;
	if (samples->with_stacks) {
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

/* Those of the rows from @next on move to the front. */
static void keep_stacks(struct samples *samples)
{
	uint64_t *old = samples->stacks;

	samples->stacks = samples->stacks_room
				  ? xmalloc(samples->stacks_room * sizeof(*samples->stacks))
				  : NULL;
	samples->nstacks = 0;
	for (size_t i = samples->next; i < samples->count; i++) {
		struct sample *sample = row(samples, i);

		if (sample->nstack)
			/* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): has room */
			memcpy(samples->stacks + samples->nstacks, old + sample->stack,
			       sample->nstack * sizeof(*old));
		sample->stack = samples->nstacks;
		samples->nstacks += sample->nstack;
	}
	free(old);
}

void samples_begin(struct samples *samples)
{
	if (samples->with_stacks && samples->next)
		keep_stacks(samples);
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
 * The number of words, then for each context its mark and the addresses; of users there are none
 * (PERF_SAMPLE_CALLCHAIN).
 */
static void take_stack(const uint64_t **at, struct samples *samples, struct sample *sample)
{
	uint64_t count = take(at);

	sample->stack = samples->nstacks;
	sample->nstack = 0;
	if (samples->stacks_room - samples->nstacks < count) {
		samples->stacks_room = 2 * (samples->stacks_room + count);
		samples->stacks =
			xrealloc(samples->stacks, samples->stacks_room * sizeof(*samples->stacks));
	}
	for (uint64_t i = 0; i < count; i++) {
		uint64_t address = take(at);

		if (address >= PERF_CONTEXT_MAX)
			continue;
		samples->stacks[samples->nstacks++] = address;
		sample->nstack++;
	}
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
	sample->nstack = 0;
	if (samples->with_stacks)
		take_stack(&at, samples, sample);
	sample->values[SAMPLE_USER_MODE] =
		(header->misc & PERF_RECORD_MISC_CPUMODE_MASK) == PERF_RECORD_MISC_USER;
	sample->values[SAMPLE_USER_IP] = 0;
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

const struct sample *samples_next(struct samples *samples, uint64_t until_ns)
{
	if (samples->next == samples->count || row(samples, samples->next)->time_ns > until_ns)
		return NULL;
	return row(samples, samples->next++);
}
