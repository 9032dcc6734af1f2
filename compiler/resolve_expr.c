/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names in expressions: variables, functions, what is read of the probed context. What parses but
 * cannot be compiled is refused here.
 */
#include "config.h"

#include <regex.h>
#include <stdarg.h>

#include "compiler/elements.h"
#include "compiler/enumerators.h"
#include "compiler/formats.h"
#include "compiler/pretty.h"
#include "compiler/resolver.h"

static void visit_expr(void *r, struct expr *e)
{
	resolve_expr(r, e);
}

struct diag *resolve_error(struct resolver *r, const struct token *tok, const char *format, ...)
{
	struct diag *diag;
	va_list ap;

	va_start(ap, format);
	diag = semantic_error(r->c, tok, "%s", arena_vprintf(r->c->arena, format, ap));
	va_end(ap);
	diag->site = format;
	r->failed = true;
	return diag;
}

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

struct variable *find_variable(struct resolver *r, const char *name)
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
		diag = resolve_error(r, symbol->tok, "inconsistent arity (%d vs %d)", v->arity,
				     arity);
		semantic_related(r->c, diag, v->arity_tok, "arity %d first inferred here",
				 v->arity);
		return false;
	}
	if (arity == 0 && v->decl->sized) {
		resolve_error(r, v->decl->tok, "inconsistent arity");
		return false;
	}
	v->arity = arity;
	v->arity_tok = symbol->tok;
	if (arity == 0 && v->decl->wraps) {
		resolve_error(r, v->decl->tok, "wrapping not supported for scalars");
		return false;
	}
	return true;
}

/* A file of the library that means the global of the user's script by a name of its own. */
static void warn_of_cross_reference(struct resolver *r, const struct token *tok,
				    const struct variable *v)
{
	if (!v->is_global || !r->script->is_library || v->script->is_library)
		return;
	semantic_warning(r->c, tok, "cross-file global variable reference to %s at %s from",
			 token_describe(r->c->arena, v->tok),
			 source_where(r->c->arena, v->tok->span));
}

static void resolve_scalar(struct resolver *r, struct expr *e)
{
	struct variable *v = find_variable(r, e->symbol.name);

	if (v)
		warn_of_cross_reference(r, e->tok, v);
	else
		v = add_local(r, e->tok, e->symbol.name);
	e->symbol.variable = v;
	set_arity(r, e, 0);
}

bool resolve_array(struct resolver *r, struct expr *e, int arity, const char *site)
{
	struct variable *v;

	if (e->kind == EXPR_HIST) {
		resolve_expr(r, e);
		return !r->failed;
	}
	v = find_variable(r, e->symbol.name);
	if (!v || (v->is_parameter && arity > 0)) {
		resolve_error(r, e->tok,
			      "unresolved arity-%d global array %s, missing global declaration?",
			      arity, e->symbol.name)
			->site = site;
		return false;
	}
	warn_of_cross_reference(r, e->tok, v);
	e->symbol.variable = v;
	if (arity > MAX_KEYS) {
		resolve_error(r, e->tok, "an array has at most %d indexes", MAX_KEYS);
		return false;
	}
	return set_arity(r, e, arity);
}

/* ---- what is written ---- */

static bool is_target(const struct expr *e)
{
	return e->kind == EXPR_TARGET || e->kind == EXPR_CAST;
}

void check_unmodified(struct resolver *r, const struct expr *lvalue)
{
	const struct expr *symbol = lvalue->kind == EXPR_INDEX ? lvalue->index.base : lvalue;

	if (symbol->kind != EXPR_SYMBOL)
		return;
	for (unsigned i = 0; i < r->niterated; i++)
		if (r->iterated[i] == symbol->symbol.variable)
			resolve_error(r, symbol->tok,
				      "variable '%s' modified during 'foreach' iteration",
				      symbol->symbol.name);
}

void resolve_written(struct resolver *r, struct expr *lvalue)
{
	if (is_target(lvalue)) {
		resolve_error(r, lvalue->tok,
			      "write to target variable not permitted: mstap reads the traced "
			      "context, it "
			      "cannot change it");
		return;
	}
	resolve_expr(r, lvalue);
	if (!r->failed)
		check_unmodified(r, lvalue);
}

/* What cannot be counted up or down is found when code is made of it, as in stap. */
static void resolve_crement(struct resolver *r, struct expr *target)
{
	if (target->kind == EXPR_SYMBOL || (target->kind == EXPR_INDEX && !is_bucket(target)) ||
	    is_target(target))
		resolve_written(r, target);
	else
		resolve_expr(r, target);
}

/* ---- expressions ---- */

static void resolve_call(struct resolver *r, struct expr *e)
{
	struct function *f;

	if (is_enum_name(e)) {
		resolve_enum_name(r, e);
		return;
	}
	each_child(e, visit_expr, r);
	if (r->failed || e->call.callee) /* one that was generated knows its function */
		return;
	f = find_function(r->c, r->script, e->call.name, e->call.args.count);
	e->call.callee = f;
	if (!f && !find_builtin(e->call.name, e->call.args.count) &&
	    !find_context_function(e->call.name, e->call.args.count)) {
		report_unknown_function(r->c, r->script, e);
		r->failed = true;
	}
}

void resolve_index(struct resolver *r, struct expr *e)
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
			resolve_error(r, e->tok, "wildcard not allowed in array index");
	if (!r->failed)
		resolve_index(r, e);
}

static void keep_error(struct resolver *r, struct expr *e, const struct diag_list *before)
{
	if (r->c->diags->nerrors != before->nerrors)
		e->target.error = diag_retract(r->c->diags, before);
}

/*
 * Why it cannot be read is kept with it: an alias offers what not every point of it has, and who
 * does not use it need not know.
 */
static void resolve_context(struct resolver *r, struct expr *e)
{
	struct diag_list before;

	if (resolve_elements(r, e))
		return;
	before = *r->c->diags;
	if (!r->derived && e->target.is_var)
		resolve_kernel_variable(r->c, e);
	else if (!r->derived)
		semantic_error(r->c, e->tok,
			       "target variables in functions are not supported in this version: "
			       "read them in the probe and pass them");
	else
		resolve_target(r->c, r->derived, e);
	keep_error(r, e, &before);
}

/* What stap lets pass and cannot match is refused in the words of regcomp(): a{2,1}. */
static void report_regex(struct resolver *r, const struct token *tok, const regex_t *regex,
			 int status)
{
	char text[128];

	regerror(status, regex, text, sizeof(text));
	resolve_error(r, tok, "regex compilation error: %s", text);
}

static void resolve_regex(struct resolver *r, struct expr *e)
{
	const struct expr *pattern = e->binary.right;
	const char *fault = regex_fault(r->c, pattern->tok->raw);
	regex_t regex;
	int status;

	if (fault) {
		resolve_error(r, pattern->tok, "regex compilation error%s", fault);
		return;
	}
	status = regcomp(&regex, regex_for_libc(r->c, pattern->string.text),
			 REG_EXTENDED | REG_NOSUB);
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
		[EXPR_PROBEWRITE] =
			"@probewrite: mstap reads the traced context, it cannot change it",
		[EXPR_PERF] = "@perf is not supported in this version",
		[EXPR_REGEX] = "regular expressions are not supported in this version",
	};

	resolve_error(r, e->tok, "%s", reasons[e->kind])->site = reasons[e->kind];
}

/* A type or member that is not there makes it undefined, and is no error. */
static bool cast_exists(struct resolver *r, struct expr *e)
{
	const struct diag_list before = *r->c->diags;

	resolve_expr(r, e->target.operand);
	if (r->c->diags->nerrors != before.nerrors ||
	    (is_target(e->target.operand) && e->target.operand->target.error))
		return false;
	resolve_cast(r->c, e);
	if (r->c->diags->nerrors == before.nerrors)
		return true;
	diag_retract(r->c->diags, &before);
	return false;
}

static void resolve_cast_of(struct resolver *r, struct expr *e)
{
	struct diag_list before;

	if (resolve_elements(r, e))
		return;
	resolve_expr(r, e->target.operand);
	before = *r->c->diags;
	if (is_pretty(e))
		make_pretty_cast(r->c, r->derived, r->script, e);
	else
		resolve_cast(r->c, e);
	keep_error(r, e, &before);
}

/* @defined is decided here: it becomes the number 0 or 1. */
static void resolve_defined(struct resolver *r, struct expr *e)
{
	struct expr *operand = e->wrap;
	int64_t ignored;
	bool defined = true;

	if (is_target(operand))
		drop_indices(r, operand);
	if (operand->kind == EXPR_TARGET)
		defined = r->derived
				  ? target_exists(r->c, r->derived, operand)
				  : operand->target.is_var && kernel_variable_exists(r->c, operand);
	else if (operand->kind == EXPR_CONST)
		defined = find_constant(r->c, operand, &ignored);
	else if (operand->kind == EXPR_CAST)
		defined = cast_exists(r, operand);
	else
		resolve_expr(r, operand);
	e->kind = EXPR_NUMBER;
	e->number = defined;
}

/* The operand is part of another probe, whose locals are not the handler's. */
static void resolve_entry(struct resolver *r, struct expr *e)
{
	struct resolver at_entry = {.c = r->c, .script = r->script};

	if (!r->derived || !has_entry(r->derived)) {
		resolve_error(r, e->tok, "@entry is only valid in .return probes");
		return;
	}
	at_entry.derived = entry_of(r->c, r->derived, e->tok);
	if (!at_entry.derived) {
		r->failed = true;
		return;
	}
	at_entry.locals = &at_entry.derived->locals;
	resolve_expr(&at_entry, e->wrap);
	r->failed = at_entry.failed;
	if (!r->failed)
		save_at_entry(r->c, r->derived, e, e->wrap);
}

void resolve_expr(struct resolver *r, struct expr *e)
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
		resolve_crement(r, e->binary.right);
		break;
	case EXPR_POST:
		resolve_crement(r, e->binary.left);
		break;
	case EXPR_ASSIGN:
		resolve_written(r, e->binary.left);
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
		resolve_cast_of(r, e);
		break;
	case EXPR_ENTRY:
		resolve_entry(r, e);
		break;
	case EXPR_CONST:
		resolve_constant(r->c, e);
		break;
	case EXPR_PRINT:
		if (e->print.form->has_format)
			format_read_memory(r->c, e);
		each_child(e, visit_expr, r);
		break;
	case EXPR_PROBEWRITE:
	case EXPR_PERF:
		refuse(r, e);
		break;
	default:
		each_child(e, visit_expr, r);
	}
}
