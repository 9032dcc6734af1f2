/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * $variables of a tracepoint: its C arguments as in stap, then the fields of its event.
 *
 * Arguments and fields come in records of different events, so that a handler has either. An
 * argument that a field carries unchanged is at hand in both.
 */
#include "config.h"

#include "compiler/tracepoints.h"

#include <string.h>

#include "base/buf.h"
#include "compiler/ctargets.h"
#include "compiler/fields.h"
#include "compiler/generate.h"
#include "compiler/pretty.h"

/* ---- arguments ---- */

/*
 * The fields of an event that somebody defined on a probe or on another event are all there is,
 * though it may have a tracepoint's name (kernel/trace/trace_probe.h: FIELD_STRING_IP and its
 * like). Nor has one system call a tracepoint of its own.
 */
static bool has_tracepoint(const struct event_format *format)
{
	for (unsigned i = 0; i < format->nfields; i++)
		if (strncmp(format->fields[i].name, "__probe_", strlen("__probe_")) == 0)
			return false;
	return strcmp(format->system, "syscalls") != 0;
}

const struct cfunction *tracepoint_arguments(struct compilation *c, struct derived *d)
{
	struct cfunction *found;

	if (d->arguments_looked_up)
		return d->arguments;
	d->arguments_looked_up = true;
	if (!has_tracepoint(d->format) || c->options->catalog->ctypes_missing(c->options->source))
		return NULL;
	found = arena_new_of(c->arena, struct cfunction);
	if (c->options->catalog->tracepoint_type(c->options->source, d->format->name,
						 &d->probe->module, found))
		d->arguments = found;
	return d->arguments;
}

static const struct ctype *type_of(struct compilation *c, const struct cfunction_param *param)
{
	return c->options->catalog->ctype(c->options->source, param->type);
}

/* A struct of more than eight bytes takes several places in a call. */
static int64_t place_of(struct compilation *c, const struct cfunction *arguments, unsigned index)
{
	int64_t place = 1;

	for (unsigned i = 0; i < index; i++) {
		uint32_t size = type_of(c, &arguments->params[i])->size;

		place += size > 8 ? (size + 7) / 8 : 1;
	}
	return place;
}

/* ---- arguments that fields carry ---- */

/*
 * Fields known to hold the argument of their name: no C type needs to be looked up for them, and
 * the kernel's types are a big file.
 */
static const struct {
	const char *system, *event, *name;
} carried_fields[] = {
#define CARRIED(system, event, name) {system, event, name},
#include "compiler/carried.def"
#undef CARRIED
};

static bool is_known_carrier(const struct event_format *format, const struct event_field *field)
{
	for (unsigned i = 0; i < sizeof(carried_fields) / sizeof(carried_fields[0]); i++)
		if (strcmp(carried_fields[i].name, field->name) == 0 &&
		    strcmp(carried_fields[i].event, format->name) == 0 &&
		    strcmp(carried_fields[i].system, format->system) == 0)
			return true;
	return false;
}

/*
 * A number of the same name, size and sign is the argument; where an event makes something else
 * of its argument, it is of another type (prev_state of sched_switch: unsigned int and long).
 */
static bool is_same_value(const struct event_field *field, const struct ctype *type)
{
	const struct field_place *place = &field->place;
	bool is_pointer = strchr(field->type, '*') != NULL;

	if (place->kind != FIELD_INT || place->size != type->size)
		return false;
	switch (type->kind) {
	case CTYPE_POINTER:
		return is_pointer;
	case CTYPE_ENUM:
		return !is_pointer;
	case CTYPE_INT:
		return !is_pointer && place->is_signed == type->is_signed;
	default:
		return false;
	}
}

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

static enum value_type read_argument(const struct reading *r, unsigned index,
				     const struct event_field *field)
{
	const struct cfunction_param *param = &r->d->arguments->params[index];
	struct c_start start = {
		.fetch = {.base = FETCH_ARG, .number = place_of(r->c, r->d->arguments, index)},
		.type = param->type,
	};
	enum value_type type = resolve_c_path(r->c, r->e, &start, r->out);
	const char *missing;

	if (type == TYPE_UNKNOWN)
		return type;
	if (field && is_same_value(field, type_of(r->c, param))) {
		r->out->carrier = field->name;
		return type;
	}
	missing = kernel_lacks(r->c, r->c->options->catalog->tracepoint_args_missing);
	return missing ? read_without_argument(r, field, missing) : type;
}

static enum value_type read_variable(const struct reading *r)
{
	const char *name = r->e->target.name + 1;
	const struct event_field *field = field_find(r->d->format, name);
	int index;

	if (field && is_plain(r->e) && is_known_carrier(r->d->format, field))
		return read_field(r);
	index = find_argument(r, name);
	if (index >= 0)
		return read_argument(r, (unsigned)index, field);
	return field ? read_field(r) : report_unknown(r);
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

/* ---- which record ---- */

bool tracepoint_read_as_argument(struct compilation *c, struct derived *d, const struct expr *e,
				 struct fetch *fetch)
{
	const struct event_field *field = field_find(d->format, fetch->name);
	struct target_read read;
	const struct reading r = {c, d, e, &read};

	if (!is_plain(e) || !is_known_carrier(d->format, field) ||
	    find_argument(&r, field->name) < 0)
		return false;
	read_argument_named(&r);
	read.fetch.near = fetch->near;
	*fetch = read.fetch;
	return true;
}

struct search {
	const struct expr *found;
};

static void search_stmt(void *context, struct stmt *s);

static void search_expr(void *context, struct expr *e)
{
	struct search *s = context;
	const struct target_read *read = e->kind == EXPR_TARGET ? e->target.read : NULL;
	const struct function *callee = e->kind == EXPR_CALL ? e->call.callee : NULL;

	if (callee && callee->reads_targets)
		search_stmt(s, callee->decl->body);

	if (read && read->fetch.base == FETCH_ARG && !read->carrier && !s->found)
		s->found = e;
	each_child(e, search_expr, s);
}

static void search_stmt(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {search_stmt, search_expr, context};

	each_part(s, &visitor);
}

const struct expr *tracepoint_argument_read(const struct derived *d)
{
	struct search s = {NULL};

	for (unsigned i = 0; i < d->nconditions; i++)
		search_expr(&s, d->conditions[i]);
	for (unsigned i = 0; i < d->nparts; i++)
		search_stmt(&s, d->parts[i]);
	return s.found;
}
