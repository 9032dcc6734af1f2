/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "lexer/preprocessor-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "lexer/literal.h"

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

/* ---- script arguments ---- */

static struct token *copy_token(struct preprocessor *pp, const struct token *token)
{
	struct token *copy = arena_new_of(pp->setup.arena, struct token);

	*copy = *token;
	return copy;
}

static const struct token *text_error(struct preprocessor *pp, const struct token *at,
				      const char *message)
{
	struct token *token = copy_token(pp, at);

	token->class = TOKEN_JUNK;
	token->code = CODE_ERROR;
	token->text = message;
	return token;
}

/* The value of "$12" or "@12", or NULL when there are not so many. */
static const char *argument_text(const struct preprocessor *pp, const char *name)
{
	unsigned long number = strtoul(name + 1, NULL, 10);

	return number && number <= pp->setup.nargs ? pp->setup.args[number - 1] : NULL;
}

static const struct token *string_token(struct preprocessor *pp, const struct token *at,
					const char *text)
{
	struct token *token = copy_token(pp, at);
	struct buf raw = {0};

	literal_quote(&raw, text, strlen(text));
	token->class = TOKEN_STRING;
	token->code = CODE_STRING;
	token->text = arena_strdup(pp->setup.arena, text);
	token->len = (uint32_t)strlen(text);
	token->raw = arena_strdup(pp->setup.arena, raw.len ? raw.data : "");
	buf_free(&raw);
	return token;
}

/* Letters may follow the number directly: "$1ms" with 5 is "5ms". */
static void paste_argument(struct preprocessor *pp, const struct token *use, const char *text)
{
	struct arena *arena = pp->setup.arena;
	const char *suffix = use->text + 1 + strspn(use->text + 1, "0123456789");
	const char *pasted = arena_printf(arena, "%s%s", text, suffix);
	const struct source *source = source_new(arena, "", pasted, strlen(pasted));

	pp->pasted = scanner_new(arena, pp->setup.names, source, use);
}

static const struct token *count_token(struct preprocessor *pp, const struct token *at)
{
	struct token *token = copy_token(pp, at);

	token->class = TOKEN_NUMBER;
	token->code = CODE_NUMBER;
	token->text = arena_printf(pp->setup.arena, "%u", pp->setup.nargs);
	token->len = (uint32_t)strlen(token->text);
	token->number = pp->setup.nargs;
	return token;
}

static bool is_argument(const struct token *token)
{
	return token->code >= CODE_ARGUMENT && token->code <= CODE_STRING_ARGUMENT_COUNT;
}

/* The token that @token stands for, or NULL after an argument was pasted. */
static const struct token *resolve_argument(struct preprocessor *pp, const struct token *token)
{
	struct arena *arena = pp->setup.arena;
	const char *text;

	if (pp->pasted)
		return text_error(pp, token,
				  "invalid nested substitution of command line arguments");
	if (token->code == CODE_ARGUMENT_COUNT)
		return count_token(pp, token);
	if (token->code == CODE_STRING_ARGUMENT_COUNT)
		return string_token(pp, token, arena_printf(arena, "%u", pp->setup.nargs));
	text = argument_text(pp, token->text);
	if (!text)
		return text_error(pp, token,
				  arena_printf(arena, "command line argument out of range [1-%u]",
					       pp->setup.nargs));
	if (token->code == CODE_STRING_ARGUMENT)
		return string_token(pp, token, text);
	paste_argument(pp, token, text);
	return NULL;
}

static const struct token *next_scanned(struct preprocessor *pp)
{
	for (;;) {
		const struct token *token = scanner_next(pp->pasted ? pp->pasted : pp->scanner);

		if (token->code == CODE_END && pp->pasted) {
			scanner_free(pp->pasted);
			pp->pasted = NULL;
			continue;
		}
		if (!is_argument(token))
			return token;
		token = resolve_argument(pp, token);
		if (token)
			return token;
	}
}

/* ---- expansion ---- */

static const struct token *next_of_expansion(struct preprocessor *pp)
{
	struct expansion *expansion = pp->expansion;
	struct token *token;

	token = copy_token(pp, expansion->tokens.items[expansion->at++]);
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
	return pp->expansion ? next_of_expansion(pp) : next_scanned(pp);
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
		if (token->code == CODE_END || token->code == CODE_ERROR)
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
	if (end->code == CODE_ERROR)
		return pp_error(pp, end, "%s", end->text);
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

	for (unsigned i = 0; scope && scope->macro && i < scope->macro->nparams; i++)
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

/* ---- @define ---- */

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

static bool read_body(struct preprocessor *pp, struct macro *macro)
{
	for (unsigned depth = 0;;) {
		const struct token *token = pp_next_raw(pp);

		if (token->code == CODE_ERROR) {
			pp_error(pp, token, "%s", token->text);
			return false;
		}
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

/* False after an error. */
static bool read_definition(struct preprocessor *pp)
{
	struct macro *macro = arena_new_of(pp->setup.arena, struct macro);

	if (!read_head(pp, macro) || !check_redefinition(pp, macro))
		return false;
	warn_of_built_in(pp, macro);
	if (!read_params_and_body(pp, macro))
		return false;
	arena_push(pp->setup.arena, pp->macros.macros, pp->macros.nmacros, macro);
	return true;
}

const struct token *pp_next_expanded(struct preprocessor *pp)
{
	for (;;) {
		const struct token *token = pp_next_raw(pp), *error;
		const struct token_list *argument;
		const struct macro *macro;

		if (token->code == CODE_ERROR)
			return pp_error(pp, token, "%s", token->text);
		if (!is_at_word(token))
			return token;
		argument = find_parameter(pp, token->text);
		macro = macro_table_find(&pp->macros, token->text);
		if (!macro)
			macro = macro_table_find(pp->setup.library_macros, token->text);
		if (argument)
			error = expand_parameter(pp, argument, token);
		else if (macro)
			error = expand_macro(pp, macro, token);
		else if (token->code != CODE_DEFINE)
			return token;
		else if (token->via)
			error = pp_error(pp, token, "'@define' forbidden inside macro body");
		else
			error = read_definition(pp) ? NULL : pp->failure;
		if (error)
			return error;
	}
}
