/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Maps: the script's arrays.
 *
 * Purpose:  an index of 32-bit slots (open addressing, linear probing, at most half full) over
 *           dense entries in insertion order. A slot is 0 when empty, else entry number + 1 in
 *           its low bits and, in the bits that the entry number does not need, the high bits
 *           of the key's hash: a probe that hits another key is nearly always told apart
 *           without touching the entry. Keys and value of an entry stand inline, 8 bytes a
 *           cell; an aggregate takes the cells it needs.
 * Owner:    the VM, one map for each global array. Key and value strings are owned copies.
 *
 * A deleted entry is zeroed and stays as a gap until the entries are full, so entry numbers
 * hold still while map.walkers is not 0.
 */
#ifndef MSTAP_RUNTIME_MAP_H
#define MSTAP_RUNTIME_MAP_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/hash.h"
#include "runtime/aggregate.h"
#include "runtime/program.h"
#include "runtime/vm.h"

/* What all maps of a run may take together, in bytes. */
struct map_budget {
	uint64_t used;
	uint64_t limit;
};

enum map_status { MAP_OK, MAP_FULL, MAP_OVER_BUDGET };

/* The shapes of key that lookups are specialised for. */
enum map_shape { MAP_SHAPE_LONG, MAP_SHAPE_STRING_LONG, MAP_SHAPE_ANY };

#define MAP_NONE UINT32_MAX

struct map {
	uint32_t *index;
	uint32_t mask;	/* index slots - 1 */
	uint32_t cells; /* of an entry */
	union slot *entries;
	uint32_t *hashes; /* of the entries; 0: deleted */
	uint32_t count;	  /* entries, deleted ones included */
	uint32_t live;
	uint32_t first; /* no live entry before this one */
	uint32_t capacity;
	uint32_t walkers; /* iterations under way: no entry may be renumbered */
	uint8_t nkeys;
	uint8_t words; /* extension words that its keys take in the code */
	enum map_shape shape;
	uint16_t string_keys; /* bit n: key n is a string */
	enum map_value value;
	bool wraps;
	const struct global *detailed; /* NULL: its aggregates have no details */
	uint64_t max_entries;
	struct map_budget *budget;
};

/* @global is a GLOBAL_MAP; it and @budget outlive the map. */
void map_init(struct map *map, const struct global *global, struct map_budget *budget);
void map_free(struct map *map);
/* Adds an entry with a zeroed value for keys that are not in the map; *@entry is its number. */
enum map_status map_add(struct map *map, const union slot *keys, uint32_t hash, uint32_t *entry);
/* Deletes a live entry. */
void map_delete(struct map *map, uint32_t entry);
void map_clear(struct map *map);
/* Sets the string value of an entry. */
enum map_status map_put_string(struct map *map, uint32_t entry, const struct string *value);
/* Adds @value to the details of an aggregate of a map that has them; before aggregate_add(). */
enum map_status map_add_details(struct map *map, uint32_t entry, int64_t value);
/* Do the keys of @entry equal those of @keys that @given has bits for? */
bool map_matches(const struct map *map, uint32_t entry, const union slot *keys, uint32_t given);

static inline union slot *map_keys(const struct map *map, uint32_t entry)
{
	return map->entries + (size_t)entry * map->cells;
}

/* The value: one cell. */
static inline union slot *map_cell(const struct map *map, uint32_t entry)
{
	return map_keys(map, entry) + map->nkeys;
}

static inline struct aggregate *map_aggregate(const struct map *map, uint32_t entry)
{
	return (struct aggregate *)map_cell(map, entry);
}

/* 0 marks deleted entries. */
static inline uint32_t map_hash_fold(uint64_t hash)
{
	uint32_t folded = (uint32_t)(hash ^ hash >> 32);

	return folded ? folded : 1;
}

static inline uint32_t map_hash_long(int64_t key)
{
	return map_hash_fold(hash_mix(0x452821e638d01377u, (uint64_t)key));
}

static inline uint32_t map_hash_string_long(const struct string *string, int64_t number)
{
	return map_hash_fold(hash_mix(hash_bytes(0, string->text, string->len), (uint64_t)number));
}

/* Any shape; gives what the specialised ones give. */
uint32_t map_hash_any(const struct map *map, const union slot *keys);

static inline bool map_strings_equal(const struct string *a, const struct string *b)
{
	if (a->len != b->len)
		return false;
	if (a->len < 8)
		return hash_short_bytes(a->text, a->len) == hash_short_bytes(b->text, b->len);
	return memcmp(a->text, b->text, a->len) == 0;
}

/*
 * The entry with that key, or MAP_NONE. @EQUAL compares `cells`, the keys of a candidate.
 * Lookups of each shape are this one loop, so that the comparison is inlined into it.
 */
#define MAP_PROBE(map, hash, EQUAL)                                                 \
	do {                                                                        \
		uint32_t mask_ = (map)->mask, at_ = (hash)&mask_, held_;            \
                                                                                    \
		for (; (held_ = (map)->index[at_]) != 0; at_ = (at_ + 1) & mask_) { \
			uint32_t entry_ = (held_ & mask_) - 1;                      \
			const union slot *cells;                                    \
                                                                                    \
			if ((held_ ^ (hash)) & ~mask_)                              \
				continue;                                           \
			cells = map_keys(map, entry_);                              \
			if (EQUAL)                                                  \
				return entry_;                                      \
		}                                                                   \
		return MAP_NONE;                                                    \
	} while (0)

static inline uint32_t map_find_long(const struct map *map, int64_t key, uint32_t hash)
{
	MAP_PROBE(map, hash, cells[0].number == key);
}

static inline uint32_t map_find_string_long(const struct map *map, const struct string *string,
					    int64_t number, uint32_t hash)
{
	MAP_PROBE(map, hash,
		  cells[1].number == number && map_strings_equal(cells[0].string, string));
}

uint32_t map_find_any(const struct map *map, const union slot *keys, uint32_t hash);

#endif
