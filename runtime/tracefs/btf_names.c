/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All names of a kind that BTF has, for those who have mistyped one. */
#include "config.h"

#include "base/arena.h"
#include "runtime/tracefs/btf.h"
#include "runtime/tracefs/btf_data.h"

struct names {
	struct btf_types *types;
	enum kernel_names kind;
	const char **items;
	unsigned count;
};

static void add_name(struct names *names, struct btf_data *btf, uint32_t offset)
{
	const char *name = btf_data_name(btf, offset);

	if (*name)
		arena_push(names->types->arena, names->items, names->count, name);
}

static bool has_values(const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
	case BTF_KIND_INT:
		return true;
	default:
		return false;
	}
}

static void add_type(struct names *names, struct btf_data *btf, const struct btf_type *t)
{
	const struct btf_enum *small = btf_behind(t);
	const struct btf_enum64 *big = btf_behind(t);

	if (names->kind == KERNEL_NAMES_TYPES && has_values(t))
		add_name(names, btf, t->name_off);
	if (names->kind != KERNEL_NAMES_ENUMERATORS)
		return;
	for (unsigned i = 0; btf_kind(t) == BTF_KIND_ENUM && i < btf_vlen(t); i++)
		add_name(names, btf, small[i].name_off);
	for (unsigned i = 0; btf_kind(t) == BTF_KIND_ENUM64 && i < btf_vlen(t); i++)
		add_name(names, btf, big[i].name_off);
}

unsigned btf_names(struct btf_types *types, const char *module, enum kernel_names kind,
		   const char *const **out)
{
	struct names names = {.types = types, .kind = kind};

	/* A module's types come with the kernel's, which they build on. */
	for (struct btf_data *btf = btf_space_of(types, module)->btf; btf; btf = btf->base)
		for (struct btf_cursor cursor = {0}; btf_data_next(btf, &cursor);)
			add_type(&names, btf, cursor.type);
	*out = (const char *const *)names.items;
	return names.count;
}
