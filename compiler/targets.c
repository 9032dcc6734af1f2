/* SPDX-License-Identifier: GPL-2.0-or-later */
/* $variables, by the kind of the probe. */
#include "config.h"

#include <string.h>

#include "compiler/pretty.h"
#include "compiler/tracepoints.h"

/* @var("x") as $x */
static struct expr *as_local(struct compilation *c, const struct expr *e)
{
	struct expr *local = ast_clone_expr(c->arena, e);

	local->target.is_var = false;
	local->target.name = arena_printf(c->arena, "$%s", e->target.name);
	return local;
}

static bool is_local(struct compilation *c, struct derived *d, const struct expr *e)
{
	return !e->target.module && !strchr(e->target.name, '@') &&
	       target_exists(c, d, as_local(c, e));
}

bool target_exists(struct compilation *c, struct derived *d, const struct expr *e)
{
	if (e->target.is_var)
		return is_local(c, d, e) || kernel_variable_exists(c, e);
	if (derived_signature(c, d))
		return c_target_exists(c, d, e);
	return d->format && tracepoint_target_exists(c, d, e);
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

/* @var("x") is $x where there is one, and else a variable of the kernel. */
static void resolve_var(struct compilation *c, struct derived *d, struct expr *e)
{
	struct expr *local;

	if (!is_local(c, d, e)) {
		resolve_kernel_variable(c, e);
		return;
	}
	local = as_local(c, e);
	resolve_target(c, d, local);
	*e = *local;
}

void resolve_target(struct compilation *c, struct derived *d, struct expr *e)
{
	const struct cfunction *signature = derived_signature(c, d);

	if (is_group(e) && e->target.ncomponents > is_pretty(e))
		semantic_error(c, e->tok, "%s is a text: it has neither members nor elements",
			       e->target.name);
	else if (is_pretty(e) && !is_group(e) && !is_of_entry(d, e) &&
		 (signature || d->format || e->target.is_var))
		resolve_pretty_target(c, d, e);
	else if (e->target.is_var)
		resolve_var(c, d, e);
	else if (signature)
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
