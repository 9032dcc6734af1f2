/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is called what: globals, functions and built-ins by name. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/compiler.h"

/* ---- globals ---- */

static struct variable *add_global(struct compilation *c, const struct script *script,
				   const struct global_decl *decl)
{
	struct variable *v = arena_new_of(c->arena, struct variable);

	v->name = decl->name;
	v->tok = decl->tok;
	v->is_global = true;
	v->decl = decl;
	v->script = script;
	v->arity = -1;
	if (decl->sized || decl->wraps)
		v->arity_tok = decl->tok;
	if (decl->init) {
		v->arity = 0;
		v->arity_tok = decl->tok;
		v->type = decl->init->kind == EXPR_STRING ? TYPE_STRING : TYPE_LONG;
		v->type_tok = decl->init->tok;
	}
	arena_push(c->arena, c->globals.items, c->globals.count, v);
	return v;
}

static bool visible(const struct script *owner, bool is_private, const struct script *from)
{
	return !is_private || owner == from;
}

static struct variable *known_global(struct compilation *c, const struct script *from,
				     const char *name)
{
	for (unsigned i = 0; i < c->globals.count; i++) {
		struct variable *v = c->globals.items[i];

		if (v->name == name && visible(v->script, v->decl->is_private, from))
			return v;
	}
	return NULL;
}

static const struct global_decl *declared_global(const struct script *script,
						 const struct script *from, const char *name)
{
	for (unsigned i = 0; i < script->nglobals; i++)
		if (script->globals[i]->name == name &&
		    visible(script, script->globals[i]->is_private, from))
			return script->globals[i];
	return NULL;
}

/* A user's script sees a library's global only when the library means it to: both are tried. */
struct variable *find_global(struct compilation *c, const struct script *from, const char *name)
{
	struct variable *known = known_global(c, from, name);

	if (known)
		return known;
	if (from->is_library) {
		const struct global_decl *decl = declared_global(from, from, name);

		return decl ? add_global(c, from, decl) : NULL;
	}
	return NULL;
}

/* A -G value is a number if it reads as one, else a string. */
static struct expr *setting_value(struct compilation *c, const struct token *tok, const char *text)
{
	char *end;
	int64_t value = strtoll(text, &end, 0);
	struct expr *e;

	if (end != text && !*end) {
		e = ast_expr(c->arena, EXPR_NUMBER, tok);
		e->number = value;
		return e;
	}
	e = ast_expr(c->arena, EXPR_STRING, tok);
	e->string.text = text;
	e->string.len = (uint32_t)strlen(text);
	return e;
}

/* One -G NAME=VALUE takes the place of the initialiser. */
static bool apply_setting(struct compilation *c, const char *setting)
{
	size_t length = strcspn(setting, "=");

	for (unsigned i = 0; i < c->user->nglobals; i++) {
		struct global_decl *decl = c->user->globals[i];

		if (strlen(decl->name) != length || strncmp(decl->name, setting, length) != 0)
			continue;
		decl->init = setting_value(c, decl->tok, setting + length + 1);
		return true;
	}
	diag_add(c->diags, DIAG_ERROR, (struct span){0}, NULL,
		 "-G %s: the script has no global variable of this name", setting);
	return false;
}

bool collect_user_symbols(struct compilation *c)
{
	bool good = true;

	for (unsigned i = 0; i < c->options->nglobals; i++)
		good &= apply_setting(c, c->options->globals[i]);
	for (unsigned i = 0; i < c->user->nglobals; i++)
		add_global(c, c->user, c->user->globals[i]);
	return good;
}

/* ---- functions ---- */

static int64_t priority_of(const struct function *f)
{
	if (f->decl->has_priority)
		return f->decl->priority;
	return f->script->is_library ? 1 : 0;
}

static struct function *add_function(struct compilation *c, const struct script *script,
				     const struct function_decl *decl)
{
	struct function *f = arena_new_of(c->arena, struct function);

	f->decl = decl;
	f->script = script;
	f->type = decl->type;
	f->type_tok = decl->tok;
	for (unsigned i = 0; i < decl->nparams; i++) {
		struct variable *v = arena_new_of(c->arena, struct variable);

		v->name = decl->params[i].name;
		v->tok = decl->params[i].tok;
		v->type = decl->params[i].type;
		v->type_tok = v->tok;
		v->assigned = true;
		arena_push(c->arena, f->locals.items, f->locals.count, v);
	}
	f->params = f->locals.items;
	arena_push(c->arena, c->functions, c->nfunctions, f);
	return f;
}

/* The chain of overloads, each linked to the next, by priority and then by declaration. */
static struct function *link_overload(struct function *chain, struct function *f)
{
	struct function **at = &chain;

	while (*at && priority_of(*at) <= priority_of(f))
		at = &(*at)->next_overload;
	f->next_overload = *at;
	*at = f;
	return chain;
}

static struct function *add_overloads(struct compilation *c, struct function *chain,
				      const struct script *script, const struct script *from,
				      const char *name, unsigned nargs)
{
	for (unsigned i = 0; i < script->nfunctions; i++) {
		const struct function_decl *decl = script->functions[i];

		if (decl->name == name && decl->nparams == nargs &&
		    visible(script, decl->is_private, from))
			chain = link_overload(chain, add_function(c, script, decl));
	}
	return chain;
}

static struct function *known_function(struct compilation *c, const struct script *from,
				       const char *name, unsigned nargs)
{
	for (unsigned i = 0; i < c->nchains; i++) {
		struct function *f = c->chains[i];

		if (f->decl->name == name && f->decl->nparams == nargs &&
		    visible(f->script, f->decl->is_private, from))
			return f;
	}
	return NULL;
}

struct function *find_function(struct compilation *c, const struct script *from, const char *name,
			       unsigned nargs)
{
	struct function *chain = known_function(c, from, name, nargs);
	struct script **scripts;
	unsigned count;

	if (chain)
		return chain;
	chain = add_overloads(c, NULL, c->user, from, name, nargs);
	if (!chain && (find_builtin(name, nargs) || find_context_function(name, nargs)))
		return NULL;
	scripts = library_scripts(c->library, &count);
	for (unsigned i = 0; i < count; i++)
		chain = add_overloads(c, chain, scripts[i], from, name, nargs);
	if (chain)
		arena_push(c->arena, c->chains, c->nchains, chain);
	return chain;
}

const struct builtin *find_builtin(const char *name, unsigned nargs)
{
	for (unsigned i = 0; i < BUILTIN_COUNT; i++)
		if (strcmp(builtins[i].name, name) == 0 &&
		    signature_params(builtins[i].signature) == nargs)
			return &builtins[i];
	return NULL;
}

/* ---- what to say when there is none ---- */

static void add_script_functions(struct compilation *c, struct candidates *list,
				 const struct script *script)
{
	for (unsigned i = 0; i < script->nfunctions; i++)
		if (script->functions[i]->name[0] != '_' &&
		    !(script->is_library && script->functions[i]->is_private))
			candidate_add(c, list, script->functions[i]->name);
}

static const struct function_decl *declared_by_name(const struct script *script, const char *name)
{
	for (unsigned i = 0; i < script->nfunctions; i++)
		if (script->functions[i]->name == name)
			return script->functions[i];
	return NULL;
}

static int builtin_arity(const char *name)
{
	for (unsigned i = 0; i < BUILTIN_COUNT; i++)
		if (strcmp(builtins[i].name, name) == 0)
			return (int)signature_params(builtins[i].signature);
	for (unsigned n = 0; n <= 2; n++)
		if (find_context_function(name, n))
			return (int)n;
	return -1;
}

static bool report_arity(struct compilation *c, const struct expr *call)
{
	const struct function_decl *decl = declared_by_name(c->user, call->call.name);
	struct script **scripts;
	unsigned count;
	int arity = builtin_arity(call->call.name);
	struct diag *diag;

	scripts = library_scripts(c->library, &count);
	for (unsigned i = 0; !decl && i < count; i++)
		decl = declared_by_name(scripts[i], call->call.name);
	if (decl)
		arity = (int)decl->nparams;
	if (arity < 0)
		return false;
	diag = semantic_error(c, call->tok, "arity mismatch found (function '%s' takes %d args)",
			      call->call.name, arity);
	if (decl)
		semantic_place(c, diag, decl->tok);
	return true;
}

void report_unknown_function(struct compilation *c, const struct expr *call)
{
	const char *reason = refused_reason(call->call.name);
	struct candidates list = {0};
	struct script **scripts;
	unsigned count;

	if (report_arity(c, call))
		return;
	if (reason) {
		semantic_error(c, call->tok, "function %s: %s", call->call.name, reason);
		return;
	}
	add_script_functions(c, &list, c->user);
	scripts = library_scripts(c->library, &count);
	for (unsigned i = 0; i < count; i++)
		add_script_functions(c, &list, scripts[i]);
	for (unsigned i = 0; i < BUILTIN_COUNT; i++)
		candidate_add(c, &list, builtins[i].name);
	for (unsigned i = 0; context_function_name(i); i++)
		candidate_add(c, &list, context_function_name(i));
	semantic_error(c, call->tok, "unresolved function %s%s", call->call.name,
		       similar_names(c, call->call.name, &list));
}
