/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the planner knows of a variable: symbolic values, and how they join where paths meet. */
#include "config.h"

#include <string.h>

#include "compiler/planner.h"

struct value value_unknown(const struct token *tok, const char *why)
{
	return (struct value){.kind = VALUE_UNKNOWN, .tok = tok, .why = why};
}

struct value value_number(int64_t n)
{
	return (struct value){.kind = VALUE_NUMBER, .number = n};
}

bool same_fetch(const struct fetch *a, const struct fetch *b)
{
	bool same_name =
		a->name == b->name || (a->name && b->name && strcmp(a->name, b->name) == 0);

	return a->base == b->base && same_name && a->number == b->number &&
	       a->nsteps == b->nsteps && a->user == b->user && a->type == b->type &&
	       a->length == b->length &&
	       memcmp(a->steps, b->steps, a->nsteps * sizeof(a->steps[0])) == 0;
}

bool same_value(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind || a->number != b->number)
		return false;
	switch (a->kind) {
	case VALUE_TEXT:
		return strcmp(a->text, b->text) == 0;
	case VALUE_CONTEXT:
		return same_fetch(&a->fetch, &b->fetch);
	case VALUE_CHOICE:
		return a->items == b->items;
	case VALUE_UNKNOWN:
		return a->tok == b->tok;
	default:
		return true;
	}
}

/* ---- environments ---- */

struct value *find_binding(struct environment *env, const struct variable *v)
{
	for (unsigned i = 0; i < env->count; i++)
		if (env->items[i].variable == v)
			return &env->items[i].value;
	return NULL;
}

void set_binding(struct planner *p, const struct variable *v, struct value value)
{
	struct value *held = find_binding(&p->env, v);
	struct binding_of fresh = {v, value};

	if (held)
		*held = value;
	else
		arena_push(p->c->arena, p->env.items, p->env.count, fresh);
}

struct environment copy_environment(struct planner *p)
{
	struct environment copy = {0};

	for (unsigned i = 0; i < p->env.count; i++)
		arena_push(p->c->arena, copy.items, copy.count, p->env.items[i]);
	return copy;
}

void join_environment(struct planner *p, struct environment *other)
{
	for (unsigned i = 0; i < p->env.count; i++) {
		struct binding_of *item = &p->env.items[i];
		struct value *b = find_binding(other, item->variable);

		item->value =
			value_join(p, item->value, b ? *b : value_number(0), item->variable->tok);
	}
	for (unsigned i = 0; i < other->count; i++)
		if (!find_binding(&p->env, other->items[i].variable))
			set_binding(p, other->items[i].variable,
				    value_join(p, other->items[i].value, value_number(0),
					       other->items[i].variable->tok));
}
