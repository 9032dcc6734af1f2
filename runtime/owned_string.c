/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/owned_string.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct owned {
	uint32_t room; /* for text without its NUL */
	uint32_t len;  /* from here on it is a struct string */
	char text[];
};
_Static_assert(offsetof(struct owned, text) - offsetof(struct owned, len) ==
		       offsetof(struct string, text),
	       "an owned string is a struct string behind its room");

static struct owned *owned_of(const struct string *held)
{
	return (struct owned *)((uintptr_t)held - offsetof(struct owned, len));
}

static struct owned *owned_new(uint32_t len)
{
	/* What malloc() would round up to anyway. */
	size_t bytes = (sizeof(struct owned) + len + 1 + 8 + 15) / 16 * 16 - 8;
	struct owned *owned = xmalloc(bytes);

	owned->room = (uint32_t)(bytes - sizeof(struct owned) - 1);
	return owned;
}

const struct string *owned_string_set(const struct string *held, const struct string *from)
{
	struct owned *owned = held ? owned_of(held) : NULL;

	if (!owned || owned->room < from->len) {
		free(owned);
		owned = owned_new(from->len);
	}
	owned->len = from->len;
	memcpy(owned->text, from->text, (size_t)from->len + 1);
	return (const struct string *)&owned->len;
}

void owned_string_free(const struct string *held)
{
	if (held)
		free(owned_of(held));
}

size_t owned_string_bytes(const struct string *held)
{
	return held ? sizeof(struct owned) + owned_of(held)->room + 1 : 0;
}
