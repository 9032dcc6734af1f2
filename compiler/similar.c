/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/compiler.h"

#define MAX_SUGGESTIONS 5

void candidate_add(struct compilation *c, struct candidates *list, const char *name)
{
	arena_push(c->arena, list->items, list->count, name);
}

/*
 * Edit distance as stap has it: a step costs 2, but the first letters of either name may be left
 * out for 1 each. @row is scratch of strlen(b) + 1 numbers.
 */
static unsigned distance(const char *a, const char *b, unsigned *row)
{
	size_t length = strlen(b);

	for (size_t j = 0; j <= length; j++)
		row[j] = (unsigned)j;
	for (; *a; a++) {
		unsigned diagonal = row[0]++;

		for (size_t j = 1; j <= length; j++) {
			unsigned best = diagonal + 2u * (*a != b[j - 1]);

			if (row[j] + 2 < best)
				best = row[j] + 2;
			if (row[j - 1] + 2 < best)
				best = row[j - 1] + 2;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[length];
}

struct scored {
	unsigned score;
	const char *name;
};

static int by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? -1 : 1;
	return strcmp(x->name, y->name);
}

const char *similar_names(struct compilation *c, const char *name, const struct candidates *list)
{
	return near_names(c, name, list, UINT_MAX);
}

const char *near_names(struct compilation *c, const char *name, const struct candidates *list,
		       unsigned farthest)
{
	struct scored *scores = arena_alloc(c->arena, (list->count + 1) * sizeof(*scores));
	struct buf text = {0};
	unsigned count = 0, *row;
	size_t longest = 0;
	const char *result;

	for (unsigned i = 0; i < list->count; i++)
		if (strlen(list->items[i]) > longest)
			longest = strlen(list->items[i]);
	row = arena_alloc(c->arena, (longest + 1) * sizeof(*row));
	for (unsigned i = 0; i < list->count; i++)
		scores[i] = (struct scored){distance(name, list->items[i], row), list->items[i]};
	qsort(scores, list->count, sizeof(*scores), by_score);
	for (unsigned i = 0;
	     i < list->count && count < MAX_SUGGESTIONS && scores[i].score <= farthest; i++)
		if (i == 0 || strcmp(scores[i].name, scores[i - 1].name) != 0)
			buf_printf(&text, "%s%s", count++ ? ", " : " (similar: ", scores[i].name);
	if (count)
		buf_putc(&text, ')');
	result = arena_strndup(c->arena, text.data ? text.data : "", text.len);
	buf_free(&text);
	return result;
}
