/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

	unsigned nerrors;

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
	nerrors = c->diags->nerrors;
	script = parse_script(&c->options->parse, source);
	if (c->diags->nerrors != nerrors) {
		c->diags->nerrors = nerrors; /* none of the script's own */
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

static bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* DIR/ARCH and DIR, as far as they are there. */
static void load_for_arch(struct library *library, const char *dir)
{
	const struct parse_context *parse = &library->c->options->parse;
	const char *own = arena_printf(library->c->arena, "%s/%s", dir, parse->arch);

	if (is_directory(own))
		load_directory(library, own);
	if (is_directory(dir))
		load_directory(library, dir);
}

/* A release without its last part: "6.1.0-9-amd64", "6.1.0", "6.1"; NULL behind the last. */
static const char *shorter_release(struct arena *arena, const char *release)
{
	const char *dash = strchr(release, '-'), *dot = strrchr(release, '.');

	if (dash)
		return arena_strndup(arena, release, (size_t)(dash - release));
	if (dot && dot != strchr(release, '.'))
		return arena_strndup(arena, release, (size_t)(dot - release));
	return NULL;
}

/* stap(1), TAPSET LIBRARY: what is for one kernel or architecture is in directories of its name. */
static void load_tree(struct library *library, const char *root)
{
	struct arena *arena = library->c->arena;
	const char *release = library->c->options->parse.kernel_release;

	for (; release; release = shorter_release(arena, release))
		load_for_arch(library, arena_printf(arena, "%s/%s", root, release));
	load_for_arch(library, root);
}

static void load_root(struct library *library, const char *root)
{
	if (!is_directory(root))
		load_directory(library, root); /* says what is wrong */
	else
		load_tree(library, root);
	load_tree(library, arena_printf(library->c->arena, "%s/linux", root));
}

struct script **library_scripts(struct library *library, unsigned *count)
{
	if (!library->loaded) {
		library->loaded = true;
		for (unsigned i = 0; i < library->c->options->ntapset_dirs; i++)
			load_root(library, library->c->options->tapset_dirs[i]);
	}
	*count = library->nscripts;
	return library->scripts;
}

unsigned library_file_count(const struct library *library)
{
	return library->nfiles;
}
