/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is called what: globals, functions and built-ins by name. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/compiler.h"

/* ---- globals ---- */

static bool has_public(const struct variable *v)
{
	while (v && v->decl->is_private)
		v = v->next_namesake;
	return v;
}

/* Of public ones of a name the first is meant by all files. */
static void add_global(struct compilation *c, const struct script *script,
		       const struct global_decl *decl)
{
	struct variable *v;
	void **place = name_place(c->arena, &c->global_names, decl->name);

	if (!decl->is_private && has_public(*place))
		return;
	v = arena_new_of(c->arena, struct variable);
	v->next_namesake = *place;
	*place = v;
	v->name = decl->name;
	v->tok = decl->tok;
	v->is_global = true;
	v->decl = decl;
	v->script = script;
	v->arity = -1;
	v->init = decl->init;
	if (decl->init) {
		v->arity = 0;
		v->arity_tok = decl->init_tok ? decl->init_tok : decl->tok;
		v->type = decl->init->kind == EXPR_STRING ? TYPE_STRING : TYPE_LONG;
	}
	arena_push(c->arena, c->globals.items, c->globals.count, v);
}

static bool visible(const struct script *owner, bool is_private, const struct script *from)
{
	return !is_private || owner == from;
}

/* A file's own private one comes first. */
static struct variable *known_global(struct compilation *c, const struct script *from,
				     const char *name)
{
	struct variable *public = NULL;

	for (struct variable *v = name_find(&c->global_names, name); v; v = v->next_namesake) {
		if (!v->decl->is_private)
		public = v;
		else if (v->script == from) return v;
	}
	return public;
}

static bool declares_public(const struct script *script, const char *name)
{
	for (unsigned i = 0; i < script->nglobals; i++)
		if (script->globals[i]->name == name && !script->globals[i]->is_private)
			return true;
	return false;
}

struct variable *find_global(struct compilation *c, const struct script *from, const char *name)
{
	struct variable *v = known_global(c, from, name);
	struct script **scripts;
	unsigned count;

	if (v)
		return v;
	scripts = library_scripts(c->options->library, &count);
	for (unsigned i = 0; i < count; i++) {
		if (!declares_public(scripts[i], name))
			continue;
		use_library_script(c, scripts[i]);
		return known_global(c, from, name);
	}
	return NULL;
}

static void index_functions(struct compilation *c, struct script *script);

static void add_globals(struct compilation *c, const struct script *script)
{
	for (unsigned i = 0; i < script->nglobals; i++)
		add_global(c, script, script->globals[i]);
}

void collect_user_symbols(struct compilation *c)
{
	for (unsigned i = 0; i < c->nuser; i++) {
		add_globals(c, c->scripts[i]);
		index_functions(c, c->scripts[i]);
	}
}

void use_library_script(struct compilation *c, struct script *script)
{
	if (!script->is_library || script->in_use)
		return;
	script->in_use = true;
	arena_push(c->arena, c->scripts, c->nscripts, script);
	add_globals(c, script);
}

/* ---- functions ---- */

static int64_t priority_of(const struct function *f)
{
	if (f->decl->has_priority)
		return f->decl->priority;
	return f->script->is_library ? 1 : 0;
}

struct function *add_function(struct compilation *c, struct script *script,
			      const struct function_decl *decl)
{
	struct function *f = arena_new_of(c->arena, struct function);

	f->decl = decl;
	f->script = script;
	f->type = decl->type;
	for (unsigned i = 0; i < decl->nparams; i++) {
		struct variable *v = arena_new_of(c->arena, struct variable);

		v->name = decl->params[i].name;
		v->tok = decl->params[i].tok;
		v->type = decl->params[i].type;
		v->is_parameter = true;
		v->index = (uint16_t)i;
		arena_push(c->arena, f->locals.items, f->locals.count, v);
	}
	f->params = f->locals.items;
	arena_push(c->arena, c->functions, c->nfunctions, f);
	use_library_script(c, script);
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

/* All functions of a name: those declared, and of those in use the chains of overloads. */
struct function_name {
	struct script **scripts;
	const struct function_decl **decls;
	unsigned ndecls;
	struct function *chains;
};

static void index_functions(struct compilation *c, struct script *script)
{
	for (unsigned i = 0; i < script->nfunctions; i++) {
		const struct function_decl *decl = script->functions[i];
		void **place = name_place(c->arena, &c->function_names, decl->name);
		struct function_name *name = *place;
		unsigned count;

		if (!name)
			*place = name = arena_new_of(c->arena, struct function_name);
		count = name->ndecls;
		name->scripts = arena_grow(c->arena, name->scripts, count, sizeof(*name->scripts));
		name->scripts[count] = script;
		arena_push(c->arena, name->decls, name->ndecls, decl);
	}
}

/* Points open further folders of it at any time. */
static void index_library(struct compilation *c)
{
	struct script **scripts;
	unsigned count;

	scripts = library_scripts(c->options->library, &count);
	while (c->nindexed < count)
		index_functions(c, scripts[c->nindexed++]);
}

static struct function *known_function(const struct function_name *name, const struct script *from,
				       unsigned nargs)
{
	struct function *f = name ? name->chains : NULL;

	while (f && (f->decl->nparams != nargs || !visible(f->script, f->decl->is_private, from)))
		f = f->next_chain;
	return f;
}

static bool is_declared(const struct function_name *name, const struct script *from, unsigned nargs)
{
	for (unsigned i = 0; name && i < name->ndecls; i++)
		if (name->decls[i]->nparams == nargs &&
		    visible(name->scripts[i], name->decls[i]->is_private, from))
			return true;
	return false;
}

static struct function *new_chain(struct compilation *c, struct function_name *name,
				  const struct script *from, unsigned nargs)
{
	struct function *chain = NULL;

	for (unsigned i = 0; i < name->ndecls; i++)
		if (name->decls[i]->nparams == nargs &&
		    visible(name->scripts[i], name->decls[i]->is_private, from))
			chain = link_overload(chain,
					      add_function(c, name->scripts[i], name->decls[i]));
	if (chain) {
		chain->next_chain = name->chains;
		name->chains = chain;
	}
	return chain;
}

/* The user's functions come before built-in ones, and these before the library's. */
struct function *find_function(struct compilation *c, const struct script *from, const char *name,
			       unsigned nargs)
{
	struct function_name *known = name_find(&c->function_names, name);
	struct function *chain = known_function(known, from, nargs);

	if (chain)
		return chain;
	if (!is_declared(known, from, nargs) &&
	    (find_builtin(name, nargs) || find_context_function(name, nargs)))
		return NULL;
	index_library(c);
	known = name_find(&c->function_names, name);
	return known ? new_chain(c, known, from, nargs) : NULL;
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
				 const struct script *script, const struct script *from)
{
	for (unsigned i = 0; i < script->nfunctions; i++)
		if (script->functions[i]->name[0] != '_' &&
		    visible(script, script->functions[i]->is_private, from))
			candidate_add(c, list, script->functions[i]->name);
}

/* The last one that the file @from may call, but for its arity. */
static const struct function_decl *declared_by_name(const struct function_name *name,
						    const struct script *from)
{
	for (unsigned i = name ? name->ndecls : 0; i-- > 0;)
		if (visible(name->scripts[i], name->decls[i]->is_private, from))
			return name->decls[i];
	return NULL;
}

static int builtin_arity(const char *name)
{
	for (unsigned i = 0; i < BUILTIN_COUNT; i++)
		if (strcmp(builtins[i].name, name) == 0)
			return (int)signature_params(builtins[i].signature);
	for (int n = 2; n >= 0; n--)
		if (find_context_function(name, (unsigned)n))
			return n;
	return -1;
}

static bool report_arity(struct compilation *c, const struct script *from, const struct expr *call)
{
	const struct function_decl *decl =
		declared_by_name(name_find(&c->function_names, call->call.name), from);
	int arity = builtin_arity(call->call.name);
	struct diag *diag;

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

void report_unknown_function(struct compilation *c, const struct script *from,
			     const struct expr *call)
{
	const char *reason = refused_reason(call->call.name);
	struct candidates list = {0};
	struct script **scripts;
	unsigned count;

	index_library(c);
	if (report_arity(c, from, call))
		return;
	if (reason) {
		semantic_error(c, call->tok, "function %s: %s", call->call.name, reason);
		return;
	}
	for (unsigned i = 0; i < c->nuser; i++)
		add_script_functions(c, &list, c->scripts[i], from);
	scripts = library_scripts(c->options->library, &count);
	for (unsigned i = 0; i < count; i++)
		add_script_functions(c, &list, scripts[i], from);
	for (unsigned i = 0; i < BUILTIN_COUNT; i++)
		candidate_add(c, &list, builtins[i].name);
	for (unsigned i = 0; context_function_row(i); i++)
		candidate_add(c, &list, context_function_row(i)->name);
	semantic_error(c, call->tok, "unresolved function %s%s", call->call.name,
		       similar_names(c, call->call.name, &list));
}
