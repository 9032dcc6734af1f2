/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/formats.h"

#include <string.h>

struct builder {
	struct arena *arena;
	struct format_piece *pieces;
	enum slot_type *args;
	unsigned npieces, nargs;
};

static void add_arg(struct builder *b, enum slot_type type)
{
	arena_push(b->arena, b->args, b->nargs, type);
}

static void add_text(struct builder *b, const char *text, size_t len)
{
	struct format_piece piece = {.kind = PIECE_TEXT,
				     .text = text,
				     .len = (uint32_t)len,
				     .width = -1,
				     .precision = -1};

	if (len)
		arena_push(b->arena, b->pieces, b->npieces, piece);
}

static const struct format *finish(struct builder *b)
{
	struct format *format = arena_new_of(b->arena, struct format);

	format->pieces = b->pieces;
	format->npieces = b->npieces;
	format->args = b->args;
	format->nargs = (uint16_t)b->nargs;
	return format;
}

/* ---- printf ---- */

static const char *parse_flags(const char *p, struct format_piece *piece)
{
	for (;; p++) {
		switch (*p) {
		case '-':
			piece->minus = true;
			break;
		case '+':
			piece->plus = true;
			break;
		case ' ':
			piece->space = true;
			break;
		case '#':
			piece->alternate = true;
			break;
		case '0':
			piece->zero = true;
			break;
		default:
			return p;
		}
	}
}

/* A width or precision: digits, or '*'. Large ones are cut: nothing prints more than a string. */
static const char *parse_size(const char *p, int32_t *size, bool *from_arg)
{
	if (*p == '*') {
		*from_arg = true;
		return p + 1;
	}
	for (; *p >= '0' && *p <= '9'; p++) {
		*size = (*size < 0 ? 0 : *size) * 10 + (*p - '0');
		if (*size > 65535)
			*size = 65535;
	}
	return p;
}

static enum piece_kind conversion_kind(char conversion)
{
	switch (conversion) {
	case 's':
		return PIECE_STRING;
	case 'b':
		return PIECE_BINARY;
	case 'm':
	case 'M':
		return PIECE_MEMORY;
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
	case 'p':
	case 'c':
		return PIECE_LONG;
	default:
		return PIECE_TEXT;
	}
}

/* @p stands behind '%'. Returns where it ends, or NULL when it is no conversion. */
static const char *parse_conversion(struct builder *b, const char *p)
{
	struct format_piece piece = {.width = -1, .precision = -1};

	p = parse_flags(p, &piece);
	p = parse_size(p, &piece.width, &piece.width_arg);
	if (*p == '.') {
		piece.precision = 0;
		p = parse_size(p + 1, &piece.precision, &piece.precision_arg);
	}
	while (*p == 'l' || *p == 'h' || *p == 'L' || *p == 'q' || *p == 'j' || *p == 'z' ||
	       *p == 't')
		p++;
	piece.conversion = *p;
	piece.kind = conversion_kind(*p);
	if (piece.kind == PIECE_TEXT)
		return NULL;
	if (piece.width_arg)
		add_arg(b, SLOT_LONG);
	if (piece.precision_arg)
		add_arg(b, SLOT_LONG);
	add_arg(b, piece.kind == PIECE_STRING ? SLOT_STRING : SLOT_LONG);
	arena_push(b->arena, b->pieces, b->npieces, piece);
	return p + 1;
}

static bool reads_memory(const struct builder *b)
{
	for (unsigned i = 0; i < b->npieces; i++)
		if (b->pieces[i].kind == PIECE_MEMORY)
			return true;
	return false;
}

static const struct format *parse_format(struct compilation *c, const struct expr *text)
{
	struct builder b = {.arena = c->arena};
	const char *p = text->string.text;

	while (*p) {
		size_t plain = strcspn(p, "%");

		add_text(&b, p, plain);
		p += plain;
		if (!*p)
			break;
		if (p[1] == '%') {
			add_text(&b, p, 1);
			p += 2;
			continue;
		}
		p = parse_conversion(&b, p + 1);
		if (!p) {
			semantic_error(c, text->tok, "invalid or missing conversion specifier");
			return NULL;
		}
	}
	if (reads_memory(&b)) {
		semantic_error(c, text->tok,
			       "%%m and %%M dump memory at a computed address, which cannot be "
			       "read after the event: use kernel_string or kernel_long");
		return NULL;
	}
	return finish(&b);
}

const struct format *format_of(struct compilation *c, struct expr *e)
{
	/* Types are inferred in several passes; a format is parsed in the first. */
	if (!e->print.parsed)
		e->print.parsed = parse_format(c, e->print.format);
	return e->print.parsed;
}

/* ---- print, println, printd, printdln ---- */

static void add_value(struct builder *b, const struct expr *arg, char conversion)
{
	bool is_string = arg->type == TYPE_STRING;
	struct format_piece piece = {.kind = is_string ? PIECE_STRING : PIECE_LONG,
				     .conversion = is_string ? 's' : conversion,
				     .width = -1,
				     .precision = -1};

	add_arg(b, is_string ? SLOT_STRING : SLOT_LONG);
	arena_push(b->arena, b->pieces, b->npieces, piece);
}

const struct format *format_plain(struct compilation *c, const struct expr *e)
{
	const struct print_form *form = e->print.form;
	struct builder b = {.arena = c->arena};

	for (unsigned i = 0; i < e->print.args.count; i++) {
		if (i && form->has_delimiter)
			add_text(&b, e->print.delimiter->string.text,
				 e->print.delimiter->string.len);
		add_value(&b, e->print.args.items[i], form->character ? 'c' : 'd');
	}
	if (form->newline)
		add_text(&b, "\n", 1);
	return finish(&b);
}
