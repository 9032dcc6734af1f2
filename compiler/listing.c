/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --dump-...: what there is to be used, in the form of stap, by name. */
#include "config.h"

#include "compiler/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/points.h"

struct listing {
	struct arena *arena;
	const char **lines;
	unsigned count;
};

/* Takes the text, of which a copy becomes a line. */
static void add_line(struct listing *listing, struct buf *line)
{
	arena_push(listing->arena, listing->lines, listing->count,
		   arena_strndup(listing->arena, line->data, line->len));
	buf_free(line);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_sorted(struct listing *listing, struct buf *out)
{
	if (listing->count)
		qsort(listing->lines, listing->count, sizeof(*listing->lines), by_text);
	for (unsigned i = 0; i < listing->count; i++)
		if (!i || strcmp(listing->lines[i], listing->lines[i - 1]))
			buf_printf(out, "%s\n", listing->lines[i]);
}

static bool is_internal(const char *name)
{
	return *name == '_';
}

/* ---- probe points ---- */

static void add_point(struct listing *listing, const char *pattern)
{
	struct buf line = {0};

	for (; *pattern; pattern++) {
		if (*pattern == '#')
			buf_puts(&line, "number");
		else if (*pattern == '$')
			buf_puts(&line, "string");
		else
			buf_putc(&line, *pattern);
	}
	add_line(listing, &line);
}

void list_points(struct arena *arena, struct buf *out)
{
	struct listing listing = {.arena = arena};

	for (unsigned i = 0; point_pattern(i); i++)
		if (point_is_offered(i))
			add_point(&listing, point_pattern(i));
	put_sorted(&listing, out);
}

/* ---- aliases ---- */

static void add_alias(struct listing *listing, const struct probe_decl *decl,
		      const struct probe_point *name)
{
	struct buf line = {0};

	ast_print_point(&line, name);
	buf_puts(&line, decl->epilogue ? " += " : " = ");
	for (unsigned i = 0; i < decl->points.count; i++) {
		buf_puts(&line, i ? ", " : "");
		ast_print_point(&line, decl->points.items[i]);
	}
	add_line(listing, &line);
}

static void add_aliases(struct listing *listing, const struct script *script)
{
	for (unsigned i = 0; i < script->naliases; i++) {
		const struct probe_decl *decl = script->aliases[i];

		for (unsigned j = 0; j < decl->aliases.count; j++)
			if (!is_internal(decl->aliases.items[j]->components[0].name))
				add_alias(listing, decl, decl->aliases.items[j]);
	}
}

void list_aliases(struct arena *arena, struct library *library, struct buf *out)
{
	struct listing listing = {.arena = arena};
	struct script **scripts;
	unsigned count;

	library_open_all(library);
	scripts = library_scripts(library, &count);
	for (unsigned i = 0; i < count; i++)
		add_aliases(&listing, scripts[i]);
	put_sorted(&listing, out);
}

/* ---- functions ---- */

static void add_builtin(struct listing *listing, const char *name, const char *signature)
{
	struct buf line = {0};

	if (is_internal(name))
		return;
	put_signature(&line, name, signature);
	add_line(listing, &line);
}

static void add_declared(struct listing *listing, const struct function_decl *decl)
{
	struct buf line = {0};

	if (decl->is_private || is_internal(decl->name))
		return;
	buf_printf(&line, "%s:%s (", decl->name, type_name(decl->type));
	for (unsigned i = 0; i < decl->nparams; i++)
		buf_printf(&line, "%s%s:%s", i ? ", " : "", decl->params[i].name,
			   type_name(decl->params[i].type));
	buf_putc(&line, ')');
	add_line(listing, &line);
}

void list_functions(struct arena *arena, struct library *library, struct buf *out)
{
	struct listing listing = {.arena = arena};
	unsigned count;
	struct script **scripts = library_scripts(library, &count);

	for (unsigned i = 0; i < BUILTIN_COUNT; i++)
		add_builtin(&listing, builtins[i].name, builtins[i].signature);
	for (unsigned i = 0; context_function_row(i); i++)
		add_builtin(&listing, context_function_row(i)->name,
			    context_function_row(i)->signature);
	for (unsigned i = 0; i < count; i++)
		for (unsigned j = 0; j < scripts[i]->nfunctions; j++)
			add_declared(&listing, scripts[i]->functions[j]);
	put_sorted(&listing, out);
}
