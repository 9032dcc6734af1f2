/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/btf_functions.h"

#include <bpf/btf.h>
#include <string.h>

#include "base/arena.h"

/* Making the index takes as long as two questions; one or two are what most scripts have. */
#define ASKED_WITHOUT_INDEX 1
#define NHASHES		    16384 /* a power of two */

/* FNV-1a */
static uint32_t hash_of(const char *name)
{
	uint32_t hash = 2166136261u;

	while (*name)
		hash = (hash ^ (unsigned char)*name++) * 16777619u;
	return (hash ^ hash >> 16) % NHASHES;
}

static const char *function_name(const struct btf *btf, uint32_t id)
{
	const struct btf_type *t = btf__type_by_id(btf, id);
	const char *name = btf_is_func(t) ? btf__name_by_offset(btf, t->name_off) : NULL;

	return name;
}

/* From the last id on, so that each list begins with the lowest, as libbpf's search does. */
static void make_index(struct btf_functions *functions, struct arena *arena, const struct btf *btf)
{
	uint32_t count = btf__type_cnt(btf);

	functions->first = arena_alloc(arena, NHASHES * sizeof(*functions->first));
	functions->next = arena_alloc(arena, count * sizeof(*functions->next));
	for (uint32_t id = count - 1; id; id--) {
		const char *name = function_name(btf, id);
		uint32_t *list = name ? &functions->first[hash_of(name)] : NULL;

		if (!list)
			continue;
		functions->next[id] = *list;
		*list = id;
	}
}

uint32_t btf_functions_find(struct btf_functions *functions, struct arena *arena,
			    const struct btf *btf, const char *name)
{
	uint32_t id;

	if (functions->nasked++ < ASKED_WITHOUT_INDEX) {
		int found = btf__find_by_name_kind(btf, name, BTF_KIND_FUNC);

		return found > 0 ? (uint32_t)found : 0;
	}
	if (!functions->first)
		make_index(functions, arena, btf);
	id = functions->first[hash_of(name)];
	while (id && strcmp(function_name(btf, id), name) != 0)
		id = functions->next[id];
	return id;
}
