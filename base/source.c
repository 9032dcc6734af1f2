/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/source.h"

#include <string.h>

#include "base/arena.h"

struct source *source_new(struct arena *arena, const char *name, const char *text, size_t len)
{
	struct source *source = arena_new_of(arena, struct source);

	source->name = arena_strdup(arena, name);
	source->text = arena_strndup(arena, text, len);
	source->len = len;
	return source;
}

/* Only errors ask, so a scan from the start costs nothing that matters and needs no index. */
struct place source_place(struct span span)
{
	struct place place = {.line = 1, .column = 1, .line_text = ""};
	const char *text, *at, *end;

	if (!span.source)
		return place;
	text = span.source->text;
	end = text + span.source->len;
	at = text + (span.begin < span.source->len ? span.begin : span.source->len);
	place.line_text = text;
	for (const char *p = text; p < at; p++)
		if (*p == '\n') {
			place.line++;
			place.line_text = p + 1;
		}
	place.column = (unsigned)(at - place.line_text) + 1;
	while (place.line_text + place.line_len < end && place.line_text[place.line_len] != '\n')
		place.line_len++;
	return place;
}

const char *source_where(struct arena *arena, struct span span)
{
	struct place place = source_place(span);

	return arena_printf(arena, "%s:%u:%u", span.source ? span.source->name : "", place.line,
			    place.column);
}
