/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Type inference: every pass over the program carries what is known a step further, until a pass
 * changes nothing. Then whatever has no type, or more than one, is an error.
 *
 * The order of visits is stap's (functions by name, then probes; which operand first), because it
 * decides which of two places that disagree is blamed.
 */
#include "config.h"

#include "compiler/inference.h"

static void infer_stmt(struct inference *t, struct stmt *s);

/* ---- statements ---- */

static void infer_value(struct inference *t, const struct variable *array, struct expr *value)
{
	if (array->type == TYPE_STATS)
		report_invalid(t, value->tok, TYPE_STATS);
	else
		infer(t, value, array->type);
}

static void infer_buckets(struct inference *t, struct stmt *s)
{
	struct foreach_loop *loop = &s->foreach;

	if (loop->nindexes != 1)
		report_unknown(t, s->tok);
	else
		infer_number(t, loop->indexes[0]);
	infer(t, loop->base, TYPE_UNKNOWN);
	if (loop->value)
		infer_number(t, loop->value);
	if (loop->limit)
		infer(t, loop->limit, TYPE_LONG);
	infer_stmt(t, loop->body);
}

static bool knows_keys(const struct variable *array)
{
	for (int i = 0; i < array->arity; i++)
		if (!array->keys[i])
			return false;
	return true;
}

static void infer_foreach(struct inference *t, struct foreach_loop *loop)
{
	struct variable *v = loop->base->symbol.variable;

	for (unsigned i = 0; i < loop->nindexes; i++)
		infer_key(t, v, i, loop->indexes[i]);
	infer_keys(t, loop->base, &loop->slice);
	/* Of an array with unknown indexes these are told of alone. */
	if (knows_keys(v))
		infer_elements(t, loop->base);
	if (loop->sort_stat != STAT_NONE && v->type != TYPE_UNKNOWN && v->type != TYPE_STATS)
		report_invalid(t, loop->base->tok, v->type);
	if (loop->value)
		infer_value(t, v, loop->value);
	if (loop->limit)
		infer(t, loop->limit, TYPE_LONG);
	infer_stmt(t, loop->body);
}

/* A value learned by a function that had none is what all its returns must give. */
static void infer_return(struct inference *t, struct stmt *s)
{
	struct function *f = t->function;
	const struct referent result = {&f->type, &f->type_tok, -1};

	/* NOLINTBEGIN(clang-analyzer-core.*): the parser takes it in functions only
	 */
	if (!s->expr) {
		if (f->type)
			report_declared(t, s->tok, TYPE_UNKNOWN, &result);
		return;
	}
	infer(t, s->expr, f->type);
	if (s->expr->type == TYPE_STATS) {
		report_invalid(t, s->expr->tok, TYPE_STATS);
	} else if (f->type && s->expr->type && f->type != s->expr->type) {
		report_declared(t, s->expr->tok, s->expr->type, &result);
	} else if (!f->type && s->expr->type) {
		learn(t, &f->type, s->expr->type);
		if (!f->type_tok)
			f->type_tok = s->expr->tok;
	}
	/* NOLINTEND(clang-analyzer-core.*) */
}

static void visit_stmt(void *t, struct stmt *s)
{
	infer_stmt(t, s);
}

static void visit_expr(void *t, struct expr *e)
{
	infer(t, e, TYPE_UNKNOWN);
}

static void infer_loop(struct inference *t, struct stmt *s)
{
	if (s->loop.init)
		infer(t, s->loop.init, TYPE_UNKNOWN);
	if (s->loop.cond)
		infer(t, s->loop.cond, TYPE_LONG);
	if (s->loop.step)
		infer(t, s->loop.step, TYPE_UNKNOWN);
	infer_stmt(t, s->loop.body);
}

static void infer_try(struct inference *t, struct stmt *s)
{
	infer_stmt(t, s->try.body);
	if (s->try.variable)
		infer(t, s->try.variable, TYPE_STRING);
	infer_stmt(t, s->try.handler);
}

static void infer_stmt(struct inference *t, struct stmt *s)
{
	const struct stmt_visitor visitor = {visit_stmt, visit_expr, t};

	switch (s->kind) {
	case STMT_IF:
		infer(t, s->branch.cond, TYPE_LONG);
		infer_stmt(t, s->branch.then);
		if (s->branch.otherwise)
			infer_stmt(t, s->branch.otherwise);
		break;
	case STMT_FOR:
		infer_loop(t, s);
		break;
	case STMT_FOREACH:
		if (s->foreach.base->kind == EXPR_HIST)
			infer_buckets(t, s);
		else
			infer_foreach(t, &s->foreach);
		break;
	case STMT_RETURN:
		infer_return(t, s);
		break;
	case STMT_TRY:
		infer_try(t, s);
		break;
	default:
		each_part(s, &visitor);
	}
}

/* ---- passes over everything ---- */

static void check_local(struct inference *t, const struct variable *v)
{
	if (v->type == TYPE_UNKNOWN) {
		report_unknown(t, v->tok);
	} else if (v->type == TYPE_STATS) {
		t->nopen++;
		if (t->reporting)
			semantic_error(t->c, v->tok,
				       "stat locals not supported, missing global declaration? ");
	}
}

static void infer_function(struct inference *t, struct function *f)
{
	t->function = f;
	infer_stmt(t, f->decl->body);
	for (unsigned i = f->decl->nparams; i < f->locals.count; i++)
		check_local(t, f->locals.items[i]);
}

static void infer_derived(struct inference *t, struct derived *d)
{
	t->function = NULL;
	for (unsigned i = 0; i < d->nconditions; i++)
		infer(t, d->conditions[i], TYPE_LONG);
	for (unsigned i = 0; i < d->nparts; i++)
		infer_stmt(t, d->parts[i]);
	for (unsigned i = 0; i < d->locals.count; i++)
		check_local(t, d->locals.items[i]);
}

static void check_global(struct inference *t, const struct variable *v)
{
	if (v->type == TYPE_UNKNOWN)
		report_unknown(t, v->tok);
	for (int i = 0; i < v->arity; i++)
		if (v->keys[i] == TYPE_UNKNOWN)
			report_unknown(t, v->tok);
}

static void infer_all(struct inference *t)
{
	struct compilation *c = t->c;

	t->nlearned = t->nopen = 0;
	for (unsigned i = 0; i < c->nfunctions; i++)
		infer_function(t, c->functions[i]);
	t->dropped = true;
	for (unsigned i = 0; i < c->ndropped && !t->final; i++)
		infer_function(t, c->dropped[i]);
	t->dropped = false;
	for (unsigned i = 0; i < c->nderived; i++)
		infer_derived(t, c->derived[i]);
	for (unsigned i = 0; i < c->reached.count; i++)
		check_global(t, c->reached.items[i]);
}

bool infer_types(struct compilation *c, bool final)
{
	struct inference t = {.c = c, .final = final};

	sort_functions(c);
	do
		infer_all(&t);
	while (t.nlearned && !c->diags->nerrors);
	if (t.nopen && !c->diags->nerrors) {
		t.reporting = true;
		infer_all(&t);
	}
	return c->diags->nerrors == 0;
}
