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

/* Where globals of conditions are looked up. */
struct renaming {
	struct compilation *c;
	const struct script *script;
};

/* stap's name for a file's private global: the file's, of letters and digits alone, before it. */
static const char *private_name(struct compilation *c, const struct variable *v)
{
	char *file = arena_strdup(c->arena, v->script->source->name);

	for (char *p = file; *p; p++)
		if (!((*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') ||
		      (*p >= 'A' && *p <= 'Z')))
			*p = '_';
	return arena_printf(c->arena, "__private_%s_%s", file, v->name);
}

/* stap shows globals in conditions as its C code calls them. All variables in them are global. */
static void rename_globals(void *context, struct expr *e)
{
	const struct renaming *to = context;

	if (e->kind == EXPR_SYMBOL) {
		const struct variable *v = find_global(to->c, to->script, e->symbol.name);

		e->symbol.name = v->decl->is_private
					 ? private_name(to->c, v)
					 : arena_printf(to->c->arena, "__global_%s", v->name);
	}
	each_child(e, rename_globals, context);
}

static struct expr *renamed(struct compilation *c, const struct expr *condition,
			    const struct script *script)
{
	struct renaming to = {c, script};
	struct expr *copy = ast_clone_expr(c->arena, condition);

	rename_globals(&to, copy);
	return copy;
}

/* All of them hold, from the i-th on: (a) && ((b) && (c)). */
static void print_conditions(struct compilation *c, struct buf *out, const struct derived *d,
			     unsigned i)
{
	const struct expr *condition = renamed(c, d->conditions[i], d->condition_scripts[i]);
	const bool last = i + 1 == d->nconditions;

	buf_puts(out, last ? "" : "(");
	ast_print_expr(out, condition);
	if (last)
		return;
	buf_puts(out, ") && (");
	print_conditions(c, out, d, i + 1);
	buf_putc(out, ')');
}

const char *derived_text(struct compilation *c, const struct derived *d)
{
	struct buf text = {0};
	const char *result;

	buf_puts(&text, d->shown);
	if (d->nconditions) {
		buf_puts(&text, " if (");
		print_conditions(c, &text, d, 0);
		buf_putc(&text, ')');
	}
	result = arena_strndup(c->arena, text.data, text.len);
	buf_free(&text);
	return result;
}

/* Of a probe without aliases, the points as it lists them. */
static void print_points(struct compilation *c, struct buf *out, const struct derived *d)
{
	const struct probe_decl *decl = d->decl;

	for (unsigned i = 0; i < decl->points.count; i++) {
		struct probe_point point = *decl->points.items[i];

		if (point.condition)
			point.condition = renamed(c, point.condition, d->script);
		buf_puts(out, i ? "," : " <- ");
		ast_print_point(out, &point);
	}
}

/* stap's kprobes without debuginfo tell the symbol, too. */
static void print_symbol(struct buf *out, const struct derived *d)
{
	const struct probe *probe = d->probe;

	if (strncmp(d->shown, "kprobe.", 7) != 0 || !probe->function)
		return;
	buf_puts(out, " /*  name = ");
	if (probe->module)
		buf_printf(out, "%s:", probe->module);
	buf_printf(out, "%s*/", probe->function);
}

static void print_probe(struct compilation *c, struct buf *out, const struct derived *d)
{
	buf_puts(out, derived_text(c, d));
	print_symbol(out, d);
	buf_puts(out, " /*");
	if (d->aliased)
		buf_puts(out, d->derivation);
	else
		print_points(c, out, d);
	buf_puts(out, " */\n");
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

/* ---- built-in functions that are called: shown among the script's own ---- */

struct called {
	struct compilation *c;
	const char **lines;
	unsigned count;
};

void put_signature(struct buf *out, const char *name, const char *signature)
{
	buf_printf(out, "%s:%s (", name, type_name(signature_result(signature)));
	for (unsigned i = 0; i < signature_params(signature); i++)
		buf_printf(out, "%s%s", i ? ", " : "", type_name(signature_param(signature, i)));
	buf_putc(out, ')');
}

const char *builtin_signature(struct compilation *c, const struct builtin *builtin)
{
	switch (c->results[builtin - builtins].type) {
	case TYPE_LONG:
		return arena_printf(c->arena, "l%s", builtin->signature + 1);
	case TYPE_STRING:
		return arena_printf(c->arena, "s%s", builtin->signature + 1);
	default:
		return builtin->signature;
	}
}

static void add_called(struct called *called, const char *name, const char *signature)
{
	struct buf line = {0};

	put_signature(&line, name, signature);
	buf_putc(&line, '\n');
	arena_push(called->c->arena, called->lines, called->count,
		   arena_strndup(called->c->arena, line.data, line.len));
	buf_free(&line);
}

static void find_called(void *context, struct expr *e)
{
	struct called *called = context;
	const struct context_function *reader;
	const struct builtin *builtin;

	each_child(e, find_called, context);
	if (e->kind != EXPR_CALL || e->call.callee)
		return;
	builtin = find_builtin(e->call.name, e->call.args.count);
	reader = builtin ? NULL : find_context_function(e->call.name, e->call.args.count);
	add_called(called, e->call.name,
		   builtin ? builtin_signature(called->c, builtin) : reader->signature);
}

static void find_called_in(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {find_called_in, find_called, context};

	each_part(s, &visitor);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct called called_builtins(struct compilation *c)
{
	struct called called = {.c = c};

	for (unsigned i = 0; i < c->nderived; i++)
		for (unsigned j = 0; j < c->derived[i]->nparts; j++)
			find_called_in(&called, c->derived[i]->parts[j]);
	for (unsigned i = 0; i < c->nfunctions; i++)
		find_called_in(&called, c->functions[i]->decl->body);
	if (called.count)
		qsort(called.lines, called.count, sizeof(*called.lines), by_text);
	return called;
}

/* Both lists are sorted by name; private functions stand last. */
static bool comes_first(const char *line, const struct function *f)
{
	size_t length = strcspn(line, ":");
	int order = strncmp(line, f->decl->name, length);

	return f->decl->is_private || order < 0 || (order == 0 && f->decl->name[length]);
}

static void print_functions(struct compilation *c, struct buf *out)
{
	const struct called called = called_builtins(c);
	unsigned next = 0;

	if (c->nfunctions || called.count)
		buf_puts(out, "# functions\n");
	for (unsigned i = 0; i <= c->nfunctions; i++) {
		for (; next < called.count &&
		       (i == c->nfunctions || comes_first(called.lines[next], c->functions[i]));
		     next++)
			if (!next || strcmp(called.lines[next], called.lines[next - 1]) != 0)
				buf_puts(out, called.lines[next]);
		if (i < c->nfunctions)
			print_function(out, c->functions[i]);
	}
}

/* ---- */

/* Where stap has a probe of its own, that prints what the script only writes, we have the engine.
 */
static void print_displays(const struct compilation *c, struct buf *out)
{
	for (unsigned i = 0; i < c->reached.count; i++)
		if (is_displayed(c->reached.items[i]))
			buf_puts(out, "end /* <- end */\n");
}

static void look_for_global(void *found, struct expr *e)
{
	if (e->kind == EXPR_SYMBOL)
		*(bool *)found = true;
	each_child(e, look_for_global, found);
}

static bool has_condition(const struct derived *d)
{
	bool found = false;

	for (unsigned i = 0; i < d->nconditions; i++)
		look_for_global(&found, d->conditions[i]);
	return found;
}

/* And where it has one that looks at the conditions before the others begin. */
static void print_condition_check(const struct compilation *c, struct buf *out)
{
	unsigned i = 0;

	while (i < c->nderived && !has_condition(c->derived[i]))
		i++;
	if (i < c->nderived)
		buf_puts(out, "begin /* <- begin */\n");
}

void compilation_print(struct compilation *c, struct buf *out)
{
	embedded_print(c, out);
	if (c->reached.count)
		buf_puts(out, "# globals\n");
	for (unsigned i = 0; i < c->reached.count; i++)
		print_global(out, c->reached.items[i]);
	print_functions(c, out);
	buf_puts(out, "# probes\n");
	for (unsigned i = 0; i < c->nderived; i++)
		print_probe(c, out, c->derived[i]);
	print_displays(c, out);
	print_condition_check(c, out);
}
