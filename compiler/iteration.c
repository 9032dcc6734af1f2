/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions called while an array is iterated may not modify it either. */
#include "config.h"

#include "compiler/compiler.h"

struct open_loop {
	struct compilation *c;
	const struct variable *array;
	const struct open_loop *outer;
};

/* ---- does a function, or one that it calls, modify an array? ---- */

struct modification {
	const struct variable *array;
	struct function **pending; /* found called, not all looked at yet */
	unsigned npending;
	struct arena *arena;
	bool found;
};

static void note_write(struct modification *m, const struct expr *lvalue)
{
	const struct expr *symbol = lvalue->kind == EXPR_INDEX ? lvalue->index.base : lvalue;

	m->found |= symbol->kind == EXPR_SYMBOL && symbol->symbol.variable == m->array;
}

static void note_call(struct modification *m, struct function *first)
{
	for (struct function *f = first; f; f = f->next_overload) {
		if (f->reached)
			continue;
		f->reached = true;
		arena_push(m->arena, m->pending, m->npending, f);
	}
}

static void find_writes(void *context, struct expr *e)
{
	struct modification *m = context;

	each_child(e, find_writes, m);
	if (e->kind == EXPR_CALL)
		note_call(m, (struct function *)e->call.callee);
	else if (e->kind == EXPR_PRE)
		note_write(m, e->binary.right);
	else if (e->kind == EXPR_POST || e->kind == EXPR_ASSIGN)
		note_write(m, e->binary.left);
}

static void find_writes_in(void *context, struct stmt *s)
{
	struct modification *m = context;
	const struct stmt_visitor visitor = {find_writes_in, find_writes, m};

	if (s->kind == STMT_DELETE && s->expr->kind == EXPR_INDEX)
		note_write(m, s->expr);
	each_part(s, &visitor);
}

static bool modifies(struct compilation *c, struct function *f, const struct variable *array)
{
	struct modification m = {.array = array, .arena = c->arena};

	note_call(&m, f);
	for (unsigned i = 0; i < m.npending && !m.found; i++)
		find_writes_in(&m, m.pending[i]->decl->body);
	for (unsigned i = 0; i < m.npending; i++)
		m.pending[i]->reached = false;
	return m.found;
}

/* ---- calls in loops ---- */

static void check_calls(void *context, struct expr *e)
{
	const struct open_loop *innermost = context;

	each_child(e, check_calls, context);
	if (e->kind != EXPR_CALL || !e->call.callee)
		return;
	for (const struct open_loop *i = innermost; i->array; i = i->outer)
		if (modifies(i->c, (struct function *)e->call.callee, i->array))
			semantic_error(i->c, e->tok,
				       "function call modifies var '%s' during 'foreach' iteration",
				       i->array->name);
}

static void check_stmt(void *context, struct stmt *s)
{
	struct open_loop *outer = context;
	struct open_loop inner = {outer->c, NULL, outer};
	struct stmt_visitor visitor = {check_stmt, check_calls, outer};

	if (s->kind == STMT_FOREACH && s->foreach.base->kind == EXPR_SYMBOL) {
		inner.array = s->foreach.base->symbol.variable;
		visitor.context = &inner;
	}
	each_part(s, &visitor);
}

void check_iterations(struct compilation *c)
{
	struct open_loop none = {.c = c};

	for (unsigned i = 0; i < c->nderived; i++)
		for (unsigned j = 0; j < c->derived[i]->nparts; j++)
			check_stmt(&none, c->derived[i]->parts[j]);
	for (unsigned i = 0; i < c->nfunctions; i++)
		check_stmt(&none, c->functions[i]->decl->body);
}
