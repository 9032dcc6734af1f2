/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/compiler.h"

/*
 * The tapset is read when the first name is not the user's own nor built in: most one-liners
 * never pay for it.
 */
struct library {
	struct compilation *c;
	bool loaded;
	struct script **scripts;
	unsigned nscripts;
	unsigned nfiles;
};

struct library *library_new(struct compilation *c)
{
	struct library *library = arena_new_of(c->arena, struct library);

	library->c = c;
	return library;
}

static int is_script(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && strcmp(dot, ".stp") == 0;
}

static void load_file(struct library *library, const char *path)
{
	struct compilation *c = library->c;
	struct buf text = {0};
	struct source *source;
	struct script *script;

	library->nfiles++;
	if (buf_read_file(&text, path) < 0) {
		diag_add(c->diags, DIAG_ERROR, (struct span){0}, NULL, "cannot read %s: %s", path,
			 strerror(errno));
		buf_free(&text);
		return;
	}
	source = source_new(c->arena, path, text.data, text.len);
	source->is_library = true;
	buf_free(&text);
	script = parse_script(&c->options->parse, source);
	if (!script) {
		diag_add(c->diags, DIAG_WARNING, (struct span){0}, NULL,
			 "tapset \"%s\" has errors, and will be skipped", path);
		return;
	}
	script->is_library = true;
	arena_push(c->arena, library->scripts, library->nscripts, script);
}

static void load_directory(struct library *library, const char *path)
{
	struct compilation *c = library->c;
	struct dirent **entries;
	int count = scandir(path, &entries, is_script, alphasort);

	if (count < 0) {
		diag_add(c->diags, DIAG_WARNING, (struct span){0}, NULL,
			 "cannot read tapset directory %s: %s", path, strerror(errno));
		return;
	}
	for (int i = 0; i < count; i++) {
		load_file(library, arena_printf(c->arena, "%s/%s", path, entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
}

struct script **library_scripts(struct library *library, unsigned *count)
{
	if (!library->loaded) {
		library->loaded = true;
		for (unsigned i = 0; i < library->c->options->ntapset_dirs; i++)
			load_directory(library, library->c->options->tapset_dirs[i]);
	}
	*count = library->nscripts;
	return library->scripts;
}

unsigned library_file_count(const struct library *library)
{
	return library->nfiles;
}
