/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/compiler.h"

static bool is_unassigned(const struct compilation *c, const struct variable *v)
{
	return v->read && !v->assigned && !v->init && !(v->is_global && has_setting(c, v->name));
}

static void add_locals(struct compilation *c, struct candidates *list, const struct scope *scope,
		       const struct variable *except)
{
	for (unsigned i = 0; i < scope->count; i++)
		if (scope->items[i] != except)
			candidate_add(c, list, scope->items[i]->name);
}

/* Those that the file @from knows. */
static void add_globals(struct compilation *c, struct candidates *list, const struct script *from)
{
	for (unsigned i = 0; i < c->globals.count; i++) {
		const struct variable *v = c->globals.items[i];

		if (!v->decl->is_private || v->script == from)
			candidate_add(c, list, v->name);
	}
}

static void warn_locals(struct compilation *c, const struct scope *locals,
			const struct script *script)
{
	for (unsigned i = 0; i < locals->count; i++) {
		const struct variable *v = locals->items[i];
		struct candidates list = {0};

		if (!is_unassigned(c, v))
			continue;
		add_locals(c, &list, locals, v);
		add_globals(c, &list, script);
		semantic_warning(c, v->tok, "never-assigned local variable '%s'%s", v->name,
				 similar_names(c, v->name, &list));
	}
}

static void warn_global(struct compilation *c, const struct variable *v)
{
	struct candidates list = {0};

	add_globals(c, &list, v->script);
	semantic_warning(c, v->tok, "never-assigned global variable '%s'%s", v->name,
			 similar_names(c, v->name, &list));
}

void warn_unassigned(struct compilation *c)
{
	for (unsigned i = 0; i < c->nderived; i++)
		warn_locals(c, &c->derived[i]->locals, c->derived[i]->script);
	for (unsigned i = 0; i < c->nfunctions; i++)
		warn_locals(c, &c->functions[i]->locals, c->functions[i]->script);
	for (unsigned i = 0; i < c->reached.count; i++)
		if (!c->reached.items[i]->script->is_library &&
		    is_unassigned(c, c->reached.items[i]))
			warn_global(c, c->reached.items[i]);
}
