/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/reference_internal.h"

void eval_keys(struct reference *ref, const struct expr_list *list, struct value *keys, bool *given)
{
	for (unsigned i = 0; i < list->count; i++) {
		given[i] = list->items[i] != NULL;
		if (given[i])
			keys[i] = eval(ref, list->items[i]);
	}
}

static bool matches(const struct entry *entry, const struct value *keys, const bool *given,
		    unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (given[i] && compare_values(&entry->keys[i], &keys[i]) != 0)
			return false;
	return true;
}

struct entry *map_lookup(const struct binding *map, const struct value *keys, const bool *given,
			 unsigned count)
{
	struct entry *entry = map->first;

	while (entry && !matches(entry, keys, given, count))
		entry = entry->next;
	return entry;
}

static unsigned map_size(const struct binding *map)
{
	unsigned size = 0;

	for (const struct entry *entry = map->first; entry; entry = entry->next)
		size++;
	return size;
}

struct entry *map_enter(struct reference *ref, struct binding *map, const struct value *keys,
			unsigned count, const struct token *tok)
{
	static const bool all[MOST_KEYS] = {true, true, true, true, true, true, true, true, true};
	struct entry *entry = map_lookup(map, keys, all, count), **end = &map->first;

	if (entry)
		return entry;
	if (map->decl->sized && map_size(map) >= map->decl->max_entries) {
		if (!map->decl->wraps)
			ref_raise(ref, tok,
				  arena_printf(ref->arena,
					       "Array overflow, check size limit (%lld)",
					       (long long)map->decl->max_entries));
		map->first = map->first->next;
	}
	entry = arena_new_of(ref->arena, struct entry);
	for (unsigned i = 0; i < count; i++)
		entry->keys[i] = keys[i];
	entry->value = (struct value){.is_string = map->name[1] == 's', .text = ""};
	while (*end)
		end = &(*end)->next;
	*end = entry;
	return entry;
}

void map_remove(struct binding *map, const struct value *keys, const bool *given, unsigned count)
{
	struct entry **at = &map->first;

	while (*at) {
		if (matches(*at, keys, given, count))
			*at = (*at)->next;
		else
			at = &(*at)->next;
	}
}

/* ---- order ---- */

static struct value sort_key(const struct entry *entry, const struct binding *map,
			     const struct foreach_loop *loop)
{
	enum stat_function function = loop->sort_stat == STAT_NONE ? STAT_COUNT : loop->sort_stat;
	int64_t number;

	if (loop->sort_column > 0)
		return entry->keys[loop->sort_column - 1];
	if (map->name[1] != 'a')
		return entry->value;
	statistics_read(&entry->statistics, function, true, &number);
	return number_value(number);
}

static bool belongs_before(const struct entry *a, const struct entry *b, const struct binding *map,
			   const struct foreach_loop *loop)
{
	struct value left = sort_key(a, map, loop), right = sort_key(b, map, loop);
	int sign = compare_values(&left, &right);

	return loop->sort_direction > 0 ? sign < 0 : sign > 0;
}

/* By insertion, so that equals stay in their order. */
static void sort(struct entry **entries, unsigned count, const struct binding *map,
		 const struct foreach_loop *loop)
{
	for (unsigned i = 1; i < count; i++)
		for (unsigned j = i; j > 0; j--) {
			struct entry *entry = entries[j];

			if (!belongs_before(entry, entries[j - 1], map, loop))
				break;
			entries[j] = entries[j - 1];
			entries[j - 1] = entry;
		}
}

static unsigned keep_matching(struct entry **entries, unsigned count, const struct value *keys,
			      const bool *given, unsigned nkeys)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < count; i++)
		if (matches(entries[i], keys, given, nkeys))
			entries[kept++] = entries[i];
	return kept;
}

struct entry **map_sorted(struct reference *ref, struct binding *map,
			  const struct foreach_loop *loop, int64_t limit)
{
	struct value keys[MOST_KEYS];
	bool given[MOST_KEYS];
	struct entry **entries;
	unsigned count = 0;

	eval_keys(ref, &loop->slice, keys, given);
	entries = arena_alloc(ref->arena, (map_size(map) + 1) * sizeof(struct entry *));
	for (struct entry *entry = map->first; entry; entry = entry->next)
		entries[count++] = entry;
	if (loop->sort_direction != 0)
		sort(entries, count, map, loop);
	if (limit < (int64_t)count)
		count = limit > 0 ? (unsigned)limit : 0;
	count = keep_matching(entries, count, keys, given, loop->slice.count);
	entries[count] = NULL;
	return entries;
}
