/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table from interned names to what they stand for; it grows and never shrinks. */
#include "config.h"

#include "base/hash.h"
#include "compiler/compiler.h"

#define FIRST_SIZE 64

struct name_entry {
	const char *name; /* NULL: free */
	void *value;
};

/* The entry of @name, or the free one where it belongs; the size is a power of two. */
static struct name_entry *probe(struct name_entry *entries, unsigned size, const char *name)
{
	unsigned i = (unsigned)hash_mix(0, (uintptr_t)name) & (size - 1);

	while (entries[i].name && entries[i].name != name)
		i = (i + 1) & (size - 1);
	return &entries[i];
}

static void grow(struct arena *arena, struct name_table *table)
{
	unsigned size = table->size ? 2 * table->size : FIRST_SIZE;
	struct name_entry *entries = arena_alloc(arena, size * sizeof(*entries));

	for (unsigned i = 0; i < table->size; i++)
		if (table->entries[i].name)
			*probe(entries, size, table->entries[i].name) = table->entries[i];
	table->entries = entries;
	table->size = size;
}

void *name_find(const struct name_table *table, const char *name)
{
	return table->size ? probe(table->entries, table->size, name)->value : NULL;
}

void **name_place(struct arena *arena, struct name_table *table, const char *name)
{
	struct name_entry *entry;

	if (2 * (table->used + 1) > table->size)
		grow(arena, table);
	entry = probe(table->entries, table->size, name);
	if (!entry->name) {
		entry->name = name;
		table->used++;
	}
	return &entry->value;
}
