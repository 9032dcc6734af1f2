/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -l and -L: the points that a pattern stands for, and the variables that a handler has there. */
#include "config.h"

#include "compiler/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/carriers.h"
#include "compiler/compiler.h"

/* One line: a point, and of the probes that it stands for the variables that all of them have. */
struct listed {
	const char *point;
	const char **variables;
	unsigned nvariables;
};

struct listing {
	struct compilation *c;
	struct listed *items;
	unsigned count;
};

/* ---- variables ---- */

static void add_variable(struct compilation *c, struct listed *to, const char *name,
			 const char *type)
{
	const char *text = arena_printf(c->arena, "%s:%s", name, type);

	arena_push(c->arena, to->variables, to->nvariables, text);
}

static void add_parameters(struct compilation *c, struct listed *to,
			   const struct cfunction *function)
{
	const struct catalog_ops *catalog = c->options->catalog;

	for (unsigned i = 0; i < function->nparams; i++)
		if (*function->params[i].name) /* not its "..." */
			add_variable(
				c, to, arena_printf(c->arena, "$%s", function->params[i].name),
				catalog->ctype_text(c->options->source, function->params[i].type));
}

static bool has_parameter(const struct cfunction *function, const char *name)
{
	for (unsigned i = 0; function && i < function->nparams; i++)
		if (strcmp(function->params[i].name, name) == 0)
			return true;
	return false;
}

/* Those that no argument hides. */
static void add_fields(struct compilation *c, struct listed *to, const struct event_format *format,
		       const struct cfunction *arguments)
{
	for (unsigned i = 0; i < format->nfields; i++) {
		if (has_parameter(arguments, format->fields[i].name))
			continue;
		add_variable(c, to, arena_printf(c->arena, "$%s", format->fields[i].name),
			     format->fields[i].type);
	}
}

static void add_result(struct compilation *c, struct listed *to, const struct derived *d)
{
	const struct catalog_ops *catalog = c->options->catalog;
	struct ctype_ref result = d->signature->result;

	if (d->probe->kind == PROBE_KRETPROBE &&
	    catalog->ctype(c->options->source, result)->kind != CTYPE_VOID)
		add_variable(c, to, "$return", catalog->ctype_text(c->options->source, result));
}

static void add_variables(struct compilation *c, struct listed *to, struct derived *d)
{
	const struct cfunction *arguments = d->format ? tracepoint_arguments(c, d) : NULL;

	for (unsigned i = 0; i < d->locals.count; i++)
		add_variable(c, to, d->locals.items[i]->name, type_name(d->locals.items[i]->type));
	if (derived_signature(c, d)) {
		add_result(c, to, d);
		add_parameters(c, to, d->signature);
	} else if (d->format) {
		if (arguments)
			add_parameters(c, to, arguments);
		add_fields(c, to, d->format, arguments);
	}
}

/* ---- lines ---- */

static bool has_variable(const struct listed *item, const char *text)
{
	for (unsigned i = 0; i < item->nvariables; i++)
		if (strcmp(item->variables[i], text) == 0)
			return true;
	return false;
}

static void keep_common(struct listed *item, const struct listed *other)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < item->nvariables; i++)
		if (has_variable(other, item->variables[i]))
			item->variables[kept++] = item->variables[i];
	item->nvariables = kept;
}

static struct listed *find_listed(struct listing *list, const char *point)
{
	for (unsigned i = 0; i < list->count; i++)
		if (strcmp(list->items[i].point, point) == 0)
			return &list->items[i];
	return NULL;
}

static void add_probe(struct listing *list, struct derived *d, bool variables)
{
	struct listed item = {.point = d->probe->name ? d->probe->name : d->probe->point};
	struct listed *known = d->probe->name ? find_listed(list, item.point) : NULL;

	if (variables)
		add_variables(list->c, &item, d);
	if (known)
		keep_common(known, &item);
	else
		arena_push(list->c->arena, list->items, list->count, item);
}

static int by_point(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	return strcmp(x->point, y->point);
}

static void put_item(const struct listed *item, struct buf *out)
{
	buf_puts(out, item->point);
	for (unsigned i = 0; i < item->nvariables; i++)
		buf_printf(out, " %s", item->variables[i]);
	buf_putc(out, '\n');
}

unsigned list_probes(struct compilation *c, bool variables, struct buf *out)
{
	struct listing list = {.c = c};

	for (unsigned i = 0; i < c->nderived; i++)
		add_probe(&list, c->derived[i], variables);
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), by_point);
	for (unsigned i = 0; i < list.count; i++)
		if (!i || strcmp(list.items[i].point, list.items[i - 1].point) != 0)
			put_item(&list.items[i], out);
	return list.count;
}
