/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Script arguments: $1 is pasted and scanned, @1 is a string. */
#include "config.h"

#include "lexer/preprocessor-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "lexer/literal.h"

struct token *pp_copy_token(struct preprocessor *pp, const struct token *token)
{
	struct token *copy = arena_new_of(pp->setup.arena, struct token);

	*copy = *token;
	return copy;
}

static const struct token *text_error(struct preprocessor *pp, const struct token *at,
				      const char *message)
{
	struct token *token = pp_copy_token(pp, at);

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
	struct token *token = pp_copy_token(pp, at);
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
	struct token *token = pp_copy_token(pp, at);

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

const struct token *pp_next_scanned(struct preprocessor *pp)
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
