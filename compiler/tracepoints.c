/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * $variables of a tracepoint: its C arguments as in stap, then the fields of its event. In which
 * record they come is decided when it is known what the handler reads: compiler/halves.c.
 */
#include "config.h"

#include "compiler/tracepoints.h"

#include <string.h>

#include "base/buf.h"
#include "compiler/carriers.h"
#include "compiler/ctargets.h"
#include "compiler/fields.h"
#include "compiler/generate.h"
#include "compiler/pretty.h"

/* ---- reading ---- */

struct reading {
	struct compilation *c;
	struct derived *d;
	const struct expr *e;
	struct target_read *out;
};

static bool is_plain(const struct expr *e)
{
	return !e->target.ncomponents && !e->target.address_of;
}

/* -1: the tracepoint has no argument @name, or it is not known. */
static int find_argument(const struct reading *r, const char *name)
{
	const struct cfunction *arguments = tracepoint_arguments(r->c, r->d);

	for (unsigned i = 0; arguments && i < arguments->nparams; i++)
		if (strcmp(arguments->params[i].name, name) == 0)
			return (int)i;
	return -1;
}

static void list_fields(const struct reading *r, struct buf *names)
{
	for (unsigned i = 0; i < r->d->format->nfields; i++)
		if (find_argument(r, r->d->format->fields[i].name) < 0)
			buf_printf(names, "$%s, ", r->d->format->fields[i].name);
}

static enum value_type report_unknown(const struct reading *r)
{
	const struct cfunction *arguments = r->d->arguments;
	struct buf names = {0};

	for (unsigned i = 0; arguments && i < arguments->nparams; i++)
		buf_printf(&names, "$%s, ", arguments->params[i].name);
	list_fields(r, &names);
	semantic_error(r->c, r->e->tok,
		       "unable to find tracepoint variable '%s' (alternatives: %s$$name, "
		       "$$system, $$parms, $$vars)",
		       r->e->target.name, names.data ? names.data : "");
	buf_free(&names);
	return TYPE_UNKNOWN;
}

static enum value_type read_field(const struct reading *r)
{
	const struct event_field *field = field_find(r->d->format, r->e->target.name + 1);

	return field_read(r->c, r->d->format, field, r->e, r->out);
}

/* The field of the same name is what is left, and it is another value. */
static enum value_type read_without_argument(const struct reading *r,
					     const struct event_field *field, const char *missing)
{
	if (!field || !is_plain(r->e)) {
		struct buf names = {0};

		list_fields(r, &names);
		semantic_error(r->c, r->e->tok,
			       "argument %s of the tracepoint cannot be read here: %s "
			       "(alternatives: %s$$name, $$system)",
			       r->e->target.name, missing, names.data ? names.data : "");
		buf_free(&names);
		return TYPE_UNKNOWN;
	}
	semantic_warning(r->c, r->e->tok,
			 "%s is the event's field here (%s), not the tracepoint's argument: %s",
			 r->e->target.name, field->type, missing);
	return read_field(r);
}

/* Of a pointer to text the field that holds this: as good for who wants to read it there. */
static bool read_text_behind(const struct reading *r, struct fetch *fetch)
{
	struct fetch text = *fetch;

	if (fetch->nsteps == FETCH_MAX_STEPS || fetch_types[fetch->type].bytes != 8)
		return false;
	text.steps[text.nsteps++] = 0;
	text.type = FETCH_STRING;
	if (!carrier_of_argument(r->c, r->d, &text))
		return false;
	*fetch = text;
	return true;
}

/*
 * Of a kernel that gives no arguments: what @read, of @type, finds from one, from a field that
 * holds the same, the text behind it, or the pointer it starts from. TYPE_UNKNOWN: no field does.
 */
static enum value_type read_carrier(const struct reading *r, struct target_read *read,
				    enum value_type type)
{
	if (carrier_of_argument(r->c, r->d, &read->fetch))
		return type;
	if (!read->addend && !read->bits && read_text_behind(r, &read->fetch))
		return TYPE_STRING;
	return carrier_of_pointer(r->c, r->d, &read->fetch) ? type : TYPE_UNKNOWN;
}

static enum value_type read_argument(const struct reading *r, unsigned index,
				     const struct event_field *field)
{
	const struct catalog_ops *catalog = r->c->options->catalog;
	struct c_start start = {
		.fetch = tracepoint_argument(r->d, index),
		.type = r->d->arguments->params[index].type,
	};
	enum value_type type = resolve_c_path(r->c, r->e, &start, r->out), carried;
	const char *missing;

	if (type == TYPE_UNKNOWN || !catalog->tracepoint_args_missing(r->c->options->source))
		return type;
	carried = read_carrier(r, r->out, type);
	if (carried != TYPE_UNKNOWN)
		return carried;
	missing = kernel_lacks(r->c, catalog->tracepoint_args_missing);
	return missing ? read_without_argument(r, field, missing) : type;
}

/* As the field alone, whatever @r's expression adds to its first name. */
static enum value_type read_spelled(const struct reading *r, const struct event_field *field)
{
	struct expr *plain = ast_expr(r->c->arena, EXPR_TARGET, r->e->tok);

	plain->target.name = r->e->target.name;
	return field_read(r->c, r->d->format, field, plain, r->out);
}

/*
 * Text is looked up by its C type, where that is known: an array of char is, where a number is
 * wanted, an address, and a pointer to text is one in any case.
 */
static enum value_type read_variable(const struct reading *r)
{
	const char *name = r->e->target.name + 1;
	const struct event_field *field = field_find(r->d->format, name);
	const struct event_field *spelled = carrier_spelled(r->d->format, r->e);
	int index;

	if (spelled && !field_is_text(spelled))
		return read_spelled(r, spelled);
	index = find_argument(r, name);
	if (index >= 0)
		return read_argument(r, (unsigned)index, field);
	if (field)
		return read_field(r);
	return spelled ? read_spelled(r, spelled) : report_unknown(r);
}

static enum value_type read_argument_named(const struct reading *r)
{
	const char *name = r->e->target.name + 1;

	return read_argument(r, (unsigned)find_argument(r, name), field_find(r->d->format, name));
}

static void keep_read(struct compilation *c, struct expr *e, struct target_read *read)
{
	read->fetch.near = arena_printf(c->arena, "%s at %s", token_describe(c->arena, e->tok),
					source_where(c->arena, e->tok->span));
	e->target.read = read;
}

/* ---- $$name, $$system, $$vars, $$parms ---- */

static bool is_text_pseudo(const char *name)
{
	return strcmp(name, "$$name") == 0 || strcmp(name, "$$system") == 0;
}

static bool is_pseudo(const char *name)
{
	return is_text_pseudo(name) || strcmp(name, "$$vars") == 0 || strcmp(name, "$$parms") == 0;
}

struct listing {
	struct compilation *c;
	struct derived *d;
	const struct expr *group; /* $$vars or the like */
	struct buf text;
	struct expr_list args;
};

/* What cannot be printed as one number or text is left out. */
static void list_variable(struct listing *l, const char *name,
			  enum value_type (*read)(const struct reading *r))
{
	struct expr *e = ast_expr(l->c->arena, EXPR_TARGET, l->group->tok);
	struct target_read *out = arena_new_of(l->c->arena, struct target_read);
	const struct reading r = {l->c, l->d, e, out};
	struct diag_list before = *l->c->diags;

	e->target.name = arena_printf(l->c->arena, "$%s", name);
	e->type = read(&r);
	if (e->type == TYPE_UNKNOWN) {
		diag_retract(l->c->diags, &before);
		return;
	}
	keep_read(l->c, e, out);
	buf_printf(&l->text, "%s%s=%s", l->args.count ? " " : "", name,
		   is_pretty(l->group)	    ? "%s"
		   : e->type == TYPE_STRING ? "\"%s\""
					    : "%#x");
	if (is_pretty(l->group))
		e = make_pretty_target(l->c, l->d, l->group, e);
	arena_push(l->c->arena, l->args.items, l->args.count, e);
}

/* sprintf("a=%#x b=\"%s\"", $a, $b), fetched like any other read. As in stap the arguments, if any.
 */
static struct expr *list_variables(struct compilation *c, struct derived *d,
				   const struct expr *group)
{
	const struct cfunction *arguments = tracepoint_arguments(c, d);
	struct listing l = {.c = c, .d = d, .group = group};
	struct expr *e;

	if (arguments && !kernel_lacks(c, c->options->catalog->tracepoint_args_missing))
		for (unsigned i = 0; i < arguments->nparams; i++)
			list_variable(&l, arguments->params[i].name, read_argument_named);
	else
		for (unsigned i = 0; i < d->format->nfields; i++)
			list_variable(&l, d->format->fields[i].name, read_field);
	e = make_sprintf(c, group->tok,
			 arena_strndup(c->arena, l.text.data ? l.text.data : "", l.text.len),
			 &l.args);
	buf_free(&l.text);
	return e;
}

static void expand_pseudo(struct compilation *c, struct derived *d, struct expr *e)
{
	if (strcmp(e->target.name, "$$name") == 0)
		*e = *make_literal(c, e->tok, d->format->name);
	else if (strcmp(e->target.name, "$$system") == 0)
		*e = *make_literal(c, e->tok, d->format->system);
	else
		*e = *list_variables(c, d, e);
}

/* ---- the whole ---- */

static bool is_at_hand(struct compilation *c, struct derived *d, const struct expr *e)
{
	struct diag_list before = *c->diags;
	struct target_read read;
	const struct reading r = {c, d, e, &read};
	bool found = is_pseudo(e->target.name) || read_variable(&r) != TYPE_UNKNOWN;

	diag_retract(c->diags, &before);
	return found;
}

/* At the return of a system call: is @e something that only the entry's event has? */
static bool is_of_call_entry(struct compilation *c, struct derived *d, const struct expr *e)
{
	struct diag_list before = *c->diags;
	struct derived *entry;

	if (!d->call_entry || is_at_hand(c, d, e))
		return false;
	entry = entry_of(c, d, e->tok);
	diag_retract(c->diags, &before);
	return entry && is_at_hand(c, entry, e);
}

bool tracepoint_target_exists(struct compilation *c, struct derived *d, const struct expr *e)
{
	return is_at_hand(c, d, e) || is_of_call_entry(c, d, e);
}

void resolve_tracepoint_target(struct compilation *c, struct derived *d, struct expr *e)
{
	struct target_read *read;
	struct reading r = {.c = c, .d = d, .e = e};
	enum value_type type;

	if (is_pseudo(e->target.name)) {
		expand_pseudo(c, d, e);
		return;
	}
	if (is_of_call_entry(c, d, e)) {
		capture_at_entry(c, d, e);
		return;
	}
	read = arena_new_of(c->arena, struct target_read);
	r.out = read;
	type = read_variable(&r);
	e->type = type == TYPE_UNKNOWN ? TYPE_LONG : type;
	if (type != TYPE_UNKNOWN)
		keep_read(c, e, read);
}
