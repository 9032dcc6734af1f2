/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Type inference: every pass over the program carries what is known a step further, until a pass
 * changes nothing. Then whatever has no type, or more than one, is an error.
 *
 * The order of visits is stap's (functions by name, then probes; which operand first), because it
 * decides which of two places that disagree is blamed.
 */
#include "config.h"

#include "compiler/formats.h"
#include "compiler/inference.h"

static void infer(struct inference *t, struct expr *e, enum value_type want);
static void infer_stmt(struct inference *t, struct stmt *s);

/* An expression whose type is fixed by what it is. */
static void settle(struct inference *t, struct expr *e, enum value_type type)
{
	if (!e->type)
		learn(t, &e->type, type);
}

static void infer_literal(struct inference *t, struct expr *e, enum value_type type,
			  enum value_type want)
{
	e->type = type;
	if (want && want != type)
		report_expected(t, e->tok, want, type);
}

/* A literal has its type before it is visited. */
static enum value_type type_of(const struct expr *e)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		return TYPE_LONG;
	case EXPR_STRING:
		return TYPE_STRING;
	default:
		return e->type;
	}
}

static bool is_long(enum value_type want)
{
	return want == TYPE_UNKNOWN || want == TYPE_LONG;
}

static bool is_string(enum value_type want)
{
	return want == TYPE_UNKNOWN || want == TYPE_STRING;
}

/* ---- variables ---- */

static void infer_variable(struct inference *t, struct expr *symbol, struct expr *e,
			   enum value_type want)
{
	struct variable *v = symbol->symbol.variable;
	const struct referent referent = {&v->type, &v->type_tok,
					  v->is_parameter ? (int)v->index : -1};

	unify(t, &e->type, e->tok, &referent, want, false);
	symbol->type = e->type;
}

static void infer_key(struct inference *t, struct variable *v, unsigned i, struct expr *e)
{
	const struct referent key = {&v->keys[i], &v->key_toks[i], (int)i};

	infer(t, e, v->keys[i]);
	unify_slot(t, e, &key);
}

/* A null key is the '*' of a slice. */
static void infer_keys(struct inference *t, struct expr *base, const struct expr_list *keys)
{
	for (unsigned i = 0; i < keys->count; i++)
		if (keys->items[i])
			infer_key(t, base->symbol.variable, i, keys->items[i]);
}

/* The key of a bucket, the variables of a loop over buckets: numbers that cannot be otherwise. */
static void infer_number(struct inference *t, struct expr *e)
{
	infer(t, e, TYPE_UNKNOWN);
	if (!e->type)
		infer(t, e, TYPE_LONG);
	else if (e->type != TYPE_LONG)
		report_expected(t, e->tok, TYPE_LONG, e->type);
}

/* @hist_log(x)[i] and "i in @hist_log(x)" are the same. */
static void infer_bucket(struct inference *t, struct expr *e, struct expr *hist,
			 const struct expr_list *keys, enum value_type want)
{
	infer(t, hist, TYPE_UNKNOWN);
	if (keys->count != 1 || !keys->items[0]) {
		report_unknown(t, hist->tok);
		settle(t, e, TYPE_LONG);
		return;
	}
	infer_number(t, keys->items[0]);
	if (!is_long(want))
		report_expected(t, e->tok, want, TYPE_LONG);
	settle(t, e, TYPE_LONG);
}

/* ---- calls ---- */

/* Built-in functions are declared, with all types. */
static void infer_signature(struct inference *t, struct expr *e, const char *signature,
			    enum value_type want)
{
	const struct token *none = NULL;
	enum value_type type = signature_result(signature);
	const struct referent result = {&type, &none, -1};

	if (type)
		unify(t, &e->type, e->tok, &result, want, true);
	else if (want)
		report_expected(t, e->tok, want, TYPE_UNKNOWN);
	for (unsigned i = 0; i < e->call.args.count; i++) {
		enum value_type param = signature_param(signature, i);
		const struct referent slot = {&param, &none, (int)i};

		infer(t, e->call.args.items[i], param);
		unify_slot(t, e->call.args.items[i], &slot);
	}
}

static void infer_user_call(struct inference *t, struct expr *e, struct function *f,
			    enum value_type want)
{
	const struct referent result = {&f->type, &f->type_tok, -1};

	unify(t, &e->type, e->tok, &result, want, true);
	for (unsigned i = 0; i < e->call.args.count; i++) {
		struct variable *v = f->params[i];
		const struct referent slot = {&v->type, &v->type_tok, (int)i};

		infer(t, e->call.args.items[i], v->type);
		unify_slot(t, e->call.args.items[i], &slot);
	}
}

static void infer_call(struct inference *t, struct expr *e, enum value_type want)
{
	unsigned nargs = e->call.args.count;
	struct function *f = (struct function *)e->call.callee;
	const struct builtin *builtin;

	/* Overloads are one function to the caller: each must fit. */
	for (struct function *o = f; o; o = o->next_overload)
		infer_user_call(t, e, o, want);
	if (f)
		return;
	builtin = find_builtin(e->call.name, nargs);
	infer_signature(t, e,
			builtin ? builtin->signature
				: find_context_function(e->call.name, nargs)->signature,
			want);
}

/* ---- printing ---- */

static void infer_formatted(struct inference *t, struct expr *e)
{
	const struct format *format = format_of(t->c, e);

	if (!format)
		return;
	if (format->nargs != e->print.args.count) {
		t->nopen++;
		if (t->reporting)
			semantic_error(t->c, e->tok,
				       "Wrong number of args to formatted print operator");
		return;
	}
	for (unsigned i = 0; i < format->nargs; i++) {
		struct expr *arg = e->print.args.items[i];
		enum value_type want = format->args[i] == SLOT_STRING ? TYPE_STRING : TYPE_LONG;

		infer(t, arg, want);
		if (!arg->type)
			learn(t, &arg->type, want);
		else if (arg->type != want)
			report_expected(t, arg->tok, want, arg->type);
	}
}

/* Returns whether all arguments have a type. */
static bool infer_plain(struct inference *t, struct expr *e)
{
	bool known = true;

	for (unsigned i = 0; i < e->print.args.count; i++) {
		struct expr *arg = e->print.args.items[i];

		infer(t, arg, TYPE_UNKNOWN);
		if (!arg->type) {
			report_unknown(t, arg->tok);
			known = false;
		}
	}
	return known;
}

static void infer_print(struct inference *t, struct expr *e)
{
	if (e->print.form->has_format)
		infer_formatted(t, e);
	else if (!infer_plain(t, e)) {
		report_unknown(t, e->tok);
		return;
	}
	settle(t, e, e->print.form->to_string ? TYPE_STRING : TYPE_LONG);
}

/* ---- operators ---- */

static void infer_arithmetic(struct inference *t, struct expr *e, enum value_type want)
{
	struct expr *left = e->binary.left, *right = e->binary.right;

	if (!is_long(want))
		report_invalid(t, e->tok, want);
	if (left)
		infer(t, left, TYPE_LONG);
	if (right)
		infer(t, right, TYPE_LONG);
	if (left && right && left->type && right->type && left->type != right->type)
		report_sides(t, e);
	settle(t, e, TYPE_LONG);
}

static void infer_texts(struct inference *t, struct expr *e, enum value_type want)
{
	if (!is_string(want))
		report_invalid(t, e->tok, want);
	infer(t, e->binary.left, TYPE_STRING);
	infer(t, e->binary.right, TYPE_STRING);
	settle(t, e, TYPE_STRING);
}

static void infer_comparison(struct inference *t, struct expr *e, enum value_type want)
{
	struct expr *left = e->binary.left, *right = e->binary.right;

	if (!is_long(want))
		report_invalid(t, e->tok, want);
	infer(t, left, type_of(right));
	infer(t, right, left->type);
	if (left->type && right->type && left->type != right->type)
		report_sides(t, e);
	settle(t, e, TYPE_LONG);
}

static void infer_binary(struct inference *t, struct expr *e, enum value_type want)
{
	switch (e->binary.op) {
	case OP_CONCAT:
		infer_texts(t, e, want);
		break;
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		infer_comparison(t, e, want);
		break;
	default:
		infer_arithmetic(t, e, want);
	}
}

static void infer_match(struct inference *t, struct expr *e, enum value_type want)
{
	if (!is_long(want))
		report_invalid(t, e->tok, want);
	infer(t, e->binary.left, TYPE_STRING);
	infer(t, e->binary.right, TYPE_STRING);
	settle(t, e, TYPE_LONG);
}

/* Both sides and the whole have one type, whichever is known first. */
static void infer_set(struct inference *t, struct expr *e, enum value_type want)
{
	struct expr *left = e->binary.left, *right = e->binary.right;
	enum value_type type = want ? want : e->type;

	infer(t, left, type ? type : type_of(right));
	infer(t, right, type ? type : left->type);
	if (!e->type && (type || left->type))
		learn(t, &e->type, type ? type : left->type);
	if (left->type && right->type && left->type != right->type)
		report_sides(t, e);
}

static void infer_aggregate(struct inference *t, struct expr *e, enum value_type want)
{
	if (want == TYPE_STRING)
		report_invalid(t, e->tok, want);
	infer(t, e->binary.left, TYPE_STATS);
	infer(t, e->binary.right, TYPE_LONG);
	settle(t, e, TYPE_LONG);
}

static void infer_assign(struct inference *t, struct expr *e, enum value_type want)
{
	struct expr *left = e->binary.left, *right = e->binary.right;

	if (want == TYPE_STATS)
		report_invalid(t, e->tok, want);
	if (e->binary.op == OP_AGGREGATE)
		infer_aggregate(t, e, want);
	else if (left->type == TYPE_STATS || right->type == TYPE_STATS)
		report_invalid(t, left->type == TYPE_STATS ? left->tok : right->tok, TYPE_STATS);
	else if (e->binary.op == OP_SET)
		infer_set(t, e, want);
	else if (e->binary.op == OP_SET_CONCAT)
		infer_texts(t, e, want);
	else
		infer_arithmetic(t, e, want);
}

static void infer_ternary(struct inference *t, struct expr *e, enum value_type want)
{
	struct expr *then = e->ternary.then, *otherwise = e->ternary.otherwise;
	enum value_type type = want ? want : e->type;

	infer(t, e->ternary.cond, TYPE_LONG);
	infer(t, then, type);
	infer(t, otherwise, type);
	if (!type)
		type = then->type ? then->type : otherwise->type;
	if (!e->type && type)
		learn(t, &e->type, type);
	else if (type && e->type != type)
		report_expected(t, e->tok, type, e->type);
}

/* ---- the rest ---- */

static void infer_in(struct inference *t, struct expr *e, enum value_type want)
{
	infer_keys(t, e->in.array, &e->in.keys);
	if (!is_long(want))
		report_expected(t, e->tok, TYPE_LONG, want);
	settle(t, e, TYPE_LONG);
}

static void infer_stat(struct inference *t, struct expr *e, enum value_type want)
{
	infer(t, e->stat.stat, TYPE_STATS);
	if (!is_long(want))
		report_expected(t, e->tok, want, TYPE_LONG);
	settle(t, e, TYPE_LONG);
}

/* --skip-badvars */
static void zero_target(struct inference *t, struct expr *e)
{
	semantic_warning(t->c, e->tok, "Bad $context variable being substituted with literal 0");
	e->kind = EXPR_NUMBER;
	e->number = 0;
	e->type = TYPE_LONG;
}

/* What a variable of the probed event is was found out when names were; or why it is nothing. */
static void infer_target(struct inference *t, struct expr *e, enum value_type want)
{
	if (!e->target.error) {
		if (want && want != e->type)
			report_expected(t, e->tok, want, e->type);
		return;
	}
	if (t->final && t->c->options->skip_badvars) {
		zero_target(t, e);
		infer_literal(t, e, TYPE_LONG, want);
		return;
	}
	t->pending = true;
	if (!t->final)
		return;
	t->nopen++;
	if (t->reporting) {
		diag_append(t->c->diags, e->target.error);
		e->target.error = NULL;
	}
}

static void infer(struct inference *t, struct expr *e, enum value_type want)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		infer_literal(t, e, TYPE_LONG, want);
		break;
	case EXPR_STRING:
		infer_literal(t, e, TYPE_STRING, want);
		break;
	case EXPR_SYMBOL:
		infer_variable(t, e, e, want);
		break;
	case EXPR_INDEX:
		if (is_bucket(e)) {
			infer_bucket(t, e, e->index.base, &e->index.keys, want);
			break;
		}
		infer_variable(t, e->index.base, e, want);
		infer_keys(t, e->index.base, &e->index.keys);
		break;
	case EXPR_CALL:
		infer_call(t, e, want);
		break;
	case EXPR_PRINT:
		infer_print(t, e);
		break;
	case EXPR_UNARY:
	case EXPR_PRE:
	case EXPR_POST:
		infer_arithmetic(t, e, want);
		break;
	case EXPR_BINARY:
		infer_binary(t, e, want);
		break;
	case EXPR_REGEX:
		infer_match(t, e, want);
		break;
	case EXPR_ASSIGN:
		infer_assign(t, e, want);
		break;
	case EXPR_TERNARY:
		infer_ternary(t, e, want);
		break;
	case EXPR_IN:
		if (e->in.array->kind == EXPR_HIST)
			infer_bucket(t, e, e->in.array, &e->in.keys, want);
		else
			infer_in(t, e, want);
		break;
	case EXPR_STAT:
		infer_stat(t, e, want);
		break;
	case EXPR_HIST:
		infer(t, e->stat.stat, TYPE_STATS);
		settle(t, e, TYPE_STATS);
		break;
	case EXPR_CAST:
		infer(t, e->target.operand, TYPE_LONG);
		infer_target(t, e, want);
		break;
	case EXPR_TARGET:
		infer_target(t, e, want);
		break;
	case EXPR_SAVE:
		infer(t, e->saved.operand, TYPE_UNKNOWN);
		settle(t, e, TYPE_LONG);
		break;
	case EXPR_SAVED:
		infer(t, e->saved.operand, want);
		if (e->saved.operand->type)
			settle(t, e, e->saved.operand->type);
		break;
	default:
		break; /* refused by the symbol pass */
	}
}

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

static void infer_foreach(struct inference *t, struct foreach_loop *loop)
{
	struct variable *v = loop->base->symbol.variable;

	for (unsigned i = 0; i < loop->nindexes; i++)
		infer_key(t, v, i, loop->indexes[i]);
	infer_keys(t, loop->base, &loop->slice);
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
	for (unsigned i = 0; i < d->nparts; i++)
		infer_stmt(t, d->parts[i]);
	for (unsigned i = 0; i < d->locals.count; i++)
		check_local(t, d->locals.items[i]);
	for (unsigned i = 0; i < d->nconditions; i++)
		infer(t, d->conditions[i], TYPE_LONG);
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
