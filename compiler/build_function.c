/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kernel.function and module().function: from patterns to the functions that there are. */
#include "config.h"

#include <string.h>

#include "base/buf.h"
#include "compiler/points.h"

struct function_point read_function_point(const struct point_match *m)
{
	const struct point_component *last = &m->point->components[m->point->ncomponents - 1];
	struct function_point point = {.pattern = ""};

	point.exported = strcmp(last->name, "exported") == 0;
	for (unsigned i = 0; i < m->nargs; i++) {
		if (m->args[i]->kind != EXPR_STRING) {
			point.maxactive = m->args[i]->number;
			continue;
		}
		if (point.name_arg)
			point.module = point.pattern;
		point.module_arg = point.name_arg;
		point.name_arg = m->args[i];
		point.pattern = m->args[i]->string.text;
	}
	return point;
}

/* ---- one function ---- */

/* A pattern may stand for hundreds of them, and few scripts ask. */
const struct cfunction *derived_signature(struct compilation *c, struct derived *d)
{
	const struct probe *probe = d->probe;
	struct cfunction *found;

	if (!d->has_signature)
		return d->signature;
	d->has_signature = false;
	found = arena_new_of(c->arena, struct cfunction);
	if (catalog(c)->function_type(c->options->source, probe->module, probe->function, found))
		d->signature = found;
	return d->signature;
}

/* @arg, which names what was looked for, as what was found. */
static struct expr *argument_named(struct compilation *c, const struct expr *arg, const char *name)
{
	struct token *tok = arena_new_of(c->arena, struct token);
	struct expr *e;

	*tok = *arg->tok;
	tok->raw = name;
	e = ast_expr(c->arena, EXPR_STRING, tok);
	e->string.text = name;
	e->string.len = (uint32_t)strlen(name);
	return e;
}

/* The point with the names found in place of the patterns, for pp(). */
static const char *function_text(struct compilation *c, const struct point_match *m,
				 const struct function_point *point,
				 const struct kernel_function *function)
{
	struct probe_point copy = *m->point;

	copy.components = arena_alloc(c->arena, copy.ncomponents * sizeof(*copy.components));
	memcpy(copy.components, m->point->components, copy.ncomponents * sizeof(*copy.components));
	for (unsigned i = 0; i < copy.ncomponents; i++) {
		struct expr **arg = &copy.components[i].arg;

		if (*arg && *arg == point->name_arg)
			*arg = argument_named(c, *arg, function->name);
		else if (*arg && *arg == point->module_arg && function->module)
			*arg = argument_named(c, *arg, function->module);
	}
	return point_text(c, &copy);
}

static void add_one_function(struct expansion *x, const struct point_match *m,
			     const struct function_point *point,
			     const struct kernel_function *function)
{
	struct derived *d = add_derived(x, m, (enum probe_kind)m->number,
					function_text(x->c, m, point, function));

	d->probe->module = function->module;
	d->probe->function = function->name;
	d->probe->pattern = strpbrk(point->pattern, "*?[") ? point->pattern : NULL;
	d->probe->maxactive = (uint32_t)point->maxactive;
	d->has_signature = !point->untyped;
}

/* ---- those that match ---- */

#define CLONES_SHOWN 3

/*
 * What the compiler cut out of a function or made a copy of may lack arguments of it. The library's
 * own points know what they read.
 */
static void warn_of_clones(struct expansion *x, const struct point_match *m,
			   const struct kernel_function *functions, unsigned count)
{
	struct buf names = {0};
	unsigned nclones = 0;

	if (m->point->components[0].tok->span.source->is_library)
		return;
	for (unsigned i = 0; i < count; i++) {
		if (!strchr(functions[i].name, '.'))
			continue;
		if (nclones++ < CLONES_SHOWN)
			buf_printf(&names, "%s%s", nclones > 1 ? ", " : "", functions[i].name);
	}
	if (nclones > CLONES_SHOWN)
		buf_printf(&names, " and %u more", nclones - CLONES_SHOWN);
	if (nclones)
		semantic_warning(x->c, m->point->components[0].tok,
				 "probed as the clones that the compiler made of it, of which the "
				 "arguments are not known: %s",
				 names.data);
	buf_free(&names);
}

static unsigned keep_exported(struct compilation *c, const struct kernel_function **functions,
			      unsigned count)
{
	struct kernel_function *kept = NULL;
	unsigned nkept = 0;

	for (unsigned i = 0; i < count; i++)
		if ((*functions)[i].exported)
			arena_push(c->arena, kept, nkept, (*functions)[i]);
	*functions = kept;
	return nkept;
}

unsigned add_functions(struct expansion *x, const struct point_match *m,
		       const struct function_point *point)
{
	struct compilation *c = x->c;
	const struct kernel_function *functions;
	const char *why;
	int found = catalog(c)->find_functions(c->options->source, point->module, point->pattern,
					       &functions, &why);
	unsigned count = found > 0 ? (unsigned)found : 0;

	if (found < 0)
		return point_error(x, m, "%s", why);
	if (point->exported && count) {
		count = keep_exported(c, &functions, count);
		if (!count)
			return point_error(x, m, "no match: what is called so is not exported");
	}
	if (!count)
		return no_such_function(x, m, point->pattern);
	warn_of_clones(x, m, functions, count);
	for (unsigned i = 0; i < count; i++)
		add_one_function(x, m, point, &functions[i]);
	return count;
}

/* "name@file" goes by the name: which file a function is from is not known without debuginfo. */
static const char *without_file(struct expansion *x, const struct point_match *m,
				const char *pattern)
{
	const char *at = strchr(pattern, '@');

	if (!at)
		return pattern;
	semantic_warning(x->c, m->point->components[0].tok,
			 "source files are not known without debuginfo: '%s' is ignored", at);
	return arena_strndup(x->c->arena, pattern, (size_t)(at - pattern));
}

/* Its name is all that is known of it when the kernel's names cannot be read. */
static unsigned add_named(struct expansion *x, const struct point_match *m,
			  const struct function_point *point)
{
	const struct kernel_function function = {.module = point->module, .name = point->pattern};

	add_one_function(x, m, point, &function);
	return 1;
}

/*
 * A function of the kernel whose C type is known exists; to look it up is faster than to look for
 * the name among all symbols, and handlers mostly want the type.
 */
bool function_may_exist(const struct compilation *c, const char *module, const char *function)
{
	struct record_source *source = c->options->source;
	struct cfunction type;

	if (!module && !catalog(c)->ctypes_missing(source) &&
	    catalog(c)->function_type(source, NULL, function, &type))
		return true;
	return catalog(c)->has_function(source, module, function) != ANSWER_NO;
}

unsigned point_function(struct expansion *x, const struct point_match *m)
{
	struct compilation *c = x->c;
	const char *missing = kernel_lacks(c, catalog(c)->kprobes_missing);
	struct function_point point = read_function_point(m);
	bool many = strpbrk(point.pattern, "*?[") || (point.module && has_wildcard(point.module));

	if (many && strchr(point.pattern, '@'))
		return point_error(x, m,
				   "source files and lines are not known without debuginfo: name "
				   "the functions, as kernel.function(\"vfs_*\")");
	if (missing)
		return point_error(x, m, "%s", missing);
	if (!*point.pattern)
		return point_error(x, m, "no match");
	if (!check_maxactive(x, m, &point))
		return 0;
	if (point.module && !has_wildcard(point.module) && !point_check_module(x, m, point.module))
		return 0;
	point.pattern = without_file(x, m, point.pattern);
	if (!many && !point.exported && function_may_exist(c, point.module, point.pattern))
		return add_named(x, m, &point);
	return add_functions(x, m, &point);
}
