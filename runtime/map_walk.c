/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/map_walk.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/string_space.h"

/* What the entry is sorted by; the insertion order breaks ties whatever this is. */
static void read_sort_key(const struct map *map, const struct iteration *order,
			  struct walk_item *item)
{
	if (order->direction == 0)
		return;
	if (order->column > 0)
		item->number = map_keys(map, item->entry)[order->column - 1].number;
	else if (map->value == MAP_AGGREGATE)
		aggregate_read(map_aggregate(map, item->entry), order->stat, &item->number);
	else
		item->number = map_cell(map, item->entry)->number;
}

static bool sorts_strings(const struct map *map, const struct iteration *order)
{
	if (order->column > 0)
		return map->string_keys & 1u << (order->column - 1);
	return map->value == MAP_STRING;
}

static int compare_entries(const struct walk_item *a, const struct walk_item *b)
{
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

static int compare_numbers(const void *left, const void *right, void *direction)
{
	const struct walk_item *a = left, *b = right;

	if (a->number == b->number)
		return compare_entries(a, b);
	return a->number < b->number ? -*(const int *)direction : *(const int *)direction;
}

/* A string value that was never set is a null pointer and sorts as "". */
static int compare_strings(const void *left, const void *right, void *direction)
{
	const struct walk_item *a = left, *b = right;
	int sign = strcmp(a->string ? a->string->text : "", b->string ? b->string->text : "");

	if (sign == 0)
		return compare_entries(a, b);
	return (sign < 0 ? -1 : 1) * *(const int *)direction;
}

static void sort(struct map_walk *walk, const struct iteration *order)
{
	int direction = order->direction < 0 ? -1 : 1;

	if (walk->end > 1)
		qsort_r(walk->items, walk->end, sizeof(*walk->items),
			sorts_strings(walk->map, order) ? compare_strings : compare_numbers,
			&direction);
}

static void make_list(struct map_walk *walk, const struct iteration *order)
{
	const struct map *map = walk->map;

	if (walk->room < map->live) {
		free(walk->items);
		walk->items = xmalloc(map->live * sizeof(*walk->items));
		walk->room = map->live;
	}
	walk->end = 0;
	for (uint32_t entry = map->first; entry < map->count; entry++) {
		struct walk_item *item;

		if (!map->hashes[entry])
			continue;
		item = &walk->items[walk->end++];
		item->entry = entry;
		read_sort_key(map, order, item);
	}
}

static void keep_slice(struct map_walk *walk, const union slot *keys, uint32_t given)
{
	uint32_t kept = 0;

	if (given == 0)
		return;
	for (uint32_t i = 0; i < walk->end; i++)
		if (map_matches(walk->map, walk->items[i].entry, keys, given))
			walk->items[kept++] = walk->items[i];
	walk->end = kept;
}

/*
 * The limit comes before the slice: as in stap it counts the entries that the slice passes over.
 * Without a limit the slice is taken first, that leaves less to sort.
 */
static void make_order(struct map_walk *walk, const struct iteration *order, const union slot *keys,
		       uint32_t given)
{
	make_list(walk, order);
	if (!order->has_limit)
		keep_slice(walk, keys, given);
	if (order->direction != 0)
		sort(walk, order);
	if (order->has_limit) {
		walk->end = walk->left < walk->end ? (uint32_t)walk->left : walk->end;
		keep_slice(walk, keys, given);
	}
}

void map_walk_start(struct map_walk *walk, struct map *map, const struct iteration *order,
		    int64_t limit, const union slot *keys, uint32_t given)
{
	map_walk_end(walk);
	walk->map = map;
	map->walkers++;
	walk->left = !order->has_limit ? UINT64_MAX : limit > 0 ? (uint64_t)limit : 0;
	walk->listed = order->direction != 0 || given != 0;
	walk->at = walk->listed ? 0 : map->first;
	walk->end = map->count;
	if (walk->listed)
		make_order(walk, order, keys, given);
}

bool map_walk_next(struct map_walk *walk)
{
	while (walk->at < walk->end && walk->left > 0) {
		uint32_t at = walk->at++;

		walk->entry = walk->listed ? walk->items[at].entry : at;
		if (walk->map->hashes[walk->entry]) {
			walk->left--;
			return true;
		}
	}
	map_walk_end(walk);
	return false;
}

void map_walk_end(struct map_walk *walk)
{
	if (!walk->map)
		return;
	walk->map->walkers--;
	walk->map = NULL;
}

void map_walk_free(struct map_walk *walk)
{
	map_walk_end(walk);
	free(walk->items);
	*walk = (struct map_walk){0};
}
