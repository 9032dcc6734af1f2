/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loops. What a loop assigns is not known inside it, nor behind it, unless the loop counts between
 * constants: then its variables are followed through as many turns, and may have the values of any
 * of them. So a chain of a few pointers can be walked: each place that the loop may come to is
 * read.
 */
#include "config.h"

#include "compiler/constants.h"
#include "compiler/planner.h"

/* ---- what is not known any more ---- */

static void forget_expr(void *context, struct expr *e)
{
	struct planner *p = context;
	struct expr *target = NULL;

	if (e->kind == EXPR_ASSIGN || e->kind == EXPR_POST)
		target = e->binary.left;
	else if (e->kind == EXPR_PRE)
		target = e->binary.right;
	if (target && target->kind == EXPR_SYMBOL && !target->symbol.variable->is_global)
		set_binding(p, target->symbol.variable,
			    value_unknown(target->tok,
					  "it changes in a loop; one that counts between "
					  "constants, without continue, could be followed"));
	each_child(e, forget_expr, p);
}

static void forget_stmt(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {forget_stmt, forget_expr, context};

	each_part(s, &visitor);
}

void forget_assigned(struct planner *p, struct stmt *s)
{
	forget_stmt(p, s);
}

/* ---- counters ---- */

struct search {
	const struct variable *variable;
	bool found;
};

static void look_for_write_expr(void *context, struct expr *e)
{
	struct search *search = context;
	const struct expr *target = NULL;

	if (e->kind == EXPR_ASSIGN || e->kind == EXPR_POST)
		target = e->binary.left;
	else if (e->kind == EXPR_PRE)
		target = e->binary.right;
	if (target && target->kind == EXPR_SYMBOL && target->symbol.variable == search->variable)
		search->found = true;
	each_child(e, look_for_write_expr, search);
}

/* The variables of a foreach and of a catch are written, too. */
static void look_for_write(void *context, struct stmt *s)
{
	struct search *search = context;
	const struct stmt_visitor visitor = {look_for_write, look_for_write_expr, search};

	if (s->kind == STMT_FOREACH || s->kind == STMT_TRY)
		search->found = true;
	each_part(s, &visitor);
}

static bool is_local(const struct expr *e, const struct variable *v)
{
	return e->kind == EXPR_SYMBOL && e->symbol.variable == v;
}

/* By how much does @step change @v? 0: it does not, or not by a constant. */
static int64_t step_of(const struct expr *step, const struct variable *v)
{
	const struct expr *target = step->kind == EXPR_PRE ? step->binary.right : step->binary.left;

	if (step->kind == EXPR_PRE || step->kind == EXPR_POST)
		return !is_local(target, v) ? 0 : step->binary.op == OP_INC ? 1 : -1;
	if (step->kind != EXPR_ASSIGN || !is_local(target, v) ||
	    step->binary.right->kind != EXPR_NUMBER)
		return 0;
	if (step->binary.op == OP_SET_ADD)
		return step->binary.right->number;
	return step->binary.op == OP_SET_SUB ? -step->binary.right->number : 0;
}

/* What the counter is compared with: in "i < 4 && p" too, where it is looked at first. */
static const struct expr *comparison_of(const struct expr *cond)
{
	while (cond->kind == EXPR_BINARY && cond->binary.op == OP_LOGICAL_AND)
		cond = cond->binary.left;
	return cond;
}

/* A loop for (i = 0; i < 4; i++). */
struct counter {
	const struct variable *variable; /* NULL: it is not of that form */
	struct value value;		 /* all that it counts */
	unsigned turns;			 /* at most */
};

/* The variable that it counts with; NULL: it is not of that form. */
static const struct variable *variable_of(const struct stmt *s)
{
	const struct expr *init = s->loop.init, *cond = s->loop.cond, *step = s->loop.step;
	struct search search = {0};

	if (!init || !cond || !step || init->kind != EXPR_ASSIGN || init->binary.op != OP_SET ||
	    init->binary.left->kind != EXPR_SYMBOL || init->binary.right->kind != EXPR_NUMBER)
		return NULL;
	search.variable = init->binary.left->symbol.variable;
	look_for_write_expr(&search, s->loop.cond);
	cond = comparison_of(cond);
	if (search.found || search.variable->is_global || cond->kind != EXPR_BINARY ||
	    !is_local(cond->binary.left, search.variable) ||
	    cond->binary.right->kind != EXPR_NUMBER || !step_of(step, search.variable))
		return NULL;
	look_for_write(&search, s->loop.body);
	return search.found ? NULL : search.variable;
}

/* The condition is looked at once more, with the value that ends the loop. */
static struct counter counter_of(struct planner *p, const struct stmt *s)
{
	struct counter counter = {.variable = variable_of(s)};
	const struct expr *cond;
	int64_t number;

	if (!counter.variable)
		return counter;
	cond = comparison_of(s->loop.cond);
	number = s->loop.init->binary.right->number;
	while (counter.turns <= VALUE_CHOICES_MAX &&
	       comparison_holds(cond->binary.op, number, cond->binary.right->number)) {
		struct value next = value_number(number);

		counter.value = counter.turns++
					? value_join(p, counter.value, next, s->loop.cond->tok)
					: next;
		number = (int64_t)((uint64_t)number +
				   (uint64_t)step_of(s->loop.step, counter.variable));
	}
	if (!counter.turns)
		counter.variable = NULL;
	return counter;
}

/* ---- turns ---- */

/* Nothing planned stays: it is only to see what variables become. */
struct trial {
	struct diag_list diags;
	struct instance instance;
	struct value result;
	bool returned;
	unsigned nplanned, ninstances;
};

static void begin_trial(struct planner *p, struct trial *trial)
{
	*trial = (struct trial){
		.diags = *p->c->diags,
		.instance = *p->instance,
		.result = p->result,
		.returned = p->returned,
		.nplanned = p->derived->nplanned,
		.ninstances = p->c->ninstances,
	};
	p->trials++;
}

static void end_trial(struct planner *p, const struct trial *trial)
{
	p->instance->nfetches = trial->instance.nfetches;
	p->instance->nabsents = trial->instance.nabsents;
	p->instance->ncalls = trial->instance.ncalls;
	p->result = trial->result;
	p->returned = trial->returned;
	p->derived->nplanned = trial->nplanned;
	p->c->ninstances = trial->ninstances;
	diag_retract(p->c->diags, &trial->diags);
	p->trials--;
}

static void plan_turn(struct planner *p, struct stmt *s)
{
	if (s->loop.cond)
		plan_expr(p, s->loop.cond);
	plan_stmt(p, s->loop.body);
	if (s->loop.step)
		plan_expr(p, s->loop.step);
}

/* How much may be: when a turn adds nothing, no other will. */
static unsigned measure(const struct environment *env)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < env->count; i++) {
		const struct value *v = &env->items[i].value;

		sum += v->kind == VALUE_UNKNOWN ? 2 * VALUE_CHOICES_MAX : value_count(v);
	}
	return sum;
}

/* Variables become what they may be at the beginning of any turn but the last, and of that. */
static void follow_turns(struct planner *p, struct stmt *s, const struct counter *counter)
{
	unsigned before = 0;

	for (unsigned turn = 1; turn < counter->turns && measure(&p->env) != before; turn++) {
		struct environment begin = copy_environment(p);
		struct trial trial;

		before = measure(&p->env);
		begin_trial(p, &trial);
		plan_turn(p, s);
		end_trial(p, &trial);
		join_environment(p, &begin);
		set_binding(p, counter->variable, counter->value);
	}
}

static void look_for_continue(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {look_for_continue, NULL, context};
	bool *found = context;

	if (s->kind == STMT_CONTINUE)
		*found = true;
	each_part(s, &visitor);
}

/* After a "continue" the next turn begins with what was known there. */
static bool can_be_followed(struct planner *p, struct stmt *s, const struct counter *counter)
{
	bool found = false;

	look_for_continue(&found, s->loop.body);
	return counter->variable && counter->turns <= VALUE_CHOICES_MAX && !p->trials && !found;
}

void plan_loop(struct planner *p, struct stmt *s)
{
	struct counter counter = counter_of(p, s);

	if (s->loop.init)
		plan_expr(p, s->loop.init);
	if (!can_be_followed(p, s, &counter))
		forget_assigned(p, s);
	if (counter.variable)
		set_binding(p, counter.variable, counter.value);
	if (can_be_followed(p, s, &counter))
		follow_turns(p, s, &counter);
	plan_turn(p, s);
	forget_assigned(p, s);
}

/* ---- arrays ---- */

static void forget_symbol(struct planner *p, const struct expr *e)
{
	if (!e->symbol.variable->is_global)
		set_binding(p, e->symbol.variable,
			    value_unknown(e->tok, "it is a key or value of an array"));
}

void plan_foreach(struct planner *p, struct stmt *s)
{
	struct foreach_loop *loop = &s->foreach;

	if (loop->base->kind == EXPR_HIST)
		plan_expr(p, loop->base);
	for (unsigned i = 0; i < loop->slice.count; i++)
		if (loop->slice.items[i])
			plan_expr(p, loop->slice.items[i]);
	if (loop->limit)
		plan_expr(p, loop->limit);
	forget_assigned(p, s);
	for (unsigned i = 0; i < loop->nindexes; i++)
		forget_symbol(p, loop->indexes[i]);
	if (loop->value)
		forget_symbol(p, loop->value);
	plan_stmt(p, loop->body);
	forget_assigned(p, s);
}
