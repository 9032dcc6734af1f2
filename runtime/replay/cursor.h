/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A bounded walk over bytes: numbers, strings and blocks of a file, none of them past its end.
 *
 * Owner:    the caller; @data is borrowed. After a failed step @failed stays set and every
 *           further one gives 0 or NULL, so a walk is checked once, where it ends.
 */
#ifndef MSTAP_RUNTIME_REPLAY_CURSOR_H
#define MSTAP_RUNTIME_REPLAY_CURSOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct cursor {
	const unsigned char *data;
	uint64_t size;
	uint64_t pos;
	bool failed;
};

static inline const unsigned char *cursor_bytes(struct cursor *cursor, uint64_t count)
{
	const unsigned char *at = cursor->data + cursor->pos;

	if (cursor->failed || count > cursor->size - cursor->pos) {
		cursor->failed = true;
		return NULL;
	}
	cursor->pos += count;
	return at;
}

/* An unsigned number of @count (up to 8) bytes, in this machine's byte order. */
static inline uint64_t cursor_number(struct cursor *cursor, unsigned count)
{
	const unsigned char *at = cursor_bytes(cursor, count);
	uint16_t u16 = 0;
	uint32_t u32 = 0;
	uint64_t u64 = 0;

	if (!at)
		return 0;
	switch (count) {
	case 1:
		return *at;
	case 2:
		memcpy(&u16, at, 2);
		return u16;
	case 4:
		memcpy(&u32, at, 4);
		return u32;
	default:
		memcpy(&u64, at, count);
		return u64;
	}
}

/* A NUL-terminated string. */
static inline const char *cursor_string(struct cursor *cursor)
{
	const unsigned char *at = cursor->data + cursor->pos;
	const unsigned char *end = NULL;

	if (!cursor->failed && cursor->pos < cursor->size)
		end = memchr(at, 0, cursor->size - cursor->pos);
	if (!end) {
		cursor->failed = true;
		return NULL;
	}
	cursor->pos += (uint64_t)(end - at) + 1;
	return (const char *)at;
}

/* Are the next bytes @text and its NUL? Steps over them. */
static inline bool cursor_expect(struct cursor *cursor, const char *text)
{
	size_t size = strlen(text) + 1;
	const unsigned char *at = cursor_bytes(cursor, size);

	if (at && memcmp(at, text, size) == 0)
		return true;
	cursor->failed = true;
	return false;
}

#endif
