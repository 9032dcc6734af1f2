/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/parse.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "parser/parser.h"
#include "parser/grammar.h"

/* A binary file could have one error a byte. */
#define MAX_ERRORS 100

/* The scanner knows nothing of the grammar: its codes become terminals of the same name. */
static const short terminals[TOKEN_CODE_COUNT] = {
#define ROW(name, text) [CODE_##name] = T_##name,
#define ROW_OTHER	ROW
#define ROW_KEYWORD	ROW
#define ROW_AT_OPERATOR ROW
#define ROW_OPERATOR	ROW
#include "lexer/token.def"
};

/* ---- errors ---- */

struct diag *parser_fail(struct parser *parser, const struct token *token, const char *format, ...)
{
	const char *text;
	va_list ap;

	if (parser->failed)
		return NULL;
	parser->failed = true;
	va_start(ap, format);
	text = arena_vprintf(parser->arena, format, ap);
	va_end(ap);
	return token_report(parser->context->diags, token, text);
}

void parser_fail_at(struct parser *parser, const struct token *token, const char *message)
{
	struct diag *diag = parser_fail(parser, token, "%s", message);

	if (diag)
		diag->saw = "at";
}

bool parser_need_guru(struct parser *parser, const struct token *token, const char *message)
{
	if (parser->context->guru || parser->script->is_library)
		return true;
	parser->keep_tokens = !parser->failed;
	parser_fail(parser, token, "%s", message);
	return false;
}

/* ---- tokens ---- */

static const struct token *make_string(struct parser *parser, const struct token *first,
				       const struct buf *text, const struct buf *raw)
{
	struct token *token = arena_new_of(parser->arena, struct token);

	*token = *first;
	token->text = arena_strndup(parser->arena, text->data, text->len);
	token->len = (uint32_t)text->len;
	token->raw = arena_strndup(parser->arena, raw->data, raw->len);
	return token;
}

/* @first and the literals behind it as one; @next receives the token after them. */
static const struct token *join_strings(struct parser *parser, const struct token *first,
					const struct token **next)
{
	const struct token *token = preprocessor_next(parser->pp);
	struct buf text = {0}, raw = {0};

	*next = token;
	if (token->code != CODE_STRING)
		return first;
	buf_put(&text, first->text, first->len);
	buf_puts(&raw, first->raw);
	for (; token->code == CODE_STRING; token = preprocessor_next(parser->pp)) {
		buf_put(&text, token->text, token->len);
		buf_puts(&raw, token->raw);
	}
	*next = token;
	token = make_string(parser, first, &text, &raw);
	buf_free(&text);
	buf_free(&raw);
	return token;
}

/* The next token, string literals that stand side by side made one. */
static const struct token *next_token(struct parser *parser)
{
	const struct token *token = parser->glued;

	parser->glued = NULL;
	if (!token)
		token = preprocessor_next(parser->pp);
	if (token->code == CODE_STRING)
		return join_strings(parser, token, &parser->glued);
	return token;
}

static int identifier_terminal(const struct token *token)
{
	const struct print_form *form;

	if (*token->text == '$')
		return T_TARGET;
	form = print_form_find(token->text);
	if (!form)
		return T_IDENTIFIER;
	return form->has_format	     ? T_PRINT_FORMAT
	       : form->has_delimiter ? T_PRINT_DELIMITED
				     : T_PRINT;
}

static int token_terminal(const struct parser *parser)
{
	const struct token *token = parser->token;

	if (token->code == CODE_IDENTIFIER)
		return identifier_terminal(token);
	/* "a*if" names a probe point, where "if (" would begin its condition. */
	if (token->code == CODE_IF && !token->after_space && parser->previous &&
	    parser->previous->code == CODE_STAR)
		return T_IF_PIECE;
	return terminals[token->code];
}

/* ---- the loop ---- */

/* Where stap takes up again after an error. */
static bool begins_declaration(const struct token *token)
{
	switch (token->code) {
	case CODE_PROBE:
	case CODE_GLOBAL:
	case CODE_PRIVATE:
	case CODE_FUNCTION:
	case CODE_EMBEDDED:
	case CODE_END:
		return true;
	default:
		return false;
	}
}

/*
 * Pushes tokens until the end or an error; returns the last one. The state of the push parser
 * does not outlive it: after an error a new one begins at the next declaration.
 */
static const struct token *parse_declarations(struct parser *parser, const struct token *token)
{
	grammar_pstate *state = grammar_pstate_new();
	int status;

	do {
		union GRAMMAR_STYPE value = {.token = token};

		parser->token = token;
		if (token->code == CODE_ERROR) {
			parser->failed = true;
			break;
		}
		parser->began = true;
		status = grammar_push_parse(state, token_terminal(parser), &value, parser);
		parser->previous = token;
		if (status != YYPUSH_MORE || parser->failed)
			break;
		token = next_token(parser);
	} while (true);
	grammar_pstate_delete(state);
	return token;
}

/* Whether so much is wrong that no more is looked for; says so. */
static bool give_up(struct parser *parser, const struct token *token)
{
	if (parser->context->diags->nerrors - parser->nerrors_before < MAX_ERRORS)
		return false;
	parser_fail(parser, token, "too many errors");
	return true;
}

/* The next token, of which nobody is told if it is none. */
static const struct token *skip_token(struct parser *parser)
{
	const struct token *token;

	preprocessor_set_skipping(parser->pp, true);
	token = next_token(parser);
	preprocessor_set_skipping(parser->pp, false);
	return token;
}

static const struct token *skip_to_declaration(struct parser *parser, const struct token *token)
{
	preprocessor_set_skipping(parser->pp, true);
	while (!begins_declaration(token) && !give_up(parser, token))
		token = next_token(parser);
	preprocessor_set_skipping(parser->pp, false);
	return parser->failed ? NULL : token;
}

/* The token to go on with after an error at @token, or NULL when there is no point. */
static const struct token *recover(struct parser *parser, const struct token *token)
{
	bool keep = parser->keep_tokens, taken = parser->token_taken;

	parser->failed = false;
	parser->keep_tokens = false;
	parser->token_taken = false;
	parser->in_function = false;
	parser->is_private = false;
	parser->previous = NULL;
	if (give_up(parser, token))
		return NULL;
	if (taken && token->code != CODE_END)
		token = keep ? next_token(parser) : skip_token(parser);
	return keep ? next_token(parser) : skip_to_declaration(parser, token);
}

static void parse_tokens(struct parser *parser)
{
	const struct token *token = next_token(parser);

	if (token->code == CODE_ERROR)
		token = recover(parser, token);
	while (token && token->code != CODE_END) {
		token = parse_declarations(parser, token);
		if (token->code != CODE_END)
			token = recover(parser, token);
	}
}

static struct preprocessor *new_preprocessor(const struct parse_context *context,
					     const struct source *source)
{
	struct preprocessor_setup setup = {
		.arena = context->arena,
		.names = context->names,
		.diags = context->diags,
		.args = context->args,
		.nargs = context->nargs,
		.kernel_release = context->kernel_release,
		.arch = context->arch,
		.kernel_config = context->kernel_config,
		.compatible = context->compatible,
		.guru = context->guru,
		.library_macros = context->library_macros,
	};

	return preprocessor_new(&setup, source);
}

struct script *parse_script(const struct parse_context *context, const struct source *source)
{
	struct parser parser = {
		.context = context,
		.arena = context->arena,
		.script = arena_new_of(context->arena, struct script),
		.pp = new_preprocessor(context, source),
		.nerrors_before = context->diags->nerrors,
	};

	parser.script->source = source;
	parser.script->is_library = source->is_library;
	parse_tokens(&parser);
	preprocessor_free(parser.pp);
	return context->diags->nerrors == parser.nerrors_before || !parser.began ? parser.script
										 : NULL;
}

void parse_count_errors(const struct parse_context *context, unsigned before)
{
	unsigned count = context->diags->nerrors - before;

	diag_add(context->diags, DIAG_LINE, (struct span){0}, NULL, "%u parse error%s.", count,
		 count == 1 ? "" : "s");
}

static void add_library_macro(const struct parse_context *context, struct macro *macro)
{
	struct macro_table *table = context->library_macros;
	const struct macro *other = macro_table_find(table, macro->name);
	struct diag *diag;

	if (!other) {
		arena_push(context->arena, table->macros, table->nmacros, macro);
		return;
	}
	diag = diag_add(context->diags, DIAG_PARSE, macro->place->span,
			token_describe(context->arena, macro->place),
			"duplicate definition of library macro '%s'", macro->name);
	diag->saw = "at";
	diag = diag_relate(context->diags, diag, DIAG_PARSE, other->place->span,
			   token_describe(context->arena, other->place),
			   "macro '%s' first defined here", macro->name);
	diag->saw = "at";
}

/* A macro file holds definitions and conditionals around them, nothing else. */
bool parse_library_macros(const struct parse_context *context, const struct source *source)
{
	unsigned nerrors = context->diags->nerrors;
	struct preprocessor *pp = new_preprocessor(context, source);
	const struct token *token = preprocessor_next(pp);
	struct macro_table *own = preprocessor_macros(pp);

	if (token->code != CODE_END && token->code != CODE_ERROR)
		diag_add(context->diags, DIAG_PARSE, token->span,
			 token_describe(context->arena, token),
			 "unexpected token in library macro file '%s'", source->name)
			->saw = "at";
	for (unsigned i = 0; i < own->nmacros; i++)
		add_library_macro(context, own->macros[i]);
	preprocessor_free(pp);
	return context->diags->nerrors == nerrors;
}
