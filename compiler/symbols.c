/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resolves the names in every body that a probe reaches, and refuses what cannot be compiled. */
#include "config.h"

#include "compiler/resolver.h"

static void resolve_stmt(struct resolver *r, struct stmt *s);

static void visit_expr(void *r, struct expr *e)
{
	resolve_expr(r, e);
}

static void visit_stmt(void *r, struct stmt *s)
{
	resolve_stmt(r, s);
}

/* ---- statements ---- */

/* What the body of a foreach over @base may not change. */
static const struct variable *walked_array(const struct expr *base)
{
	if (base->kind == EXPR_SYMBOL)
		return base->symbol.variable;
	return base->stat.stat->kind == EXPR_INDEX ? aggregate_variable(base->stat.stat) : NULL;
}

/* In stap's words, which has looked for an array of as many indexes under its own name for it. */
static bool check_slice(struct resolver *r, const struct foreach_loop *loop)
{
	if (loop->base->kind != EXPR_SYMBOL || !loop->slice.count ||
	    loop->slice.count == loop->nindexes)
		return true;
	resolve_error(r, loop->base->tok,
		      "unresolved arity-%u global array __global_%s, missing global declaration?",
		      loop->slice.count, loop->base->symbol.name);
	return false;
}

static void resolve_foreach(struct resolver *r, struct stmt *s)
{
	struct foreach_loop *loop = &s->foreach;
	const struct variable *walked;

	for (unsigned i = 0; i < loop->nindexes; i++)
		resolve_written(r, loop->indexes[i]);
	if (r->failed || !resolve_array(r, loop->base, (int)loop->nindexes, "foreach"))
		return;
	if (!check_slice(r, loop))
		return;
	walked = walked_array(loop->base);
	if (loop->value)
		resolve_written(r, loop->value);
	each_key(&loop->slice, visit_expr, r);
	if (loop->limit)
		resolve_expr(r, loop->limit);
	if (walked)
		arena_push(r->c->arena, r->iterated, r->niterated, walked);
	resolve_stmt(r, loop->body);
	if (walked)
		r->niterated--;
}

/* delete of a bare name may mean an array of any arity, or a scalar. */
static void resolve_deleted_name(struct resolver *r, struct expr *e)
{
	e->symbol.variable = find_variable(r, e->symbol.name);
	if (!e->symbol.variable || e->symbol.variable->is_parameter)
		resolve_error(r, e->tok, "unresolved array in delete statement");
}

static void resolve_deleted(void *context, struct expr *e)
{
	struct resolver *r = context;

	if (r->failed)
		return;
	if (e->kind == EXPR_SYMBOL)
		resolve_deleted_name(r, e);
	else if (e->kind == EXPR_INDEX)
		resolve_index(r, e);
	else if (e->kind == EXPR_CALL)
		resolve_expr(r, e);
	else
		each_child(e, resolve_deleted, r);
}

/* The whole of an array may go while it is walked, as in stap: there is nothing left to walk. */
static void resolve_delete(struct resolver *r, struct stmt *s)
{
	struct expr *e = s->expr;

	resolve_deleted(r, e);
	if (r->failed)
		return;
	if (e->kind == EXPR_INDEX)
		check_unmodified(r, e);
	else if (e->kind != EXPR_SYMBOL)
		resolve_error(r, e->tok, "invalid operand of delete expression");
}

static void resolve_block(struct resolver *r, struct stmt *s)
{
	for (unsigned i = 0; i < s->block.count; i++) {
		unsigned niterated = r->niterated;

		resolve_stmt(r, s->block.items[i]);
		r->failed = false;
		r->niterated = niterated;
	}
}

static void resolve_stmt(struct resolver *r, struct stmt *s)
{
	const struct stmt_visitor visitor = {visit_stmt, visit_expr, r};

	if (r->failed)
		return;
	switch (s->kind) {
	case STMT_BLOCK:
		resolve_block(r, s);
		break;
	case STMT_FOREACH:
		resolve_foreach(r, s);
		break;
	case STMT_DELETE:
		resolve_delete(r, s);
		break;
	case STMT_TRY:
		resolve_stmt(r, s->try.body);
		if (s->try.variable)
			resolve_written(r, s->try.variable);
		resolve_stmt(r, s->try.handler);
		break;
	default:
		each_part(s, &visitor);
	}
}

/* ---- functions and probes ---- */

static void resolve_function(struct compilation *c, struct function *f)
{
	struct resolver r = {.c = c, .script = f->script, .locals = &f->locals, .function = f};

	f->resolved = true;
	resolve_stmt(&r, f->decl->body);
}

/* A condition is a matter of globals alone. */
static void check_condition(void *context, struct expr *e)
{
	struct resolver *r = context;

	each_child(e, check_condition, r);
	if (r->failed)
		return;
	if (e->kind == EXPR_SYMBOL && !find_global(r->c, r->script, e->symbol.name))
		resolve_error(r, e->tok, "probe condition must not reference undeclared global");
	else if (e->kind == EXPR_CALL)
		resolve_error(r, e->tok, "probe condition must not reference function");
	else if (e->kind == EXPR_ASSIGN || e->kind == EXPR_PRE || e->kind == EXPR_POST)
		resolve_error(r, e->tok, "probe condition must not modify any variables");
	else if (e->kind == EXPR_EMBEDDED && !embedded_is_pure(e->string.text))
		resolve_error(r, e->tok, "probe condition must not include impure embedded-C");
}

void resolve_derived(struct compilation *c, struct derived *d)
{
	struct resolver r = {.c = c, .derived = d, .locals = &d->locals};

	for (unsigned i = 0; i < d->nconditions; i++) {
		r.script = d->condition_scripts[i];
		check_condition(&r, d->conditions[i]);
		resolve_expr(&r, d->conditions[i]);
		r.failed = false;
	}
	for (unsigned i = 0; i < d->nparts; i++) {
		r.script = d->part_scripts[i];
		resolve_stmt(&r, d->parts[i]);
		r.failed = false;
	}
}

/* Functions are found on the way; those found last are resolved too. */
void resolve_functions(struct compilation *c)
{
	for (unsigned i = 0; i < c->nfunctions; i++)
		if (!c->functions[i]->resolved)
			resolve_function(c, c->functions[i]);
}
