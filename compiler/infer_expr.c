/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Types of expressions: what each kind of them is, and what it asks of its parts. Calls and prints,
 * whose parts are checked against a list, are in infer_call.c.
 */
#include "config.h"

#include "compiler/inference.h"

void settle(struct inference *t, struct expr *e, enum value_type type)
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

void infer_key(struct inference *t, struct variable *v, unsigned i, struct expr *e)
{
	const struct referent key = {&v->keys[i], &v->key_toks[i], (int)i};

	infer(t, e, v->keys[i]);
	unify_slot(t, e, &key);
}

void infer_keys(struct inference *t, struct expr *base, const struct expr_list *keys)
{
	for (unsigned i = 0; i < keys->count; i++)
		if (keys->items[i])
			infer_key(t, base->symbol.variable, i, keys->items[i]);
}

void infer_number(struct inference *t, struct expr *e)
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

static void infer_index(struct inference *t, struct expr *e, enum value_type want)
{
	if (is_bucket(e)) {
		infer_bucket(t, e, e->index.base, &e->index.keys, want);
		return;
	}
	infer_variable(t, e->index.base, e, want);
	infer_keys(t, e->index.base, &e->index.keys);
}

void infer_elements(struct inference *t, const struct expr *array)
{
	if (!array->symbol.variable->type)
		report_unknown(t, array->tok);
}

static void infer_in(struct inference *t, struct expr *e, enum value_type want)
{
	if (e->in.array->kind == EXPR_HIST) {
		infer_bucket(t, e, e->in.array, &e->in.keys, want);
		return;
	}
	infer_elements(t, e->in.array);
	infer_keys(t, e->in.array, &e->in.keys);
	if (!is_long(want))
		report_expected(t, e->tok, TYPE_LONG, want);
	settle(t, e, TYPE_LONG);
}

static void infer_stat(struct inference *t, struct expr *e, enum value_type want)
{
	infer(t, e->stat.stat, TYPE_STATS);
	/* Of what has no aggregate, collect_statistics() tells. */
	if (!is_long(want) && want != TYPE_STATS)
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

/* An array of char in memory is text; where a number is wanted it is, as in stap, its address. */
static void read_place_of_text(struct compilation *c, struct expr *e)
{
	struct target_read *place;

	if (e->type != TYPE_STRING || !e->target.read || !e->target.read->fetch.nsteps)
		return;
	place = arena_new_of(c->arena, struct target_read);
	*place = *e->target.read;
	place->addend = place->fetch.steps[--place->fetch.nsteps];
	place->fetch.user &= (uint16_t) ~(1u << place->fetch.nsteps);
	place->fetch.type = FETCH_U64;
	e->target.read = place;
	e->type = TYPE_LONG;
}

/* What a variable of the probed event is was found out when names were; or why it is nothing. */
static void infer_target(struct inference *t, struct expr *e, enum value_type want)
{
	if (!e->target.error) {
		if (want == TYPE_LONG)
			read_place_of_text(t->c, e);
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

void infer(struct inference *t, struct expr *e, enum value_type want)
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
		infer_index(t, e, want);
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
	case EXPR_CONST:
		settle(t, e, TYPE_LONG);
		break;
	case EXPR_EMBEDDED:
		settle(t, e, embedded_is_string(e->string.text) ? TYPE_STRING : TYPE_LONG);
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
