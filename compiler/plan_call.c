/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls. A function that reads the context is planned anew for each call, with the symbolic values
 * of the arguments.
 */
#include "config.h"

#include <string.h>

#include "compiler/planner.h"

/* ---- which functions read the context ---- */

struct reader {
	bool found;
};

static bool reads_stack(const struct expr *e)
{
	const struct builtin *builtin =
		e->call.callee ? NULL : find_builtin(e->call.name, e->call.args.count);

	return builtin && builtin->flags & BUILTIN_STACKS;
}

static void look_for_reads(void *context, struct expr *e)
{
	struct reader *r = context;
	const struct function *f;

	each_child(e, look_for_reads, r);
	if (e->kind == EXPR_CAST || (e->kind == EXPR_TARGET && e->target.read))
		r->found = true;
	if (e->kind != EXPR_CALL)
		return;
	r->found |= reads_stack(e);
	f = e->call.callee;
	if (f) {
		for (; f; f = f->next_overload)
			r->found |= f->reads_context;
	} else if (!find_builtin(e->call.name, e->call.args.count) || find_task_read(e)) {
		r->found = true;
	}
}

static void look_in_stmt(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {look_in_stmt, look_for_reads, context};

	each_part(s, &visitor);
}

void mark_readers(struct compilation *c)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (unsigned i = 0; i < c->nfunctions; i++) {
			struct function *f = c->functions[i];
			struct reader r = {false};

			if (f->reads_context)
				continue;
			look_in_stmt(&r, f->decl->body);
			f->reads_context = r.found;
			changed |= r.found;
		}
	}
}

/* ---- calls ---- */

struct instance *add_instance(struct planner *p, struct function *f)
{
	struct instance *instance = arena_new_of(p->c->arena, struct instance);

	instance->function = f;
	instance->derived = p->derived;
	arena_push(p->c->arena, p->c->instances, p->c->ninstances, instance);
	return instance;
}

struct blame find_blame(const struct planner *p, const struct expr *call, const struct expr *arg)
{
	while (p->call && arg->tok->span.source->is_library) {
		const struct variable *v = arg->kind == EXPR_SYMBOL ? arg->symbol.variable : NULL;

		call = p->call;
		arg = v && v->is_parameter ? call->call.args.items[v->index] : call;
		p = p->outer;
	}
	return (struct blame){arg, call};
}

/* Follows @f, called by @e, for @instance; returns what is known of its result. */
static struct value plan_function(struct planner *p, const struct expr *e, struct function *f,
				  struct instance *instance, const struct value *args)
{
	struct planner inner = {
		.c = p->c,
		.derived = p->derived,
		.instance = instance,
		.trials = p->trials,
		.outer = p,
		.call = e,
	};

	for (unsigned i = 0; i < f->decl->nparams; i++)
		set_binding(&inner, f->params[i], args[i]);
	f->planning = true;
	plan_stmt(&inner, f->decl->body);
	f->planning = false;
	return inner.returned ? inner.result : value_unknown(f->decl->tok, "it returns nothing");
}

static bool is_any_followed(const struct value *args, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (args[i].kind == VALUE_CONTEXT || args[i].kind == VALUE_CHOICE ||
		    args[i].kind == VALUE_CURRENT)
			return true;
	return false;
}

/* One that reads nothing has one code for all calls; what it returns may follow from @args. */
static struct value plan_pure_call(struct planner *p, const struct expr *e, struct function *f,
				   const struct value *args)
{
	struct instance unused = {.function = f, .derived = p->derived};

	if (f->planning || f->next_overload || !is_any_followed(args, f->decl->nparams))
		return value_unknown(e->tok, "it is computed by a function");
	return plan_function(p, e, f, &unused, args);
}

/* What reads nothing has no use for the place of a field's text; pass_text_field() cannot know. */
static void refuse_texts(struct planner *p, const struct expr *e, const struct value *args)
{
	for (unsigned i = 0; i < e->call.args.count; i++)
		if (args[i].is_text)
			semantic_error(p->c, args[i].tok,
				       "type mismatch: expected long but found string");
}

static struct value plan_function_call(struct planner *p, struct expr *e, struct function *f,
				       const struct value *args)
{
	struct value result = value_unknown(e->tok, "it is computed by a function");
	struct instance *previous = NULL;
	struct call_use use = {.expr = e};

	if (f->below)
		return plan_bounded(p, e, f->below, &args[0]);
	if (!f->reads_context) {
		refuse_texts(p, e, args);
		return plan_pure_call(p, e, f, args);
	}
	for (; f; f = f->next_overload) {
		struct instance *instance;

		if (f->planning) {
			semantic_error(
				p->c, e->tok,
				"function %s reads the traced context and calls itself: what "
				"each call would read cannot be put into the event",
				f->decl->name);
			return result;
		}
		instance = add_instance(p, f);
		result = plan_function(p, e, f, instance, args);
		if (previous)
			previous->next_overload = instance;
		else
			use.callee = instance;
		previous = instance;
	}
	arena_push(p->c->arena, p->instance->calls, p->instance->ncalls, use);
	return use.callee->next_overload ? value_unknown(e->tok, "it is computed by a function")
					 : result;
}

struct value plan_call(struct planner *p, struct expr *e)
{
	struct value args[MAX_PARAMS] = {0};
	unsigned count = e->call.args.count;
	const struct context_function *context = NULL;

	if (count > MAX_PARAMS) {
		semantic_error(p->c, e->tok, "a call has at most %d arguments", MAX_PARAMS);
		return value_unknown(e->tok, "it could not be planned");
	}
	for (unsigned i = 0; i < count; i++)
		args[i] = plan_expr(p, e->call.args.items[i]);
	if (e->call.callee)
		return plan_function_call(p, e, (struct function *)e->call.callee, args);
	if (reads_stack(e))
		plan_stack(p, e);
	if (!find_builtin(e->call.name, count))
		context = find_context_function(e->call.name, count);
	if (context)
		return plan_context(p, e, context, args);
	if (find_task_read(e) && (args[0].kind == VALUE_CONTEXT || args[0].kind == VALUE_CHOICE))
		return plan_task_read(p, e, args[0]);
	if (strcmp(e->call.name, "task_current") == 0 && !count)
		return (struct value){.kind = VALUE_CURRENT, .tok = e->tok};
	return value_unknown(e->tok, "it is computed after the event");
}
