/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hash table as a C programmer writes it for the one thing it is for: open addressing, growing
 * at half full. TABLE(name, struct entry, hash of an entry) defines name_find().
 *
 * Owner:    the benchmark, until it exits.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline size_t hash_long(int64_t key)
{
	uint64_t product = (uint64_t)key * 0x9e3779b97f4a7c15u;

	return (size_t)(product ^ product >> 32);
}

/*
 * @entry has a member `used`. name_find() returns the entry that equals() @key, made by copying
 * @key when there is none.
 */
#define TABLE(name, entry, hash, equals)                                           \
	struct name {                                                              \
		entry *slots;                                                      \
		size_t mask, count;                                                \
	};                                                                         \
	static entry *name##_slot(const struct name *table, const entry *key)      \
	{                                                                          \
		size_t at = hash(key) & table->mask;                               \
                                                                                   \
		while (table->slots[at].used && !equals(&table->slots[at], key))   \
			at = (at + 1) & table->mask;                               \
		return &table->slots[at];                                          \
	}                                                                          \
	static void name##_grow(struct name *table)                                \
	{                                                                          \
		struct name old = *table;                                          \
                                                                                   \
		table->mask = old.slots ? 2 * old.mask + 1 : 15;                   \
		table->slots = calloc(table->mask + 1, sizeof(entry));             \
		for (size_t i = 0; old.slots && i <= old.mask; i++)                \
			if (old.slots[i].used)                                     \
				*name##_slot(table, &old.slots[i]) = old.slots[i]; \
		free(old.slots);                                                   \
	}                                                                          \
	static inline entry *name##_find(struct name *table, const entry *key)     \
	{                                                                          \
		entry *slot;                                                       \
                                                                                   \
		if (2 * table->count >= table->mask)                               \
			name##_grow(table);                                        \
		slot = name##_slot(table, key);                                    \
		if (!slot->used) {                                                 \
			*slot = *key;                                              \
			slot->used = 1;                                            \
			table->count++;                                            \
		}                                                                  \
		return slot;                                                       \
	}
