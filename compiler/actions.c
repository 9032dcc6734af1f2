/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -DMAXACTION: what stap counts, and where. A statement is an action, and so is each turn of a
 * loop. What was passed is charged where the way forks, at the end of a block and behind calls.
 * Code without loops is not charged as it goes: that enough is left for the longest way through it
 * is seen to when it begins (of a handler with the functions that it calls itself, but not with
 * those that these call), and a caller pays for a function when it has returned. What the library
 * does is free, as embedded C is in stap.
 */
#include "config.h"

#include "compiler/emit.h"

#define ENDLESS (-1)

/* What is found out about a piece of code. */
struct costing {
	bool with_calls; /* calls count with what the functions cost, but not what those call */
	bool endless;	 /* it has a loop, or calls what has one */
	int32_t calls;	 /* of the expressions last looked at */
};

static int32_t cost_of_function(struct function *f);
static int32_t cost_of_stmt(struct stmt *s, struct costing *x);

/* Any of the overloads may have to do it, and all before it. */
static void add_call(struct costing *x, struct function *callee)
{
	for (struct function *f = callee; f; f = f->next_overload) {
		int32_t cost = cost_of_function(f);

		if (cost == ENDLESS)
			x->endless = true;
		else if (x->with_calls)
			x->calls += cost;
	}
}

static void visit_expr(void *context, struct expr *e)
{
	if (e->kind == EXPR_CALL && e->call.callee)
		add_call(context, (struct function *)e->call.callee);
	each_child(e, visit_expr, context);
}

static int32_t cost_of_exprs(struct stmt *s, struct costing *x)
{
	const struct stmt_visitor exprs = {.expr = visit_expr, .context = x};

	x->calls = 0;
	if (s->kind == STMT_IF)
		visit_expr(x, s->branch.cond);
	else
		each_part(s, &exprs);
	return x->calls;
}

static int32_t cost_of_either(struct stmt *a, struct stmt *b, struct costing *x)
{
	int32_t first = cost_of_stmt(a, x), second = b ? cost_of_stmt(b, x) : 0;

	return first > second ? first : second;
}

static int32_t cost_of_stmt(struct stmt *s, struct costing *x)
{
	int32_t sum = 0;

	switch (s->kind) {
	case STMT_NULL:
		return 0;
	case STMT_BLOCK:
		for (unsigned i = 0; i < s->block.count; i++)
			sum += cost_of_stmt(s->block.items[i], x);
		return sum;
	case STMT_FOR:
	case STMT_FOREACH:
		x->endless = true;
		return 0;
	case STMT_IF:
		sum = 1 + cost_of_exprs(s, x);
		return sum + cost_of_either(s->branch.then, s->branch.otherwise, x);
	case STMT_TRY:
		return cost_of_stmt(s->try.body, x) + cost_of_stmt(s->try.handler, x);
	default:
		return 1 + cost_of_exprs(s, x);
	}
}

static int32_t cost_of_body(struct stmt *body, bool with_calls)
{
	struct costing x = {.with_calls = with_calls};
	int32_t sum = cost_of_stmt(body, &x);

	return x.endless ? ENDLESS : sum;
}

/* A function that is in the middle of being asked costs nothing more: MAXNESTING ends recursion. */
static int32_t cost_of_function(struct function *f)
{
	if (!f->cost_known && !f->script->is_library) {
		f->cost_known = true;
		f->cost = cost_of_body(f->decl->body, false);
	}
	return f->cost;
}

static int32_t cost_of_handler(const struct derived *d)
{
	int32_t sum = 0;

	for (unsigned i = 0; i < d->nparts; i++) {
		int32_t part = cost_of_body(d->parts[i], true);

		if (part == ENDLESS)
			return ENDLESS;
		sum += part;
	}
	return sum;
}

static bool is_limited(const struct emitter *em)
{
	return limits_actions(&em->c->limits) != INT64_MAX;
}

void actions_begin(struct emitter *em)
{
	struct function *f = em->instance->function;
	int32_t cost;

	if (!is_limited(em) || (f && f->script->is_library))
		return;
	cost = f ? cost_of_function(f) : cost_of_handler(em->instance->derived);
	em->charges = cost == ENDLESS;
	if (em->charges)
		return;
	if (f)
		emit_place(em, f->decl->tok);
	emit_imm(em, OP_CODE_NEED, 0, cost);
}

void actions_describe(const struct emitter *em, struct code *code)
{
	struct function *f = em->instance->function;
	int32_t cost = f && is_limited(em) ? cost_of_function(f) : 0;

	code->charges = em->charges;
	code->actions = cost == ENDLESS ? 0 : cost;
}

void actions_add(struct emitter *em)
{
	em->actions += em->charges;
}

void actions_set(struct emitter *em, bool pending)
{
	em->actions = em->charges && pending;
}

void actions_charge(struct emitter *em, const struct token *tok)
{
	if (!em->actions)
		return;
	emit_place(em, tok);
	emit_imm(em, OP_CODE_ACT, 0, em->actions);
	em->actions = 0;
}

void actions_charge_call(struct emitter *em, const struct expr *call)
{
	int32_t cost =
		call->call.callee ? cost_of_function((struct function *)call->call.callee) : 0;

	if (!em->charges || cost == ENDLESS)
		return;
	em->actions += cost;
	actions_charge(em, call->tok);
}

void actions_charge_body(struct emitter *em, const struct stmt *body)
{
	while (body->kind == STMT_BLOCK && body->block.count == 1)
		body = body->block.items[0];
	actions_charge(em, body->kind == STMT_EXPR ? expr_first_token(body->expr) : body->tok);
}
