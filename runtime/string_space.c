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

/* A chunk of the usual size is kept for the next time, so that steady use costs no malloc(). */
static struct string_chunk *chunk_take(struct string_space *space, size_t bytes)
{
	struct string_chunk *chunk = space->spare;

	if (bytes > CHUNK_BYTES)
		return chunk_new(bytes);
	if (!chunk)
		return chunk_new(CHUNK_BYTES);
	space->spare = NULL;
	chunk->next = NULL;
	return chunk;
}

static void chunks_give(struct string_space *space, struct string_chunk *chunks)
{
	while (chunks) {
		struct string_chunk *next = chunks->next;

		if (!space->spare && chunks->size == CHUNK_BYTES)
			space->spare = chunks;
		else
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
	free(space->spare);
	*space = (struct string_space){0};
}

void string_space_reset(struct string_space *space)
{
	struct string_chunk *chunks = space->chunks;

	space->at = chunks->bytes;
	if (!chunks->next)
		return;
	chunks_give(space, chunks);
	fill_from(space, chunk_take(space, CHUNK_BYTES));
	space->crowded = false;
}

void string_space_grow(struct string_space *space, size_t bytes)
{
	struct string_chunk *chunk = chunk_take(space, bytes);

	chunk->next = space->chunks;
	fill_from(space, chunk);
	space->crowded = true;
}

void string_space_begin(struct string_space *space)
{
	space->old = space->chunks;
	fill_from(space, chunk_take(space, CHUNK_BYTES));
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

/*
 * A handler that keeps much gets as much room again, or it would do nothing but compact.
 */
void string_space_end(struct string_space *space)
{
	size_t kept = 0;

	chunks_give(space, space->old);
	space->old = NULL;
	for (const struct string_chunk *chunk = space->chunks; chunk; chunk = chunk->next)
		kept += chunk->size;
	if (space->chunks && space->chunks->next)
		string_space_grow(space, kept);
	space->crowded = false;
}
