/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of calls and prints: arguments against parameters, or against the slots of a format. */
#include "config.h"

#include "compiler/formats.h"
#include "compiler/inference.h"

/*
 * Text that stands in the record itself has no address. To what reads text from one, it is given as
 * if it had: the planner makes a read of the field of it (plan_text_field()).
 */
static void pass_text_field(struct inference *t, struct expr *arg, enum value_type want)
{
	struct target_read *place;

	if (want != TYPE_LONG || arg->kind != EXPR_TARGET || arg->type != TYPE_STRING ||
	    !arg->target.read || arg->target.read->fetch.base != FETCH_FIELD ||
	    arg->target.read->fetch.nsteps)
		return;
	place = arena_new_of(t->c->arena, struct target_read);
	*place = *arg->target.read;
	place->is_place = true;
	arg->target.read = place;
	arg->type = TYPE_LONG;
}

/*
 * Built-in functions are declared, with all types; @learned is the result of one that gives no
 * value, which like a script's function is what its callers take it for.
 */
static void infer_signature(struct inference *t, struct expr *e, const char *signature,
			    struct learned_result *learned, enum value_type want)
{
	const struct token *none = NULL;
	enum value_type type = signature_result(signature);
	const struct referent result = type ? (struct referent){&type, &none, -1}
					    : (struct referent){&learned->type, &learned->tok, -1};

	unify(t, &e->type, e->tok, &result, want, true);
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

		/* To a function of the script's own an address may be a number like others. */
		if (f->script->is_library)
			pass_text_field(t, e->call.args.items[i], v->type);
		infer(t, e->call.args.items[i], v->type);
		unify_slot(t, e->call.args.items[i], &slot);
	}
}

void infer_call(struct inference *t, struct expr *e, enum value_type want)
{
	unsigned nargs = e->call.args.count;
	struct function *f = (struct function *)e->call.callee;
	const struct context_function *context;
	const struct builtin *builtin;

	/* Overloads are one function to the caller: each must fit. */
	for (struct function *o = f; o; o = o->next_overload)
		infer_user_call(t, e, o, want);
	if (f)
		return;
	builtin = find_builtin(e->call.name, nargs);
	if (builtin) {
		infer_signature(t, e, builtin->signature, &t->c->results[builtin - builtins], want);
		return;
	}
	context = find_context_function(e->call.name, nargs);
	if (context->kind == CONTEXT_MEMORY)
		pass_text_field(t, e->call.args.items[0], TYPE_LONG);
	infer_signature(t, e, context->signature, NULL, want);
}

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

void infer_print(struct inference *t, struct expr *e)
{
	if (e->print.form->has_format)
		infer_formatted(t, e);
	else if (!infer_plain(t, e)) {
		report_unknown(t, e->tok);
		return;
	}
	settle(t, e, e->print.form->to_string ? TYPE_STRING : TYPE_LONG);
}
