/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of the kernel's own: types, and variables and enumerators, which are @var and @const. Its
 * symbol table has no types, and BTF has those of few variables, so that of most there is the
 * address only.
 */
#include "config.h"

#include <string.h>

#include "base/buf.h"
#include "compiler/ctargets.h"

/* ---- types ---- */

/* "kernel" and "kernel<linux/sched.h>" are the kernel. */
static const char *target_module(const struct expr *e)
{
	const char *module = e->target.module;

	if (!module || !*module || strcmp(module, "kernel") == 0 || strchr(module, '<'))
		return NULL;
	return module;
}

/* Names that C has for what BTF, as debuginfo does, knows by its full one. */
static const char *const full_names[][2] = {
	{"short", "short int"},
	{"unsigned short", "short unsigned int"},
	{"unsigned", "unsigned int"},
	{"long", "long int"},
	{"unsigned long", "long unsigned int"},
	{"long long", "long long int"},
	{"unsigned long long", "long long unsigned int"},
	{"bool", "_Bool"},
};

static const char *full_name(const char *name)
{
	for (size_t i = 0; i < sizeof(full_names) / sizeof(full_names[0]); i++)
		if (strcmp(name, full_names[i][0]) == 0)
			return full_names[i][1];
	return name;
}

/* A star behind the name says what a cast means anyway. */
static const char *without_star(struct compilation *c, const char *name)
{
	size_t length = strlen(name);

	if (length && name[length - 1] == '*')
		length--;
	while (length && name[length - 1] == ' ')
		length--;
	return arena_strndup(c->arena, name, length);
}

static bool find_ctype_in(struct compilation *c, const char *module, const char *name,
			  struct ctype_ref *type)
{
	return c->options->catalog->find_ctype(c->options->source, module, full_name(name), type);
}

bool find_ctype_by_name(struct compilation *c, const char *name, struct ctype_ref *type)
{
	return find_ctype_in(c, NULL, name, type);
}

bool find_ctype_of_cast(struct compilation *c, const struct expr *e, struct ctype_ref *type)
{
	return find_ctype_in(c, target_module(e), without_star(c, e->target.name), type);
}

/* Of ten thousands of names some are like any: two letters may be wrong. */
#define NEAR 4

static const char *similar_kernel_names(struct compilation *c, const char *module,
					enum kernel_names kind, const char *name)
{
	struct candidates list = {0};
	const char *const *all;
	unsigned count = c->options->catalog->names(c->options->source, module, kind, &all);

	for (unsigned i = 0; i < count; i++)
		candidate_add(c, &list, all[i]);
	return near_names(c, name, &list, NEAR);
}

const char *similar_ctypes(struct compilation *c, const char *module, const char *name)
{
	static const char *const tags[] = {"struct ", "union ", "enum "};

	for (unsigned i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (strncmp(name, tags[i], strlen(tags[i])) == 0)
			name += strlen(tags[i]);
	return similar_kernel_names(c, module, KERNEL_NAMES_TYPES, name);
}

void report_unknown_ctype(struct compilation *c, const struct expr *e)
{
	semantic_error(c, e->tok, "type definition '%s' not found in the kernel's BTF%s",
		       e->target.name,
		       similar_ctypes(c, target_module(e), without_star(c, e->target.name)));
}

/* ---- variables ---- */

/* "name@file.c": which of several of the name is meant is not known without debuginfo. */
static const char *name_of(struct compilation *c, const struct expr *e)
{
	const char *name = e->target.name;

	return arena_strndup(c->arena, name, strcspn(name, "@"));
}

static enum value_type refuse(struct compilation *c, const struct expr *e, const char *text)
{
	semantic_error(c, e->tok, "%s", text);
	return TYPE_UNKNOWN;
}

/* Its address is all that is known: a number. */
static enum value_type read_untyped(struct compilation *c, const struct expr *e, const char *name,
				    struct target_read *out)
{
	if (e->target.address_of && !e->target.ncomponents) {
		out->fetch.type = FETCH_U64;
		return TYPE_LONG;
	}
	return refuse(c, e,
		      arena_printf(c->arena,
				   "the type of kernel variable '%s' is not known: BTF has few "
				   "variables; say it: kernel_long(&@var(\"%s\")), "
				   "@cast(&@var(\"%s\"), \"TYPE\")",
				   name, name, name));
}

static enum value_type refuse_unknown(struct compilation *c, const struct expr *e, const char *name)
{
	const char *module = target_module(e), *symbols[5];
	struct buf similar = {0};
	unsigned count = c->options->catalog->similar_symbols(c->options->source, SYMBOL_DATA, name,
							      symbols, 5);
	enum value_type type;

	for (unsigned i = 0; i < count; i++)
		buf_printf(&similar, "%s%s", i ? ", " : " (similar: ", symbols[i]);
	type = refuse(c, e,
		      arena_printf(c->arena, "unable to find global '%s' in %s%s%s", name,
				   module ? module : "kernel", similar.len ? similar.data : "",
				   similar.len ? ")" : ""));
	buf_free(&similar);
	return type;
}

static enum value_type read_variable(struct compilation *c, const struct expr *e,
				     struct target_read *out)
{
	const struct catalog_ops *catalog = c->options->catalog;
	const char *name = name_of(c, e), *module = target_module(e);
	struct c_start start = {.is_pointer = true};
	struct kernel_variable variable;

	if (module && strchr(module, '/'))
		return refuse(c, e, "variables of processes cannot be read in this version");
	if (!catalog->find_variable(c->options->source, module, name, &variable))
		return refuse_unknown(c, e, name);
	if (variable.per_cpu)
		return refuse(c, e,
			      arena_printf(c->arena,
					   "'%s' is a variable of each CPU, of which the kernel "
					   "does not tell an event where it is",
					   name));
	/* A module's symbol may have namesakes elsewhere. */
	if (module)
		start.fetch =
			(struct fetch){.base = FETCH_ADDRESS, .number = (int64_t)variable.address};
	else
		start.fetch = (struct fetch){.base = FETCH_SYMBOL, .name = name};
	start.type = variable.type;
	*out = (struct target_read){.fetch = start.fetch};
	return variable.typed ? resolve_c_path(c, e, &start, out) : read_untyped(c, e, name, out);
}

void resolve_kernel_variable(struct compilation *c, struct expr *e)
{
	struct target_read *read = arena_new_of(c->arena, struct target_read);

	e->type = read_variable(c, e, read);
	if (e->type == TYPE_UNKNOWN) {
		e->type = TYPE_LONG;
		return;
	}
	read->fetch.near = arena_printf(c->arena, "%s at %s", token_describe(c->arena, e->tok),
					source_where(c->arena, e->tok->span));
	e->target.read = read;
}

bool kernel_variable_exists(struct compilation *c, const struct expr *e)
{
	const struct diag_list before = *c->diags;
	struct kernel_variable variable;
	struct target_read read;
	bool found;

	/* What is similar would be looked for in vain. */
	if (!c->options->catalog->find_variable(c->options->source, target_module(e), name_of(c, e),
						&variable))
		return false;
	found = read_variable(c, e, &read) != TYPE_UNKNOWN;

	diag_retract(c->diags, &before);
	return found;
}

/* ---- enumerators ---- */

bool find_constant(struct compilation *c, const struct expr *e, int64_t *out)
{
	return c->options->catalog->find_enumerator(c->options->source, e->string.text, out);
}

void resolve_constant(struct compilation *c, struct expr *e)
{
	int64_t value;

	if (!embedded_constant(c, e->string.text, &value) &&
	    (c->options->catalog->ctypes_missing(c->options->source) ||
	     !find_constant(c, e, &value)))
		return;
	e->kind = EXPR_NUMBER;
	e->number = value;
}

void refuse_constant(struct compilation *c, const struct expr *e)
{
	semantic_error(
		c, e->tok,
		"'%s' is no enumerator that the kernel's BTF tells of%s: macros are not known "
		"without its headers; write the value",
		e->string.text,
		similar_kernel_names(c, NULL, KERNEL_NAMES_ENUMERATORS, e->string.text));
}
