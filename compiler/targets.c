/* SPDX-License-Identifier: GPL-2.0-or-later */
/* $variables, by the kind of the probe. */
#include "config.h"

#include <string.h>

#include "compiler/pretty.h"
#include "compiler/tracepoints.h"

bool target_exists(struct compilation *c, struct derived *d, const struct expr *e)
{
	if (d->signature)
		return c_target_exists(c, d, e);
	return d->format && !e->target.is_var && tracepoint_target_exists(c, d, e);
}

struct expr *make_literal(struct compilation *c, const struct token *tok, const char *text)
{
	struct expr *e = ast_expr(c->arena, EXPR_STRING, tok);

	e->string.text = text;
	e->string.len = (uint32_t)strlen(text);
	return e;
}

struct expr *make_sprintf(struct compilation *c, const struct token *tok, const char *format,
			  const struct expr_list *args)
{
	struct expr *e = ast_expr(c->arena, EXPR_PRINT, tok);

	e->print.form = print_form_find("sprintf");
	e->print.format = make_literal(c, tok, format);
	e->print.args = *args;
	return e;
}

/* $$vars$ and its like are made of pretty variables; all else is read first. */
static void resolve_pretty_target(struct compilation *c, struct derived *d, struct expr *e)
{
	struct expr *base = without_pretty(c, e);
	unsigned nerrors = c->diags->nerrors;

	resolve_target(c, d, base);
	if (c->diags->nerrors == nerrors)
		*e = *make_pretty_target(c, d, e, base);
}

static bool is_group(const struct expr *e)
{
	return strncmp(e->target.name, "$$", 2) == 0;
}

void resolve_target(struct compilation *c, struct derived *d, struct expr *e)
{
	if (e->target.is_var)
		semantic_error(c, e->tok, "@var is not supported in this version");
	else if (is_pretty(e) && !is_group(e) && !is_of_entry(d, e) && (d->signature || d->format))
		resolve_pretty_target(c, d, e);
	else if (d->signature)
		resolve_c_target(c, d, e);
	else if (d->probe->kind == PROBE_KPROBE || d->probe->kind == PROBE_KRETPROBE)
		semantic_error(c, e->tok,
			       "kprobe probes have no target variables: use int_arg(N), "
			       "pointer_arg(N), returnval() and register(\"NAME\")");
	else if (!d->format)
		semantic_error(c, e->tok, "unresolved target-symbol expression");
	else
		resolve_tracepoint_target(c, d, e);
}
