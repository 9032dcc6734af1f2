/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/formats.h"

#include <string.h>

#include "compiler/generate.h"
#include "parser/format.h"

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
	default:
		return PIECE_LONG;
	}
}

/* Memory is handed over as digits. */
static bool takes_text(enum piece_kind kind)
{
	return kind == PIECE_STRING || kind == PIECE_MEMORY;
}

static void add_directive(struct builder *b, const struct format_part *part)
{
	struct format_piece piece = {
		.kind = conversion_kind(part->conversion),
		.conversion = part->conversion,
		.minus = part->minus,
		.plus = part->plus,
		.space = part->space,
		.alternate = part->alternate,
		.zero = part->zero,
		.width_arg = part->width_arg,
		.precision_arg = part->precision_arg,
		.width = part->width,
		.precision = part->precision,
	};

	if (piece.width_arg)
		add_arg(b, SLOT_LONG);
	if (piece.precision_arg)
		add_arg(b, SLOT_LONG);
	add_arg(b, takes_text(piece.kind) ? SLOT_STRING : SLOT_LONG);
	arena_push(b->arena, b->pieces, b->npieces, piece);
}

static void add_directives(struct builder *b, const char *text)
{
	struct format_part part;
	const char *error;

	while (format_next(&text, &part, &error)) {
		if (part.text)
			add_text(b, part.text, part.len);
		else
			add_directive(b, &part);
	}
}

const struct format *format_of_text(struct compilation *c, const char *text)
{
	struct builder b = {.arena = c->arena};

	add_directives(&b, text);
	return finish(&b);
}

/* The parser has checked the text. */
static const struct format *parse_format(struct compilation *c, const struct expr *text)
{
	struct builder b = {.arena = c->arena};

	add_directives(&b, text->string.text);
	return finish(&b);
}

/* __kernel_bytes(ADDRESS, LENGTH) */
static struct expr *make_memory_read(struct compilation *c, const struct token *tok,
				     struct expr *address, struct expr *length)
{
	struct expr *e = ast_expr(c->arena, EXPR_CALL, tok);

	e->call.name = "__kernel_bytes";
	arena_push(c->arena, e->call.args.items, e->call.args.count, address);
	arena_push(c->arena, e->call.args.items, e->call.args.count, length);
	return e;
}

/* The precision says how many bytes: one without it, as in stap. */
static void read_memory_of(struct compilation *c, struct expr *e, const struct format_part *part,
			   unsigned arg)
{
	struct expr **items = e->print.args.items, *length;

	if (part->precision_arg)
		length = ast_clone_expr(c->arena, items[arg - 1]);
	else
		length = make_number(c, e->tok, part->precision > 1 ? part->precision : 1);
	items[arg] = make_memory_read(c, e->tok, items[arg], length);
}

void format_read_memory(struct compilation *c, struct expr *e)
{
	const char *at = e->print.format->string.text, *error;
	struct format_part part;
	unsigned arg = 0;

	while (format_next(&at, &part, &error)) {
		if (part.text)
			continue;
		arg += part.width_arg + part.precision_arg;
		if (conversion_kind(part.conversion) == PIECE_MEMORY)
			read_memory_of(c, e, &part, arg);
		arg++;
	}
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
