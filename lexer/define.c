/* SPDX-License-Identifier: GPL-2.0-or-later */
/* @define NAME(params) %( body %) */
#include "config.h"

#include "lexer/preprocessor-internal.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"

static bool read_parameters(struct preprocessor *pp, struct macro *macro)
{
	for (;;) {
		const struct token *token = pp_next_raw(pp);

		if (token->code != CODE_IDENTIFIER) {
			pp_error(pp, token, "expected identifier");
			return false;
		}
		arena_push(pp->setup.arena, macro->params, macro->nparams,
			   intern_text(pp->setup.names,
				       arena_printf(pp->setup.arena, "@%s", token->text),
				       token->len + 1));
		token = pp_next_raw(pp);
		if (token->code == CODE_PAREN_CLOSE)
			return true;
		if (token->code != CODE_COMMA) {
			pp_error(pp, token, "expected ',' or ')'");
			return false;
		}
	}
}

/* What makes no token is told of where the macro is used. */
static bool read_body(struct preprocessor *pp, struct macro *macro)
{
	for (unsigned depth = 0;;) {
		const struct token *token = pp_next_raw(pp);

		if (token->code == CODE_END) {
			pp_error(pp, macro->place, "incomplete macro definition - missing '%%)'");
			return false;
		}
		if (token->code == CODE_IF_OPEN)
			depth++;
		if (token->code == CODE_IF_CLOSE && !depth--)
			return true;
		arena_push(pp->setup.arena, macro->body, macro->nbody, token);
	}
}

/* The head of a definition up to its body. False after an error. */
static bool read_head(struct preprocessor *pp, struct macro *macro)
{
	const struct token *token = pp_next_raw(pp);

	if (token->code != CODE_IDENTIFIER) {
		pp_error(pp, token, "expected identifier");
		return false;
	}
	macro->place = token;
	macro->name = intern_text(
		pp->setup.names, arena_printf(pp->setup.arena, "@%s", token->text), token->len + 1);
	return true;
}

static const char *const built_in_operators[] = {
#define ROW_OTHER(name, text)
#define ROW_KEYWORD(name, text)
#define ROW_AT_OPERATOR(name, text) text,
#define ROW_OPERATOR(name, text)
#include "lexer/token.def"
};

static void warn_of_built_in(struct preprocessor *pp, const struct macro *macro)
{
	for (size_t i = 0; i < sizeof(built_in_operators) / sizeof(*built_in_operators); i++)
		if (!strcmp(built_in_operators[i], macro->name))
			diag_add(pp->setup.diags, DIAG_WARNING, macro->place->span,
				 token_describe(pp->setup.arena, macro->place),
				 "macro redefines built-in operator '%s'", macro->name);
}

static bool check_name(struct preprocessor *pp, const struct macro *macro)
{
	if (strcmp(macro->name, "@define") != 0)
		return true;
	pp_error(pp, macro->place, "attempt to redefine '@define'");
	return false;
}

static bool check_redefinition(struct preprocessor *pp, const struct macro *macro)
{
	const struct macro *first = macro_table_find(&pp->macros, macro->name);
	struct diag_list *diags = pp->setup.diags;
	struct diag *related;

	if (!first)
		return true;
	pp_error(pp, macro->place, "attempt to redefine macro '%s' in the same file", macro->name);
	related = diag_relate(diags, diags->last, DIAG_PARSE, first->place->span,
			      token_describe(diags->arena, first->place),
			      "macro '%s' first defined here", macro->name);
	related->saw = "at";
	return false;
}

static bool read_params_and_body(struct preprocessor *pp, struct macro *macro)
{
	const struct token *token = pp_next_raw(pp);

	if (token->code == CODE_PAREN_OPEN) {
		if (!read_parameters(pp, macro))
			return false;
		token = pp_next_raw(pp);
		if (token->code != CODE_IF_OPEN) {
			pp_error(pp, token, "expected '%%('");
			return false;
		}
	} else if (token->code != CODE_IF_OPEN) {
		pp_error(pp, token, "expected '%%(' or '('");
		return false;
	}
	return read_body(pp, macro);
}

bool pp_read_definition(struct preprocessor *pp)
{
	struct macro *macro = arena_new_of(pp->setup.arena, struct macro);

	if (!read_head(pp, macro) || !check_name(pp, macro) || !check_redefinition(pp, macro))
		return false;
	warn_of_built_in(pp, macro);
	/* As in stap: what is wrong from here on leaves a macro without a body. */
	arena_push(pp->setup.arena, pp->macros.macros, pp->macros.nmacros, macro);
	return read_params_and_body(pp, macro);
}
