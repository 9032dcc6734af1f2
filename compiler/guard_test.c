/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditions and values of guards: what a test can look at, and what it can be compared with. */
#include "config.h"

#include <string.h>

#include "compiler/guard.h"

struct guard_binding {
	const struct variable *variable;
	struct guard_value value;
	const struct guard_binding *next;
};

static const struct guard_value other = {.kind = GUARD_VALUE_OTHER};
static const struct guard_value effect = {.kind = GUARD_VALUE_EFFECT};

static struct guard_value number_value(int64_t number)
{
	return (struct guard_value){.kind = GUARD_VALUE_NUMBER, .number = number};
}

const struct guard_binding *guard_bind(struct guard_finder *f, const struct guard_binding *known,
				       const struct variable *variable, struct guard_value value)
{
	struct guard_binding *binding = arena_new_of(f->c->arena, struct guard_binding);

	*binding = (struct guard_binding){variable, value, known};
	return binding;
}

/* ---- variables ---- */

/* The text as the program will hold it; NULL when a read could be cut down to it. */
static const char *whole_text(const struct guard_finder *f, const struct expr *e)
{
	size_t len = strlen(e->string.text);

	if (len != e->string.len || (int64_t)len >= f->c->limits.MAXSTRINGLEN - 1)
		return NULL;
	return e->string.text;
}

static struct guard_value literal_value(const struct guard_finder *f, const struct expr *e)
{
	const char *text;

	if (e->kind == EXPR_NUMBER)
		return number_value(e->number);
	text = whole_text(f, e);
	return text ? (struct guard_value){.kind = GUARD_VALUE_TEXT, .text = text} : other;
}

/* One that is written nowhere keeps the value of its declaration, or of -G. */
static struct guard_value global_value(const struct guard_finder *f, const struct variable *v)
{
	if (v->assigned || v->arity > 0 || v->type == TYPE_STATS)
		return other;
	if (v->init)
		return literal_value(f, v->init);
	if (v->type == TYPE_STRING)
		return (struct guard_value){.kind = GUARD_VALUE_TEXT, .text = ""};
	return number_value(0);
}

static struct guard_value symbol_value(const struct guard_finder *f,
				       const struct guard_binding *known, const struct variable *v)
{
	if (v->is_global)
		return global_value(f, v);
	for (; known; known = known->next)
		if (known->variable == v)
			return known->value;
	return other;
}

/* ---- reads ---- */

/* Numbers behind a pointer are not there when it leads nowhere; then the handler has to see it. */
static bool can_fault(const struct fetch *fetch)
{
	if (fetch->base == FETCH_FIELD || fetch->base == FETCH_ARG || fetch->base == FETCH_RETVAL ||
	    fetch->base == FETCH_REGISTER)
		return fetch->nsteps > 0;
	return true;
}

static struct guard_value fetch_value(const struct guard_finder *f, const struct expr *e,
				      const struct fetch_use *use)
{
	const struct planned_fetch *planned = &f->d->planned[use->planned];
	const struct target_read *read =
		e->kind == EXPR_TARGET || e->kind == EXPR_CAST ? e->target.read : NULL;

	if (use->nchoices)
		return effect;
	if (can_fault(&planned->fetch))
		return planned->fetch.fault_text ? other : effect;
	if (!planned->has_slot || planned->fetch.bits || planned->fetch.type == FETCH_BLOCK ||
	    planned->fetch.type == FETCH_BYTES || (read && (read->addend || read->bits)))
		return other;
	return (struct guard_value){
		.kind = GUARD_VALUE_SUBJECT,
		.subject = GUARD_FETCH,
		.fetch = planned->slot,
	};
}

/* Built-ins that can be tested, and those that only say something of which nothing can go wrong. */
static struct guard_value builtin_value(const struct expr *e)
{
#define SUBJECT(of)                                                \
	{                                                          \
		.kind = GUARD_VALUE_SUBJECT, .subject = GUARD_##of \
	}
#define HARMLESS                          \
	{                                 \
		.kind = GUARD_VALUE_OTHER \
	}
	static const struct {
		enum builtin_id id;
		struct guard_value value;
	} rows[] = {
		{BUILTIN_ID_tid, SUBJECT(TID)},
		{BUILTIN_ID_pid, SUBJECT(PID)},
		{BUILTIN_ID_cpu, SUBJECT(CPU)},
		{BUILTIN_ID_execname, SUBJECT(EXECNAME)},
		{BUILTIN_ID_target, {.kind = GUARD_VALUE_TARGET}},
		{BUILTIN_ID_ppid, HARMLESS},
		{BUILTIN_ID_uid, HARMLESS},
		{BUILTIN_ID_euid, HARMLESS},
		{BUILTIN_ID_gid, HARMLESS},
		{BUILTIN_ID_egid, HARMLESS},
		{BUILTIN_ID_pgrp, HARMLESS},
		{BUILTIN_ID_sid, HARMLESS},
		{BUILTIN_ID_pexecname, HARMLESS},
		{BUILTIN_ID_is_myproc, HARMLESS},
		{BUILTIN_ID_stp_pid, HARMLESS},
		{BUILTIN_ID_pp, HARMLESS},
		{BUILTIN_ID_pn, HARMLESS},
		{BUILTIN_ID_gettimeofday_s, HARMLESS},
		{BUILTIN_ID_gettimeofday_ms, HARMLESS},
		{BUILTIN_ID_gettimeofday_us, HARMLESS},
		{BUILTIN_ID_gettimeofday_ns, HARMLESS},
	};
#undef SUBJECT
#undef HARMLESS
	const struct builtin *builtin = find_builtin(e->call.name, e->call.args.count);

	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (builtin == &builtins[rows[i].id])
			return rows[i].value;
	return effect;
}

/* ---- operators ---- */

struct children {
	struct guard_finder *f;
	const struct guard_binding *known;
	bool effect;
};

static void visit_child(void *context, struct expr *e)
{
	struct children *children = context;

	if (guard_value_of(children->f, children->known, e).kind == GUARD_VALUE_EFFECT)
		children->effect = true;
}

/* Unknown, if nothing in it has an effect. */
static struct guard_value children_value(struct guard_finder *f, const struct guard_binding *known,
					 struct expr *e)
{
	struct children children = {f, known, false};

	each_child(e, visit_child, &children);
	return children.effect ? effect : other;
}

static struct guard_value calculate(enum operator op, int64_t a, int64_t b)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case OP_ADD:
		return number_value((int64_t)(x + y));
	case OP_SUB:
	case OP_NEG:
		return number_value((int64_t)(x - y));
	case OP_MUL:
		return number_value((int64_t)(x * y));
	case OP_OR:
		return number_value(a | b);
	case OP_AND:
		return number_value(a & b);
	case OP_SHL:
		return y < 64 ? number_value((int64_t)(x << y)) : other;
	default:
		return other;
	}
}

static struct guard_value masked_value(struct guard_value subject, int64_t mask)
{
	subject.kind = GUARD_VALUE_MASKED;
	subject.number = mask;
	return subject;
}

static struct guard_value binary_value(struct guard_finder *f, const struct guard_binding *known,
				       struct expr *e)
{
	enum operator op = e->binary.op;
	struct guard_value a = guard_value_of(f, known, e->binary.left);
	struct guard_value b = guard_value_of(f, known, e->binary.right);

	if (a.kind == GUARD_VALUE_EFFECT || b.kind == GUARD_VALUE_EFFECT || op == OP_DIV ||
	    op == OP_MOD)
		return effect;
	if (a.kind == GUARD_VALUE_NUMBER && b.kind == GUARD_VALUE_NUMBER)
		return calculate(op, a.number, b.number);
	if (op == OP_AND && a.kind == GUARD_VALUE_SUBJECT && b.kind == GUARD_VALUE_NUMBER)
		return masked_value(a, b.number);
	if (op == OP_AND && b.kind == GUARD_VALUE_SUBJECT && a.kind == GUARD_VALUE_NUMBER)
		return masked_value(b, a.number);
	return other;
}

static struct guard_value unary_value(struct guard_finder *f, const struct guard_binding *known,
				      struct expr *e)
{
	struct guard_value value = guard_value_of(f, known, e->binary.right);

	if (value.kind == GUARD_VALUE_EFFECT)
		return value;
	if (value.kind == GUARD_VALUE_NUMBER && e->binary.op == OP_NEG)
		return calculate(OP_NEG, 0, value.number);
	if (value.kind == GUARD_VALUE_NUMBER && e->binary.op == OP_BITNOT)
		return number_value(~value.number);
	return other;
}

struct guard_value guard_value_of(struct guard_finder *f, const struct guard_binding *known,
				  const struct expr *e)
{
	const struct fetch_use *use = find_fetch_use(f->d->instance, e);

	if (use)
		return fetch_value(f, e, use);
	switch (e->kind) {
	case EXPR_NUMBER:
	case EXPR_STRING:
		return literal_value(f, e);
	case EXPR_SYMBOL:
		return symbol_value(f, known, e->symbol.variable);
	case EXPR_CALL:
		return e->call.callee ? effect : builtin_value(e);
	case EXPR_BINARY:
		return binary_value(f, known, (struct expr *)e);
	case EXPR_UNARY:
		return unary_value(f, known, (struct expr *)e);
	case EXPR_TERNARY:
		return children_value(f, known, (struct expr *)e);
	case EXPR_PRINT:
		return e->print.form->to_string ? children_value(f, known, (struct expr *)e)
						: effect;
	case EXPR_INDEX: /* of what is not there it is 0 or "" */
		return is_bucket(e) || e->type == TYPE_STATS
			       ? effect
			       : children_value(f, known, (struct expr *)e);
	case EXPR_IN:
		return e->in.array->kind == EXPR_SYMBOL ? children_value(f, known, (struct expr *)e)
							: effect;
	default:
		return effect;
	}
}

/* ---- conditions ---- */

static const struct guard *make_test(struct guard_finder *f, const struct guard_value *subject,
				     enum guard_relation relation, const struct guard_value *with,
				     const struct expr *e)
{
	const struct token *tok = expr_first_token(e);
	struct arena *arena = f->c->arena;
	struct guard *test = arena_new_of(arena, struct guard);

	*test = (struct guard){
		.kind = GUARD_TEST,
		.subject = subject->subject,
		.fetch = subject->fetch,
		.relation = relation,
		.with_target = with->kind == GUARD_VALUE_TARGET,
		.number = with->number,
		.text = with->text,
		.near = source_where(arena, tok->span),
	};
	return test;
}

static struct guard_outcome outcome_of(const struct guard *yes, const struct guard *no)
{
	return (struct guard_outcome){yes, no, &guard_never};
}

static struct guard_outcome test_outcome(struct guard_finder *f, const struct guard_value *subject,
					 enum guard_relation relation,
					 const struct guard_value *with, const struct expr *e)
{
	return outcome_of(make_test(f, subject, relation, with, e),
			  make_test(f, subject, relation ^ 1, with, e));
}

static const struct guard_outcome unknown = {&guard_always, &guard_always, &guard_never};
static const struct guard_outcome effectful = {&guard_always, &guard_always, &guard_always};

/* Is @value other than 0? */
static struct guard_outcome truth(struct guard_finder *f, const struct guard_value *value,
				  const struct expr *e)
{
	const struct guard_value zero = {.kind = GUARD_VALUE_NUMBER};
	const struct guard_value mask = {.kind = GUARD_VALUE_NUMBER, .number = value->number};

	switch (value->kind) {
	case GUARD_VALUE_EFFECT:
		return effectful;
	case GUARD_VALUE_NUMBER:
		return value->number ? outcome_of(&guard_always, &guard_never)
				     : outcome_of(&guard_never, &guard_always);
	case GUARD_VALUE_SUBJECT:
		return e->type == TYPE_LONG ? test_outcome(f, value, GUARD_NE, &zero, e) : unknown;
	case GUARD_VALUE_MASKED:
		return test_outcome(f, value, GUARD_BITS, &mask, e);
	default:
		return unknown;
	}
}

static struct guard_outcome opposite(struct guard_outcome outcome)
{
	return (struct guard_outcome){outcome.no, outcome.yes, outcome.effect};
}

/* The relation of @op; @swapped: of its sides exchanged. */
static bool relation_of(enum operator op, bool swapped, enum guard_relation *relation)
{
	switch (op) {
	case OP_EQ:
		*relation = GUARD_EQ;
		return true;
	case OP_NE:
		*relation = GUARD_NE;
		return true;
	case OP_LT:
		*relation = swapped ? GUARD_GT : GUARD_LT;
		return true;
	case OP_LE:
		*relation = swapped ? GUARD_GE : GUARD_LE;
		return true;
	case OP_GT:
		*relation = swapped ? GUARD_LT : GUARD_GT;
		return true;
	case OP_GE:
		*relation = swapped ? GUARD_LE : GUARD_GE;
		return true;
	default:
		return false;
	}
}

static bool can_compare(const struct guard_value *subject, enum guard_relation relation,
			const struct guard_value *with)
{
	bool is_text = with->kind == GUARD_VALUE_TEXT;

	if (with->kind != GUARD_VALUE_NUMBER && with->kind != GUARD_VALUE_TARGET && !is_text)
		return false;
	if (subject->kind == GUARD_VALUE_MASKED)
		return with->kind == GUARD_VALUE_NUMBER && with->number == 0 &&
		       (relation == GUARD_EQ || relation == GUARD_NE);
	return subject->kind == GUARD_VALUE_SUBJECT &&
	       (!is_text || relation == GUARD_EQ || relation == GUARD_NE);
}

static struct guard_outcome compare(struct guard_finder *f, const struct guard_binding *known,
				    const struct expr *e)
{
	struct guard_value a = guard_value_of(f, known, e->binary.left);
	struct guard_value b = guard_value_of(f, known, e->binary.right);
	bool swapped = b.kind == GUARD_VALUE_SUBJECT || b.kind == GUARD_VALUE_MASKED;
	const struct guard_value *subject = swapped ? &b : &a, *with = swapped ? &a : &b;
	enum guard_relation relation;

	if (a.kind == GUARD_VALUE_EFFECT || b.kind == GUARD_VALUE_EFFECT)
		return effectful;
	if (!relation_of(e->binary.op, swapped, &relation) || !can_compare(subject, relation, with))
		return unknown;
	if (subject->kind == GUARD_VALUE_SUBJECT)
		return test_outcome(f, subject, relation, with, e);
	return relation == GUARD_NE ? truth(f, subject, e) : opposite(truth(f, subject, e));
}

/* The right side is looked at only where the left does not decide. */
static struct guard_outcome both(struct guard_finder *f, struct guard_outcome a,
				 struct guard_outcome b)
{
	struct arena *arena = f->c->arena;

	return (struct guard_outcome){
		.yes = guard_and(arena, a.yes, b.yes),
		.no = guard_or(arena, a.no, b.no),
		.effect = guard_or(arena, a.effect, guard_and(arena, a.yes, b.effect)),
	};
}

struct guard_outcome guard_condition(struct guard_finder *f, const struct guard_binding *known,
				     const struct expr *e)
{
	struct guard_outcome a, b;
	struct guard_value value;

	if (e->kind == EXPR_UNARY && e->binary.op == OP_NOT && e->binary.right->type == TYPE_LONG)
		return opposite(guard_condition(f, known, e->binary.right));
	if (e->kind == EXPR_BINARY &&
	    (e->binary.op == OP_LOGICAL_AND || e->binary.op == OP_LOGICAL_OR)) {
		a = guard_condition(f, known, e->binary.left);
		b = guard_condition(f, known, e->binary.right);
		return e->binary.op == OP_LOGICAL_AND ? both(f, a, b)
						      : opposite(both(f, opposite(a), opposite(b)));
	}
	if (e->kind == EXPR_BINARY && e->binary.op >= OP_EQ && e->binary.op <= OP_GE)
		return compare(f, known, e);
	value = guard_value_of(f, known, e);
	return truth(f, &value, e);
}
