/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All names of a kind that BTF has, for those who have mistyped one. */
#include "config.h"

#include <bpf/btf.h>

#include "base/arena.h"
#include "runtime/tracefs/btf.h"

struct names {
	struct btf_types *types;
	enum kernel_names kind;
	const char **items;
	unsigned count;
};

static void add_name(struct names *names, const struct btf *btf, uint32_t offset)
{
	const char *name = btf__name_by_offset(btf, offset);

	if (name && *name)
		arena_push(names->types->arena, names->items, names->count, name);
}

static bool has_values(const struct btf_type *t)
{
	return btf_is_composite(t) || btf_is_typedef(t) || btf_is_any_enum(t) || btf_is_int(t);
}

static void add_type(struct names *names, const struct btf *btf, uint32_t id)
{
	const struct btf_type *t = btf__type_by_id(btf, id);

	if (names->kind == KERNEL_NAMES_TYPES && has_values(t))
		add_name(names, btf, t->name_off);
	if (names->kind != KERNEL_NAMES_ENUMERATORS)
		return;
	for (unsigned i = 0; btf_is_enum(t) && i < btf_vlen(t); i++)
		add_name(names, btf, btf_enum(t)[i].name_off);
	for (unsigned i = 0; btf_is_enum64(t) && i < btf_vlen(t); i++)
		add_name(names, btf, btf_enum64(t)[i].name_off);
}

unsigned btf_names(struct btf_types *types, const char *module, enum kernel_names kind,
		   const char *const **out)
{
	const struct btf_space *space = btf_space_of(types, module);
	struct names names = {.types = types, .kind = kind};

	/* The ids of a module's types go on where the kernel's end, and both are found by them. */
	for (uint32_t id = 1; space->btf && id < space->ntypes; id++)
		add_type(&names, space->btf, id);
	*out = (const char *const *)names.items;
	return names.count;
}
