/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counters under 1e4 keys of a string and a number: 5e6 updates. */
#include "table.h"

struct counter {
	const char *name;
	size_t len;
	int64_t number, count;
	int used;
};

/* FNV-1a, then the number. */
static size_t hash_pair(const struct counter *key)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < key->len; i++)
		hash = (hash ^ (unsigned char)key->name[i]) * 0x100000001b3u;
	return hash_long((int64_t)(hash ^ (uint64_t)key->number));
}

static int equal_pairs(const struct counter *a, const struct counter *b)
{
	return a->number == b->number && a->len == b->len && memcmp(a->name, b->name, a->len) == 0;
}

TABLE(counters, struct counter, hash_pair, equal_pairs)

int main(void)
{
	struct counters m = {0};
	struct counter one = {.name = "name7", .len = 5, .number = 107};
	static char names[100][16];
	int64_t keys = 0, sum = 0;

	for (int i = 0; i < 100; i++)
		snprintf(names[i], sizeof(names[i]), "name%d", i);
	for (int64_t i = 0; i < 5000000; i++) {
		const char *name = names[i % 100];
		struct counter key = {.name = name, .len = strlen(name), .number = i % 10000};

		counters_find(&m, &key)->count++;
	}
	for (size_t i = 0; i <= m.mask; i++) {
		keys += m.slots[i].used;
		sum += m.slots[i].count * m.slots[i].number;
	}
	printf("%ld %ld %ld\n", (long)keys, (long)sum, (long)counters_find(&m, &one)->count);
	return 0;
}
