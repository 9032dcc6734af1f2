/* SPDX-License-Identifier: GPL-2.0-or-later */
/* $variables of the probed event: which field of the record, and of which type. */
#include "config.h"

#include <string.h>

#include "base/buf.h"
#include "compiler/fields.h"

static bool is_pseudo(const char *name)
{
	return strcmp(name, "$$name") == 0 || strcmp(name, "$$vars") == 0 ||
	       strcmp(name, "$$parms") == 0;
}

bool target_exists(struct compilation *c, const struct derived *d, const struct expr *e)
{
	struct diag_list before = *c->diags;
	const struct event_field *field;
	struct target_read read;
	bool found;

	if (d->signature)
		return c_target_exists(c, d, e);
	if (!d->format || e->target.is_var)
		return false;
	if (is_pseudo(e->target.name))
		return true;
	field = field_find(d->format, e->target.name + 1);
	found = field && field_read(c, d->format, field, e, &read) != TYPE_UNKNOWN;
	*c->diags = before;
	if (before.last)
		before.last->next = NULL;
	return found;
}

/* ---- $field ---- */

static void report_unknown(struct compilation *c, const struct derived *d, const struct expr *e)
{
	struct buf names = {0};

	for (unsigned i = 0; i < d->format->nfields; i++)
		buf_printf(&names, "$%s, ", d->format->fields[i].name);
	semantic_error(c, e->tok,
		       "unable to find tracepoint variable '%s' (alternatives: %s$$name, $$parms, "
		       "$$vars)",
		       e->target.name, names.data ? names.data : "");
	buf_free(&names);
}

static void resolve_field(struct compilation *c, const struct derived *d, struct expr *e)
{
	const struct event_field *field = field_find(d->format, e->target.name + 1);
	struct target_read *read;
	enum value_type type;

	e->type = TYPE_LONG;
	if (!field) {
		report_unknown(c, d, e);
		return;
	}
	read = arena_new_of(c->arena, struct target_read);
	type = field_read(c, d->format, field, e, read);
	if (type == TYPE_UNKNOWN)
		return;
	e->type = type;
	read->fetch.near = arena_printf(c->arena, "%s at %s", token_describe(c->arena, e->tok),
					source_where(c->arena, e->tok->span));
	e->target.read = read;
}

/* ---- $$name, $$vars, $$parms ---- */

static struct expr *make_string(struct compilation *c, const struct token *tok, const char *text)
{
	struct expr *e = ast_expr(c->arena, EXPR_STRING, tok);

	e->string.text = text;
	e->string.len = (uint32_t)strlen(text);
	return e;
}

static struct expr *make_field(struct compilation *c, const struct derived *d,
			       const struct token *tok, const struct event_field *field)
{
	struct expr *e = ast_expr(c->arena, EXPR_TARGET, tok);

	e->target.name = arena_printf(c->arena, "$%s", field->name);
	resolve_field(c, d, e);
	return e;
}

struct expr *make_sprintf(struct compilation *c, const struct token *tok, const char *format,
			  const struct expr_list *args)
{
	struct expr *e = ast_expr(c->arena, EXPR_PRINT, tok);

	e->print.form = print_form_find("sprintf");
	e->print.format = make_string(c, tok, format);
	e->print.args = *args;
	return e;
}

/* $$vars is sprintf("a=%#x b=\"%s\"", $a, $b): rewritten in place, fetched like any other read. */
static void expand_all_fields(struct compilation *c, const struct derived *d, struct expr *e)
{
	struct expr_list args = {0};
	struct buf text = {0};

	for (unsigned i = 0; i < d->format->nfields; i++) {
		const struct event_field *field = &d->format->fields[i];

		if (!field_is_value(field))
			continue;
		buf_printf(&text, field_is_text(field) ? "%s%s=\"%%s\"" : "%s%s=%%#x",
			   args.count ? " " : "", field->name);
		arena_push(c->arena, args.items, args.count, make_field(c, d, e->tok, field));
	}
	*e = *make_sprintf(c, e->tok, arena_strndup(c->arena, text.data ? text.data : "", text.len),
			   &args);
	buf_free(&text);
}

static void expand_pseudo(struct compilation *c, const struct derived *d, struct expr *e)
{
	if (strcmp(e->target.name, "$$name") == 0)
		*e = *make_string(c, e->tok, d->format->name);
	else
		expand_all_fields(c, d, e);
}

void resolve_target(struct compilation *c, struct derived *d, struct expr *e)
{
	if (e->target.is_var)
		semantic_error(c, e->tok, "@var is not supported in this version");
	else if (d->signature)
		resolve_c_target(c, d, e);
	else if (d->probe->kind == PROBE_KPROBE || d->probe->kind == PROBE_KRETPROBE)
		semantic_error(c, e->tok,
			       "kprobe probes have no target variables: use int_arg(N), "
			       "pointer_arg(N), returnval() and register(\"NAME\")");
	else if (!d->format)
		semantic_error(c, e->tok, "unresolved target-symbol expression");
	else if (is_pseudo(e->target.name))
		expand_pseudo(c, d, e);
	else
		resolve_field(c, d, e);
}
