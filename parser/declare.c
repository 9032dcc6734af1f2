/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/parser.h"

#include "base/arena.h"

struct probe_decl *build_probe(struct parser *parser, const struct token *tok)
{
	struct probe_decl *probe = arena_new_of(parser->arena, struct probe_decl);

	probe->tok = tok;
	return probe;
}

void points_add(struct parser *parser, struct probe_decl *probe, struct point_list points)
{
	probe->points = points_append(parser, probe->points, points);
}

void points_make_alias(struct parser *parser, struct probe_decl *probe, const struct token *mark)
{
	struct probe_point *point;

	if (probe->points.count != 1) {
		parser_fail(parser, mark, "expected probe point specifier");
		return;
	}
	point = probe->points.items[0];
	if (point->optional || point->sufficient)
		parser_fail_at(parser, point->tok,
			       "probe point alias name cannot be optional nor sufficient");
	probe->aliases = points_append(parser, probe->aliases, probe->points);
	probe->points = (struct point_list){0};
	probe->epilogue = mark->code == CODE_SET_ADD;
}

void points_check_epilogue(struct parser *parser, const struct probe_decl *probe,
			   const struct token *comma)
{
	if (!probe->aliases.count)
		parser_fail(parser, comma,
			    "expected 'probe', 'global', 'private', 'function', or '%%{'");
	else if (probe->epilogue)
		parser_fail(parser, comma,
			    "Combined prologue and epilogue cannot be defined with '+='");
}

void points_finish_probe(struct parser *parser, struct probe_decl *probe, struct stmt *body,
			 struct stmt *epilogue_body)
{
	struct script *script = parser->script;

	probe->body = body;
	probe->epilogue_body = epilogue_body;
	if (parser->failed)
		return;
	if (probe->aliases.count)
		arena_push(parser->arena, script->aliases, script->naliases, probe);
	else
		arena_push(parser->arena, script->probes, script->nprobes, probe);
}

void declare_embed(struct parser *parser, const struct token *tok)
{
	if (parser_need_guru(parser, tok, "embedded code in unprivileged script; need stap -g"))
		arena_push(parser->arena, parser->script->embeds, parser->script->nembeds, tok);
}

struct global_decl *build_global(struct parser *parser, const struct token *tok)
{
	struct global_decl *global = arena_new_of(parser->arena, struct global_decl);

	global->tok = tok;
	global->name = tok->text;
	global->is_private = parser->is_private;
	return global;
}

/* stap names no token here, and so its message says the file had ended. */
static void fail_size(struct parser *parser)
{
	struct token end = *parser->token;

	end.class = TOKEN_END;
	end.code = CODE_END;
	parser_fail(parser, &end, "array size out of range");
}

void declare_global(struct parser *parser, struct global_decl *global)
{
	struct script *script = parser->script;

	if (global->sized && (global->max_entries <= 0 || global->max_entries > INT32_MAX))
		fail_size(parser);
	for (unsigned i = 0; i < script->nglobals; i++)
		if (script->globals[i]->name == global->name)
			parser_fail(
				parser, global->tok, "%s",
				script->globals[i]->is_private == global->is_private
					? "duplicate global name"
					: "global versus private variable declaration conflict");
	if (!parser->failed)
		arena_push(parser->arena, script->globals, script->nglobals, global);
}

struct function_decl *build_function(struct parser *parser, const struct token *tok)
{
	struct function_decl *function = arena_new_of(parser->arena, struct function_decl);

	function->tok = tok;
	function->name = tok->text;
	function->is_private = parser->is_private;
	return function;
}

void declare_parameter(struct parser *parser, struct function_decl *function,
		       const struct token *tok, enum value_type type)
{
	struct parameter parameter = {.tok = tok, .name = tok->text, .type = type};

	for (unsigned i = 0; i < function->nparams; i++)
		if (function->params[i].name == tok->text)
			parser_fail(parser, tok, "duplicate parameter names");
	arena_push(parser->arena, function->params, function->nparams, parameter);
}

void declare_priority(struct parser *parser, struct function_decl *function,
		      const struct expr *number)
{
	if (number->kind != EXPR_NUMBER)
		parser_fail(parser, parser->glued, "expected literal number");
	else if (number->number <= 0)
		parser_fail(parser, number->tok, "specified priority must be > 0");
	function->has_priority = true;
	function->priority = number->number;
}

void declare_function(struct parser *parser, struct function_decl *function, struct stmt *body,
		      const struct token *embedded)
{
	struct script *script = parser->script;

	parser->in_function = false;
	function->body = body;
	if (embedded) {
		function->body = build_simple(parser, STMT_NULL, embedded, NULL);
		parser_need_guru(parser, embedded,
				 "embedded code in unprivileged script; need stap -g");
		function->embedded = embedded->text;
	}
	if (!parser->failed)
		arena_push(parser->arena, script->functions, script->nfunctions, function);
}
