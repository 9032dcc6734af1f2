/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/compiler.h"

static bool is_unassigned(const struct variable *v)
{
	return v->read && !v->assigned && !(v->is_global && v->decl->init);
}

static void add_names(struct compilation *c, struct candidates *list, const struct scope *scope,
		      const struct variable *except)
{
	for (unsigned i = 0; i < scope->count; i++)
		if (scope->items[i] != except)
			candidate_add(c, list, scope->items[i]->name);
}

static void warn_locals(struct compilation *c, const struct scope *locals)
{
	for (unsigned i = 0; i < locals->count; i++) {
		const struct variable *v = locals->items[i];
		struct candidates list = {0};

		if (!is_unassigned(v))
			continue;
		add_names(c, &list, locals, v);
		add_names(c, &list, &c->globals, v);
		semantic_warning(c, v->tok, "never-assigned local variable '%s'%s", v->name,
				 similar_names(c, v->name, &list));
	}
}

static void warn_globals(struct compilation *c)
{
	struct candidates list = {0};

	add_names(c, &list, &c->globals, NULL);
	for (unsigned i = 0; i < c->reached.count; i++) {
		const struct variable *v = c->reached.items[i];

		if (is_unassigned(v))
			semantic_warning(c, v->tok, "never-assigned global variable '%s'%s",
					 v->name, similar_names(c, v->name, &list));
	}
}

void warn_unassigned(struct compilation *c)
{
	for (unsigned i = 0; i < c->nderived; i++)
		warn_locals(c, &c->derived[i]->locals);
	for (unsigned i = 0; i < c->nfunctions; i++)
		warn_locals(c, &c->functions[i]->locals);
	warn_globals(c);
}
