/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * String space: the temporary strings of a running handler.
 *
 * Purpose:  concatenation, sprintf and reads of stored strings make a string by moving a
 *           pointer. Everything goes at once when the handler ends; a handler that loops for
 *           long copies what its registers still hold into a fresh chunk (string_space_begin
 *           and string_space_keep) whenever the space is crowded.
 * Owner:    the VM, one a run.
 * Lifetime: a string lives until string_space_reset(), or until a compaction that did not
 *           keep it. Nothing moves outside of a compaction.
 */
#ifndef MSTAP_RUNTIME_STRING_SPACE_H
#define MSTAP_RUNTIME_STRING_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "runtime/program.h"

struct string_chunk;

struct string_space {
	char *at;
	char *end;
	struct string_chunk *chunks; /* the first is the one being filled */
	struct string_chunk *old;    /* during a compaction: where strings are moved from */
	struct string_chunk *spare;
	bool crowded; /* a chunk was added since the last compaction: another would pay */
};

/* "", for registers that hold nothing yet. */
extern const struct string *const string_empty;

void string_space_init(struct string_space *space);
void string_space_free(struct string_space *space);
/* Forgets all strings. */
void string_space_reset(struct string_space *space);
/* Adds a chunk that holds at least @bytes. */
void string_space_grow(struct string_space *space, size_t bytes);

/* Compaction: begin, keep each string that is still in use, end. */
void string_space_begin(struct string_space *space);
/* Where @string lives from now on; strings that are not of this space stay where they are. */
const struct string *string_space_keep(struct string_space *space, const struct string *string);
void string_space_end(struct string_space *space);

/* Room for header, text, NUL, and for the pointer that a moved string leaves behind. */
static inline size_t string_space_bytes(size_t len)
{
	size_t bytes = (sizeof(struct string) + len + 1 + 7) & ~(size_t)7;

	return bytes < 16 ? 16 : bytes;
}

/* A string of @len bytes whose text the caller fills in; the NUL is there. */
static inline struct string *string_space_alloc(struct string_space *space, size_t len)
{
	size_t bytes = string_space_bytes(len);
	struct string *string;

	if ((size_t)(space->end - space->at) < bytes)
		string_space_grow(space, bytes);
	string = (struct string *)space->at;
	space->at += bytes;
	string->len = (uint32_t)len;
	string->text[len] = '\0';
	return string;
}

static inline const struct string *string_space_copy(struct string_space *space, const char *text,
						     size_t len)
{
	struct string *string = string_space_alloc(space, len);

	memcpy(string->text, text, len);
	return string;
}

#endif
