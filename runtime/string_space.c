/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/string_space.h"

#include <stdlib.h>

#include "base/xalloc.h"

/* Small enough that two of them stay in a second-level cache. */
#ifdef MSTAP_STRESS
#define CHUNK_BYTES 64
#else
#define CHUNK_BYTES (256 * 1024)
#endif

/* In place of the length of a string that was moved; its text holds the new address. */
#define MOVED UINT32_MAX

struct string_chunk {
	struct string_chunk *next;
	size_t size;
	_Alignas(8) char bytes[];
};

static const union {
	uint32_t words[2];
	struct string string;
} empty;
const struct string *const string_empty = &empty.string;

static struct string_chunk *chunk_new(size_t size)
{
	struct string_chunk *chunk = xmalloc(sizeof(*chunk) + size);

	chunk->next = NULL;
	chunk->size = size;
	return chunk;
}

static void chunks_free(struct string_chunk *chunks)
{
	while (chunks) {
		struct string_chunk *next = chunks->next;

		free(chunks);
		chunks = next;
	}
}

static void fill_from(struct string_space *space, struct string_chunk *chunk)
{
	space->chunks = chunk;
	space->at = chunk->bytes;
	space->end = chunk->bytes + chunk->size;
}

void string_space_init(struct string_space *space)
{
	*space = (struct string_space){0};
	fill_from(space, chunk_new(CHUNK_BYTES));
}

void string_space_free(struct string_space *space)
{
	chunks_free(space->chunks);
	chunks_free(space->old);
	*space = (struct string_space){0};
}

void string_space_reset(struct string_space *space)
{
	space->at = space->chunks->bytes;
	if (!space->crowded)
		return;
	chunks_free(space->chunks->next);
	space->chunks->next = NULL;
	space->crowded = false;
}

void string_space_grow(struct string_space *space, size_t bytes)
{
	struct string_chunk *chunk = chunk_new(bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES);

	chunk->next = space->chunks;
	fill_from(space, chunk);
	space->crowded = true;
}

/*
 * The fresh chunk has room for twice of what could be live, or the next compaction would come
 * at once and handlers that keep much would do nothing else.
 */
void string_space_begin(struct string_space *space)
{
	size_t size = 0;

	for (const struct string_chunk *chunk = space->chunks; chunk; chunk = chunk->next)
		size += chunk->size;
	space->old = space->chunks;
	fill_from(space, chunk_new(size));
}

static bool in_chunks(const struct string_chunk *chunk, const char *address)
{
	for (; chunk; chunk = chunk->next)
		if (address >= chunk->bytes && address < chunk->bytes + chunk->size)
			return true;
	return false;
}

const struct string *string_space_keep(struct string_space *space, const struct string *string)
{
	struct string *from = (struct string *)(uintptr_t)string;
	const struct string *copy;

	if (!in_chunks(space->old, (const char *)string))
		return string;
	if (from->len == MOVED) {
		memcpy(&copy, from->text, sizeof(copy));
		return copy;
	}
	copy = string_space_copy(space, from->text, from->len);
	from->len = MOVED;
	memcpy(from->text, &copy, sizeof(copy));
	return copy;
}

void string_space_end(struct string_space *space)
{
	chunks_free(space->old);
	space->old = NULL;
	space->crowded = false;
}
