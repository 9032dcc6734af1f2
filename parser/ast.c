/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/ast.h"

#include <string.h>

#include "base/arena.h"

const char *const operator_texts[OPERATOR_COUNT] = {
#define X(name, text) [OP_##name] = text,
	OPERATORS(X)
#undef X
};

const char *const stat_texts[] = {[STAT_NONE] = "",
#define X(name, text) [STAT_##name] = text,
				  STAT_FUNCTIONS(X)
#undef X
};

static const struct print_form print_forms[] = {
#define PRINT_FORM(name, to_string, has_format, has_delimiter, newline, character) \
	{#name, to_string, has_format, has_delimiter, newline, character},
#include "parser/print.def"
};

const struct print_form *print_form_find(const char *name)
{
	/* Nearly every name asked about is none of the family. */
	if (strncmp(name, "print", 5) && strncmp(name, "sprint", 6))
		return NULL;
	for (size_t i = 0; i < sizeof(print_forms) / sizeof(*print_forms); i++)
		if (!strcmp(print_forms[i].name, name))
			return &print_forms[i];
	return NULL;
}

struct expr *ast_expr(struct arena *arena, enum expr_kind kind, const struct token *tok)
{
	struct expr *expr = arena_new_of(arena, struct expr);

	expr->kind = kind;
	expr->tok = tok;
	return expr;
}

struct stmt *ast_stmt(struct arena *arena, enum stmt_kind kind, const struct token *tok)
{
	struct stmt *stmt = arena_new_of(arena, struct stmt);

	stmt->kind = kind;
	stmt->tok = tok;
	return stmt;
}
