/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types, variables and enumerators of BTF by their names. */
#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "runtime/tracefs/btf.h"
#include "runtime/tracefs/btf_data.h"

static struct ctype_ref ref_in(const struct btf_types *types, const struct btf_space *space,
			       uint32_t id)
{
	return (struct ctype_ref){.id = id, .space = (uint16_t)(space - types->spaces)};
}

/* ---- types ---- */

/* In the order in which a bare name is looked for; a tag before it leaves some of these. */
static const struct {
	const char *tag;
	uint32_t kinds[7];
} tags[] = {
	{"struct ", {BTF_KIND_STRUCT}},
	{"union ", {BTF_KIND_UNION}},
	{"enum ", {BTF_KIND_ENUM, BTF_KIND_ENUM64}},
	{"",
	 {BTF_KIND_STRUCT, BTF_KIND_UNION, BTF_KIND_TYPEDEF, BTF_KIND_ENUM, BTF_KIND_ENUM64,
	  BTF_KIND_INT}},
};

/* Of two of that name, a module means its own. */
static bool find_named(struct btf_types *types, const struct btf_space *space, const char *name,
		       struct ctype_ref *out)
{
	uint32_t id = 0;
	size_t len, i = 0;

	while (len = strlen(tags[i].tag), strncmp(name, tags[i].tag, len) != 0)
		i++;
	if (space->btf)
		id = btf_data_find(space->btf, name + len, tags[i].kinds);
	if (id)
		*out = ref_in(types, space, id);
	return id;
}

bool btf_find_ctype(struct btf_types *types, const char *module, const char *name,
		    struct ctype_ref *out)
{
	/* A module's types come with the kernel's, which they build on. */
	if (module && find_named(types, btf_space_of(types, module), name, out))
		return true;
	return find_named(types, btf_space_of(types, NULL), name, out);
}

/* ---- what is only declared ---- */

#define BTF_DIRECTORY "/sys/kernel/btf"

static int is_module(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strcmp(entry->d_name, "vmlinux") != 0;
}

/*
 * Looks through the types of all modules that are loaded: first those that the script has been
 * about, then the others in the order of their names.
 */
static bool find_in_modules(struct btf_types *types, const char *name, struct ctype_ref *out)
{
	struct dirent **entries = NULL;
	bool found = false;
	int count;

	for (unsigned i = 1; i < types->nspaces && !found; i++)
		found = find_named(types, &types->spaces[i], name, out);
	count = found ? 0 : scandir(BTF_DIRECTORY, &entries, is_module, alphasort);
	for (int i = 0; i < count; i++) {
		found = found ||
			find_named(types, btf_space_of(types, entries[i]->d_name), name, out);
		free(entries[i]);
	}
	free(entries);
	return found;
}

bool btf_define_ctype(struct btf_types *types, struct ctype_ref *ref)
{
	const struct btf_space *space = &types->spaces[ref->space];
	const struct ctype *type = btf_ctype(types, *ref);
	const char *name = arena_printf(types->arena, "%s %s", type->is_union ? "union" : "struct",
					type->name);

	return find_named(types, space, name, ref) || find_in_modules(types, name, ref);
}

/* ---- variables ---- */

/* Is the variable with this @id in the section of which each CPU has a copy? */
static bool is_per_cpu(struct btf_data *btf, uint32_t id)
{
	static const uint32_t kinds[] = {BTF_KIND_DATASEC, 0};
	uint32_t section = btf_data_find(btf, ".data..percpu", kinds);
	const struct btf_type *t = btf_data_type(btf, section);
	const struct btf_var_secinfo *info = t ? btf_behind(t) : NULL;

	for (unsigned i = 0; t && i < btf_vlen(t); i++)
		if (info[i].type == id)
			return true;
	return false;
}

bool btf_find_variable(struct btf_types *types, const char *module, const char *name,
		       struct kernel_variable *out)
{
	static const uint32_t kinds[] = {BTF_KIND_VAR, 0};
	struct btf_space *space = btf_space_of(types, module);
	uint32_t id = space->btf ? btf_data_find(space->btf, name, kinds) : 0;

	if (!id)
		return false;
	out->type = ref_in(types, space, btf_data_type(space->btf, id)->type);
	out->typed = true;
	out->per_cpu = is_per_cpu(space->btf, id);
	return true;
}

/* ---- enumerators ---- */

bool btf_find_enumerator(struct btf_types *types, const char *name, int64_t *out)
{
	const struct btf_space *space = btf_space_of(types, NULL);
	uint32_t index, id;

	id = space->btf ? btf_data_find_enumerator(space->btf, name, &index) : 0;
	if (id)
		*out = btf_ctype(types, ref_in(types, space, id))->values[index].value;
	return id;
}
