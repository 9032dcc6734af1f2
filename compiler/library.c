/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/library.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "compiler/tapset_dirs.h"
#include "parser/parse.h"

/* A folder of the tapset, read when a point's first component is one of its rows. */
struct shelf {
	const char *component;
	const char *folder;
};

static const struct shelf shelves[] = {
#define SHELF(component, folder) {component, folder},
#include "compiler/shelves.def"
#undef SHELF
};

#define SHELF_COUNT (sizeof(shelves) / sizeof(shelves[0]))

struct library {
	bool opened[SHELF_COUNT];
	const struct parse_context *context;
	const char *const *dirs;
	unsigned ndirs;
	bool loaded;
	struct script **scripts;
	unsigned nscripts;
	unsigned nfiles;
};

struct library *library_new(const struct parse_context *context, const char *const *dirs,
			    unsigned ndirs)
{
	struct library *library = arena_new_of(context->arena, struct library);

	library->context = context;
	library->dirs = dirs;
	library->ndirs = ndirs;
	return library;
}

static int is_script(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && strcmp(dot, ".stp") == 0;
}

static void warn(struct library *library, const char *format, const char *path, const char *why)
{
	diag_add(library->context->diags, DIAG_WARNING, (struct span){0}, NULL, "%s",
		 arena_printf(library->context->arena, format, path, why));
}

/* NULL after errors, which are none of the script that makes us read the library. */
static struct script *parse_file(struct library *library, const struct source *source)
{
	const struct parse_context *context = library->context;
	unsigned nerrors = context->diags->nerrors;
	struct script *script = parse_script(context, source);

	if (script)
		return script;
	parse_count_errors(context, nerrors);
	context->diags->nerrors = nerrors;
	warn(library, "tapset \"%s\" has errors, and will be skipped", source->name, NULL);
	return NULL;
}

static void load_file(struct library *library, const char *path)
{
	struct buf text = {0};
	struct source *source;
	struct script *script;

	library->nfiles++;
	if (buf_read_file(&text, path) < 0) {
		warn(library, "cannot read tapset \"%s\": %s", path, strerror(errno));
		buf_free(&text);
		return;
	}
	source = source_new(library->context->arena, path, text.data ? text.data : "", text.len);
	source->is_library = true;
	buf_free(&text);
	script = parse_file(library, source);
	if (script)
		arena_push(library->context->arena, library->scripts, library->nscripts, script);
}

static void load_directory(struct library *library, const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_script, alphasort);

	if (count < 0) {
		warn(library, "cannot read tapset directory \"%s\": %s", path, strerror(errno));
		return;
	}
	for (int i = 0; i < count; i++) {
		load_file(library,
			  arena_printf(library->context->arena, "%s/%s", path, entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
}

static void load_directories(struct library *library, struct tapset_dirs dirs)
{
	for (unsigned i = 0; i < dirs.count; i++)
		load_directory(library, dirs.items[i]);
}

static void load_root(struct library *library, const char *root)
{
	struct tapset_dirs dirs = tapset_dirs_of(library->context, root);

	if (dirs.count)
		load_directories(library, dirs);
	else
		load_directory(library, root); /* says what is wrong */
}

struct script **library_scripts(struct library *library, unsigned *count)
{
	if (!library->loaded) {
		library->loaded = true;
		for (unsigned i = 0; i < library->ndirs; i++)
			load_root(library, library->dirs[i]);
	}
	*count = library->nscripts;
	return library->scripts;
}

static void open_shelf(struct library *library, const char *folder)
{
	for (unsigned i = 0; i < library->ndirs; i++)
		load_directories(library,
				 tapset_dirs_in(library->context,
						arena_printf(library->context->arena, "%s/%s",
							     library->dirs[i], folder)));
}

/* Marks all rows of @folder; false: they were marked before. */
static bool take_folder(struct library *library, const char *folder)
{
	bool fresh = false;

	for (unsigned i = 0; i < SHELF_COUNT; i++) {
		if (strcmp(shelves[i].folder, folder) != 0)
			continue;
		fresh |= !library->opened[i];
		library->opened[i] = true;
	}
	return fresh;
}

void library_open_for(struct library *library, const char *component)
{
	for (unsigned i = 0; i < SHELF_COUNT; i++)
		if (fnmatch(component, shelves[i].component, 0) == 0 &&
		    take_folder(library, shelves[i].folder))
			open_shelf(library, shelves[i].folder);
}

void library_open_all(struct library *library)
{
	library_open_for(library, "*");
}

unsigned library_file_count(const struct library *library)
{
	return library->nfiles;
}
