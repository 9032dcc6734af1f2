/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Count, sum, minimum, maximum under 1e3 sparse integer keys: 1e7 values. */
#include "table.h"

struct stat {
	int64_t key, count, sum, min, max;
	int used;
};
#define HASH(e)	     hash_long((e)->key)
#define EQUALS(a, b) ((a)->key == (b)->key)
TABLE(stats, struct stat, HASH, EQUALS)

static void add(struct stat *stat, int64_t value)
{
	if (stat->count++ == 0)
		stat->min = stat->max = value;
	else if (value < stat->min)
		stat->min = value;
	else if (value > stat->max)
		stat->max = value;
	stat->sum += value;
}

int main(void)
{
	struct stats a = {0};
	struct stat total = {0};

	for (int64_t i = 0; i < 10000000; i++) {
		struct stat key = {.key = i % 1000 * 2654435761};

		add(stats_find(&a, &key), i);
	}
	for (size_t i = 0; i <= a.mask; i++) {
		total.count += a.slots[i].count;
		total.sum += a.slots[i].sum;
		total.min += a.slots[i].min;
		total.max += a.slots[i].max;
	}
	printf("%ld %ld %ld %ld\n", (long)total.count, (long)total.sum, (long)total.min,
	       (long)total.max);
	return 0;
}
