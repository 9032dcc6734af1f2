/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types, variables and enumerators of BTF by their names. */
#include "config.h"

#include <bpf/btf.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "runtime/tracefs/btf.h"

static struct ctype_ref ref_in(const struct btf_types *types, const struct btf_space *space, int id)
{
	return (struct ctype_ref){.id = (uint32_t)id, .space = (uint16_t)(space - types->spaces)};
}

/* ---- types ---- */

/* @tag: what stands before a name that can be of this kind only. */
static const struct kind_row {
	uint32_t kind;
	const char *tag;
} kinds[] = {
	{BTF_KIND_STRUCT, "struct "}, {BTF_KIND_UNION, "union "}, {BTF_KIND_TYPEDEF, ""},
	{BTF_KIND_ENUM, "enum "},     {BTF_KIND_ENUM64, "enum "}, {BTF_KIND_INT, ""},
};

#define NKINDS (sizeof(kinds) / sizeof(kinds[0]))

static const char *tag_of_name(const char *name)
{
	for (unsigned i = 0; i < NKINDS; i++)
		if (*kinds[i].tag && strncmp(name, kinds[i].tag, strlen(kinds[i].tag)) == 0)
			return kinds[i].tag;
	return "";
}

typedef int find_by_name_kind(const struct btf *btf, const char *name, uint32_t kind);

/* Among the types that are not those of the kernel which they build on. */
static int find_own(const struct btf *btf, const char *name, uint32_t kind)
{
	for (uint32_t id = btf__type_cnt(btf__base_btf(btf)); id < btf__type_cnt(btf); id++) {
		const struct btf_type *t = btf__type_by_id(btf, id);

		if (btf_kind(t) == kind && strcmp(btf__name_by_offset(btf, t->name_off), name) == 0)
			return (int)id;
	}
	return -1;
}

static int find_id(const struct btf *btf, find_by_name_kind *find, const char *name)
{
	const char *tag = tag_of_name(name);
	int id = -1;

	for (unsigned i = 0; id <= 0 && i < NKINDS; i++)
		if (!*tag || strcmp(tag, kinds[i].tag) == 0)
			id = find(btf, name + strlen(tag), kinds[i].kind);
	return id;
}

/* Of two of that name, a module means its own. */
static bool find_named(struct btf_types *types, const struct btf_space *space, const char *name,
		       struct ctype_ref *out)
{
	int id = -1;

	if (space->btf && space->module)
		id = find_id(space->btf, find_own, name);
	if (space->btf && id <= 0)
		id = find_id(space->btf, btf__find_by_name_kind, name);
	if (id > 0)
		*out = ref_in(types, space, id);
	return id > 0;
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
 * Looks through the types of all modules that are loaded: first those that the script has been about,
 * then the others in the order of their names.
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
	const char *name = btf_ctype_text(types, *ref);

	name = arena_printf(types->arena, "%s%s", tag_of_name(name), btf_ctype(types, *ref)->name);
	return find_named(types, space, name, ref) || find_in_modules(types, name, ref);
}

/* ---- variables ---- */

/* Is the variable with this @id in the section of which each CPU has a copy? */
static bool is_per_cpu(const struct btf *btf, uint32_t id)
{
	int section = btf__find_by_name_kind(btf, ".data..percpu", BTF_KIND_DATASEC);
	const struct btf_type *t = section > 0 ? btf__type_by_id(btf, (uint32_t)section) : NULL;
	const struct btf_var_secinfo *info = t ? btf_var_secinfos(t) : NULL;

	for (unsigned i = 0; t && i < btf_vlen(t); i++)
		if (info[i].type == id)
			return true;
	return false;
}

bool btf_find_variable(struct btf_types *types, const char *module, const char *name,
		       struct kernel_variable *out)
{
	struct btf_space *space = btf_space_of(types, module);
	int id = -1;

	if (space->btf)
		id = btf__find_by_name_kind(space->btf, name, BTF_KIND_VAR);
	if (id <= 0)
		return false;
	out->type = ref_in(types, space, (int)btf__type_by_id(space->btf, (uint32_t)id)->type);
	out->typed = true;
	out->per_cpu = is_per_cpu(space->btf, (uint32_t)id);
	return true;
}

/* ---- enumerators ---- */

static bool find_value(const struct ctype *type, const char *name, int64_t *out)
{
	for (unsigned i = 0; i < type->nvalues; i++)
		if (strcmp(type->values[i].name, name) == 0) {
			*out = type->values[i].value;
			return true;
		}
	return false;
}

bool btf_find_enumerator(struct btf_types *types, const char *name, int64_t *out)
{
	const struct btf_space *space = btf_space_of(types, NULL);

	for (uint32_t id = 1; id < space->ntypes; id++)
		if (btf_is_any_enum(btf__type_by_id(space->btf, id)) &&
		    find_value(btf_ctype(types, ref_in(types, space, (int)id)), name, out))
			return true;
	return false;
}
