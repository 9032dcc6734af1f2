/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/halves.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "runtime/record.h"

/* Hits under way: one for each CPU and context, and those whose second half got lost. */
#define BUCKETS 256

struct half {
	struct half *next; /* in its bucket, or of the spare ones */
	struct half_key key;
	struct record record; /* its data and stack are in @bytes */
	unsigned char *bytes;
	size_t room;
};

struct halves {
	struct half *buckets[BUCKETS];
	struct half *spare;
	struct half *taken; /* what the last halves_take() gave */
};

struct halves *halves_new(void)
{
	return xcalloc(1, sizeof(struct halves));
}

static void free_list(struct half *half)
{
	while (half) {
		struct half *next = half->next;

		free(half->bytes);
		free(half);
		half = next;
	}
}

void halves_free(struct halves *halves)
{
	if (!halves)
		return;
	for (unsigned i = 0; i < BUCKETS; i++)
		free_list(halves->buckets[i]);
	free_list(halves->spare);
	free_list(halves->taken);
	free(halves);
}

/*
 * common_flags is the byte behind common_type; these of it say where the processor was, the others
 * may change between two records (include/linux/trace_events.h, enum trace_flag_type; 6.1 and
 * 6.12).
 */
uint8_t halves_context(const struct record *record)
{
	enum { FLAGS_AT = 2, HARDIRQ = 0x08, SOFTIRQ = 0x10, NMI = 0x40 };

	return record->size > FLAGS_AT ? record->data[FLAGS_AT] & (HARDIRQ | SOFTIRQ | NMI) : 0;
}

static bool is_key(const struct half_key *a, const struct half_key *b)
{
	return a->probe == b->probe && a->thread == b->thread && a->context == b->context;
}

static struct half **find_place(struct halves *halves, struct half_key key)
{
	uint32_t hash =
		(((uint32_t)key.thread * 31u + key.probe) * 31u + key.context) * 2654435761u;
	struct half **place = &halves->buckets[hash >> 24];

	while (*place && !is_key(&(*place)->key, &key))
		place = &(*place)->next;
	return place;
}
_Static_assert(BUCKETS == 1u << (32 - 24), "the upper bits of the hash choose the bucket");

static struct half *new_half(struct halves *halves, struct half_key key)
{
	struct half *half = halves->spare;

	if (half)
		halves->spare = half->next;
	else
		half = xcalloc(1, sizeof(*half));
	half->next = NULL;
	half->key = key;
	return half;
}

static void spare_taken(struct halves *halves)
{
	struct half *half = halves->taken;

	if (!half)
		return;
	half->next = halves->spare;
	halves->spare = half;
	halves->taken = NULL;
}

static void copy_record(struct half *half, const struct record *record)
{
	size_t nstack = (size_t)record->nstack * sizeof(uint64_t);
	size_t size = record->size + nstack;

	if (size > half->room) {
		half->bytes = xrealloc(half->bytes, size);
		half->room = size;
	}
	half->record = *record;
	half->record.data = half->bytes;
	memcpy(half->bytes, record->data, record->size);
	if (!record->stack)
		return;
	half->record.stack = half->bytes + record->size;
	memcpy(half->bytes + record->size, record->stack, nstack);
}

uint64_t halves_keep(struct halves *halves, struct half_key key, const struct record *record)
{
	struct half **place = find_place(halves, key);
	uint64_t replaced_ns = *place ? (*place)->record.time_ns : 0;

	spare_taken(halves);
	if (!*place)
		*place = new_half(halves, key);
	copy_record(*place, record);
	return replaced_ns;
}

const struct record *halves_take(struct halves *halves, struct half_key key)
{
	struct half **place = find_place(halves, key), *half = *place;

	spare_taken(halves);
	if (!half)
		return NULL;
	*place = half->next;
	half->next = NULL;
	halves->taken = half;
	return &half->record;
}

uint64_t halves_count(const struct halves *halves, uint32_t probe, uint64_t from_ns,
		      uint64_t until_ns)
{
	uint64_t count = 0;

	for (unsigned i = 0; i < BUCKETS; i++)
		for (const struct half *half = halves->buckets[i]; half; half = half->next)
			count += half->key.probe == probe && half->record.time_ns >= from_ns &&
				 half->record.time_ns < until_ns;
	return count;
}
