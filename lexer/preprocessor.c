/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "lexer/preprocessor.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/diag.h"
#include "lexer/preprocessor-internal.h"

struct preprocessor *preprocessor_new(const struct preprocessor_setup *setup,
				      const struct source *source)
{
	struct preprocessor *pp = arena_new_of(setup->arena, struct preprocessor);

	pp->setup = *setup;
	pp->scanner = scanner_new(setup->arena, setup->names, source, NULL);
	return pp;
}

void preprocessor_free(struct preprocessor *pp)
{
	if (pp->pasted)
		scanner_free(pp->pasted);
	scanner_free(pp->scanner);
}

void preprocessor_set_skipping(struct preprocessor *pp, bool skipping)
{
	pp->skipping = skipping;
}

struct macro_table *preprocessor_macros(struct preprocessor *pp)
{
	return &pp->macros;
}

const struct token *pp_error(struct preprocessor *pp, const struct token *at, const char *format,
			     ...)
{
	struct arena *arena = pp->setup.arena;
	struct token *token = arena_new_of(arena, struct token);
	struct diag *diag;
	va_list ap;

	*token = *at;
	token->class = TOKEN_JUNK;
	token->code = CODE_ERROR;
	va_start(ap, format);
	token->text = arena_vprintf(arena, format, ap);
	va_end(ap);
	diag = token_report(pp->setup.diags, at, token->text);
	diag->saw = at->code == CODE_END ? NULL : "at";
	pp->failure = token;
	return token;
}

/*
 * Passes over the branch that is not taken, nested conditionals included, and returns the
 * token that ends it: %: (when @stop_at_else), %) or the end.
 */
static const struct token *skip_branch(struct preprocessor *pp, bool stop_at_else)
{
	for (unsigned depth = 0;;) {
		const struct token *token = pp_next_raw(pp);

		if (token->code == CODE_END)
			return token;
		if (token->code == CODE_IF_OPEN)
			depth++;
		if (token->code == CODE_IF_CLOSE && !depth--)
			return token;
		if (token->code == CODE_IF_THEN && !depth)
			return pp_error(pp, token, "incomplete conditional - missing '%%('");
		if (token->code == CODE_IF_ELSE && !depth && stop_at_else)
			return token;
		if (token->code == CODE_IF_ELSE && !depth)
			return pp_error(pp, token, "invalid conditional - duplicate '%%:'");
	}
}

static const struct token *end_in_conditional(struct preprocessor *pp)
{
	const struct token *open = pp->conditional->open;

	pp->conditional = NULL;
	return pp_error(pp, open, "incomplete conditional at end of file");
}

static void enter_conditional(struct preprocessor *pp, const struct token *open, bool in_else)
{
	struct conditional *conditional = arena_new_of(pp->setup.arena, struct conditional);

	*conditional = (struct conditional){pp->conditional, open, in_else};
	pp->conditional = conditional;
}

/* At %(: NULL to go on with the branch taken, or an error token. */
static const struct token *open_conditional(struct preprocessor *pp, const struct token *open)
{
	enum condition condition = pp_read_condition(pp, open);
	const struct token *end;

	if (condition == CONDITION_ERROR)
		return pp->failure;
	enter_conditional(pp, open, condition == CONDITION_FALSE);
	if (condition == CONDITION_TRUE)
		return NULL;
	end = skip_branch(pp, true);
	if (end->code == CODE_END)
		return end_in_conditional(pp);
	if (end->code == CODE_ERROR) {
		pp->conditional->in_else = false; /* the rest is read, and its %: no other error */
		return end;
	}
	if (end->code == CODE_IF_CLOSE)
		pp->conditional = pp->conditional->outer;
	return NULL;
}

/* At %: after the branch taken: NULL, or an error token. */
static const struct token *close_branch(struct preprocessor *pp, const struct token *token)
{
	const struct token *end;

	if (!pp->conditional)
		return pp_error(pp, token, "incomplete conditional - missing '%%('");
	if (pp->conditional->in_else)
		return pp_error(pp, token, "invalid conditional - duplicate '%%:'");
	end = skip_branch(pp, false);
	if (end->code == CODE_END)
		return end_in_conditional(pp);
	if (end->code == CODE_ERROR)
		return end;
	pp->conditional = pp->conditional->outer;
	return NULL;
}

static const struct token *close_conditional(struct preprocessor *pp, const struct token *token)
{
	if (!pp->conditional)
		return pp_error(pp, token, "incomplete conditional - missing '%%('");
	pp->conditional = pp->conditional->outer;
	return NULL;
}

const struct token *preprocessor_next(struct preprocessor *pp)
{
	for (;;) {
		const struct token *token = pp_next_expanded(pp);
		const struct token *error = NULL;

		if (token->code == CODE_IF_OPEN)
			error = open_conditional(pp, token);
		else if (token->code == CODE_IF_THEN)
			error = pp_error(pp, token, "incomplete conditional - missing '%%('");
		else if (token->code == CODE_IF_ELSE)
			error = close_branch(pp, token);
		else if (token->code == CODE_IF_CLOSE)
			error = close_conditional(pp, token);
		else if (token->code == CODE_END && pp->conditional)
			error = end_in_conditional(pp);
		else
			return token;
		if (error)
			return error;
	}
}
