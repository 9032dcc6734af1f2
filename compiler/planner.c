/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fetch planning: every read of the traced context becomes a fetch slot of the probe's record.
 *
 * Handlers run after the event, so what they read must be in the record. The planner follows the
 * handler with symbolic values: a variable that holds "argument 1 plus 8" is such a value, and
 * kernel_string() of it is the fetch +8($arg1):string. Functions that read the context are planned
 * (and later compiled) once for each call, with the symbolic values of their arguments.
 */
#include "config.h"

#include "compiler/planner.h"

/* ---- loops ---- */

/* What a loop assigns is not known inside it, nor behind it. */
static void forget_assigned_stmt(void *context, struct stmt *s);

static void forget_assigned_expr(void *context, struct expr *e)
{
	struct planner *p = context;
	struct expr *target = NULL;

	if (e->kind == EXPR_ASSIGN || e->kind == EXPR_POST)
		target = e->binary.left;
	else if (e->kind == EXPR_PRE)
		target = e->binary.right;
	if (target && target->kind == EXPR_SYMBOL && !target->symbol.variable->is_global)
		set_binding(p, target->symbol.variable,
			    value_unknown(target->tok, "it changes in a loop"));
	each_child(e, forget_assigned_expr, p);
}

static void forget_assigned_stmt(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {forget_assigned_stmt, forget_assigned_expr, context};

	each_part(s, &visitor);
}

/* ---- statements ---- */

static void plan_branch(struct planner *p, struct stmt *s)
{
	struct environment before, after_then;

	plan_expr(p, s->branch.cond);
	before = copy_environment(p);
	plan_stmt(p, s->branch.then);
	after_then = p->env;
	p->env = before;
	if (s->branch.otherwise)
		plan_stmt(p, s->branch.otherwise);
	join_environment(p, &after_then);
}

static void plan_try(struct planner *p, struct stmt *s)
{
	struct environment before = copy_environment(p), after_body;

	plan_stmt(p, s->try.body);
	after_body = p->env;
	p->env = before;
	forget_assigned_stmt(p, s->try.body);
	if (s->try.variable && !s->try.variable->symbol.variable->is_global)
		set_binding(p, s->try.variable->symbol.variable,
			    value_unknown(s->try.variable->tok, "it is computed after the event"));
	plan_stmt(p, s->try.handler);
	join_environment(p, &after_body);
}

static void plan_loop(struct planner *p, struct stmt *s)
{
	if (s->loop.init)
		plan_expr(p, s->loop.init);
	forget_assigned_stmt(p, s);
	plan_counter(p, s);
	if (s->loop.cond)
		plan_expr(p, s->loop.cond);
	plan_stmt(p, s->loop.body);
	if (s->loop.step)
		plan_expr(p, s->loop.step);
	forget_assigned_stmt(p, s);
}

static void forget_symbol(struct planner *p, const struct expr *e)
{
	if (!e->symbol.variable->is_global)
		set_binding(p, e->symbol.variable,
			    value_unknown(e->tok, "it is a key or value of an array"));
}

static void plan_foreach(struct planner *p, struct stmt *s)
{
	struct foreach_loop *loop = &s->foreach;

	if (loop->base->kind == EXPR_HIST)
		plan_expr(p, loop->base);
	for (unsigned i = 0; i < loop->slice.count; i++)
		if (loop->slice.items[i])
			plan_expr(p, loop->slice.items[i]);
	if (loop->limit)
		plan_expr(p, loop->limit);
	forget_assigned_stmt(p, s);
	for (unsigned i = 0; i < loop->nindexes; i++)
		forget_symbol(p, loop->indexes[i]);
	if (loop->value)
		forget_symbol(p, loop->value);
	plan_stmt(p, loop->body);
	forget_assigned_stmt(p, s);
}

static void plan_return(struct planner *p, struct stmt *s)
{
	struct value value;

	if (!s->expr)
		return;
	value = plan_expr(p, s->expr);
	p->result = p->returned ? value_join(p, p->result, value, s->tok) : value;
	p->returned = true;
}

static void visit_expr(void *p, struct expr *e)
{
	plan_expr(p, e);
}

static void visit_stmt(void *p, struct stmt *s)
{
	plan_stmt(p, s);
}

void plan_stmt(struct planner *p, struct stmt *s)
{
	const struct stmt_visitor visitor = {visit_stmt, visit_expr, p};

	switch (s->kind) {
	case STMT_IF:
		plan_branch(p, s);
		break;
	case STMT_FOR:
		plan_loop(p, s);
		break;
	case STMT_FOREACH:
		plan_foreach(p, s);
		break;
	case STMT_TRY:
		plan_try(p, s);
		break;
	case STMT_RETURN:
		plan_return(p, s);
		break;
	default:
		each_part(s, &visitor);
	}
}

/* ---- all probes ---- */

bool plan_fetches(struct compilation *c)
{
	mark_readers(c);
	for (unsigned i = 0; i < c->nderived; i++) {
		struct planner p = {.c = c, .derived = c->derived[i]};

		p.instance = add_instance(&p, NULL);
		p.derived->instance = p.instance;
		for (unsigned j = 0; j < p.derived->nconditions; j++)
			plan_expr(&p, p.derived->conditions[j]);
		for (unsigned j = 0; j < p.derived->nparts; j++)
			plan_stmt(&p, p.derived->parts[j]);
		if ((p.derived->entry || p.derived->nvalues) && !p.derived->format)
			plan_frame(&p);
	}
	return c->diags->nerrors == 0;
}
