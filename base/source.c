/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/source.h"

#include <string.h>

#include "base/arena.h"

static void find_lines(struct arena *arena, struct source *source)
{
	const char *at = source->text, *end = at + source->len;
	uint32_t *lines = NULL;

	while (at) {
		arena_push(arena, lines, source->nlines, (uint32_t)(at - source->text));
		at = memchr(at, '\n', (size_t)(end - at));
		at = at ? at + 1 : NULL;
	}
	source->lines = lines;
}

struct source *source_new(struct arena *arena, const char *name, const char *text, size_t len)
{
	struct source *source = arena_new_of(arena, struct source);

	source->name = arena_strdup(arena, name);
	source->text = arena_strndup(arena, text, len);
	source->len = len;
	find_lines(arena, source);
	return source;
}

/* The last line that begins at or before @at. */
static unsigned line_of(const struct source *source, size_t at)
{
	unsigned low = 0, high = source->nlines;

	while (high - low > 1) {
		unsigned middle = low + (high - low) / 2;

		if (source->lines[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct place source_place(struct span span)
{
	struct place place = {.line = 1, .column = 1, .line_text = ""};
	const struct source *source = span.source;
	const char *newline;
	size_t at, begin;

	if (!source)
		return place;
	at = span.begin < source->len ? span.begin : source->len;
	place.line = line_of(source, at) + 1;
	begin = source->lines[place.line - 1];
	place.column = (unsigned)(at - begin) + 1;
	place.line_text = source->text + begin;
	newline = memchr(place.line_text, '\n', source->len - begin);
	place.line_len = newline ? (size_t)(newline - place.line_text) : source->len - begin;
	return place;
}

const char *source_where(struct arena *arena, struct span span)
{
	struct place place = source_place(span);

	return arena_printf(arena, "%s:%u:%u", span.source ? span.source->name : "", place.line,
			    place.column);
}
