/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Takes out what has no effect: assignments to variables that are never read, expressions whose
 * value is not used, statements without either, probes with nothing left. Each round may show the
 * next one something more. As in stap, of the script's own code the first round tells.
 *
 * An effect is to print, to call a built-in function that is not pure, or to write a variable
 * that somebody else sees. An error is none: an unused 1 / 0 goes.
 */
#include "config.h"

#include "compiler/compiler.h"

struct elision {
	struct compilation *c;
	bool first; /* round of the first call */
	bool typed; /* unreachable code is looked at for its types before it goes */
	bool changed;
};

/* ---- effects ---- */

struct effects {
	bool in_function; /* whose locals nobody else sees */
	bool found;
};

static void find_in_expr(void *context, struct expr *e);

/* That what is no variable cannot be counted up is found when code is made of it. */
static bool writes_outside(const struct effects *effects, const struct expr *lvalue)
{
	if (lvalue->kind != EXPR_SYMBOL && lvalue->kind != EXPR_INDEX)
		return false;
	return !effects->in_function || lvalue->kind != EXPR_SYMBOL ||
	       lvalue->symbol.variable->is_global;
}

static bool call_has_effects(const struct expr *e)
{
	const struct builtin *builtin;

	if (e->call.callee) {
		for (const struct function *f = e->call.callee; f; f = f->next_overload)
			if (f->has_effects)
				return true;
		return false;
	}
	builtin = find_builtin(e->call.name, e->call.args.count);
	return builtin && !(builtin->flags & BUILTIN_PURE);
}

static void find_in_expr(void *context, struct expr *e)
{
	struct effects *effects = context;

	switch (e->kind) {
	case EXPR_PRINT:
		effects->found |= !e->print.form->to_string;
		break;
	case EXPR_ASSIGN:
	case EXPR_POST:
		effects->found |= writes_outside(effects, e->binary.left);
		break;
	case EXPR_PRE:
		effects->found |= writes_outside(effects, e->binary.right);
		break;
	case EXPR_CALL:
		effects->found |= call_has_effects(e);
		break;
	case EXPR_EMBEDDED:
		effects->found |= !embedded_is_pure(e->string.text);
		break;
	case EXPR_SAVE:
		effects->found |= e->saved.value->used;
		break;
	default:
		break;
	}
	if (!effects->found)
		each_child(e, find_in_expr, effects);
}

static void find_in_stmt(void *context, struct stmt *s)
{
	struct effects *effects = context;
	const struct stmt_visitor visitor = {find_in_stmt, find_in_expr, effects};

	if (s->kind == STMT_DELETE)
		effects->found |= writes_outside(effects, s->expr);
	if (s->kind == STMT_FOREACH) {
		for (unsigned i = 0; i < s->foreach.nindexes; i++)
			effects->found |= writes_outside(effects, s->foreach.indexes[i]);
		if (s->foreach.value)
			effects->found |= writes_outside(effects, s->foreach.value);
	}
	if (!effects->found)
		each_part(s, &visitor);
}

/*
 * A function of the library that does nothing stands for one that stap needs and mstap does not,
 * such as asmlinkage(): to call it is no mistake to be told of.
 */
static bool is_stand_in(const struct function *f)
{
	const struct stmt *body = f->decl->body;

	return f->script->is_library &&
	       (body->kind == STMT_NULL || (body->kind == STMT_BLOCK && !body->block.count));
}

static bool look_for_effects(struct function *f)
{
	struct effects effects = {.in_function = true};

	if (f->decl->embedded)
		return !embedded_is_pure(f->decl->embedded);
	find_in_stmt(&effects, f->decl->body);
	return effects.found || is_stand_in(f);
}

/* From the last function on, because those called stand behind their callers, mostly. */
static void find_effects(struct compilation *c)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (unsigned i = c->nfunctions; i-- > 0;) {
			struct function *f = c->functions[i];

			if (f->has_effects || !look_for_effects(f))
				continue;
			f->has_effects = true;
			changed = true;
		}
	}
}

bool has_effects(struct expr *e)
{
	struct effects effects = {0};

	find_in_expr(&effects, e);
	return effects.found;
}

/* ---- what is said ---- */

static bool is_told(const struct elision *x, const struct token *tok)
{
	return x->first && !tok->span.source->is_library;
}

/* ---- assignments ---- */

static void elide_assignments(void *context, struct expr *e)
{
	struct elision *x = context;
	const struct variable *v;

	each_child(e, elide_assignments, x);
	if (e->kind != EXPR_ASSIGN || (e->binary.op != OP_SET && e->binary.op != OP_AGGREGATE) ||
	    e->binary.left->kind != EXPR_SYMBOL)
		return;
	v = e->binary.left->symbol.variable;
	if (v->is_global || v->read || v->updated)
		return;
	if (is_told(x, e->tok))
		semantic_warning(x->c, e->tok, "Eliding assignment to '%s'", v->name);
	*e = *e->binary.right;
	x->changed = true;
}

static void elide_assignments_in(void *context, struct stmt *s)
{
	struct elision *x = context;
	const struct stmt_visitor visitor = {elide_assignments_in, elide_assignments, x};

	/* A statement is told of by its first token, which may be about to go. */
	if (s->kind == STMT_EXPR && x->first)
		s->tok = expr_first_token(s->expr);
	if (s->kind == STMT_TRY && s->try.variable && !s->try.variable->symbol.variable->read &&
	    !s->try.variable->symbol.variable->updated &&
	    !s->try.variable->symbol.variable->is_global)
		s->try.variable = NULL;
	each_part(s, &visitor);
}

/* ---- statements ---- */

static void elide_stmt(struct elision *x, struct stmt *s);

static void remove_stmt(struct elision *x, struct stmt *s)
{
	s->kind = STMT_NULL;
	x->changed = true;
}

static bool is_null(const struct stmt *s)
{
	return !s || s->kind == STMT_NULL;
}

static void elide_value(struct elision *x, struct stmt *s)
{
	if (has_effects(s->expr)) {
		if (take_unused_apart(x->c, s)) {
			x->changed = true;
			elide_stmt(x, s);
		}
		return;
	}
	if (is_told(x, s->tok) && s->expr->kind != EXPR_SAVE)
		semantic_warning(x->c, s->tok, "Eliding side-effect-free expression ");
	remove_stmt(x, s);
}

static bool ends_block(const struct stmt *s)
{
	return s->kind == STMT_NEXT || s->kind == STMT_RETURN || s->kind == STMT_BREAK ||
	       s->kind == STMT_CONTINUE;
}

static void elide_block(struct elision *x, struct stmt *s)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < s->block.count; i++) {
		struct stmt *part = s->block.items[i];

		elide_stmt(x, part);
		if (is_null(part))
			continue;
		s->block.items[kept++] = part;
		if (x->typed && ends_block(part))
			break;
	}
	x->changed |= kept != s->block.count;
	s->block.count = kept;
	if (!kept)
		s->kind = STMT_NULL;
}

static void elide_if(struct elision *x, struct stmt *s)
{
	elide_stmt(x, s->branch.then);
	if (s->branch.otherwise)
		elide_stmt(x, s->branch.otherwise);
	if (is_null(s->branch.otherwise))
		s->branch.otherwise = NULL;
	if (!is_null(s->branch.then) || s->branch.otherwise)
		return;
	if (has_effects(s->branch.cond)) {
		s->kind = STMT_EXPR;
		s->expr = s->branch.cond;
		x->changed = true;
	} else {
		remove_stmt(x, s);
	}
}

/* A loop stays, if only to go round for ever. */
static void elide_for(struct elision *x, struct stmt *s)
{
	if (s->loop.init && !has_effects(s->loop.init))
		s->loop.init = NULL;
	if (s->loop.step && !has_effects(s->loop.step))
		s->loop.step = NULL;
	elide_stmt(x, s->loop.body);
}

static bool keys_have_effects(const struct expr_list *keys)
{
	for (unsigned i = 0; i < keys->count; i++)
		if (keys->items[i] && has_effects(keys->items[i]))
			return true;
	return false;
}

static void elide_foreach(struct elision *x, struct stmt *s)
{
	struct foreach_loop *loop = &s->foreach;

	elide_stmt(x, loop->body);
	if (is_null(loop->body) && !keys_have_effects(&loop->slice) &&
	    !(loop->limit && has_effects(loop->limit)))
		remove_stmt(x, s);
}

static void elide_stmt(struct elision *x, struct stmt *s)
{
	switch (s->kind) {
	case STMT_BLOCK:
		elide_block(x, s);
		break;
	case STMT_EXPR:
		elide_value(x, s);
		break;
	case STMT_IF:
		elide_if(x, s);
		break;
	case STMT_FOR:
		elide_for(x, s);
		break;
	case STMT_FOREACH:
		elide_foreach(x, s);
		break;
	case STMT_TRY:
		elide_stmt(x, s->try.body);
		elide_stmt(x, s->try.handler);
		if (is_null(s->try.body))
			remove_stmt(x, s);
		break;
	default:
		break;
	}
}

/* ---- overloads ---- */

static void find_next(void *found, struct stmt *s)
{
	const struct stmt_visitor visitor = {find_next, NULL, found};

	if (s->kind == STMT_NEXT)
		*(bool *)found = true;
	each_part(s, &visitor);
}

static bool has_next(const struct function *f)
{
	bool found = false;

	if (f->decl->embedded)
		return embedded_has_next(f->decl->embedded);
	find_next(&found, f->decl->body);
	return found;
}

/* Behind an overload that never says "next" no other one has its turn. */
static void cut_overloads(struct compilation *c)
{
	for (unsigned i = 0; i < c->nfunctions; i++) {
		struct function *f = c->functions[i];

		if (!has_next(f))
			f->next_overload = NULL;
	}
}

/* ---- rounds ---- */

static void elide_all_assignments(struct elision *x)
{
	struct compilation *c = x->c;

	for (unsigned i = 0; i < c->nderived; i++)
		for (unsigned j = 0; j < c->derived[i]->nparts; j++)
			elide_assignments_in(x, c->derived[i]->parts[j]);
	for (unsigned i = 0; i < c->nfunctions; i++)
		elide_assignments_in(x, c->functions[i]->decl->body);
}

static void elide_function(struct elision *x, struct function *f)
{
	elide_stmt(x, f->decl->body);
	if (is_null(f->decl->body) && !f->decl->embedded && is_told(x, f->decl->tok))
		semantic_warning(x->c, f->decl->tok, "side-effect-free function '%s'",
				 f->decl->name);
}

static void elide_round(struct elision *x)
{
	struct compilation *c = x->c;

	x->changed = false;
	collect_usage(c);
	sort_functions(c);
	elide_all_assignments(x);
	for (unsigned i = 0; i < c->nderived; i++)
		for (unsigned j = 0; j < c->derived[i]->nparts; j++)
			elide_stmt(x, c->derived[i]->parts[j]);
	for (unsigned i = 0; i < c->nfunctions; i++)
		elide_function(x, c->functions[i]);
	x->first = false;
}

/* ---- what is left ---- */

static bool is_empty(const struct derived *d)
{
	for (unsigned i = 0; i < d->nparts; i++)
		if (!is_null(d->parts[i]))
			return false;
	return true;
}

/* Parameters stand first and stay. */
static void drop_unused(struct scope *locals)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < locals->count; i++)
		if (locals->items[i]->is_parameter || locals->items[i]->reached)
			locals->items[kept++] = locals->items[i];
	locals->count = kept;
}

static void drop_unused_locals(struct compilation *c)
{
	for (unsigned i = 0; i < c->nderived; i++)
		drop_unused(&c->derived[i]->locals);
	for (unsigned i = 0; i < c->nfunctions; i++)
		drop_unused(&c->functions[i]->locals);
}

/* stap still looks for misfits in functions that have been left out. */
static void note_dropped(struct compilation *c, struct function *const *before, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (!before[i]->reached && !before[i]->script->is_library)
			arena_push(c->arena, c->dropped, c->ndropped, before[i]);
}

void elide_unused(struct compilation *c, bool tells)
{
	struct elision x = {.c = c, .first = tells, .typed = !tells};
	unsigned count = c->nfunctions;
	struct function **before = arena_alloc(c->arena, (count + 1) * sizeof(*before));

	if (c->options->unoptimized)
		return;
	for (unsigned i = 0; i < count; i++)
		before[i] = c->functions[i];
	if (x.typed)
		cut_overloads(c);
	find_effects(c);
	do
		elide_round(&x);
	while (x.changed);
	collect_usage(c);
	note_dropped(c, before, count);
	drop_unused_locals(c);
}

bool drop_empty_probes(struct compilation *c)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < c->nderived && !c->options->unoptimized; i++) {
		struct derived *d = c->derived[i];

		if (d->entry && is_empty(d->entry))
			d->entry = NULL;
		if (!is_empty(d))
			c->derived[kept++] = d;
		else if (!d->nvalues)
			semantic_warning(c, d->aliased ? d->named : d->decl->tok,
					 "Probe '%s' has been elided", d->name);
	}
	/* What is wrong next may only follow from what was warned about. */
	if (c->options->warnings_are_errors && c->diags->nwarnings)
		return false;
	if (c->options->unoptimized)
		return true;
	c->nderived = kept;
	if (kept)
		return true;
	semantic_error(c, NULL, "no probes found");
	return false;
}
