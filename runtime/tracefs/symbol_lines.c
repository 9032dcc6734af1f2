/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/symbol_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where a name begins in its line: 16 digits, ' ', type, ' '. */
#define NAME_COLUMN 19
/* The kernel gives a page at a time; more are read before they are looked through. */
#define PIECE_BYTES 65536
/* Of the kernel (include/asm-generic/sections.h); init code comes after it. */
#define END_OF_CODE "_etext"

/* ---- reading ---- */

static bool read_page(struct symbol_text *symbols)
{
	char *to = buf_reserve(&symbols->text, PIECE_BYTES);
	ssize_t got;

	do
		got = read(symbols->fd, to, PIECE_BYTES);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		symbols->text.len += (size_t)got;
	symbols->text.data[symbols->text.len] = '\0';
	return got > 0;
}

/* Returns false when there is no more. */
static bool read_on(struct symbol_text *symbols)
{
	size_t wanted = symbols->text.len + PIECE_BYTES;

	if (!symbols->opened) {
		symbols->opened = true;
		symbols->fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
		symbols->complete = symbols->fd < 0;
	}
	if (symbols->complete)
		return false;
	while (symbols->text.len < wanted) {
		if (read_page(symbols))
			continue;
		close(symbols->fd);
		symbols->complete = true;
		break;
	}
	return true;
}

const struct buf *symbol_text_all(struct symbol_text *symbols)
{
	while (read_on(symbols))
		;
	return symbols->text.len ? &symbols->text : NULL;
}

size_t symbol_text_code(struct symbol_text *symbols)
{
	struct symbol_line end;
	size_t at = 0;

	if (symbol_line_find(symbols, &at, END_OF_CODE, true, true, &end))
		return at;
	return symbols->text.len;
}

void symbol_text_free(struct symbol_text *symbols)
{
	if (symbols->opened && !symbols->complete)
		close(symbols->fd);
	buf_free(&symbols->text);
	*symbols = (struct symbol_text){0};
}

/* ---- lines ---- */

bool symbol_line_next(const char **at, struct symbol_line *out)
{
	const char *space = strchr(*at, ' ');
	const char *end;

	if (!space || !space[1] || space[2] != ' ')
		return false;
	*out = (struct symbol_line){.address = *at, .type = space[1], .name = space + 3};
	out->name_len = strcspn(out->name, "\t\n");
	end = out->name + out->name_len;
	if (*end == '\t' && end[1] == '[') {
		out->module = end + 2;
		out->module_len = strcspn(out->module, "]\n");
		end = out->module + out->module_len;
	}
	end = strchr(end, '\n');
	*at = end ? end + 1 : strchr(out->name, '\0');
	return true;
}

/* @found: where the text says " NAME". The name of a symbol, or of its type, or part of another? */
static bool is_name(const char *text, const char *found, size_t len, bool whole)
{
	const char *end = found + len;

	return found + 1 >= text + NAME_COLUMN && found[-2] == ' ' &&
	       (!whole || *end == '\t' || *end == '\n');
}

/* In what has been read. @spaced is " NAME"; *@at is left where to look on when more is. */
static bool find_read(const struct symbol_text *symbols, size_t *at, const char *spaced, bool whole,
		      struct symbol_line *out)
{
	size_t len = strlen(spaced);
	const char *text = symbols->text.data, *last_line;
	const char *found = symbols->text.len > *at ? text + *at : NULL;

	for (; found && (found = strstr(found, spaced)); found += len) {
		const char *next = found + 1 - NAME_COLUMN;

		if (is_name(text, found, len, whole) && strchr(found, '\n') &&
		    symbol_line_next(&next, out)) {
			*at = (size_t)(next - text);
			return true;
		}
	}
	/* It may have been cut off. */
	/* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): a length has a text */
	last_line = symbols->text.len ? memrchr(text, '\n', symbols->text.len) : NULL;
	if (last_line && (size_t)(last_line - text) > *at)
		*at = (size_t)(last_line - text);
	return false;
}

bool symbol_line_find(struct symbol_text *symbols, size_t *at, const char *name, bool whole,
		      bool reads_on, struct symbol_line *out)
{
	char spaced[KSYM_NAME_BYTES + 2];

	if (snprintf(spaced, sizeof(spaced), " %s", name) >= (int)sizeof(spaced))
		return false; /* no symbol is called so */
	do {
		if (find_read(symbols, at, spaced, whole, out))
			return true;
	} while (reads_on && read_on(symbols));
	return false;
}

uint64_t symbol_line_address(const struct symbol_line *line)
{
	return strtoull(line->address, NULL, 16);
}

bool symbol_line_is_function(const struct symbol_line *line)
{
	return strchr("tTwW", line->type) != NULL;
}
