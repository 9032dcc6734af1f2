/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resolves the names in every body that a probe reaches, and refuses what cannot be compiled. */
#include "config.h"

#include <regex.h>
#include <string.h>

#include "compiler/compiler.h"

/* Where names are being resolved. */
struct resolver {
	struct compilation *c;
	struct derived *derived; /* NULL in functions */
	const struct script *script;
	struct scope *locals;
	struct function *function; /* NULL in probes */
	const struct variable **iterated;
	unsigned niterated;
	bool failed;
};

static void resolve_stmt(struct resolver *r, struct stmt *s);
static void resolve_expr(struct resolver *r, struct expr *e);

static void visit_expr(void *r, struct expr *e)
{
	resolve_expr(r, e);
}

static void visit_stmt(void *r, struct stmt *s)
{
	resolve_stmt(r, s);
}

/*
 * The first error in a statement is the last one that is reported of it, as in stap: @failed is
 * cleared when the block goes on to its next statement.
 */
static struct diag *resolve_error(struct resolver *r, const struct token *tok, const char *text,
				  const char *site)
{
	struct diag *diag = semantic_error(r->c, tok, "%s", text);

	diag->site = site;
	r->failed = true;
	return diag;
}

#define FAIL(r, tok, format, ...)                                                             \
	resolve_error(r, tok, arena_printf((r)->c->arena, format __VA_OPT__(, ) __VA_ARGS__), \
		      format)

/* ---- variables ---- */

static struct variable *find_local(const struct scope *scope, const char *name)
{
	for (unsigned i = 0; i < scope->count; i++)
		if (scope->items[i]->name == name)
			return scope->items[i];
	return NULL;
}

static struct variable *add_local(struct resolver *r, const struct token *tok, const char *name)
{
	struct variable *v = arena_new_of(r->c->arena, struct variable);

	v->name = name;
	v->tok = tok;
	v->arity_tok = tok;
	arena_push(r->c->arena, r->locals->items, r->locals->count, v);
	return v;
}

static struct variable *find_variable(struct resolver *r, const char *name)
{
	struct variable *v = find_local(r->locals, name);

	return v ? v : find_global(r->c, r->script, name);
}

static bool set_arity(struct resolver *r, struct expr *symbol, int arity)
{
	struct variable *v = symbol->symbol.variable;
	struct diag *diag;

	if (v->arity == arity)
		return true;
	if (v->arity >= 0) {
		diag = FAIL(r, symbol->tok, "inconsistent arity (%d vs %d)", v->arity, arity);
		semantic_related(r->c, diag, v->arity_tok, "arity %d first inferred here",
				 v->arity);
		return false;
	}
	if (arity == 0 && v->decl->sized) {
		FAIL(r, v->decl->tok, "inconsistent arity");
		return false;
	}
	v->arity = arity;
	v->arity_tok = symbol->tok;
	if (arity == 0 && v->decl->wraps) {
		FAIL(r, v->decl->tok, "wrapping not supported for scalars");
		return false;
	}
	return true;
}

static void resolve_scalar(struct resolver *r, struct expr *e)
{
	struct variable *v = find_variable(r, e->symbol.name);

	if (!v)
		v = add_local(r, e->tok, e->symbol.name);
	e->symbol.variable = v;
	set_arity(r, e, 0);
}

/* @site: who asks, and so which errors about it are alike. */
static bool resolve_array(struct resolver *r, struct expr *e, int arity, const char *site)
{
	struct variable *v;

	if (e->kind == EXPR_HIST) {
		resolve_expr(r, e);
		return !r->failed;
	}
	v = find_variable(r, e->symbol.name);
	if (!v) {
		FAIL(r, e->tok, "unresolved arity-%d global array %s, missing global declaration?",
		     arity, e->symbol.name)
			->site = site;
		return false;
	}
	e->symbol.variable = v;
	if (arity > MAX_KEYS) {
		FAIL(r, e->tok, "an array has at most %d indexes", MAX_KEYS);
		return false;
	}
	return set_arity(r, e, arity);
}

/* ---- what is written ---- */

static bool is_target(const struct expr *e)
{
	return e->kind == EXPR_TARGET || e->kind == EXPR_CAST;
}

static void check_unmodified(struct resolver *r, const struct expr *lvalue)
{
	const struct expr *symbol = lvalue->kind == EXPR_INDEX ? lvalue->index.base : lvalue;

	if (symbol->kind != EXPR_SYMBOL)
		return;
	for (unsigned i = 0; i < r->niterated; i++)
		if (r->iterated[i] == symbol->symbol.variable)
			FAIL(r, symbol->tok, "variable '%s' modified during 'foreach' iteration",
			     symbol->symbol.name);
}

static void resolve_written(struct resolver *r, struct expr *e, struct expr *lvalue)
{
	if (is_target(lvalue)) {
		FAIL(r, lvalue->tok,
		     "write to target variable not permitted: mstap reads the traced context, it "
		     "cannot change it");
		return;
	}
	if ((lvalue->kind != EXPR_SYMBOL && lvalue->kind != EXPR_INDEX) || is_bucket(lvalue)) {
		semantic_place(r->c, FAIL(r, e->tok, "Expecting lvalue for assignment"),
			       lvalue->tok);
		return;
	}
	resolve_expr(r, lvalue);
	if (!r->failed)
		check_unmodified(r, lvalue);
}

/* What cannot be counted up or down is found when code is made of it, as in stap. */
static void resolve_crement(struct resolver *r, struct expr *e, struct expr *target)
{
	if (target->kind == EXPR_SYMBOL || (target->kind == EXPR_INDEX && !is_bucket(target)) ||
	    is_target(target))
		resolve_written(r, e, target);
	else
		resolve_expr(r, target);
}

/* ---- expressions ---- */

static void resolve_call(struct resolver *r, struct expr *e)
{
	struct function *f;

	each_child(e, visit_expr, r);
	if (r->failed)
		return;
	f = find_function(r->c, r->script, e->call.name, e->call.args.count);
	e->call.callee = f;
	if (!f && !find_builtin(e->call.name, e->call.args.count) &&
	    !find_context_function(e->call.name, e->call.args.count)) {
		report_unknown_function(r->c, e);
		r->failed = true;
	}
}

static void resolve_index(struct resolver *r, struct expr *e)
{
	each_key(&e->index.keys, visit_expr, r);
	if (!r->failed)
		resolve_array(r, e->index.base, (int)e->index.keys.count, "[]");
}

/* A '*' stands for all values of a key: there is no one value to read. */
static void resolve_element(struct resolver *r, struct expr *e)
{
	for (unsigned i = 0; i < e->index.keys.count && !r->failed; i++)
		if (!e->index.keys.items[i])
			FAIL(r, e->tok, "wildcard not allowed in array index");
	if (!r->failed)
		resolve_index(r, e);
}

/*
 * Why it cannot be read is kept with it: an alias offers what not every point of it has, and who
 * does not use it need not know.
 */
static void resolve_context(struct resolver *r, struct expr *e)
{
	struct diag_list *diags = r->c->diags;
	const struct diag_list before = *diags;

	if (!r->derived)
		semantic_error(r->c, e->tok,
			       "target variables in functions are not supported in this version: "
			       "read them in the probe and pass them");
	else
		resolve_target(r->c, r->derived, e);
	if (diags->nerrors != before.nerrors)
		e->target.error = diag_retract(diags, &before);
}

/* In the words of stap where it has a rule of its own; what else regcomp() refuses in its. */
static void report_regex(struct resolver *r, const struct token *tok, const regex_t *regex,
			 int status)
{
	size_t last = tok->len ? tok->len - 1 : 0;
	char text[128];

	regerror(status, regex, text, sizeof(text));
	if (status == REG_EPAREN)
		FAIL(r, tok,
		     "regex compilation error (at position %zu): expected ), found end of regex",
		     last);
	else if (status == REG_EBRACK)
		FAIL(r, tok, "regex compilation error (at position %zu): unclosed character class",
		     last);
	else
		FAIL(r, tok, "regex compilation error: %s", text);
}

static void resolve_regex(struct resolver *r, struct expr *e)
{
	const struct expr *pattern = e->binary.right;
	regex_t regex;
	int status = regcomp(&regex, pattern->string.text, REG_EXTENDED | REG_NOSUB);

	if (status)
		report_regex(r, pattern->tok, &regex, status);
	else
		regfree(&regex);
	each_child(e, visit_expr, r);
}

/* What parses but has no meaning outside a kernel module, or none yet. */
static void refuse(struct resolver *r, const struct expr *e)
{
	static const char *const reasons[EXPR_KIND_COUNT] = {
		[EXPR_EMBEDDED] = "embedded C cannot run outside the kernel: mstap makes no module",
		[EXPR_PROBEWRITE] =
			"@probewrite: mstap reads the traced context, it cannot change it",
		[EXPR_PERF] = "@perf is not supported in this version",
		[EXPR_CONST] = "@const is not supported in this version",
		[EXPR_REGEX] = "regular expressions are not supported in this version",
	};

	resolve_error(r, e->tok, reasons[e->kind], reasons[e->kind]);
}

/* @defined is decided here: it becomes the number 0 or 1. */
static void resolve_defined(struct resolver *r, struct expr *e)
{
	struct expr *operand = e->wrap;
	bool defined = true;

	if (operand->kind == EXPR_TARGET)
		defined = r->derived && target_exists(r->c, r->derived, operand);
	else
		resolve_expr(r, operand);
	e->kind = EXPR_NUMBER;
	e->number = defined;
}

/* The operand is part of another probe, whose locals are not the handler's. */
static void resolve_entry(struct resolver *r, struct expr *e)
{
	struct resolver at_entry = {.c = r->c, .script = r->script};

	if (!r->derived || r->derived->probe->kind != PROBE_KRETPROBE) {
		FAIL(r, e->tok, "@entry is only valid in .return probes");
		return;
	}
	at_entry.derived = entry_of(r->c, r->derived);
	at_entry.locals = &at_entry.derived->locals;
	resolve_expr(&at_entry, e->wrap);
	r->failed = at_entry.failed;
	if (!r->failed)
		save_at_entry(r->c, r->derived, e, e->wrap);
}

static void resolve_expr(struct resolver *r, struct expr *e)
{
	if (r->failed)
		return;
	switch (e->kind) {
	case EXPR_SYMBOL:
		resolve_scalar(r, e);
		break;
	case EXPR_INDEX:
		resolve_element(r, e);
		break;
	case EXPR_IN:
		each_key(&e->in.keys, visit_expr, r);
		if (!r->failed)
			resolve_array(r, e->in.array, (int)e->in.keys.count, "[]");
		break;
	case EXPR_CALL:
		resolve_call(r, e);
		break;
	case EXPR_PRE:
		resolve_crement(r, e, e->binary.right);
		break;
	case EXPR_POST:
		resolve_crement(r, e, e->binary.left);
		break;
	case EXPR_ASSIGN:
		resolve_written(r, e, e->binary.left);
		resolve_expr(r, e->binary.right);
		break;
	case EXPR_REGEX:
		resolve_regex(r, e);
		break;
	case EXPR_TARGET:
		resolve_context(r, e);
		break;
	case EXPR_DEFINED:
		resolve_defined(r, e);
		break;
	case EXPR_CAST:
		resolve_expr(r, e->target.operand);
		resolve_cast(r->c, e);
		break;
	case EXPR_ENTRY:
		resolve_entry(r, e);
		break;
	case EXPR_EMBEDDED:
	case EXPR_PROBEWRITE:
	case EXPR_PERF:
	case EXPR_CONST:
		refuse(r, e);
		break;
	default:
		each_child(e, visit_expr, r);
	}
}

/* ---- statements ---- */

/* What the body of a foreach over @base may not change. */
static const struct variable *walked_array(const struct expr *base)
{
	if (base->kind == EXPR_SYMBOL)
		return base->symbol.variable;
	return base->stat.stat->kind == EXPR_INDEX ? aggregate_variable(base->stat.stat) : NULL;
}

static void resolve_foreach(struct resolver *r, struct stmt *s)
{
	struct foreach_loop *loop = &s->foreach;
	const struct variable *walked;

	if (!resolve_array(r, loop->base, (int)loop->nindexes, "foreach"))
		return;
	walked = walked_array(loop->base);
	for (unsigned i = 0; i < loop->nindexes; i++)
		resolve_written(r, loop->indexes[i], loop->indexes[i]);
	if (loop->value)
		resolve_written(r, loop->value, loop->value);
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
	if (!e->symbol.variable)
		FAIL(r, e->tok, "unresolved array in delete statement");
}

static void resolve_delete(struct resolver *r, struct stmt *s)
{
	struct expr *e = s->expr;

	if (e->kind == EXPR_SYMBOL)
		resolve_deleted_name(r, e);
	else if (e->kind == EXPR_INDEX)
		resolve_index(r, e);
	else
		FAIL(r, e->tok, "invalid operand of delete expression");
	if (!r->failed)
		check_unmodified(r, e);
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
			resolve_written(r, s->try.variable, s->try.variable);
		resolve_stmt(r, s->try.handler);
		break;
	default:
		each_part(s, &visitor);
	}
}

static void resolve_function(struct compilation *c, struct function *f)
{
	struct resolver r = {.c = c, .script = f->script, .locals = &f->locals, .function = f};

	f->resolved = true;
	if (f->decl->embedded) {
		semantic_error(c, f->decl->tok,
			       "embedded C cannot run outside the kernel: mstap makes no module");
		return;
	}
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
		FAIL(r, e->tok, "probe condition must not reference undeclared global");
	else if (e->kind == EXPR_CALL)
		FAIL(r, e->tok, "probe condition must not reference function");
	else if (e->kind == EXPR_ASSIGN || e->kind == EXPR_PRE || e->kind == EXPR_POST)
		FAIL(r, e->tok, "probe condition must not modify any variables");
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
bool resolve_functions(struct compilation *c)
{
	for (unsigned i = 0; i < c->nfunctions; i++)
		if (!c->functions[i]->resolved)
			resolve_function(c, c->functions[i]);
	if (!c->diags->nerrors)
		check_iterations(c);
	return c->diags->nerrors == 0;
}
