/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/tapset_dirs.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "parser/parse.h"

static void add(const struct parse_context *context, struct tapset_dirs *dirs, const char *path)
{
	struct stat status;

	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		arena_push(context->arena, dirs->items, dirs->count, path);
}

static void add_for_arch(const struct parse_context *context, struct tapset_dirs *dirs,
			 const char *path)
{
	add(context, dirs, arena_printf(context->arena, "%s/%s", path, context->arch));
	add(context, dirs, path);
}

/* NULL behind the last. */
static const char *shorter_release(struct arena *arena, const char *release)
{
	const char *dash = strchr(release, '-'), *dot = strrchr(release, '.');

	if (dash)
		return arena_strndup(arena, release, (size_t)(dash - release));
	if (dot && dot != strchr(release, '.'))
		return arena_strndup(arena, release, (size_t)(dot - release));
	return NULL;
}

static void add_tree(const struct parse_context *context, struct tapset_dirs *dirs,
		     const char *root)
{
	struct arena *arena = context->arena;

	for (const char *release = context->kernel_release; release;
	     release = shorter_release(arena, release))
		add_for_arch(context, dirs, arena_printf(arena, "%s/%s", root, release));
	add_for_arch(context, dirs, root);
}

struct tapset_dirs tapset_dirs_in(const struct parse_context *context, const char *root)
{
	struct tapset_dirs dirs = {0};

	add_tree(context, &dirs, root);
	return dirs;
}

struct tapset_dirs tapset_dirs_of(const struct parse_context *context, const char *root)
{
	struct tapset_dirs dirs = {0};

	add_tree(context, &dirs, arena_printf(context->arena, "%s/linux", root));
	add_tree(context, &dirs, root);
	return dirs;
}
