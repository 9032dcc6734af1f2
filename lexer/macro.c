/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The use of macros: each is a stack of token lists being read. */
#include "config.h"

#include "lexer/preprocessor-internal.h"

#include <string.h>

#include "base/arena.h"

/* A macro that (in)directly uses itself would expand for ever. */
#define MAX_DEPTH 100
/* Macros that double each other reach this in a screenful. */
#define MAX_EXPANSIONS 100000

const struct macro *macro_table_find(const struct macro_table *table, const char *name)
{
	for (unsigned i = 0; table && i < table->nmacros; i++)
		if (table->macros[i]->name == name)
			return table->macros[i];
	return NULL;
}

static const struct token *next_of_expansion(struct preprocessor *pp)
{
	struct expansion *expansion = pp->expansion;
	struct token *token;

	token = pp_copy_token(pp, expansion->tokens.items[expansion->at++]);
	token->via = expansion->via;
	return token;
}

/* Expansions that have been read to their end are left when the next token is asked for. */
static void leave_expansions(struct preprocessor *pp)
{
	while (pp->expansion && pp->expansion->at == pp->expansion->tokens.count) {
		pp->expansion = pp->expansion->outer;
		pp->depth--;
	}
}

const struct token *pp_next_raw(struct preprocessor *pp)
{
	leave_expansions(pp);
	return pp->expansion ? next_of_expansion(pp) : pp_next_scanned(pp);
}

/* What is being expanded is given up, or every level of it would fail again. */
static const struct token *refuse_expansion(struct preprocessor *pp, const struct token *use,
					    const char *reason)
{
	pp->expansion = NULL;
	pp->depth = 0;
	return pp_error(pp, use, "expansion of macro '%s' %s", use->text, reason);
}

static const struct token *enter_expansion(struct preprocessor *pp, struct expansion expansion)
{
	struct expansion *entered;

	if (pp->depth == MAX_DEPTH)
		return refuse_expansion(pp, expansion.via, "is nested too deep");
	if (pp->nexpansions++ >= MAX_EXPANSIONS)
		return refuse_expansion(pp, expansion.via, "takes too many steps");
	entered = arena_alloc(pp->setup.arena, sizeof(*entered));
	memcpy(entered, &expansion, sizeof(*entered));
	entered->outer = pp->expansion;
	pp->expansion = entered;
	pp->depth++;
	return NULL;
}

/*
 * Tokens of one argument, up to the comma or parenthesis that ends it (given in @end). Only
 * ( and [ group.
 */
static struct token_list read_argument(struct preprocessor *pp, const struct token **end)
{
	struct token_list list = {0};

	for (unsigned depth = 0;;) {
		const struct token *token = pp_next_raw(pp);

		*end = token;
		if (token->code == CODE_END)
			return list;
		if (!depth && (token->code == CODE_COMMA || token->code == CODE_PAREN_CLOSE))
			return list;
		if (token->code == CODE_PAREN_OPEN || token->code == CODE_BRACKET_OPEN)
			depth++;
		if (depth && (token->code == CODE_PAREN_CLOSE || token->code == CODE_BRACKET_CLOSE))
			depth--;
		arena_push(pp->setup.arena, list.items, list.count, token);
	}
}

static const struct token *bad_argument_end(struct preprocessor *pp, const struct macro *macro,
					    const struct token *use, const struct token *end)
{
	if (end->code == CODE_END)
		return pp_error(pp, use, "could not find end of macro invocation");
	return pp_error(pp, end, "too %s parameters for macro '%s' (expected %u)",
			end->code == CODE_COMMA ? "many" : "few", macro->name, macro->nparams);
}

/* The arguments of @use, in parentheses. NULL when right (then in @args), or an error token. */
static const struct token *read_arguments(struct preprocessor *pp, const struct macro *macro,
					  const struct token *use, struct token_list *args)
{
	const struct token *token = pp_next_raw(pp);

	if (token->code != CODE_PAREN_OPEN)
		return pp_error(pp, token,
				"expected '(' in invocation of macro '%s' taking %u parameter%s",
				macro->name, macro->nparams, macro->nparams == 1 ? "" : "s");
	for (unsigned i = 0; i < macro->nparams; i++) {
		bool last = i + 1 == macro->nparams;

		args[i] = read_argument(pp, &token);
		if (token->code != (last ? CODE_PAREN_CLOSE : CODE_COMMA))
			return bad_argument_end(pp, macro, use, token);
	}
	return NULL;
}

/* NULL: go on with what was entered. */
static const struct token *expand_macro(struct preprocessor *pp, const struct macro *macro,
					const struct token *use)
{
	const struct expansion *scope = pp->expansion;
	struct token_list *args = NULL;
	const struct token *error;

	if (macro->nparams) {
		args = arena_alloc(pp->setup.arena, macro->nparams * sizeof(*args));
		error = read_arguments(pp, macro, use, args);
		if (error)
			return error;
	}
	return enter_expansion(pp, (struct expansion){.tokens = {macro->body, macro->nbody},
						      .via = use,
						      .macro = macro,
						      .args = args,
						      .args_scope = scope});
}

/* The argument that @name stands for where the current expansion was written, or NULL. */
static const struct token_list *find_parameter(const struct preprocessor *pp, const char *name)
{
	const struct expansion *scope = pp->expansion;

	/* Of two parameters with one name the last one counts. */
	for (unsigned i = scope && scope->macro ? scope->macro->nparams : 0; i-- > 0;)
		if (scope->macro->params[i] == name)
			return &scope->args[i];
	return NULL;
}

static const struct token *expand_parameter(struct preprocessor *pp, const struct token_list *arg,
					    const struct token *use)
{
	const struct expansion *scope = pp->expansion->args_scope;

	return enter_expansion(pp,
			       (struct expansion){.tokens = *arg,
						  .via = use,
						  .macro = scope ? scope->macro : NULL,
						  .args = scope ? scope->args : NULL,
						  .args_scope = scope ? scope->args_scope : NULL});
}

static bool is_at_word(const struct token *token)
{
	return token->code == CODE_AT_WORD ||
	       (token->code >= CODE_CAST && token->code <= CODE_DEFINE);
}

/* The source's own, else the library's, which is not read for the sake of an operator (@count). */
static const struct macro *find_macro(struct preprocessor *pp, const struct token *token)
{
	const struct macro *own = macro_table_find(&pp->macros, token->text);
	struct macro_table *library = pp->setup.library_macros;

	if (own || !library)
		return own;
	if (library->read && token->code == CODE_AT_WORD) {
		void (*read)(struct macro_table *) = library->read;

		library->read = NULL;
		read(library);
	}
	return macro_table_find(library, token->text);
}

const struct token *pp_next_expanded(struct preprocessor *pp)
{
	for (;;) {
		const struct token *token = pp_next_raw(pp), *error;
		const struct token_list *argument;
		const struct macro *macro;

		if (token->code == CODE_ERROR)
			return pp->skipping ? token : pp_error(pp, token, "%s", token->text);
		if (!is_at_word(token))
			return token;
		argument = find_parameter(pp, token->text);
		macro = argument ? NULL : find_macro(pp, token);
		if (argument)
			error = expand_parameter(pp, argument, token);
		else if (macro)
			error = expand_macro(pp, macro, token);
		else if (token->code != CODE_DEFINE)
			return token;
		else if (token->via)
			error = pp_error(pp, token, "'@define' forbidden inside macro body");
		else
			error = pp_read_definition(pp) ? NULL : pp->failure;
		if (error)
			return error;
	}
}
