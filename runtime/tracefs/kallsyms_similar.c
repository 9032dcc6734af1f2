/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of functions and variables that somebody may have meant. */
#include "config.h"

#include <string.h>

#include "base/arena.h"
#include "runtime/tracefs/kallsyms.h"

/* Longer names are not compared: what one mistypes is shorter. */
#define COMPARE_MAX 128

struct candidate {
	unsigned distance;
	const char *name;
	size_t len;
};

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	unsigned least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein distance, or @limit when it is not below. Both lengths are up to COMPARE_MAX. */
static unsigned distance_below(const char *a, size_t alen, const char *b, size_t blen,
			       unsigned limit)
{
	unsigned row[COMPARE_MAX + 1];

	for (size_t j = 0; j <= blen; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= alen; i++) {
		unsigned diagonal = row[0], least = (unsigned)i;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= blen; j++) {
			unsigned above = row[j];

			row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
			least = row[j] < least ? row[j] : least;
		}
		if (least >= limit)
			return limit;
	}
	return row[blen] < limit ? row[blen] : limit;
}

static bool is_listed(const struct candidate *list, unsigned count, const struct symbol_line *line)
{
	for (unsigned i = 0; i < count; i++) {
		if (list[i].len == line->name_len && !memcmp(list[i].name, line->name, list[i].len))
			return true;
	}
	return false;
}

/* Keeps @list sorted and not longer than @max; a tie stays behind what was there before. */
static unsigned insert(struct candidate *list, unsigned count, unsigned max, struct candidate item)
{
	unsigned at = count < max ? count : max - 1;

	for (; at && list[at - 1].distance > item.distance; at--)
		list[at] = list[at - 1];
	list[at] = item;
	return count < max ? count + 1 : max;
}

static size_t length_gap(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

static unsigned collect_similar(const char *at, enum symbol_kind kind, const char *name,
				struct candidate *list, unsigned max)
{
	size_t len = strlen(name);
	unsigned count = 0;
	struct symbol_line line;

	while (symbol_line_next(&at, &line)) {
		/* More than half of it mistyped is another name. */
		unsigned limit = count < max ? (unsigned)len / 2 + 1 : list[max - 1].distance;
		unsigned distance;

		if (symbol_line_is_function(&line) != (kind == SYMBOL_FUNCTION) ||
		    line.name_len > COMPARE_MAX || length_gap(len, line.name_len) >= limit)
			continue;
		distance = distance_below(name, len, line.name, line.name_len, limit);
		if (distance < limit && !is_listed(list, count, &line))
			count = insert(list, count, max,
				       (struct candidate){distance, line.name, line.name_len});
	}
	return count;
}

unsigned kallsyms_similar(struct kallsyms *symbols, struct arena *arena, enum symbol_kind kind,
			  const char *name, const char **out, unsigned max)
{
	const struct buf *text = kallsyms_text(symbols);
	struct candidate *list;
	unsigned count;

	if (!text || !max || strlen(name) > COMPARE_MAX)
		return 0;
	list = arena_alloc(arena, max * sizeof(*list));
	count = collect_similar(text->data, kind, name, list, max);
	for (unsigned i = 0; i < count; i++)
		out[i] = arena_strndup(arena, list[i].name, list[i].len);
	return count;
}
