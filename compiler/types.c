/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Type inference: every pass over the program carries what is known a step further, until a pass
 * changes nothing. Then whatever still has no type is an error.
 */
#include "config.h"

#include "compiler/compiler.h"
#include "compiler/formats.h"

struct inference {
	struct compilation *c;
	struct function *function; /* whose body is being looked at, or NULL */
	bool changed;
	bool final;
};

static void infer(struct inference *t, struct expr *e, enum value_type want);
static void infer_stmt(struct inference *t, struct stmt *s);

/* ---- what is learned, and what does not fit ---- */

static void mismatch(struct inference *t, const struct expr *e, enum value_type expected,
		     enum value_type found)
{
	semantic_error(t->c, e->tok, "type mismatch: expected %s but found %s", type_name(expected),
		       type_name(found));
}

static void set_type(struct inference *t, struct expr *e, enum value_type type)
{
	if (type != TYPE_UNKNOWN && e->type != type) {
		e->type = type;
		t->changed = true;
	}
}

/* An expression whose type is fixed by what it is. */
static void settle(struct inference *t, struct expr *e, enum value_type is, enum value_type want)
{
	if (want != TYPE_UNKNOWN && want != is)
		mismatch(t, e, want, is);
	set_type(t, e, is);
}

static void infer_variable(struct inference *t, struct variable *v, struct expr *e,
			   enum value_type want)
{
	struct diag *diag;

	if (want != TYPE_UNKNOWN && v->type == TYPE_UNKNOWN) {
		v->type = want;
		v->type_tok = e->tok;
		t->changed = true;
	} else if (want != TYPE_UNKNOWN && v->type != want) {
		diag = semantic_error(t->c, e->tok, "type mismatch (%s)", type_name(want));
		semantic_related(t->c, diag, v->type_tok, "type was first inferred here (%s)",
				 type_name(v->type));
	}
	set_type(t, e, v->type);
	if (t->final && v->type == TYPE_UNKNOWN)
		semantic_error(t->c, e->tok, "unresolved type ");
}

/* The @index-th key of array @v, or parameter of a function, is @e. */
static void infer_slot(struct inference *t, enum value_type *type, const struct token **tok,
		       unsigned index, struct expr *e)
{
	struct diag *diag;

	infer(t, e, TYPE_UNKNOWN);
	if (e->type == TYPE_UNKNOWN) {
		infer(t, e, *type);
	} else if (*type == TYPE_UNKNOWN) {
		*type = e->type;
		*tok = e->tok;
		t->changed = true;
	} else if (*type != e->type) {
		diag = semantic_error(t->c, e->tok, "index %u type mismatch (%s)", index,
				      type_name(e->type));
		semantic_related(t->c, diag, *tok, "type of index %u was first inferred here (%s)",
				 index, type_name(*type));
	}
}

static void infer_keys(struct inference *t, struct expr *base, const struct expr_list *keys)
{
	struct variable *v = base->symbol.variable;

	for (unsigned i = 0; i < keys->count; i++)
		if (keys->items[i])
			infer_slot(t, &v->keys[i], &v->key_toks[i], i, keys->items[i]);
}

/* The key of a bucket, the variables of a loop over buckets: numbers that cannot be otherwise. */
static void infer_number(struct inference *t, struct expr *e)
{
	infer(t, e, TYPE_UNKNOWN);
	if (e->type == TYPE_UNKNOWN)
		infer(t, e, TYPE_LONG);
	else if (e->type != TYPE_LONG)
		mismatch(t, e, TYPE_LONG, e->type);
}

/* @hist_log(x)[i] and "i in @hist_log(x)" are the same. */
static void infer_bucket(struct inference *t, struct expr *e, struct expr *hist,
			 const struct expr_list *keys, enum value_type want)
{
	infer(t, hist, TYPE_UNKNOWN);
	if (keys->count != 1)
		semantic_error(t->c, hist->tok, "unresolved type ");
	else if (!keys->items[0])
		semantic_error(t->c, hist->tok, "wildcard not allowed in array index");
	else
		infer_number(t, keys->items[0]);
	settle(t, e, TYPE_LONG, want);
}

/* ---- calls ---- */

static void infer_signature(struct inference *t, struct expr *e, const char *signature,
			    enum value_type want)
{
	enum value_type result = signature_result(signature);

	for (unsigned i = 0; i < e->call.args.count; i++) {
		struct expr *arg = e->call.args.items[i];
		enum value_type type = signature_param(signature, i);

		infer(t, arg, arg->type == TYPE_UNKNOWN ? type : TYPE_UNKNOWN);
		if (arg->type != TYPE_UNKNOWN && arg->type != type)
			mismatch(t, arg, arg->type, type);
	}
	if (result != TYPE_UNKNOWN)
		settle(t, e, result, want);
	else if (want != TYPE_UNKNOWN)
		mismatch(t, e, want, TYPE_UNKNOWN);
}

static void infer_result(struct inference *t, struct function *f, struct expr *e,
			 enum value_type want)
{
	struct diag *diag;

	if (f->type == TYPE_UNKNOWN && want != TYPE_UNKNOWN) {
		f->type = want;
		f->type_tok = e->tok;
		t->changed = true;
	} else if (want != TYPE_UNKNOWN && f->type != want) {
		diag = semantic_error(t->c, e->tok, "type mismatch (%s)", type_name(want));
		semantic_related(t->c, diag, f->type_tok, "type was first inferred here (%s)",
				 type_name(f->type));
	}
	set_type(t, e, f->type);
}

/* Overloads are one function to the caller: they share parameter and result types. */
static void infer_overload(struct inference *t, struct function *first, struct function *f)
{
	for (unsigned i = 0; i < f->decl->nparams; i++) {
		if (f->params[i]->type == TYPE_UNKNOWN && first->params[i]->type != TYPE_UNKNOWN) {
			f->params[i]->type = first->params[i]->type;
			f->params[i]->type_tok = first->params[i]->type_tok;
			t->changed = true;
		}
	}
	if (f->type == TYPE_UNKNOWN && first->type != TYPE_UNKNOWN) {
		f->type = first->type;
		t->changed = true;
	} else if (first->type == TYPE_UNKNOWN && f->type != TYPE_UNKNOWN) {
		first->type = f->type;
		first->type_tok = f->type_tok;
		t->changed = true;
	}
}

static void infer_call(struct inference *t, struct expr *e, enum value_type want)
{
	const char *name = e->call.name;
	unsigned nargs = e->call.args.count;
	struct function *f = (struct function *)e->call.callee;
	const struct builtin *builtin;

	if (f) {
		for (unsigned i = 0; i < nargs; i++)
			infer_slot(t, &f->params[i]->type, &f->params[i]->type_tok, i,
				   e->call.args.items[i]);
		infer_result(t, f, e, want);
		for (struct function *o = f->next_overload; o; o = o->next_overload)
			infer_overload(t, f, o);
		return;
	}
	builtin = find_builtin(name, nargs);
	infer_signature(
		t, e, builtin ? builtin->signature : find_context_function(name, nargs)->signature,
		want);
}

/* ---- printing ---- */

static void infer_format(struct inference *t, struct expr *e)
{
	const struct format *format = format_of(t->c, e);

	if (!format)
		return;
	if (format->nargs != e->print.args.count) {
		semantic_error(t->c, e->tok, "Wrong number of args to formatted print operator");
		return;
	}
	for (unsigned i = 0; i < format->nargs; i++)
		infer(t, e->print.args.items[i],
		      format->args[i] == SLOT_STRING ? TYPE_STRING : TYPE_LONG);
}

static void infer_print(struct inference *t, struct expr *e, enum value_type want)
{
	if (e->print.form->has_format)
		infer_format(t, e);
	else
		for (unsigned i = 0; i < e->print.args.count; i++) {
			struct expr *arg = e->print.args.items[i];

			infer(t, arg, TYPE_UNKNOWN);
			if (t->final && arg->type == TYPE_UNKNOWN && arg->kind != EXPR_SYMBOL)
				semantic_error(t->c, arg->tok, "unresolved type ");
		}
	if (e->print.form->to_string)
		settle(t, e, TYPE_STRING, want);
	else if (want != TYPE_UNKNOWN)
		mismatch(t, e, want, TYPE_UNKNOWN);
}

/* ---- operators ---- */

/* Both sides have one type, whichever is known first. */
static enum value_type infer_pair(struct inference *t, struct expr *a, struct expr *b,
				  enum value_type want)
{
	infer(t, a, want);
	infer(t, b, want != TYPE_UNKNOWN ? want : a->type);
	if (a->type == TYPE_UNKNOWN && b->type != TYPE_UNKNOWN)
		infer(t, a, b->type);
	return b->type;
}

static void infer_binary(struct inference *t, struct expr *e, enum value_type want)
{
	struct expr *left = e->binary.left, *right = e->binary.right;

	switch (e->binary.op) {
	case OP_CONCAT:
		infer(t, left, TYPE_STRING);
		infer(t, right, TYPE_STRING);
		settle(t, e, TYPE_STRING, want);
		break;
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		infer_pair(t, left, right, TYPE_UNKNOWN);
		settle(t, e, TYPE_LONG, want);
		break;
	default:
		infer(t, left, TYPE_LONG);
		infer(t, right, TYPE_LONG);
		settle(t, e, TYPE_LONG, want);
	}
}

static void infer_assign(struct inference *t, struct expr *e, enum value_type want)
{
	struct expr *left = e->binary.left, *right = e->binary.right;

	switch (e->binary.op) {
	case OP_SET:
		set_type(t, e, infer_pair(t, left, right, want));
		break;
	case OP_AGGREGATE:
		infer(t, left, TYPE_STATS);
		infer(t, right, TYPE_LONG);
		settle(t, e, TYPE_LONG, want);
		break;
	case OP_SET_CONCAT:
		infer(t, left, TYPE_STRING);
		infer(t, right, TYPE_STRING);
		settle(t, e, TYPE_STRING, want);
		break;
	default:
		infer(t, left, TYPE_LONG);
		infer(t, right, TYPE_LONG);
		settle(t, e, TYPE_LONG, want);
	}
}

static void infer(struct inference *t, struct expr *e, enum value_type want)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		settle(t, e, TYPE_LONG, want);
		break;
	case EXPR_STRING:
		settle(t, e, TYPE_STRING, want);
		break;
	case EXPR_SYMBOL:
		infer_variable(t, e->symbol.variable, e, want);
		break;
	case EXPR_INDEX:
		if (is_bucket(e)) {
			infer_bucket(t, e, e->index.base, &e->index.keys, want);
			break;
		}
		infer_keys(t, e->index.base, &e->index.keys);
		infer_variable(t, e->index.base->symbol.variable, e->index.base, want);
		set_type(t, e, e->index.base->symbol.variable->type);
		break;
	case EXPR_CALL:
		infer_call(t, e, want);
		break;
	case EXPR_PRINT:
		infer_print(t, e, want);
		break;
	case EXPR_UNARY:
	case EXPR_PRE:
		infer(t, e->binary.right, TYPE_LONG);
		settle(t, e, TYPE_LONG, want);
		break;
	case EXPR_POST:
		infer(t, e->binary.left, TYPE_LONG);
		settle(t, e, TYPE_LONG, want);
		break;
	case EXPR_BINARY:
		infer_binary(t, e, want);
		break;
	case EXPR_REGEX:
		infer(t, e->binary.left, TYPE_STRING);
		infer(t, e->binary.right, TYPE_STRING);
		settle(t, e, TYPE_LONG, want);
		break;
	case EXPR_ASSIGN:
		infer_assign(t, e, want);
		break;
	case EXPR_TERNARY:
		infer(t, e->ternary.cond, TYPE_LONG);
		set_type(t, e, infer_pair(t, e->ternary.then, e->ternary.otherwise, want));
		break;
	case EXPR_IN:
		if (e->in.array->kind == EXPR_HIST) {
			infer_bucket(t, e, e->in.array, &e->in.keys, want);
			break;
		}
		infer_keys(t, e->in.array, &e->in.keys);
		settle(t, e, TYPE_LONG, want);
		break;
	case EXPR_STAT:
		infer(t, e->stat.stat, TYPE_STATS);
		settle(t, e, TYPE_LONG, want);
		break;
	case EXPR_HIST:
		infer(t, e->stat.stat, TYPE_STATS);
		set_type(t, e, TYPE_STATS);
		break;
	case EXPR_TARGET:
		settle(t, e, e->type, want);
		break;
	default:
		break; /* refused by the symbol pass */
	}
}

/* ---- statements ---- */

static void infer_buckets(struct inference *t, struct stmt *s)
{
	struct foreach_loop *loop = &s->foreach;

	if (loop->nindexes != 1)
		semantic_error(t->c, s->tok, "unresolved type ");
	else
		infer_number(t, loop->indexes[0]);
	infer(t, loop->base, TYPE_UNKNOWN);
	if (loop->value)
		infer_number(t, loop->value);
	if (loop->limit)
		infer(t, loop->limit, TYPE_LONG);
	infer_stmt(t, loop->body);
}

static void infer_foreach(struct inference *t, struct foreach_loop *loop)
{
	struct variable *v = loop->base->symbol.variable;

	for (unsigned i = 0; i < loop->nindexes; i++)
		infer_slot(t, &v->keys[i], &v->key_toks[i], i, loop->indexes[i]);
	infer_keys(t, loop->base, &loop->slice);
	if (loop->value) {
		infer(t, loop->value, v->type);
		if (v->type == TYPE_STATS)
			semantic_error(t->c, loop->value->tok, "invalid type %s",
				       type_name(v->type));
	}
	if (loop->limit)
		infer(t, loop->limit, TYPE_LONG);
	infer_stmt(t, loop->body);
}

static void infer_delete(struct inference *t, struct expr *e)
{
	if (is_bucket(e))
		infer(t, e, TYPE_UNKNOWN);
	else if (e->kind == EXPR_INDEX)
		infer_keys(t, e->index.base, &e->index.keys);
}

static void infer_return(struct inference *t, struct stmt *s)
{
	struct function *f = t->function;
	struct diag *diag;

	if (!s->expr || !f)
		return;
	infer(t, s->expr, s->expr->type == TYPE_UNKNOWN ? f->type : TYPE_UNKNOWN);
	if (s->expr->type == TYPE_UNKNOWN)
		return;
	if (f->type == TYPE_UNKNOWN) {
		f->type = s->expr->type;
		f->type_tok = s->expr->tok;
		t->changed = true;
	} else if (f->type != s->expr->type) {
		diag = semantic_error(t->c, s->expr->tok, "type mismatch (%s)", type_name(f->type));
		semantic_related(t->c, diag, f->type_tok, "type was first inferred here (%s)",
				 type_name(s->expr->type));
	}
}

static void visit_stmt(void *t, struct stmt *s)
{
	infer_stmt(t, s);
}

static void visit_expr(void *t, struct expr *e)
{
	infer(t, e, TYPE_UNKNOWN);
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
		if (s->loop.init)
			infer(t, s->loop.init, TYPE_UNKNOWN);
		if (s->loop.cond)
			infer(t, s->loop.cond, TYPE_LONG);
		if (s->loop.step)
			infer(t, s->loop.step, TYPE_UNKNOWN);
		infer_stmt(t, s->loop.body);
		break;
	case STMT_FOREACH:
		if (s->foreach.base->kind == EXPR_HIST)
			infer_buckets(t, s);
		else
			infer_foreach(t, &s->foreach);
		break;
	case STMT_DELETE:
		infer_delete(t, s->expr);
		break;
	case STMT_RETURN:
		infer_return(t, s);
		break;
	case STMT_TRY:
		infer_stmt(t, s->try.body);
		if (s->try.variable)
			infer(t, s->try.variable, TYPE_STRING);
		infer_stmt(t, s->try.handler);
		break;
	default:
		each_part(s, &visitor);
	}
}

/* ---- passes over everything ---- */

static void infer_derived(struct inference *t, struct derived *d)
{
	t->function = NULL;
	for (unsigned i = 0; i < d->nconditions; i++)
		infer(t, d->conditions[i], TYPE_LONG);
	for (unsigned i = 0; i < d->nparts; i++)
		infer_stmt(t, d->parts[i]);
}

static void infer_all(struct inference *t)
{
	struct compilation *c = t->c;

	for (unsigned i = 0; i < c->nderived; i++)
		infer_derived(t, c->derived[i]);
	for (unsigned i = 0; i < c->nfunctions; i++) {
		t->function = c->functions[i];
		infer_stmt(t, c->functions[i]->decl->body);
	}
}

bool infer_types(struct compilation *c)
{
	struct inference t = {.c = c};

	do {
		t.changed = false;
		infer_all(&t);
	} while (t.changed && !c->diags->nerrors);
	if (!c->diags->nerrors) {
		t.final = true;
		infer_all(&t);
	}
	return c->diags->nerrors == 0;
}
