/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counters under 1e5 sparse integer keys: 1e7 updates. */
#include "table.h"

struct counter {
	int64_t key, count;
	int used;
};
#define HASH(e)	     hash_long((e)->key)
#define EQUALS(a, b) ((a)->key == (b)->key)
TABLE(counters, struct counter, HASH, EQUALS)

int main(void)
{
	struct counters m = {0};
	struct counter one = {.key = 2654435761};
	int64_t keys = 0, sum = 0;

	for (int64_t i = 0; i < 10000000; i++) {
		struct counter key = {.key = i % 100000 * 2654435761};

		counters_find(&m, &key)->count++;
	}
	for (size_t i = 0; i <= m.mask; i++) {
		keys += m.slots[i].used;
		sum += m.slots[i].count;
	}
	printf("%ld %ld %ld\n", (long)keys, (long)sum, (long)counters_find(&m, &one)->count);
	return 0;
}
