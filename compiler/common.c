/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "compiler/compiler.h"

const char *type_name(enum value_type type)
{
	static const char *const names[] = {
		[TYPE_UNKNOWN] = "unknown",
		[TYPE_LONG] = "long",
		[TYPE_STRING] = "string",
		[TYPE_STATS] = "stats",
	};

	return names[type];
}

static enum value_type letter_type(char letter)
{
	switch (letter) {
	case 'l':
		return TYPE_LONG;
	case 's':
		return TYPE_STRING;
	default:
		return TYPE_UNKNOWN;
	}
}

enum value_type signature_result(const char *signature)
{
	return letter_type(signature[0]);
}

enum value_type signature_param(const char *signature, unsigned index)
{
	return letter_type(signature[2 + index]);
}

unsigned signature_params(const char *signature)
{
	return (unsigned)strlen(signature) - 2;
}

static const char *what_of(struct compilation *c, const struct token *tok)
{
	return tok ? token_describe(c->arena, tok) : NULL;
}

static struct span span_of(const struct token *tok)
{
	return tok ? tok->span : (struct span){0};
}

struct diag *semantic_error(struct compilation *c, const struct token *tok, const char *format, ...)
{
	struct diag *diag;
	va_list ap;
	const char *text;

	va_start(ap, format);
	text = arena_vprintf(c->arena, format, ap);
	va_end(ap);
	diag = diag_add(c->diags, DIAG_SEMANTIC, span_of(tok), what_of(c, tok), "%s", text);
	diag->site = format;
	if (tok)
		token_note_expansion(c->diags, diag, tok);
	return diag;
}

struct diag *semantic_related(struct compilation *c, struct diag *diag, const struct token *tok,
			      const char *format, ...)
{
	va_list ap;
	const char *text;
	struct diag *related;

	va_start(ap, format);
	text = arena_vprintf(c->arena, format, ap);
	va_end(ap);
	related = diag_relate(c->diags, diag, DIAG_SEMANTIC, span_of(tok), what_of(c, tok), "%s",
			      text);
	related->site = format;
	return related;
}

void semantic_place(struct compilation *c, struct diag *diag, const struct token *tok)
{
	diag_relate(c->diags, diag, DIAG_PLACE, span_of(tok), what_of(c, tok), "%s", "");
}

struct diag *semantic_warning(struct compilation *c, const struct token *tok, const char *format,
			      ...)
{
	va_list ap;
	const char *text;

	va_start(ap, format);
	text = arena_vprintf(c->arena, format, ap);
	va_end(ap);
	return diag_add(c->diags, DIAG_WARNING, span_of(tok), what_of(c, tok), "%s", text);
}

bool comparison_holds(enum operator op, int64_t a, int64_t b)
{
	switch (op) {
	case OP_EQ:
		return a == b;
	case OP_NE:
		return a != b;
	case OP_LT:
		return a < b;
	case OP_LE:
		return a <= b;
	case OP_GT:
		return a > b;
	case OP_GE:
		return a >= b;
	default:
		return false;
	}
}
