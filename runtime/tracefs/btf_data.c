/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/btf_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/xalloc.h"

#define BTF_STEP 16
/* Arrays of arrays, typedefs of typedefs: more is no type that C has, but a circle. */
#define DEPTH_MAX 64

/* What is behind a type: so much, and so much more for each of its vlen parts. */
static const struct {
	uint8_t fixed;
	uint8_t each;
	bool known;
} behind[] = {
	[BTF_KIND_INT] = {sizeof(uint32_t), 0, true},
	[BTF_KIND_PTR] = {0, 0, true},
	[BTF_KIND_ARRAY] = {sizeof(struct btf_array), 0, true},
	[BTF_KIND_STRUCT] = {0, sizeof(struct btf_member), true},
	[BTF_KIND_UNION] = {0, sizeof(struct btf_member), true},
	[BTF_KIND_ENUM] = {0, sizeof(struct btf_enum), true},
	[BTF_KIND_FWD] = {0, 0, true},
	[BTF_KIND_TYPEDEF] = {0, 0, true},
	[BTF_KIND_VOLATILE] = {0, 0, true},
	[BTF_KIND_CONST] = {0, 0, true},
	[BTF_KIND_RESTRICT] = {0, 0, true},
	[BTF_KIND_FUNC] = {0, 0, true},
	[BTF_KIND_FUNC_PROTO] = {0, sizeof(struct btf_param), true},
	[BTF_KIND_VAR] = {sizeof(struct btf_var), 0, true},
	[BTF_KIND_DATASEC] = {0, sizeof(struct btf_var_secinfo), true},
	[BTF_KIND_FLOAT] = {0, 0, true},
	[BTF_KIND_DECL_TAG] = {sizeof(struct btf_decl_tag), 0, true},
	[BTF_KIND_TYPE_TAG] = {0, 0, true},
	[BTF_KIND_ENUM64] = {0, sizeof(struct btf_enum64), true},
};

/* ---- types ---- */

static void note_place(struct btf_data *data, uint32_t id, size_t at)
{
	uint32_t number = id - data->first_id;

	if (number == data->nplaces * BTF_STEP)
		arena_push(data->arena, data->places, data->nplaces, (uint32_t)at);
}

/* The call is for what is not there yet: all types are passed on the way to one of them. */
static bool has(struct btf_data *data, size_t until)
{
	struct btf_part *types = &data->file.types;

	return until <= types->have || until <= btf_file_reach(&data->file, types, until);
}

/* The type at @at of the types, all of it; NULL: there is none, or of a kind from the future. */
static const struct btf_type *type_at(struct btf_data *data, size_t at, size_t *end)
{
	const struct btf_type *t;
	uint32_t kind;

	if (!has(data, at + sizeof(*t)))
		return NULL;
	t = (const struct btf_type *)(data->file.data + data->file.types.begin + at);
	kind = btf_kind(t);
	if (kind >= sizeof(behind) / sizeof(*behind) || !behind[kind].known)
		return NULL;
	*end = at + sizeof(*t) + behind[kind].fixed + (size_t)btf_vlen(t) * behind[kind].each;
	return has(data, *end) ? t : NULL;
}

bool btf_data_next(struct btf_data *data, struct btf_cursor *cursor)
{
	uint32_t id = cursor->id ? cursor->id + 1 : data->first_id;
	size_t at = cursor->next;

	cursor->type = type_at(data, at, &cursor->next);
	if (!cursor->type)
		return false;
	cursor->id = id;
	note_place(data, id, at);
	return true;
}

const struct btf_type *btf_data_type(struct btf_data *data, uint32_t id)
{
	struct btf_cursor cursor = {0};
	uint32_t place;

	while (id < data->first_id && data->base)
		data = data->base;
	if (id < data->first_id)
		return NULL;
	place = (id - data->first_id) / BTF_STEP;
	if (data->nplaces) {
		place = place < data->nplaces ? place : data->nplaces - 1;
		cursor.next = data->places[place];
		cursor.id = data->first_id + place * BTF_STEP - 1;
	}
	while (btf_data_next(data, &cursor))
		if (cursor.id == id)
			return cursor.type;
	return NULL;
}

/* Where the numbers of one that builds on @data begin. */
static uint32_t end_of_ids(struct btf_data *data)
{
	struct btf_cursor cursor = {0};

	while (btf_data_next(data, &cursor))
		;
	return cursor.id ? cursor.id + 1 : data->first_id;
}

/* ---- names ---- */

static const char *strings_of(const struct btf_data *data)
{
	return data->file.data + data->file.strings.begin;
}

const char *btf_data_name(struct btf_data *data, uint32_t offset)
{
	struct btf_part *strings = &data->file.strings;
	size_t have, at, looked;

	while (offset < data->first_name)
		data = data->base, strings = &data->file.strings;
	at = looked = offset - data->first_name;
	have = btf_file_reach(&data->file, strings, at + 1);
	while (looked < have && !memchr(strings_of(data) + looked, '\0', have - looked)) {
		looked = have;
		have = btf_file_reach(&data->file, strings, have + 1);
	}
	return looked < have ? strings_of(data) + at : "";
}

/* A module's names have no NUL before the first one: the kernel's end with it. */
static bool begins_with(struct btf_data *data, const char *name)
{
	size_t len = strlen(name);

	return data->base && btf_file_reach(&data->file, &data->file.strings, len + 1) > len &&
	       memcmp(strings_of(data), name, len + 1) == 0;
}

/*
 * The next place of @name among the names of @data itself, from *@from on, which is moved behind
 * it. The deduplication that kernels and modules pass keeps each text once and whole.
 * Returns false when there is none.
 */
static bool find_name(struct btf_data *data, const char *name, size_t *from, uint32_t *offset)
{
	struct btf_part *strings = &data->file.strings;
	size_t len = strlen(name), have = strings->have;
	const char *found = NULL;
	char *wanted; /* with the NUL before it, and its own */

	if (*from == 0 && begins_with(data, name)) {
		*offset = data->first_name;
		*from = 1;
		return true;
	}
	wanted = xcalloc(1, len + 2);
	memcpy(wanted + 1, name, len);
	for (;;) {
		if (have > *from)
			found = memmem(strings_of(data) + *from, have - *from, wanted, len + 2);
		if (found || have == strings->len)
			break;
		/* Its beginning may be there already. */
		if (have > *from + len + 1)
			*from = have - len - 1;
		if (btf_file_reach(&data->file, strings, have + 1) == have)
			break;
		have = strings->have;
	}
	free(wanted);
	if (!found)
		return false;
	*offset = (uint32_t)(found + 1 - strings_of(data)) + data->first_name;
	*from = (size_t)(found + 1 - strings_of(data));
	return true;
}

/* ---- by name ---- */

static uint32_t rank_of(uint32_t kind, const uint32_t *kinds)
{
	uint32_t rank = 0;

	while (kinds[rank] && kinds[rank] != kind)
		rank++;
	return rank;
}

/* Among the types of @data itself. */
static uint32_t find_type(struct btf_data *data, uint32_t name, const uint32_t *kinds)
{
	uint32_t best = rank_of(0, kinds), id = 0;
	struct btf_cursor cursor = {0};

	while (best && btf_data_next(data, &cursor)) {
		uint32_t rank;

		if (cursor.type->name_off != name)
			continue;
		rank = rank_of(btf_kind(cursor.type), kinds);
		if (rank < best) {
			best = rank;
			id = cursor.id;
		}
	}
	return id;
}

/* Its text may be one of the base's. */
uint32_t btf_data_find(struct btf_data *data, const char *name, const uint32_t *kinds)
{
	for (; data; data = data->base)
		for (struct btf_data *names = data; names; names = names->base) {
			uint32_t offset, id;

			for (size_t from = 0; find_name(names, name, &from, &offset);) {
				id = find_type(data, offset, kinds);
				if (id)
					return id;
			}
		}
	return 0;
}

/* A value's name is the first word of it in both kinds of enumeration. */
static bool has_value(const struct btf_type *t, uint32_t name, uint32_t *index)
{
	const char *value = btf_behind(t);
	uint32_t kind = btf_kind(t);

	if (kind != BTF_KIND_ENUM && kind != BTF_KIND_ENUM64)
		return false;
	for (uint32_t i = 0; i < btf_vlen(t); i++, value += behind[kind].each) {
		uint32_t offset;

		memcpy(&offset, value, sizeof(offset));
		if (offset == name) {
			*index = i;
			return true;
		}
	}
	return false;
}

uint32_t btf_data_find_enumerator(struct btf_data *data, const char *name, uint32_t *index)
{
	uint32_t offset;

	for (size_t from = 0; find_name(data, name, &from, &offset);) {
		struct btf_cursor cursor = {0};

		while (btf_data_next(data, &cursor))
			if (has_value(cursor.type, offset, index))
				return cursor.id;
	}
	return 0;
}

/* ---- sizes ---- */

uint32_t btf_data_size(struct btf_data *data, uint32_t id)
{
	uint64_t count = 1;

	for (unsigned depth = 0; depth < DEPTH_MAX; depth++) {
		const struct btf_type *t = btf_data_type(data, id);
		const struct btf_array *array;

		switch (t ? btf_kind(t) : BTF_KIND_UNKN) {
		case BTF_KIND_INT:
		case BTF_KIND_STRUCT:
		case BTF_KIND_UNION:
		case BTF_KIND_ENUM:
		case BTF_KIND_ENUM64:
		case BTF_KIND_FLOAT:
			count *= t->size;
			return count <= UINT32_MAX ? (uint32_t)count : 0;
		case BTF_KIND_PTR:
			count *= sizeof(void *);
			return count <= UINT32_MAX ? (uint32_t)count : 0;
		case BTF_KIND_ARRAY:
			array = btf_behind(t);
			count *= array->nelems;
			id = array->type;
			break;
		case BTF_KIND_TYPEDEF:
		case BTF_KIND_VOLATILE:
		case BTF_KIND_CONST:
		case BTF_KIND_RESTRICT:
		case BTF_KIND_TYPE_TAG:
			id = t->type;
			break;
		default:
			return 0;
		}
		if (count > UINT32_MAX)
			return 0;
	}
	return 0;
}

/* ---- the whole ---- */

int btf_data_open(struct btf_data *data, struct arena *arena, const char *path,
		  struct btf_data *base)
{
	*data = (struct btf_data){.arena = arena, .base = base, .first_id = 1};
	if (btf_file_open(&data->file, path))
		return -1;
	if (base) {
		data->first_id = end_of_ids(base);
		data->first_name = base->first_name + (uint32_t)base->file.strings.len;
	}
	return 0;
}

void btf_data_close(struct btf_data *data)
{
	btf_file_close(&data->file);
}
