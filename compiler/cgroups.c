/* SPDX-License-Identifier: GPL-2.0-or-later */
/* $$vars, $$parms and $$return of a function, and with $ or $$ behind them. */
#include "config.h"

#include <string.h>

#include "base/buf.h"
#include "compiler/compiler.h"
#include "compiler/generate.h"
#include "compiler/pretty.h"

struct group {
	struct compilation *c;
	struct derived *d;
	const struct expr *e;
	struct buf text;
	struct expr_list args;
};

/* As stap shows them: what cannot be read is "?", a struct passed by value "{...}". */
static void add_value(struct group *g, const char *name)
{
	struct expr *e = ast_expr(g->c->arena, EXPR_TARGET, g->e->tok);
	const char *value = is_pretty(g->e) ? "%s" : "%#x";

	if (!*name)
		return; /* the "..." of a function */
	e->target.name = arena_printf(g->c->arena, "$%s", name);
	e->target.is_whole = true;
	buf_printf(&g->text, "%s%s=", g->text.len ? " " : "", name);
	if (!c_target_exists(g->c, g->d, e)) {
		buf_puts(&g->text, "?");
		return;
	}
	e->target.components = g->e->target.components;
	e->target.ncomponents = g->e->target.ncomponents;
	resolve_target(g->c, g->d, e);
	if (e->kind == EXPR_TARGET && e->target.read->by_value)
		value = "{...}";
	else
		arena_push(g->c->arena, g->args.items, g->args.count, e);
	buf_puts(&g->text, value);
}

bool expand_c_pseudo(struct compilation *c, struct derived *d, struct expr *e)
{
	const char *name = e->target.name;
	bool params = strcmp(name, "$$vars") == 0 || strcmp(name, "$$parms") == 0;
	bool result = strcmp(name, "$$return") == 0;
	struct group g = {.c = c, .d = d, .e = e};

	if (!params && !result && strcmp(name, "$$locals") != 0)
		return false;
	for (unsigned i = 0; params && i < d->signature->nparams; i++)
		add_value(&g, d->signature->params[i].name);
	if (result)
		add_value(&g, "return");
	*e = *make_sprintf(c, e->tok,
			   arena_strndup(c->arena, g.text.data ? g.text.data : "", g.text.len),
			   &g.args);
	buf_free(&g.text);
	return true;
}
