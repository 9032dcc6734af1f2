/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fetch planning: every read of the traced context becomes a fetch slot of the probe's record.
 *
 * Handlers run after the event, so what they read must be in the record. The planner follows the
 * handler with symbolic values: a variable that holds "argument 1 plus 8" is such a value, and
 * kernel_string() of it is the fetch +8($arg1):string. Functions that read the context are planned
 * (and later compiled) once for each call, with the symbolic values of their arguments.
 */
#include "config.h"

#include <string.h>

#include "compiler/compiler.h"

enum value_kind { VALUE_UNKNOWN, VALUE_NUMBER, VALUE_TEXT, VALUE_CONTEXT };

struct value {
	enum value_kind kind;
	const struct token *tok; /* VALUE_UNKNOWN: what made it so, or NULL */
	const char *why;
	int64_t number; /* VALUE_NUMBER; VALUE_CONTEXT: added to what the fetch gives */
	const char *text;
	struct fetch fetch; /* without a type */
};

struct binding_of {
	const struct variable *variable;
	struct value value;
};

struct environment {
	struct binding_of *items;
	unsigned count;
};

struct planner {
	struct compilation *c;
	struct derived *derived;
	struct instance *instance;
	struct environment env;
	struct value result; /* of the function: all its returns joined */
	bool returned;
};

static struct value plan_expr(struct planner *p, struct expr *e);
static void plan_stmt(struct planner *p, struct stmt *s);

/* ---- symbolic values ---- */

static struct value unknown(const struct token *tok, const char *why)
{
	return (struct value){.kind = VALUE_UNKNOWN, .tok = tok, .why = why};
}

static struct value number(int64_t n)
{
	return (struct value){.kind = VALUE_NUMBER, .number = n};
}

static bool same_fetch(const struct fetch *a, const struct fetch *b)
{
	bool same_name =
		a->name == b->name || (a->name && b->name && strcmp(a->name, b->name) == 0);

	return a->base == b->base && same_name && a->number == b->number &&
	       a->nsteps == b->nsteps && a->user == b->user && a->type == b->type &&
	       memcmp(a->steps, b->steps, a->nsteps * sizeof(a->steps[0])) == 0;
}

static bool same_value(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind || a->number != b->number)
		return false;
	switch (a->kind) {
	case VALUE_TEXT:
		return strcmp(a->text, b->text) == 0;
	case VALUE_CONTEXT:
		return same_fetch(&a->fetch, &b->fetch);
	case VALUE_UNKNOWN:
		return a->tok == b->tok;
	default:
		return true;
	}
}

static struct value join(struct value a, struct value b, const struct token *tok)
{
	if (same_value(&a, &b))
		return a;
	return unknown(tok, "it has different values on different paths to this place");
}

/* ---- environments ---- */

static struct value *find_binding(struct environment *env, const struct variable *v)
{
	for (unsigned i = 0; i < env->count; i++)
		if (env->items[i].variable == v)
			return &env->items[i].value;
	return NULL;
}

static void bind(struct planner *p, const struct variable *v, struct value value)
{
	struct value *held = find_binding(&p->env, v);
	struct binding_of fresh = {v, value};

	if (held)
		*held = value;
	else
		arena_push(p->c->arena, p->env.items, p->env.count, fresh);
}

static struct environment copy_environment(struct planner *p)
{
	struct environment copy = {0};

	for (unsigned i = 0; i < p->env.count; i++)
		arena_push(p->c->arena, copy.items, copy.count, p->env.items[i]);
	return copy;
}

/* An unassigned local is 0 or "": joined with a path that assigns it, it is not known. */
static void join_environment(struct planner *p, struct environment *other)
{
	for (unsigned i = 0; i < p->env.count; i++) {
		struct binding_of *item = &p->env.items[i];
		struct value *b = find_binding(other, item->variable);

		item->value = join(item->value, b ? *b : number(0), item->variable->tok);
	}
	for (unsigned i = 0; i < other->count; i++)
		if (!find_binding(&p->env, other->items[i].variable))
			bind(p, other->items[i].variable,
			     join(other->items[i].value, number(0), other->items[i].variable->tok));
}

/* What a loop assigns is not known inside it, nor behind it. */
static void forget_assigned_stmt(void *context, struct stmt *s);

static void forget_assigned_expr(void *context, struct expr *e)
{
	struct planner *p = context;
	struct expr *target = NULL;

	if (e->kind == EXPR_ASSIGN || e->kind == EXPR_POST)
		target = e->binary.left;
	else if (e->kind == EXPR_PRE)
		target = e->binary.right;
	if (target && target->kind == EXPR_SYMBOL && !target->symbol.variable->is_global)
		bind(p, target->symbol.variable, unknown(target->tok, "it changes in a loop"));
	each_child(e, forget_assigned_expr, p);
}

static void forget_assigned_stmt(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {forget_assigned_stmt, forget_assigned_expr, context};

	each_part(s, &visitor);
}

/* ---- slots ---- */

static uint16_t slot_of_fetch(struct planner *p, const struct fetch *fetch)
{
	struct probe *probe = p->derived->probe;
	struct fetch *slots = (struct fetch *)probe->fetches;
	unsigned count = probe->nfetches, slot = 0;

	while (slot < count &&
	       (!same_fetch(&slots[slot], fetch) || slots[slot].fault_text != fetch->fault_text))
		slot++;
	if (slot == count) {
		arena_push(p->c->arena, slots, count, *fetch);
		probe->fetches = slots;
		probe->nfetches = (uint16_t)count;
	}
	return (uint16_t)slot;
}

static void use_slot(struct planner *p, const struct expr *e, const struct fetch *fetch)
{
	struct fetch_use use = {.expr = e, .slot = slot_of_fetch(p, fetch)};

	arena_push(p->c->arena, p->instance->fetches, p->instance->nfetches, use);
}

static const char *near_of(struct planner *p, const struct token *tok)
{
	struct arena *arena = p->c->arena;

	return arena_printf(arena, "%s at %s", token_describe(arena, tok),
			    source_where(arena, tok->span));
}

/* The value of a read: 64 bits can be followed as an address, less cannot. */
static struct value value_of(const struct fetch *fetch, const struct token *tok)
{
	struct value v = {.kind = VALUE_CONTEXT, .fetch = *fetch};

	if (fetch->type != FETCH_S64 && fetch->type != FETCH_U64)
		return unknown(tok, "it is less than a whole pointer");
	v.fetch.type = FETCH_S8;
	v.fetch.near = NULL;
	return v;
}

/* ---- context functions ---- */

static bool is_function_probe(const struct derived *d)
{
	return d->probe->kind == PROBE_KPROBE || d->probe->kind == PROBE_KRETPROBE;
}

static void no_context(struct planner *p, const struct expr *e, const char *what)
{
	semantic_error(p->c, e->tok, "%s() has nothing to read at %s: it needs %s", e->call.name,
		       p->derived->probe->point, what);
}

static struct value not_constant(struct planner *p, const struct expr *arg, const char *what)
{
	semantic_error(p->c, arg->tok, "%s must be a constant: it goes into the event's definition",
		       what);
	return unknown(arg->tok, "it could not be planned");
}

static struct value add_read(struct planner *p, struct expr *e, struct fetch *fetch)
{
	fetch->near = near_of(p, e->tok);
	use_slot(p, e, fetch);
	return value_of(fetch, e->tok);
}

static struct value plan_argument(struct planner *p, struct expr *e, struct fetch *fetch,
				  const struct value *args)
{
	if (p->derived->probe->kind != PROBE_KPROBE) {
		no_context(p, e,
			   "a probe at the entry of a function, as kprobe.function(\"NAME\")");
		return unknown(e->tok, "it could not be planned");
	}
	if (args[0].kind != VALUE_NUMBER)
		return not_constant(p, e->call.args.items[0], "the number of the argument");
	if (args[0].number < 1 || args[0].number > 127) {
		semantic_error(p->c, e->call.args.items[0]->tok,
			       "arguments are counted from 1 (to 127)");
		return unknown(e->tok, "it could not be planned");
	}
	fetch->base = FETCH_ARG;
	fetch->number = args[0].number;
	return add_read(p, e, fetch);
}

static struct value plan_register(struct planner *p, struct expr *e, struct fetch *fetch,
				  const struct value *args)
{
	if (!is_function_probe(p->derived)) {
		no_context(p, e, "a kprobe, which saves the registers");
		return unknown(e->tok, "it could not be planned");
	}
	if (args[0].kind != VALUE_TEXT)
		return not_constant(p, e->call.args.items[0], "the name of the register");
	fetch->base = FETCH_REGISTER;
	fetch->name = args[0].text;
	return add_read(p, e, fetch);
}

static struct value plan_returnval(struct planner *p, struct expr *e, struct fetch *fetch)
{
	if (p->derived->probe->kind != PROBE_KRETPROBE) {
		no_context(p, e, "a return probe, as kprobe.function(\"NAME\").return");
		return unknown(e->tok, "it could not be planned");
	}
	fetch->base = FETCH_RETVAL;
	return add_read(p, e, fetch);
}

static struct value refuse_address(struct planner *p, const struct expr *e, const struct expr *arg,
				   const struct value *address)
{
	struct diag *diag = semantic_error(
		p->c, arg->tok,
		"the address %s%s reads must follow from the probe's arguments, registers or "
		"return "
		"value by constants, because it is read at the event, before the handler runs",
		e->kind == EXPR_CALL ? e->call.name : "@cast", e->kind == EXPR_CALL ? "()" : "");

	if (address->why)
		semantic_related(p->c, diag, address->tok, "this does not: %s", address->why);
	return unknown(arg->tok, "it could not be planned");
}

/* One more dereference, at what @address points to. */
static bool add_step(struct fetch *fetch, const struct value *address)
{
	enum fetch_type type = fetch->type;
	const char *fault_text = fetch->fault_text;

	if (address->kind == VALUE_NUMBER) {
		fetch->base = FETCH_ADDRESS;
		fetch->number = address->number;
		fetch->steps[fetch->nsteps++] = 0;
		return true;
	}
	*fetch = address->fetch;
	fetch->type = type;
	fetch->fault_text = fault_text;
	if (fetch->nsteps == FETCH_MAX_STEPS)
		return false;
	fetch->steps[fetch->nsteps++] = address->number;
	return true;
}

static struct value plan_memory(struct planner *p, struct expr *e, const struct context_function *f,
				struct fetch *fetch, const struct value *args)
{
	struct expr *arg = e->call.args.items[0];
	bool string = f->type == FETCH_STRING || f->type == FETCH_USTRING;

	if (e->call.args.count > 1) {
		if (args[1].kind != VALUE_TEXT)
			return not_constant(p, e->call.args.items[1], "the text for a failed read");
		fetch->fault_text = args[1].text;
	}
	if (!is_function_probe(p->derived)) {
		no_context(p, e, "a kprobe, at which the kernel can read memory");
		return unknown(e->tok, "it could not be planned");
	}
	if (args[0].kind != VALUE_CONTEXT && args[0].kind != VALUE_NUMBER)
		return refuse_address(p, e, arg, &args[0]);
	if (!add_step(fetch, &args[0])) {
		semantic_error(p->c, arg->tok, "the kernel follows at most %d pointers in one read",
			       FETCH_MAX_STEPS);
		return unknown(arg->tok, "it could not be planned");
	}
	if (f->user && !string && fetch->nsteps > 1) {
		semantic_error(p->c, arg->tok,
			       "%s() of an address that was itself read from memory is not "
			       "supported in this version",
			       e->call.name);
		return unknown(arg->tok, "it could not be planned");
	}
	fetch->user = f->user && !string;
	return add_read(p, e, fetch);
}

static struct value plan_context(struct planner *p, struct expr *e,
				 const struct context_function *f, const struct value *args)
{
	struct fetch fetch = {.type = f->type, .fault_text = f->fallback};

	switch (f->kind) {
	case CONTEXT_ARG:
		return plan_argument(p, e, &fetch, args);
	case CONTEXT_REGISTER:
		return plan_register(p, e, &fetch, args);
	case CONTEXT_RETVAL:
		return plan_returnval(p, e, &fetch);
	case CONTEXT_MEMORY:
		return plan_memory(p, e, f, &fetch, args);
	}
	return unknown(e->tok, "it could not be planned");
}

/* ---- calls ---- */

static struct instance *add_instance(struct planner *p, struct function *f)
{
	struct instance *instance = arena_new_of(p->c->arena, struct instance);

	instance->function = f;
	instance->derived = p->derived;
	arena_push(p->c->arena, p->c->instances, p->c->ninstances, instance);
	return instance;
}

static struct instance *plan_function(struct planner *p, struct function *f,
				      const struct value *args, struct value *result)
{
	struct planner inner = {.c = p->c, .derived = p->derived};

	inner.instance = add_instance(p, f);
	for (unsigned i = 0; i < f->decl->nparams; i++)
		bind(&inner, f->params[i], args[i]);
	f->planning = true;
	plan_stmt(&inner, f->decl->body);
	f->planning = false;
	*result = inner.returned ? inner.result : unknown(f->decl->tok, "it returns nothing");
	return inner.instance;
}

static struct value plan_call(struct planner *p, struct expr *e, struct function *f,
			      const struct value *args)
{
	struct value result = unknown(e->tok, "it is computed by a function");
	struct instance *previous = NULL;
	struct call_use use = {.expr = e};

	if (!f->reads_context)
		return result;
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
		instance = plan_function(p, f, args, &result);
		if (previous)
			previous->next_overload = instance;
		else
			use.callee = instance;
		previous = instance;
	}
	arena_push(p->c->arena, p->instance->calls, p->instance->ncalls, use);
	return use.callee->next_overload ? unknown(e->tok, "it is computed by a function") : result;
}

static struct value plan_any_call(struct planner *p, struct expr *e)
{
	struct value args[MAX_PARAMS];
	unsigned count = e->call.args.count;
	const struct context_function *context = NULL;

	if (count > MAX_PARAMS) {
		semantic_error(p->c, e->tok, "a call has at most %d arguments", MAX_PARAMS);
		return unknown(e->tok, "it could not be planned");
	}
	for (unsigned i = 0; i < count; i++)
		args[i] = plan_expr(p, e->call.args.items[i]);
	if (e->call.callee)
		return plan_call(p, e, (struct function *)e->call.callee, args);
	if (!find_builtin(e->call.name, count))
		context = find_context_function(e->call.name, count);
	if (context)
		return plan_context(p, e, context, args);
	return unknown(e->tok, "it is computed after the event");
}

/* ---- expressions ---- */

static struct value plan_symbol(struct planner *p, const struct expr *e)
{
	struct value *held = find_binding(&p->env, e->symbol.variable);

	if (e->symbol.variable->is_global)
		return unknown(e->tok, "it is a global variable, known only when the handler runs");
	return held ? *held : number(0);
}

static struct value plan_binary(struct planner *p, struct expr *e)
{
	struct value a = plan_expr(p, e->binary.left), b = plan_expr(p, e->binary.right);
	enum operator op = e->binary.op;

	if (op == OP_ADD && a.kind == VALUE_NUMBER && b.kind == VALUE_CONTEXT) {
		b.number = (int64_t)((uint64_t)b.number + (uint64_t)a.number);
		return b;
	}
	if (b.kind != VALUE_NUMBER || (a.kind != VALUE_NUMBER && a.kind != VALUE_CONTEXT))
		return unknown(e->tok, "it is computed after the event");
	if (op == OP_ADD)
		a.number = (int64_t)((uint64_t)a.number + (uint64_t)b.number);
	else if (op == OP_SUB)
		a.number = (int64_t)((uint64_t)a.number - (uint64_t)b.number);
	else if (op == OP_MUL && a.kind == VALUE_NUMBER)
		a.number = (int64_t)((uint64_t)a.number * (uint64_t)b.number);
	else
		return unknown(e->tok, "it is computed after the event");
	return a;
}

/* The right side of && and || may not run. */
static struct value plan_logical(struct planner *p, struct expr *e)
{
	struct environment before;

	plan_expr(p, e->binary.left);
	before = copy_environment(p);
	plan_expr(p, e->binary.right);
	join_environment(p, &before);
	return unknown(e->tok, "it is computed after the event");
}

static struct value plan_ternary(struct planner *p, struct expr *e)
{
	struct environment before, after_then;
	struct value a, b;

	plan_expr(p, e->ternary.cond);
	before = copy_environment(p);
	a = plan_expr(p, e->ternary.then);
	after_then = p->env;
	p->env = before;
	b = plan_expr(p, e->ternary.otherwise);
	join_environment(p, &after_then);
	return join(a, b, e->tok);
}

static struct value plan_assign(struct planner *p, struct expr *e)
{
	struct expr *left = e->binary.left;
	struct value value = plan_expr(p, e->binary.right);

	if (left->kind == EXPR_INDEX)
		plan_expr(p, left);
	if (e->binary.op != OP_SET)
		value = unknown(e->tok, "it is computed after the event");
	if (left->kind == EXPR_SYMBOL && !left->symbol.variable->is_global)
		bind(p, left->symbol.variable, value);
	return value;
}

static struct value plan_crement(struct planner *p, struct expr *e, struct expr *target)
{
	if (target->kind == EXPR_SYMBOL && !target->symbol.variable->is_global)
		bind(p, target->symbol.variable, unknown(e->tok, "it is computed after the event"));
	else
		plan_expr(p, target);
	return unknown(e->tok, "it is computed after the event");
}

static struct value plan_typed(struct planner *p, struct expr *e)
{
	const struct target_read *read = e->target.read;
	struct value value;

	use_slot(p, e, &read->fetch);
	if (e->type == TYPE_STRING || read->bits)
		return unknown(e->tok, "it is no whole number");
	value = value_of(&read->fetch, e->tok);
	if (value.kind == VALUE_CONTEXT)
		value.number = read->addend;
	return value;
}

static struct value plan_field(struct planner *p, struct expr *e)
{
	struct fetch fetch = {.base = FETCH_FIELD,
			      .name = e->target.name + 1,
			      .type = e->type == TYPE_STRING ? FETCH_STRING : FETCH_S64,
			      .near = near_of(p, e->tok)};

	if (e->target.read)
		return plan_typed(p, e);
	use_slot(p, e, &fetch);
	return unknown(e->tok, "it is a field of the tracepoint's record: reading memory behind it "
			       "is not supported in this version");
}

/* @cast: the steps of its type, from where the operand points to. */
static struct value plan_cast(struct planner *p, struct expr *e)
{
	struct value address = plan_expr(p, e->target.operand);
	const struct target_read *read = e->target.read;
	struct fetch fetch = {.type = read->fetch.type, .near = near_of(p, e->tok)};
	struct value value;

	if (!read->fetch.nsteps) {
		/* A place in the struct: computed from the operand's own value. */
		if (address.kind != VALUE_UNKNOWN)
			address.number =
				(int64_t)((uint64_t)address.number + (uint64_t)read->addend);
		return address;
	}
	if (address.kind != VALUE_CONTEXT && address.kind != VALUE_NUMBER)
		return refuse_address(p, e, e->target.operand, &address);
	if (!is_function_probe(p->derived)) {
		semantic_error(p->c, e->tok,
			       "memory can be read in probes of functions only, not at %s",
			       p->derived->probe->point);
		return unknown(e->tok, "it could not be planned");
	}
	for (unsigned i = 0; i < read->fetch.nsteps; i++) {
		struct value step =
			i == 0 ? address : (struct value){.kind = VALUE_CONTEXT, .fetch = fetch};
		enum fetch_type type = fetch.type;
		const char *near = fetch.near;

		step.number = (int64_t)((uint64_t)step.number + (uint64_t)read->fetch.steps[i]);
		if (!add_step(&fetch, &step)) {
			semantic_error(p->c, e->tok,
				       "the kernel follows at most %d pointers in one read",
				       FETCH_MAX_STEPS);
			return unknown(e->tok, "it could not be planned");
		}
		fetch.type = type;
		fetch.near = near;
	}
	use_slot(p, e, &fetch);
	if (e->type == TYPE_STRING || read->bits)
		return unknown(e->tok, "it is no whole number");
	value = value_of(&fetch, e->tok);
	if (value.kind == VALUE_CONTEXT)
		value.number = read->addend;
	return value;
}

static void visit_child(void *p, struct expr *e)
{
	plan_expr(p, e);
}

/* Of an argument the kernel keeps a copy until the return, which can be followed there. */
static struct value plan_save(struct planner *p, const struct expr *e)
{
	struct entry_value *kept = e->saved.value;
	struct value value = plan_expr(p, e->saved.operand);

	kept->is_argument = value.kind == VALUE_CONTEXT && value.fetch.base == FETCH_ARG &&
			    value.fetch.nsteps == 0;
	kept->argument = value.fetch;
	kept->addend = value.number;
	return unknown(e->tok, "it is computed after the event");
}

static struct value plan_saved(const struct expr *e)
{
	const struct entry_value *kept = e->saved.value;

	if (!kept->is_argument)
		return unknown(e->tok, "it was saved at the function's entry, and of what is known "
				       "there only the arguments themselves can be followed at the "
				       "return");
	return (struct value){
		.kind = VALUE_CONTEXT, .fetch = kept->argument, .number = kept->addend};
}

static struct value plan_expr(struct planner *p, struct expr *e)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		return number(e->number);
	case EXPR_STRING:
		return (struct value){.kind = VALUE_TEXT, .text = e->string.text};
	case EXPR_SYMBOL:
		return plan_symbol(p, e);
	case EXPR_TARGET:
		return plan_field(p, e);
	case EXPR_CAST:
		return plan_cast(p, e);
	case EXPR_SAVE:
		return plan_save(p, e);
	case EXPR_SAVED:
		return plan_saved(e);
	case EXPR_CALL:
		return plan_any_call(p, e);
	case EXPR_ASSIGN:
		return plan_assign(p, e);
	case EXPR_PRE:
		return plan_crement(p, e, e->binary.right);
	case EXPR_POST:
		return plan_crement(p, e, e->binary.left);
	case EXPR_TERNARY:
		return plan_ternary(p, e);
	case EXPR_BINARY:
		if (e->binary.op == OP_LOGICAL_AND || e->binary.op == OP_LOGICAL_OR)
			return plan_logical(p, e);
		return plan_binary(p, e);
	default:
		each_child(e, visit_child, p);
		return unknown(e->tok, "it is computed after the event");
	}
}

/* ---- statements ---- */

static void plan_branch(struct planner *p, struct stmt *s)
{
	struct environment before, after_then;

	plan_expr(p, s->branch.cond);
	before = copy_environment(p);
	plan_stmt(p, s->branch.then);
	after_then = p->env;
	p->env = before;
	if (s->branch.otherwise)
		plan_stmt(p, s->branch.otherwise);
	join_environment(p, &after_then);
}

static void plan_try(struct planner *p, struct stmt *s)
{
	struct environment before = copy_environment(p), after_body;

	plan_stmt(p, s->try.body);
	after_body = p->env;
	p->env = before;
	forget_assigned_stmt(p, s->try.body);
	if (s->try.variable && !s->try.variable->symbol.variable->is_global)
		bind(p, s->try.variable->symbol.variable,
		     unknown(s->try.variable->tok, "it is computed after the event"));
	plan_stmt(p, s->try.handler);
	join_environment(p, &after_body);
}

static void plan_loop(struct planner *p, struct stmt *s)
{
	if (s->loop.init)
		plan_expr(p, s->loop.init);
	forget_assigned_stmt(p, s);
	if (s->loop.cond)
		plan_expr(p, s->loop.cond);
	plan_stmt(p, s->loop.body);
	if (s->loop.step)
		plan_expr(p, s->loop.step);
	forget_assigned_stmt(p, s);
}

static void forget_symbol(struct planner *p, const struct expr *e)
{
	if (!e->symbol.variable->is_global)
		bind(p, e->symbol.variable, unknown(e->tok, "it is a key or value of an array"));
}

static void plan_foreach(struct planner *p, struct stmt *s)
{
	struct foreach_loop *loop = &s->foreach;

	if (loop->base->kind == EXPR_HIST)
		plan_expr(p, loop->base);
	for (unsigned i = 0; i < loop->slice.count; i++)
		if (loop->slice.items[i])
			plan_expr(p, loop->slice.items[i]);
	if (loop->limit)
		plan_expr(p, loop->limit);
	forget_assigned_stmt(p, s);
	for (unsigned i = 0; i < loop->nindexes; i++)
		forget_symbol(p, loop->indexes[i]);
	if (loop->value)
		forget_symbol(p, loop->value);
	plan_stmt(p, loop->body);
	forget_assigned_stmt(p, s);
}

static void plan_return(struct planner *p, struct stmt *s)
{
	struct value value;

	if (!s->expr)
		return;
	value = plan_expr(p, s->expr);
	p->result = p->returned ? join(p->result, value, s->tok) : value;
	p->returned = true;
}

static void visit_stmt(void *p, struct stmt *s)
{
	plan_stmt(p, s);
}

static void plan_stmt(struct planner *p, struct stmt *s)
{
	const struct stmt_visitor visitor = {visit_stmt, visit_child, p};

	switch (s->kind) {
	case STMT_IF:
		plan_branch(p, s);
		break;
	case STMT_FOR:
		plan_loop(p, s);
		break;
	case STMT_FOREACH:
		plan_foreach(p, s);
		break;
	case STMT_TRY:
		plan_try(p, s);
		break;
	case STMT_RETURN:
		plan_return(p, s);
		break;
	default:
		each_part(s, &visitor);
	}
}

/* ---- which functions read the context ---- */

struct reader {
	bool found;
};

static void look_for_reads(void *context, struct expr *e)
{
	struct reader *r = context;
	const struct function *f;

	each_child(e, look_for_reads, r);
	if (e->kind == EXPR_CAST)
		r->found = true;
	if (e->kind != EXPR_CALL)
		return;
	f = e->call.callee;
	if (f) {
		for (; f; f = f->next_overload)
			r->found |= f->reads_context;
	} else if (!find_builtin(e->call.name, e->call.args.count)) {
		r->found = true;
	}
}

static void look_in_stmt(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {look_in_stmt, look_for_reads, context};

	each_part(s, &visitor);
}

static void mark_readers(struct compilation *c)
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

/* By which an entry and a return are known to be of one call. */
static void plan_frame(struct planner *p)
{
	static const struct fetch frame = {.base = FETCH_FRAME, .type = FETCH_U64};

	p->derived->probe->frame_fetch = slot_of_fetch(p, &frame);
}

bool plan_fetches(struct compilation *c)
{
	mark_readers(c);
	for (unsigned i = 0; i < c->nderived; i++) {
		struct planner p = {.c = c, .derived = c->derived[i]};

		p.instance = add_instance(&p, NULL);
		p.derived->instance = p.instance;
		for (unsigned j = 0; j < p.derived->nconditions; j++)
			plan_expr(&p, p.derived->conditions[j]);
		for (unsigned j = 0; j < p.derived->nparts; j++)
			plan_stmt(&p, p.derived->parts[j]);
		if (p.derived->entry || p.derived->nvalues)
			plan_frame(&p);
	}
	return c->diags->nerrors == 0;
}
