/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/btf_functions.h"

#include <string.h>

#include "base/arena.h"
#include "runtime/tracefs/btf_data.h"

/* Making the index takes as long as some questions; one or two are what most scripts have. */
#define ASKED_WITHOUT_INDEX 3
#define NHASHES		    16384 /* a power of two */

struct btf_function {
	uint32_t id;
	const char *name; /* in the file */
	struct btf_function *next;
};

/* FNV-1a */
static uint32_t hash_of(const char *name)
{
	uint32_t hash = 2166136261u;

	while (*name)
		hash = (hash ^ (unsigned char)*name++) * 16777619u;
	return (hash ^ hash >> 16) % NHASHES;
}

static struct btf_function *find(const struct btf_functions *functions, const char *name)
{
	struct btf_function *function = functions->index[hash_of(name)];

	while (function && strcmp(function->name, name) != 0)
		function = function->next;
	return function;
}

/* The first of a name counts, and a module's own before the kernel's, as in btf_data_find(). */
static void make_index(struct btf_functions *functions, struct arena *arena, struct btf_data *btf)
{
	functions->index = arena_alloc(arena, NHASHES * sizeof(*functions->index));
	for (; btf; btf = btf->base)
		for (struct btf_cursor at = {0}; btf_data_next(btf, &at);) {
			struct btf_function *function, **list;
			const char *name;

			if (btf_kind(at.type) != BTF_KIND_FUNC)
				continue;
			name = btf_data_name(btf, at.type->name_off);
			if (find(functions, name))
				continue;
			function = arena_new_of(arena, struct btf_function);
			list = &functions->index[hash_of(name)];
			*function = (struct btf_function){at.id, name, *list};
			*list = function;
		}
}

static uint32_t look_up(struct btf_functions *functions, struct arena *arena, struct btf_data *btf,
			const char *name)
{
	static const uint32_t kinds[] = {BTF_KIND_FUNC, 0};
	const struct btf_function *found;

	if (functions->nasked++ < ASKED_WITHOUT_INDEX)
		return btf_data_find(btf, name, kinds);
	if (!functions->index)
		make_index(functions, arena, btf);
	found = find(functions, name);
	return found ? found->id : 0;
}

uint32_t btf_functions_find(struct btf_functions *functions, struct arena *arena,
			    struct btf_data *btf, const char *name)
{
	if (functions->last && !strcmp(functions->last, name))
		return functions->last_id;
	functions->last_id = look_up(functions, arena, btf, name);
	functions->last = arena_strdup(arena, name);
	return functions->last_id;
}
