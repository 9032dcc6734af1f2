/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the probes use: variables read and written, functions called, in the order of first use. */
#include "config.h"

#include <stdlib.h>

#include "compiler/compiler.h"

static void use_expr(void *context, struct expr *e);

static void use_variable(struct compilation *c, struct variable *v)
{
	if (v->is_global && !v->reached)
		arena_push(c->arena, c->reached.items, c->reached.count, v);
	if (!v->order)
		v->order = ++c->nmet;
	v->reached = true;
}

static void read_variable(struct compilation *c, const struct expr *symbol)
{
	use_variable(c, symbol->symbol.variable);
	symbol->symbol.variable->read = true;
}

/* An array, or a histogram in its place. */
static void read_base(struct compilation *c, struct expr *base)
{
	if (base->kind == EXPR_HIST)
		use_expr(c, base);
	else
		read_variable(c, base);
}

/* Returns the variable of an lvalue whose keys have been looked at. */
static struct variable *write_lvalue(struct compilation *c, struct expr *lvalue)
{
	struct expr *symbol = lvalue;

	if (lvalue->kind == EXPR_INDEX) {
		each_key(&lvalue->index.keys, use_expr, c);
		symbol = lvalue->index.base;
	}
	use_variable(c, symbol->symbol.variable);
	symbol->symbol.variable->assigned = true;
	return symbol->symbol.variable;
}

static void use_functions(struct compilation *c, struct function *first)
{
	for (struct function *f = first; f; f = f->next_overload) {
		if (f->reached)
			continue;
		f->reached = true;
		arena_push(c->arena, c->functions, c->nfunctions, f);
	}
}

static bool is_crement(const struct expr *e)
{
	return e->kind == EXPR_PRE || e->kind == EXPR_POST;
}

/* Writes of a variable's new value on the ground of its old one. */
static bool is_update(const struct expr *e)
{
	return is_crement(e) ||
	       (e->kind == EXPR_ASSIGN && e->binary.op != OP_SET && e->binary.op != OP_AGGREGATE);
}

static bool is_variable(const struct expr *e)
{
	return e->kind == EXPR_SYMBOL || (e->kind == EXPR_INDEX && !is_bucket(e));
}

/* Returns the variable; NULL for what is none, which is refused when code is made of it. */
static struct variable *use_write(struct compilation *c, struct expr *e)
{
	struct expr *target = e->kind == EXPR_PRE ? e->binary.right : e->binary.left;
	struct variable *v = NULL;

	if (is_variable(target)) {
		v = write_lvalue(c, target);
		v->updated |= is_update(e);
	} else {
		use_expr(c, target);
	}
	if (e->kind == EXPR_ASSIGN)
		use_expr(c, e->binary.right);
	return v;
}

/* An update whose value is used reads the variable, too. */
static void use_value(struct compilation *c, struct expr *e)
{
	struct variable *v = use_write(c, e);

	if (v)
		v->read |= is_update(e);
}

/* @e, whose value nobody uses: an update reads the variable for itself only. */
static void use_void(struct compilation *c, struct expr *e)
{
	if (e->kind == EXPR_TERNARY) {
		use_expr(c, e->ternary.cond);
		use_void(c, e->ternary.then);
		use_void(c, e->ternary.otherwise);
	} else if (e->kind == EXPR_ASSIGN || is_crement(e)) {
		use_write(c, e);
	} else {
		use_expr(c, e);
	}
}

static void use_expr(void *context, struct expr *e)
{
	struct compilation *c = context;

	switch (e->kind) {
	case EXPR_SYMBOL:
		read_variable(c, e);
		break;
	case EXPR_INDEX:
		each_key(&e->index.keys, use_expr, c);
		read_base(c, e->index.base);
		break;
	case EXPR_IN:
		each_key(&e->in.keys, use_expr, c);
		read_base(c, e->in.array);
		break;
	case EXPR_CALL:
		each_child(e, use_expr, c);
		use_functions(c, (struct function *)e->call.callee);
		break;
	case EXPR_PRE:
	case EXPR_POST:
	case EXPR_ASSIGN:
		use_value(c, e);
		break;
	case EXPR_SAVED:
		e->saved.value->used = true;
		break;
	default:
		each_child(e, use_expr, c);
	}
}

static void use_stmt(void *context, struct stmt *s);

static void use_loop(struct compilation *c, struct stmt *s)
{
	if (s->loop.init)
		use_void(c, s->loop.init);
	if (s->loop.cond)
		use_expr(c, s->loop.cond);
	if (s->loop.step)
		use_void(c, s->loop.step);
	use_stmt(c, s->loop.body);
}

static void use_foreach(struct compilation *c, const struct foreach_loop *loop)
{
	read_base(c, loop->base);
	/* To stap sorting is a change of the array. */
	if (loop->sort_direction && loop->base->kind == EXPR_SYMBOL)
		loop->base->symbol.variable->assigned = true;
	for (unsigned i = 0; i < loop->nindexes; i++)
		write_lvalue(c, loop->indexes[i]);
	if (loop->value)
		write_lvalue(c, loop->value);
	each_key(&loop->slice, use_expr, c);
	if (loop->limit)
		use_expr(c, loop->limit);
	use_stmt(c, loop->body);
}

static void use_stmt(void *context, struct stmt *s)
{
	struct compilation *c = context;
	const struct stmt_visitor visitor = {use_stmt, use_expr, c};

	switch (s->kind) {
	case STMT_EXPR:
		use_void(c, s->expr);
		break;
	case STMT_FOR:
		use_loop(c, s);
		break;
	case STMT_FOREACH:
		use_foreach(c, &s->foreach);
		break;
	case STMT_DELETE:
		if (is_bucket(s->expr))
			use_expr(c, s->expr); /* refused when code is made of it, as in stap */
		else
			write_lvalue(c, s->expr)->read = true;
		break;
	case STMT_TRY:
		use_stmt(c, s->try.body);
		if (s->try.variable)
			write_lvalue(c, s->try.variable);
		use_stmt(c, s->try.handler);
		break;
	default:
		each_part(s, &visitor);
	}
}

static void forget_scope(const struct scope *scope)
{
	for (unsigned i = 0; i < scope->count; i++) {
		struct variable *v = scope->items[i];

		v->reached = v->read = v->updated = false;
		v->assigned = v->is_parameter;
	}
}

static void forget_derived(struct derived *d)
{
	forget_scope(&d->locals);
	for (unsigned i = 0; i < d->nvalues; i++)
		d->values[i]->used = false;
}

static void forget(struct compilation *c)
{
	forget_scope(&c->globals);
	for (unsigned i = 0; i < c->nderived; i++)
		forget_derived(c->derived[i]);
	for (unsigned i = 0; i < c->nfunctions; i++) {
		forget_scope(&c->functions[i]->locals);
		c->functions[i]->reached = false;
	}
	c->reached = (struct scope){0};
	c->functions = NULL;
	c->nfunctions = 0;
}

static int by_order(const void *a, const void *b)
{
	const struct variable *const *x = a, *const *y = b;

	return (*x)->order < (*y)->order ? -1 : 1;
}

void collect_usage(struct compilation *c)
{
	forget(c);
	for (unsigned i = 0; i < c->nderived; i++) {
		struct derived *d = c->derived[i];

		for (unsigned j = 0; j < d->nconditions; j++)
			use_expr(c, d->conditions[j]);
		for (unsigned j = 0; j < d->nparts; j++)
			use_stmt(c, d->parts[j]);
	}
	/* Calls in functions add to the list while it is read. */
	for (unsigned i = 0; i < c->nfunctions; i++)
		use_stmt(c, c->functions[i]->decl->body);
	/* What has been left out since does not change who came first. */
	if (c->reached.count)
		qsort(c->reached.items, c->reached.count, sizeof(*c->reached.items), by_order);
}

bool is_displayed(const struct variable *v)
{
	return v->assigned && !v->read && !v->script->is_library;
}
