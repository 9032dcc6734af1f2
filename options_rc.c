/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "options_rc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

#include "base/arena.h"
#include "base/buf.h"

struct words {
	struct arena *arena;
	char **items;
	unsigned count;
};

static const char *rc_path(struct arena *arena)
{
	const char *dir = getenv("SYSTEMTAP_DIR"), *home = getenv("HOME");

	if (dir)
		return arena_printf(arena, "%s/rc", dir);
	return home ? arena_printf(arena, "%s/.systemtap/rc", home) : NULL;
}

static void push(struct words *words, char *word)
{
	arena_push(words->arena, words->items, words->count, word);
}

static bool expand_line(struct words *words, const char *line)
{
	wordexp_t expanded = {0};
	int result = wordexp(line, &expanded, WRDE_NOCMD | WRDE_UNDEF);

	/* After other errors there is nothing to free. */
	if (result == 0)
		for (size_t i = 0; i < expanded.we_wordc; i++)
			push(words, arena_strdup(words->arena, expanded.we_wordv[i]));
	if (result == 0 || result == WRDE_NOSPACE)
		wordfree(&expanded);
	return result == 0;
}

static bool expand_lines(struct words *words, char *text, const char *path)
{
	unsigned number = 1;

	for (char *line; (line = strsep(&text, "\n")); number++) {
		if (expand_line(words, line))
			continue;
		fprintf(stderr,
			"Error processing extra options in %s\n"
			"line %u: %s\n",
			path, number, line);
		return false;
	}
	return true;
}

static bool expand_file(struct words *words, const char *path)
{
	struct buf text = {0};
	bool good = true;

	if (buf_read_file(&text, path) == 0 && text.data)
		good = expand_lines(words, text.data, path);
	buf_free(&text);
	return good;
}

bool options_rc_insert(struct arena *arena, int *argc, char ***argv)
{
	const char *path = rc_path(arena);
	struct words words = {.arena = arena};

	if (!path)
		return true;
	if (*argc > 0)
		push(&words, (*argv)[0]);
	if (!expand_file(&words, path))
		return false;
	for (int i = 1; i < *argc; i++)
		push(&words, (*argv)[i]);
	*argc = (int)words.count;
	push(&words, NULL);
	*argv = words.items;
	return true;
}
