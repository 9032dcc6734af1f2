/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/parser.h"

#include <string.h>

#include "base/arena.h"
#include "base/intern.h"

/* {a,b}.{a,b}.{a,b}... doubles with every part. */
#define MAX_POINTS 10000
/* Longer than any symbol; *a*a*a... is joined piece by piece. */
#define MAX_NAME_BYTES 1000

struct point_component *build_component(struct parser *parser, const struct token *tok)
{
	struct point_component *component = arena_new_of(parser->arena, struct point_component);

	component->tok = tok;
	component->name = intern_text(parser->context->names, tok->text, tok->len);
	return component;
}

void points_join_name(struct parser *parser, struct point_component *component,
		      const struct token *tok)
{
	const char *joined;

	if (tok->after_space)
		parser_fail(parser, tok, "expected one of ', { } = +='");
	else if (strlen(component->name) > MAX_NAME_BYTES)
		parser_fail(parser, tok, "probe point name too long");
	joined = arena_printf(parser->arena, "%s%s", component->name, tok->text);
	component->name = intern_text(parser->context->names, joined, strlen(joined));
}

static void push_point(struct parser *parser, struct point_list *points, struct probe_point *point)
{
	arena_push(parser->arena, points->items, points->count, point);
}

struct point_list points_of_component(struct parser *parser,
				      const struct point_component *component)
{
	struct probe_point *point = arena_new_of(parser->arena, struct probe_point);
	struct point_list points = {0};

	point->tok = component->tok;
	arena_push(parser->arena, point->components, point->ncomponents, *component);
	push_point(parser, &points, point);
	return points;
}

struct point_list points_append(struct parser *parser, struct point_list points,
				struct point_list more)
{
	for (unsigned i = 0; i < more.count; i++)
		push_point(parser, &points, more.items[i]);
	return points;
}

static struct probe_point *join(struct parser *parser, const struct probe_point *first,
				const struct probe_point *second)
{
	struct probe_point *point = arena_new_of(parser->arena, struct probe_point);

	*point = *second;
	point->tok = first->tok;
	point->components = NULL;
	point->ncomponents = 0;
	for (unsigned i = 0; i < first->ncomponents; i++)
		arena_push(parser->arena, point->components, point->ncomponents,
			   first->components[i]);
	for (unsigned i = 0; i < second->ncomponents; i++)
		arena_push(parser->arena, point->components, point->ncomponents,
			   second->components[i]);
	return point;
}

void points_concat(struct parser *parser, struct point_list *points, struct point_list more)
{
	struct point_list product = {0};

	if (points->count * more.count > MAX_POINTS) {
		parser_fail(parser, points->items[0]->tok, "too many probe points");
		return;
	}
	for (unsigned i = 0; i < points->count; i++) {
		const struct probe_point *first = points->items[i];

		if (first->optional || first->sufficient || first->condition)
			parser_fail_at(parser, first->tok,
				       "'?', '!' or condition must only be specified in suffix");
		for (unsigned j = 0; j < more.count; j++)
			push_point(parser, &product, join(parser, first, more.items[j]));
	}
	*points = product;
}

void points_suffix(struct parser *parser, struct point_list *points, const struct token *mark,
		   struct expr *condition, const struct token *close)
{
	for (unsigned i = 0; i < points->count; i++) {
		struct probe_point *point = points->items[i];

		if (mark && mark->code == CODE_QUESTION)
			point->optional = true;
		if (mark && mark->code == CODE_NOT)
			point->sufficient = true;
		if (condition && point->condition)
			parser_fail(parser, close, "condition respecified");
		if (condition)
			point->condition = condition;
	}
}
