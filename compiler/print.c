/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What -p2 shows, in the form of stap: globals, functions and probes with their types. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/compiler.h"

static void print_global(struct buf *out, const struct variable *v)
{
	buf_puts(out, v->name);
	if (v->decl->wraps)
		buf_putc(out, '%');
	if (v->decl->sized)
		buf_printf(out, "[%" PRId64 "]", v->decl->max_entries);
	buf_printf(out, ":%s", type_name(v->type));
	if (v->arity > 0) {
		for (int i = 0; i < v->arity; i++)
			buf_printf(out, "%s%s", i ? ", " : " [", type_name(v->keys[i]));
		buf_putc(out, ']');
	}
	buf_putc(out, '\n');
}

static void print_locals(struct buf *out, const struct scope *locals, unsigned from)
{
	if (from >= locals->count)
		return;
	buf_puts(out, "  # locals\n");
	for (unsigned i = from; i < locals->count; i++)
		buf_printf(out, "  %s:%s\n", locals->items[i]->name,
			   type_name(locals->items[i]->type));
}

static void print_function(struct buf *out, const struct function *f)
{
	buf_printf(out, "%s:%s (", f->decl->name, type_name(f->type));
	for (unsigned i = 0; i < f->decl->nparams; i++)
		buf_printf(out, "%s%s:%s", i ? ", " : "", f->params[i]->name,
			   type_name(f->params[i]->type));
	buf_puts(out, ")\n");
	print_locals(out, &f->locals, f->decl->nparams);
}

static void print_probe(struct buf *out, const struct derived *d)
{
	buf_puts(out, d->probe->point);
	if (d->nconditions) {
		buf_puts(out, " if (");
		ast_print_expr(out, d->conditions[0]);
		buf_putc(out, ')');
	}
	buf_printf(out, " /*%s */\n", d->derivation);
	print_locals(out, &d->locals, 0);
}

static int by_name(const void *a, const void *b)
{
	const struct function *const *x = a, *const *y = b;

	if ((*x)->decl->is_private != (*y)->decl->is_private)
		return (*x)->decl->is_private ? 1 : -1;
	return strcmp((*x)->decl->name, (*y)->decl->name);
}

void sort_functions(struct compilation *c)
{
	if (c->nfunctions)
		qsort(c->functions, c->nfunctions, sizeof(*c->functions), by_name);
}

void compilation_print(const struct compilation *c, struct buf *out)
{
	if (c->reached.count)
		buf_puts(out, "# globals\n");
	for (unsigned i = 0; i < c->reached.count; i++)
		print_global(out, c->reached.items[i]);
	if (c->nfunctions)
		buf_puts(out, "# functions\n");
	for (unsigned i = 0; i < c->nfunctions; i++)
		print_function(out, c->functions[i]);
	buf_puts(out, "# probes\n");
	for (unsigned i = 0; i < c->nderived; i++)
		print_probe(out, c->derived[i]);
}
