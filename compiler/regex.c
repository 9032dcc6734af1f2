/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Patterns as SystemTap reads them, written so that regcomp() of the C library reads the same:
 * there a backslash in brackets stands for itself, a '-' that makes no range is refused, and
 * \1 has a meaning of its own.
 */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/compiler.h"

struct set {
	bool has[256];
};

static const struct {
	const char *name;
	int (*contains)(int c);
} classes[] = {
	{"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl},
	{"digit", isdigit}, {"graph", isgraph}, {"lower", islower}, {"print", isprint},
	{"punct", ispunct}, {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit},
};

/* The length of the "[:name:]" at @at whose characters it added; 0 when there is none. */
static size_t add_class(struct set *set, const char *at)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		size_t len = strlen(classes[i].name);

		if (strncmp(at, "[:", 2) != 0 || strncmp(at + 2, classes[i].name, len) != 0 ||
		    strncmp(at + 2 + len, ":]", 2) != 0)
			continue;
		for (int c = 1; c < 256; c++)
			set->has[c] |= classes[i].contains(c) != 0;
		return len + 4;
	}
	return 0;
}

/* Behind the character or the range at @at. A backslash is the end of a range like any other. */
static const char *add_range(struct set *set, const char *at)
{
	unsigned char low, high;

	at += at[0] == '\\' && at[1];
	low = high = (unsigned char)*at++;
	if (at[0] == '-' && at[1] && at[1] != ']') {
		high = (unsigned char)at[1];
		at += 2;
	}
	for (unsigned c = low; c <= high; c++)
		set->has[c] = true;
	return at;
}

/* Behind the ']' of the set that begins at @at. */
static const char *read_set(struct set *set, const char *at)
{
	for (const char *first = at; *at != ']' || at == first;) {
		size_t len = add_class(set, at);

		at = len ? at + len : add_range(set, at);
	}
	return at + 1;
}

/* ']' stands for itself only in front, '[' and '^' only behind others, '-' only at the end. */
static void put_set(struct buf *out, const struct set *set, bool inverted)
{
	bool other = inverted || set->has['['] || set->has[']'];

	for (int c = 1; c < 256; c++)
		other |= set->has[c] && c != '^' && c != '-';
	if (!other && set->has['^']) {
		buf_puts(out, set->has['-'] ? "[-^]" : "\\^");
		return;
	}
	buf_puts(out, inverted ? "[^" : "[");
	if (set->has[']'])
		buf_putc(out, ']');
	for (int c = 1; c < 256; c++)
		if (set->has[c] && !strchr("[]^-", c))
			buf_putc(out, (char)c);
	for (const char *c = "[^-"; *c; c++)
		if (set->has[(unsigned char)*c])
			buf_putc(out, *c);
	buf_putc(out, ']');
}

/* Behind the set whose '[' stands before @at. */
static const char *translate_set(struct buf *out, const char *at)
{
	struct set set = {0};
	bool inverted = *at == '^';

	at = read_set(&set, at + inverted);
	put_set(out, &set, inverted);
	return at;
}

/* A backslash makes any character mean itself. */
static const char *translate_escape(struct buf *out, const char *at)
{
	bool special_to_libc = isalnum((unsigned char)*at) || (*at && strchr("<>`'", *at));

	if (!special_to_libc)
		buf_putc(out, '\\');
	if (*at)
		buf_putc(out, *at++);
	return at;
}

/* A ')' without a '(' is let pass at the very end alone, and means nothing. */
static void translate(struct buf *out, const char *at)
{
	unsigned depth = 0;

	while (*at) {
		char c = *at++;

		if (c == '[') {
			at = translate_set(out, at);
		} else if (c == '\\') {
			at = translate_escape(out, at);
		} else if (c != ')' || depth) {
			depth += (c == '(') - (c == ')');
			buf_putc(out, c);
		}
	}
}

const char *regex_for_libc(struct compilation *c, const char *pattern)
{
	struct buf out = {0};
	const char *text;

	translate(&out, pattern);
	text = arena_strndup(c->arena, out.data ? out.data : "", out.len);
	buf_free(&out);
	return text;
}
