/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "lexer/token.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

static const char *const class_names[] = {
	[TOKEN_JUNK] = "junk",	       [TOKEN_IDENTIFIER] = "identifier",
	[TOKEN_OPERATOR] = "operator", [TOKEN_STRING] = "string",
	[TOKEN_NUMBER] = "number",     [TOKEN_EMBEDDED] = "embedded-code",
	[TOKEN_KEYWORD] = "keyword",
};

const char *token_describe(struct arena *arena, const struct token *token)
{
	if (token->class == TOKEN_END)
		return arena_printf(arena, "%s EOF", token->span.source->name);
	if (token->class == TOKEN_KEYWORD || token->class == TOKEN_EMBEDDED)
		return class_names[token->class];
	/* The text of an error is its message; there is nothing else to show. */
	if (token->code == CODE_ERROR)
		return "junk ''";
	return arena_printf(arena, "%s '%s'", class_names[token->class],
			    token->class == TOKEN_STRING ? token->raw : token->text);
}

/* Tabs are repeated, so that the caret stands below its column in any tab width. */
static const char *caret_line(struct arena *arena, const struct place *place)
{
	char *line = arena_strndup(arena, place->line_text, place->column - 1);

	for (char *c = line; *c; c++)
		if (*c != '\t')
			*c = ' ';
	return line;
}

void token_note_expansion(struct diag_list *list, struct diag *diag, const struct token *token)
{
	/* Below the error's own source line, as deep as that. */
	int lead = diag->kind == DIAG_SEMANTIC ? 8 : 5;

	for (const struct token *via = token->via; via; via = via->via) {
		struct place place = source_place(via->span);

		diag_note(list, diag, "\tin expansion of macro: %s at %s",
			  token_describe(list->arena, via), source_where(list->arena, via->span));
		diag_note(list, diag, "%*ssource: %.*s", lead, "", (int)place.line_len,
			  place.line_text);
		diag_note(list, diag, "%*s        %s^", lead, "", caret_line(list->arena, &place));
	}
}

struct diag *token_report(struct diag_list *list, const struct token *token, const char *text)
{
	struct span span = {0};
	struct diag *diag;

	if (token->code != CODE_END)
		span = token->span;
	diag = diag_add(list, DIAG_PARSE, span, token_describe(list->arena, token), "%s", text);
	token_note_expansion(list, diag, token);
	return diag;
}
