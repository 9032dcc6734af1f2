/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Maps against a naive list, step by step, with few keys so that everything collides. */
#include "config.h"

#include "runtime/map.h"

#include "runtime/map_walk.h"
#include "tests/unit/assembler.h"
#include "tests/unit/check.h"

#define PAIRS 600

struct pair {
	char text[12];
	int64_t number;
	int64_t value;
};

/* In insertion order, as the map. */
struct list {
	struct pair pairs[PAIRS];
	int count;
};

static uint64_t seed = 42;

static unsigned roll(unsigned sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % sides;
}

static int list_find(const struct list *list, const char *text, int64_t number)
{
	for (int i = 0; i < list->count; i++)
		if (list->pairs[i].number == number && strcmp(list->pairs[i].text, text) == 0)
			return i;
	return -1;
}

static void list_delete(struct list *list, int at)
{
	memmove(&list->pairs[at], &list->pairs[at + 1],
		(size_t)(list->count - at - 1) * sizeof(*list->pairs));
	list->count--;
}

static void compare(struct map *map, const struct list *list, uint32_t strings)
{
	static const struct iteration plain;
	struct map_walk walk = {0};
	int at = 0, wrong = 0;

	map_walk_start(&walk, map, &plain, 0, NULL, 0);
	while (map_walk_next(&walk) && at < list->count) {
		const union slot *keys = map_keys(map, walk.entry);
		const struct pair *pair = &list->pairs[at++];

		if (strings & 1)
			wrong += strcmp(keys[0].string->text, pair->text) != 0;
		wrong += keys[map->nkeys - 1].number != pair->number;
		wrong += map_cell(map, walk.entry)->number != pair->value;
	}
	CHECK_INT(wrong, 0);
	CHECK_INT(at, list->count);
	CHECK_INT(map->live, list->count);
	map_walk_free(&walk);
}

static void step(struct map *map, struct list *list)
{
	struct pair pair = {.number = (int64_t)roll(map->nkeys == 1 ? 300 : 20)};
	struct string *string;
	union slot keys[2];
	uint32_t hash, entry;
	int at;

	if (map->nkeys == 2)
		snprintf(pair.text, sizeof(pair.text), "%.*s%u", (int)roll(9), "longtext", roll(9));
	string = asm_make_string(pair.text);
	keys[0].string = string;
	keys[map->nkeys - 1].number = pair.number;
	pair.value = (int64_t)roll(1000);
	hash = map_hash_any(map, keys);
	entry = map_find_any(map, keys, hash);
	at = list_find(list, pair.text, pair.number);
	CHECK_INT(entry != MAP_NONE, at >= 0);
	if (map->shape == MAP_SHAPE_LONG)
		CHECK_INT(map_find_long(map, pair.number, map_hash_long(pair.number)), entry);
	else
		CHECK_INT(map_find_string_long(map, string, pair.number,
					       map_hash_string_long(string, pair.number)),
			  entry);
	if (entry != MAP_NONE && roll(2)) {
		map_delete(map, entry);
		list_delete(list, at);
	} else if (entry != MAP_NONE) {
		CHECK_INT(map_cell(map, entry)->number, list->pairs[at].value);
	} else if (list->count < PAIRS) {
		CHECK_INT(map_add(map, keys, hash, &entry), MAP_OK);
		map_cell(map, entry)->number = pair.value;
		list->pairs[list->count++] = pair;
	}
	free(string);
}

static void test_against_list(const char *keys)
{
	static struct list list;
	struct assembler *as = asm_new();
	struct map_budget budget = {.limit = 1 << 30};
	struct map map;

	list.count = 0;
	map_init(&map, &as->globals[asm_map(as, "m", keys, MAP_LONG)], &budget);
	for (int i = 0; i < 6000; i++) {
		step(&map, &list);
		if (i % 100 == 0)
			compare(&map, &list, map.string_keys);
		if (i == 3000) {
			map_clear(&map);
			list.count = 0;
		}
	}
	map_free(&map);
	CHECK_INT(budget.used, 0);
	asm_free(as);
}

static void put(struct map *map, int64_t key, int64_t value)
{
	union slot slot = {.number = key};
	uint32_t entry = map_find_any(map, &slot, map_hash_any(map, &slot));

	if (entry == MAP_NONE)
		CHECK_INT(map_add(map, &slot, map_hash_any(map, &slot), &entry), MAP_OK);
	if (map->value == MAP_LONG)
		map_cell(map, entry)->number = value;
	else
		aggregate_add(map_aggregate(map, entry), value);
}

/* The keys in the order of the walk, as "1 2 3 ". */
static const char *walk_keys(struct map *map, const struct iteration *order, int64_t limit)
{
	static char text[256];
	struct map_walk walk = {0};
	int len = 0;

	text[0] = '\0';
	map_walk_start(&walk, map, order, limit, NULL, 0);
	while (map_walk_next(&walk))
		len += snprintf(text + len, sizeof(text) - (size_t)len, "%lld ",
				(long long)map_keys(map, walk.entry)[0].number);
	map_walk_free(&walk);
	return text;
}

static void test_order(void)
{
	struct assembler *as = asm_new();
	struct map_budget budget = {.limit = 1 << 30};
	struct iteration order = {.direction = 1};
	struct map map;

	map_init(&map, &as->globals[asm_map(as, "m", "l", MAP_LONG)], &budget);
	put(&map, 3, 10);
	put(&map, -1, 30);
	put(&map, 2, 10);
	put(&map, 7, 20);
	CHECK_STR(walk_keys(&map, &order, 0), "3 2 7 -1 ");
	order.direction = -1;
	CHECK_STR(walk_keys(&map, &order, 0), "-1 7 3 2 ");
	order.column = 1;
	CHECK_STR(walk_keys(&map, &order, 0), "7 3 2 -1 ");
	order.has_limit = true;
	CHECK_STR(walk_keys(&map, &order, 2), "7 3 ");
	CHECK_STR(walk_keys(&map, &order, 0), "");
	CHECK_STR(walk_keys(&map, &order, -5), "");
	map_free(&map);

	map_init(&map, &as->globals[asm_map(as, "a", "l", MAP_AGGREGATE)], &budget);
	put(&map, 1, 5);
	put(&map, 1, 5);
	put(&map, 2, 100);
	put(&map, 3, -4);
	order = (struct iteration){.direction = -1, .stat = STAT_OP_COUNT};
	CHECK_STR(walk_keys(&map, &order, 0), "1 2 3 ");
	order.stat = STAT_OP_MIN;
	order.direction = 1;
	CHECK_STR(walk_keys(&map, &order, 0), "3 1 2 ");
	map_free(&map);
	asm_free(as);
}

/* Deletions, insertions and a clear below a walk. */
static void test_changes_under_walk(void)
{
	struct assembler *as = asm_new();
	struct map_budget budget = {.limit = 1 << 30};
	struct iteration order = {0};
	struct map_walk walk = {0};
	struct map map;

	map_init(&map, &as->globals[asm_map(as, "m", "l", MAP_LONG)], &budget);
	for (int sorted = 0; sorted < 2; sorted++) {
		order.direction = (int8_t)sorted;
		order.column = 1;
		for (int i = 0; i < 10; i++)
			put(&map, i, i);
		map_walk_start(&walk, &map, &order, 0, NULL, 0);
		CHECK(map_walk_next(&walk));
		map_delete(&map, walk.entry);
		CHECK_INT(map_keys(&map, walk.entry)[0].number, 0);
		map_delete(&map, map_find_long(&map, 1, map_hash_long(1)));
		for (int i = 100; i < 200; i++)
			put(&map, i, i);
		CHECK(map_walk_next(&walk));
		CHECK_INT(map_keys(&map, walk.entry)[0].number, 2);
		map_clear(&map);
		put(&map, 5, 5);
		CHECK(!map_walk_next(&walk));
		CHECK_INT(map.walkers, 0);
		map_clear(&map);
	}
	map_walk_free(&walk);
	map_free(&map);
	asm_free(as);
}

static void test_limits(void)
{
	struct assembler *as = asm_new();
	struct map_budget budget = {.limit = 1 << 30};
	struct global *global = &as->globals[asm_map(as, "m", "l", MAP_LONG)];
	struct iteration plain = {0};
	union slot key = {.number = 99};
	uint32_t entry;
	struct map map;

	global->max_entries = 3;
	map_init(&map, global, &budget);
	for (int i = 0; i < 3; i++)
		put(&map, i, i);
	CHECK_INT(map_add(&map, &key, map_hash_any(&map, &key), &entry), MAP_FULL);
	map_free(&map);
	global->wraps = true;
	map_init(&map, global, &budget);
	for (int i = 0; i < 1000; i++)
		put(&map, i, i);
	CHECK_STR(walk_keys(&map, &plain, 0), "997 998 999 ");
	map_free(&map);

	global->max_entries = 0;
	map_init(&map, global, &budget);
	budget.limit = 100000;
	for (entry = 0; entry != MAP_NONE; key.number++)
		if (map_add(&map, &key, map_hash_any(&map, &key), &entry) != MAP_OK)
			entry = MAP_NONE;
	CHECK(map.live > 1000 && map.live < 5000);
	CHECK(budget.used <= budget.limit);
	map_free(&map);
	CHECK_INT(budget.used, 0);
	asm_free(as);
}

/* String values and a slice. */
static void test_strings(void)
{
	struct assembler *as = asm_new();
	struct map_budget budget = {.limit = 1 << 30};
	struct map_walk walk = {0};
	struct iteration order = {.direction = 1, .has_slice = true};
	struct string *texts[3] = {asm_make_string("b"),
				   asm_make_string("aaaaaaaaaaaaaaaaaaaaaaaa"),
				   asm_make_string("")};
	struct map map;
	int visited = 0;

	map_init(&map, &as->globals[asm_map(as, "m", "ls", MAP_STRING)], &budget);
	for (int i = 0; i < 9; i++) {
		union slot keys[2] = {{.number = i % 3}, {.string = texts[i / 3]}};
		uint32_t entry;

		CHECK_INT(map_add(&map, keys, map_hash_any(&map, keys), &entry), MAP_OK);
		for (int j = 0; j <= i % 3; j++)
			CHECK_INT(map_put_string(&map, entry, texts[j]), MAP_OK);
	}
	map_walk_start(&walk, &map, &order, 0, (union slot[2]){{.number = 1}}, 1);
	for (; map_walk_next(&walk); visited++) {
		CHECK_INT(map_keys(&map, walk.entry)[0].number, 1);
		CHECK_STR(map_cell(&map, walk.entry)->string->text, texts[1]->text);
		CHECK_STR(map_keys(&map, walk.entry)[1].string->text, texts[visited]->text);
	}
	CHECK_INT(visited, 3);
	map_walk_free(&walk);
	map_free(&map);
	CHECK_INT(budget.used, 0);
	for (int i = 0; i < 3; i++)
		free(texts[i]);
	asm_free(as);
}

int main(void)
{
	test_against_list("l");
	test_against_list("sl");
	test_order();
	test_changes_under_walk();
	test_limits();
	test_strings();
	return check_done();
}
