/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Target variables: $x, @var, @cast, and what is reached through them. */
#include "config.h"

#include "parser/parser.h"

#include <string.h>

#include "base/arena.h"
#include "base/intern.h"

static struct expr *new_target(struct parser *parser, enum expr_kind kind, const struct token *tok)
{
	return ast_expr(parser->arena, kind, tok);
}

static void adopt(struct parser *parser, struct expr *target, const struct expr *child)
{
	if (child->depth < target->depth)
		return;
	target->depth = child->depth + 1;
	if (target->depth > AST_MAX_DEPTH)
		parser_fail(parser, target->tok, "nesting too deep");
}

/* The length of @name without the $ and $$ at its end that ask for pretty printing. */
static size_t plain_length(const char *name)
{
	size_t len = strlen(name);

	while (len && name[len - 1] == '$')
		len--;
	return len;
}

static void add_component(struct parser *parser, struct expr *target,
			  struct target_component component)
{
	unsigned count = target->target.ncomponents;

	if (count && target->target.components[count - 1].kind >= COMPONENT_PRETTY)
		parser_fail(parser, component.tok,
			    "-> and [ are not accepted for a pretty-printing variable");
	arena_push(parser->arena, target->target.components, target->target.ncomponents, component);
}

struct expr *build_pretty(struct parser *parser, struct expr *target, const struct token *tok,
			  const char *dollars)
{
	add_component(parser, target,
		      (struct target_component){
			      .kind = dollars[1] ? COMPONENT_DEEP : COMPONENT_PRETTY,
			      .tok = tok,
			      .member = dollars,
		      });
	return target;
}

/* The name @tok without its dollars at the end; they become a component of @target. */
static const char *split_name(struct parser *parser, const struct token *tok, const char **dollars)
{
	size_t len = plain_length(tok->text);

	*dollars = len && tok->text[len] ? tok->text + len : NULL;
	if (!*dollars)
		return tok->text;
	return intern_text(parser->context->names, tok->text, len);
}

struct expr *build_target(struct parser *parser, const struct token *tok)
{
	struct expr *target = new_target(parser, EXPR_TARGET, tok);
	const char *dollars;

	target->target.name = split_name(parser, tok, &dollars);
	return dollars ? build_pretty(parser, target, tok, dollars) : target;
}

struct expr *build_var(struct parser *parser, const struct token *tok, const struct token *name,
		       const struct token *module)
{
	struct expr *target = new_target(parser, EXPR_TARGET, tok);

	target->target.is_var = true;
	target->target.name = name->text;
	target->target.module = module ? module->text : NULL;
	return target;
}

struct expr *build_cast(struct parser *parser, const struct token *tok, struct expr *operand,
			const struct token *type, const struct token *module)
{
	struct expr *target = build_autocast(parser, tok, operand);

	target->target.name = type->text;
	target->target.module = module ? module->text : NULL;
	return target;
}

struct expr *build_autocast(struct parser *parser, const struct token *tok, struct expr *operand)
{
	struct expr *target = new_target(parser, EXPR_CAST, tok);

	target->target.operand = operand;
	adopt(parser, target, operand);
	return target;
}

struct expr *build_address(struct parser *parser, const struct token *tok, struct expr *operand)
{
	bool is_target = operand->kind == EXPR_TARGET || operand->kind == EXPR_CAST;
	struct expr *target = is_target ? operand : build_autocast(parser, tok, operand);

	target->target.address_of = true;
	return target;
}

struct expr *build_member(struct parser *parser, struct expr *target, const struct token *tok,
			  const struct token *name)
{
	const char *dollars, *member;

	if (!plain_length(name->text))
		return build_pretty(parser, target, tok, name->text);
	member = split_name(parser, name, &dollars);
	add_component(
		parser, target,
		(struct target_component){.kind = COMPONENT_MEMBER, .tok = tok, .member = member});
	return dollars ? build_pretty(parser, target, tok, dollars) : target;
}

struct expr *build_subscript(struct parser *parser, struct expr *target, const struct token *tok,
			     struct expr *index)
{
	add_component(
		parser, target,
		(struct target_component){.kind = COMPONENT_INDEX, .tok = tok, .index = index});
	adopt(parser, target, index);
	return target;
}
