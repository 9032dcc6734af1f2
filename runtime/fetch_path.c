/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/fetch_path.h"

#include <string.h>

struct walk {
	struct record_source *source;
	struct fetch *fetch;
	const struct ctype *type; /* of where we are */
	int64_t offset;		  /* of that, from the last pointer */
	struct ctype_member bits; /* the bit field there; bit_size 0: none */
};

static const struct ctype *look(const struct walk *w, struct ctype_ref ref)
{
	return w->source->ops->catalog.ctype(w->source, ref);
}

/* Goes to the member; anonymous ones are looked through. */
static bool enter_member(struct walk *w, const char *name, size_t len)
{
	struct walk inner;

	for (unsigned i = 0; i < w->type->nmembers; i++) {
		const struct ctype_member *member = &w->type->members[i];
		bool named = strlen(member->name) == len && !memcmp(member->name, name, len);

		if (member->name[0] && !named)
			continue;
		inner = *w;
		inner.type = look(w, member->type);
		inner.offset += member->bit_offset / 8;
		if (!member->name[0] && !enter_member(&inner, name, len))
			continue;
		*w = inner;
		if (member->bit_size)
			w->bits = *member;
		return true;
	}
	return false;
}

static bool is_place(const struct ctype *type)
{
	return type->kind == CTYPE_STRUCT || type->kind == CTYPE_UNION;
}

/* From a pointer or an array to the struct that it leads to. */
static bool enter_struct(struct walk *w)
{
	while (w->type->kind == CTYPE_ARRAY)
		w->type = look(w, w->type->target);
	if (w->type->kind == CTYPE_POINTER) {
		if (w->fetch->nsteps == FETCH_MAX_STEPS - 1)
			return false;
		w->fetch->steps[w->fetch->nsteps++] = w->offset;
		w->offset = 0;
		w->type = look(w, w->type->target);
	}
	return is_place(w->type);
}

static bool take_type(const struct walk *w)
{
	static const enum fetch_type types[] = {
		[1] = FETCH_S8, [2] = FETCH_S16, [4] = FETCH_S32, [8] = FETCH_S64};
	static const bool is_whole[] = {[1] = true, [2] = true, [4] = true, [8] = true};
	const struct ctype *type = w->type;
	unsigned shift = w->bits.bit_offset % 8;
	bool is_number =
		type->kind == CTYPE_INT || type->kind == CTYPE_ENUM || type->kind == CTYPE_POINTER;

	if (w->bits.bit_size) {
		w->fetch->type = FETCH_U8;
		w->fetch->bits = (uint8_t)w->bits.bit_size;
		w->fetch->shift = (uint8_t)shift;
		return shift + w->bits.bit_size <= 8;
	}
	if (type->kind == CTYPE_ARRAY && look(w, type->target)->is_char) {
		w->fetch->type = FETCH_STRING;
		return true;
	}
	if (!is_number || type->size >= sizeof(is_whole) || !is_whole[type->size])
		return false;
	/* In FETCH_TYPES the unsigned type stands behind the signed one. */
	w->fetch->type = types[type->size] + !(type->kind == CTYPE_INT && type->is_signed);
	return true;
}

/* From a struct that a pointer leads to. */
static bool follow(struct walk *w, const char *members)
{
	for (const char *at = members; *at;) {
		size_t len = strcspn(at, ".");

		if ((at != members && !enter_struct(w)) || !enter_member(w, at, len))
			return false;
		at += len + (at[len] != '\0');
	}
	w->fetch->steps[w->fetch->nsteps++] = w->offset;
	return true;
}

/*
 * Arrays are not taken with "+u", but a plain read of an address below TASK_SIZE is one of user
 * memory where the two do not overlap, as on x86 and arm64 (probe_mem_read(),
 * kernel/trace/trace_probe_kernel.h, 6.1).
 */
static bool take_block(struct fetch *fetch, int number)
{
	if (fetch->nsteps == FETCH_MAX_STEPS)
		return false;
	fetch->steps[fetch->nsteps++] =
		(int64_t)(number > 0 ? number - 1 : number) * FETCH_BLOCK_BYTES;
	fetch->type = FETCH_BLOCK;
	return true;
}

bool fetch_path_resolve(struct record_source *source, const char *function,
			const struct fetch_path *path, struct fetch *out)
{
	struct walk w = {.source = source, .fetch = out};
	struct cfunction type;
	unsigned i = 0;

	*out = (struct fetch){.base = FETCH_ARG};
	if (!source->ops->catalog.function_type(source, NULL, function, &type))
		return false;
	while (i < type.nparams && strcmp(type.params[i].name, path->param))
		i++;
	if (i == type.nparams)
		return false;
	out->number = type.params[i].number;
	w.type = look(&w, type.params[i].type);
	if (path->members) {
		if (w.type->kind != CTYPE_POINTER)
			return false;
		w.type = look(&w, w.type->target);
		if (!follow(&w, path->members))
			return false;
	}
	return take_type(&w) && (!path->user_block || take_block(out, path->user_block));
}

bool fetch_path_follow(struct record_source *source, const char *type, const char *members,
		       struct fetch *fetch)
{
	struct walk w = {.source = source, .fetch = fetch};
	struct ctype_ref ref;

	if (!source->ops->catalog.find_ctype(source, NULL, type, &ref))
		return false;
	w.type = look(&w, ref);
	return follow(&w, members) && take_type(&w);
}
