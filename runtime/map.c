/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/map.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/owned_string.h"

#ifdef MSTAP_STRESS
#define FIRST_SLOTS 2
#else
#define FIRST_SLOTS 16
#endif

/* Entry numbers must fit below the index's size, and that in 32 bits. */
#define MOST_SLOTS (UINT32_C(1) << 31)

#define AGGREGATE_CELLS (sizeof(struct aggregate) / sizeof(union slot))
_Static_assert(sizeof(struct aggregate) % sizeof(union slot) == 0, "aggregates fill cells");

static uint32_t value_cells(enum map_value value)
{
	return value == MAP_AGGREGATE ? AGGREGATE_CELLS : 1;
}

static enum map_shape shape_of(const struct map *map)
{
	if (map->nkeys == 1 && map->string_keys == 0)
		return MAP_SHAPE_LONG;
	if (map->nkeys == 2 && map->string_keys == 1)
		return MAP_SHAPE_STRING_LONG;
	return MAP_SHAPE_ANY;
}

static uint64_t table_bytes(const struct map *map, uint64_t slots)
{
	uint64_t entry = map->cells * sizeof(union slot) + sizeof(*map->hashes);

	return slots * sizeof(*map->index) + slots / 2 * entry;
}

/* Gives the map an empty index of @slots slots and room for half as many entries. */
static void set_size(struct map *map, uint32_t slots)
{
	size_t capacity = slots / 2;

	free(map->index);
	map->index = xcalloc(slots, sizeof(*map->index));
	map->hashes = xrealloc(map->hashes, capacity * sizeof(*map->hashes));
	map->entries = xrealloc(map->entries, capacity * map->cells * sizeof(*map->entries));
	map->mask = slots - 1;
	map->capacity = (uint32_t)capacity;
}

void map_init(struct map *map, const struct global *global, struct map_budget *budget)
{
	*map = (struct map){.budget = budget};
	if (aggregate_has_details(global))
		map->detailed = global;
	map->nkeys = global->nkeys;
	map->words = INSN_EXTENSIONS(global->nkeys);
	for (unsigned i = 0; i < global->nkeys; i++)
		if (global->key_types[i] == SLOT_STRING)
			map->string_keys |= (uint16_t)(1u << i);
	map->shape = shape_of(map);
	map->value = global->value;
	map->cells = map->nkeys + value_cells(map->value);
	map->max_entries = global->max_entries;
	map->wraps = global->wraps;
	set_size(map, FIRST_SLOTS);
	budget->used += table_bytes(map, FIRST_SLOTS);
}

/* Frees what the entry owns and zeroes it. */
static void wipe_entry(struct map *map, uint32_t entry)
{
	union slot *keys = map_keys(map, entry);
	union slot *cell = map_cell(map, entry);

	for (unsigned i = 0; i < map->nkeys; i++)
		if (map->string_keys & 1u << i) {
			map->budget->used -= owned_string_bytes(keys[i].string);
			owned_string_free(keys[i].string);
		}
	if (map->value == MAP_STRING) {
		map->budget->used -= owned_string_bytes(cell->string);
		owned_string_free(cell->string);
	} else if (map->value == MAP_AGGREGATE) {
		if (map_aggregate(map, entry)->details)
			map->budget->used -= aggregate_details_bytes(map->detailed);
		aggregate_clear(map_aggregate(map, entry));
	}
	memset(keys, 0, map->cells * sizeof(*keys));
}

static void wipe_entries(struct map *map)
{
	for (uint32_t entry = map->first; entry < map->count; entry++)
		if (map->hashes[entry])
			wipe_entry(map, entry);
}

void map_free(struct map *map)
{
	wipe_entries(map);
	map->budget->used -= table_bytes(map, (uint64_t)map->mask + 1);
	free(map->index);
	free(map->hashes);
	free(map->entries);
	*map = (struct map){0};
}

/* ---- lookup ---- */

uint32_t map_hash_any(const struct map *map, const union slot *keys)
{
	uint64_t hash = 0;

	if (map->shape == MAP_SHAPE_LONG)
		return map_hash_long(keys[0].number);
	for (unsigned i = 0; i < map->nkeys; i++) {
		if (map->string_keys & 1u << i)
			hash = hash_bytes(hash, keys[i].string->text, keys[i].string->len);
		else
			hash = hash_mix(hash, (uint64_t)keys[i].number);
	}
	return map_hash_fold(hash);
}

static bool keys_match(const struct map *map, const union slot *cells, const union slot *keys,
		       uint32_t given)
{
	for (unsigned i = 0; i < map->nkeys; i++) {
		if (!(given & 1u << i))
			continue;
		if (map->string_keys & 1u << i) {
			if (!map_strings_equal(cells[i].string, keys[i].string))
				return false;
		} else if (cells[i].number != keys[i].number) {
			return false;
		}
	}
	return true;
}

bool map_matches(const struct map *map, uint32_t entry, const union slot *keys, uint32_t given)
{
	return keys_match(map, map_keys(map, entry), keys, given);
}

uint32_t map_find_any(const struct map *map, const union slot *keys, uint32_t hash)
{
	MAP_PROBE(map, hash, keys_match(map, cells, keys, UINT32_MAX));
}

/* ---- the index ---- */

static void index_insert(struct map *map, uint32_t entry)
{
	uint32_t hash = map->hashes[entry];
	uint32_t at = hash & map->mask;

	while (map->index[at])
		at = (at + 1) & map->mask;
	map->index[at] = (hash & ~map->mask) | (entry + 1);
}

static void index_fill(struct map *map)
{
	for (uint32_t entry = 0; entry < map->count; entry++)
		if (map->hashes[entry])
			index_insert(map, entry);
}

/* Closes the gap by moving back what was displaced over it, so the index needs no tombstones. */
static void index_remove(struct map *map, uint32_t entry)
{
	uint32_t mask = map->mask, hole = map->hashes[entry] & mask, held;

	while ((map->index[hole] & mask) != entry + 1)
		hole = (hole + 1) & mask;
	for (uint32_t at = (hole + 1) & mask; (held = map->index[at]) != 0; at = (at + 1) & mask) {
		uint32_t home = map->hashes[(held & mask) - 1] & mask;

		if (((at - home) & mask) < ((at - hole) & mask))
			continue;
		map->index[hole] = held;
		hole = at;
	}
	map->index[hole] = 0;
}

/* ---- room ---- */

/* Takes out the gaps that deleted entries left. */
static void compact(struct map *map)
{
	uint32_t to = 0;

	for (uint32_t from = map->first; from < map->count; from++) {
		if (!map->hashes[from])
			continue;
		if (to != from) {
			memcpy(map_keys(map, to), map_keys(map, from),
			       map->cells * sizeof(*map->entries));
			map->hashes[to] = map->hashes[from];
		}
		to++;
	}
	map->count = to;
	map->first = 0;
	memset(map->index, 0, ((size_t)map->mask + 1) * sizeof(*map->index));
	index_fill(map);
}

static enum map_status charge(struct map *map, uint64_t bytes)
{
	if (map->budget->used + bytes > map->budget->limit)
		return MAP_OVER_BUDGET;
	map->budget->used += bytes;
	return MAP_OK;
}

static enum map_status make_room(struct map *map)
{
	uint32_t slots = map->mask + 1;

	if (map->walkers == 0 && map->live <= map->capacity / 2) {
		compact(map);
		return MAP_OK;
	}
	if (slots == MOST_SLOTS || charge(map, table_bytes(map, slots)) != MAP_OK)
		return MAP_OVER_BUDGET;
	set_size(map, 2 * slots);
	index_fill(map);
	return MAP_OK;
}

static void skip_deleted(struct map *map)
{
	while (map->first < map->count && !map->hashes[map->first])
		map->first++;
}

static uint64_t key_bytes(const struct map *map, const union slot *keys)
{
	uint64_t bytes = 0;

	for (unsigned i = 0; i < map->nkeys; i++)
		if (map->string_keys & 1u << i)
			bytes += owned_string_bytes(keys[i].string);
	return bytes;
}

static void copy_keys(struct map *map, union slot *cells, const union slot *keys)
{
	for (unsigned i = 0; i < map->nkeys; i++) {
		if (map->string_keys & 1u << i)
			cells[i].string = owned_string_set(NULL, keys[i].string);
		else
			cells[i] = keys[i];
	}
}

enum map_status map_add(struct map *map, const union slot *keys, uint32_t hash, uint32_t *entry)
{
	union slot *cells;

	if (map->max_entries && map->live >= map->max_entries) {
		if (!map->wraps)
			return MAP_FULL;
		map_delete(map, map->first);
	}
	if (map->count == map->capacity && make_room(map) != MAP_OK)
		return MAP_OVER_BUDGET;
	*entry = map->count;
	cells = map_keys(map, *entry);
	memset(cells, 0, map->cells * sizeof(*cells));
	copy_keys(map, cells, keys);
	if (map->string_keys && charge(map, key_bytes(map, cells)) != MAP_OK) {
		for (unsigned i = 0; i < map->nkeys; i++)
			if (map->string_keys & 1u << i)
				owned_string_free(cells[i].string);
		return MAP_OVER_BUDGET;
	}
	map->hashes[map->count++] = hash;
	map->live++;
	index_insert(map, *entry);
	return MAP_OK;
}

enum map_status map_put_string(struct map *map, uint32_t entry, const struct string *value)
{
	union slot *cell = map_cell(map, entry);

	/* The text may turn out to fit what is held; asking too much by that is no harm. */
	if (map->budget->used + value->len > map->budget->limit)
		return MAP_OVER_BUDGET;
	map->budget->used -= owned_string_bytes(cell->string);
	cell->string = owned_string_set(cell->string, value);
	map->budget->used += owned_string_bytes(cell->string);
	return MAP_OK;
}

enum map_status map_add_details(struct map *map, uint32_t entry, int64_t value)
{
	struct aggregate *aggregate = map_aggregate(map, entry);

	if (!aggregate->details && charge(map, aggregate_details_bytes(map->detailed)) != MAP_OK)
		return MAP_OVER_BUDGET;
	aggregate_add_details(aggregate, map->detailed, value);
	return MAP_OK;
}

/* ---- deletion ---- */

static void forget_all(struct map *map)
{
	if (map->walkers)
		memset(map->hashes, 0, map->count * sizeof(*map->hashes));
	else
		map->count = 0;
	map->first = map->count;
	map->live = 0;
}

void map_delete(struct map *map, uint32_t entry)
{
	index_remove(map, entry);
	wipe_entry(map, entry);
	map->hashes[entry] = 0;
	if (--map->live == 0)
		forget_all(map);
	else if (entry == map->first)
		skip_deleted(map);
}

void map_clear(struct map *map)
{
	if (map->live == 0)
		return;
	wipe_entries(map);
	memset(map->index, 0, ((size_t)map->mask + 1) * sizeof(*map->index));
	forget_all(map);
}
