/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/intern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/xalloc.h"

#ifdef MSTAP_STRESS
#define FIRST_SLOTS 2
#else
#define FIRST_SLOTS 1024
#endif

struct intern {
	struct arena *arena;
	const char **slots; /* open addressing, a power of two, at most half full */
	size_t count;
	size_t size;
};

struct intern *intern_new(struct arena *arena)
{
	struct intern *names = xcalloc(1, sizeof(*names));

	names->arena = arena;
	names->size = FIRST_SLOTS;
	names->slots = xcalloc(names->size, sizeof(*names->slots));
	return names;
}

void intern_free(struct intern *names)
{
	if (!names)
		return;
	free(names->slots);
	free(names);
}

static const char **find_slot(const struct intern *names, const char *text, size_t len)
{
	size_t at = hash_bytes(0, text, len) & (names->size - 1);

	for (;; at = (at + 1) & (names->size - 1)) {
		const char *held = names->slots[at];

		if (!held || (strncmp(held, text, len) == 0 && held[len] == '\0'))
			return &names->slots[at];
	}
}

static void grow(struct intern *names)
{
	const char **old = names->slots;
	size_t old_size = names->size;

	names->size *= 2;
	names->slots = xcalloc(names->size, sizeof(*names->slots));
	for (size_t i = 0; i < old_size; i++)
		if (old[i])
			*find_slot(names, old[i], strlen(old[i])) = old[i];
	free(old);
}

const char *intern_text(struct intern *names, const char *text, size_t len)
{
	const char **slot = find_slot(names, text, len);

	if (!*slot && 2 * (names->count + 1) > names->size) {
		grow(names);
		slot = find_slot(names, text, len);
	}
	if (!*slot) {
		names->count++;
		*slot = arena_strndup(names->arena, text, len);
	}
	return *slot;
}
