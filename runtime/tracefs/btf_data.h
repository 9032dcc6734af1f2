/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * BTF by number and by name (Documentation/bpf/btf.rst; include/uapi/linux/btf.h).
 *
 * Purpose:  types and their names of the kernel or of a module, looked up in the file itself
 *           (btf_file.h). libbpf reads and checks all of it first and copies it twice, which was
 *           half of what it took to start. A module's numbers and names go on where the kernel's
 *           end, and are looked up together with these.
 * Owner:    whoever holds the struct, until btf_data_close(); @base must outlive it. The index is
 *           of the arena that was passed in.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_BTF_DATA_H
#define MSTAP_RUNTIME_TRACEFS_BTF_DATA_H

#include <linux/btf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/tracefs/btf_file.h"

struct arena;

struct btf_data {
	struct arena *arena;
	struct btf_file file;
	struct btf_data *base; /* NULL: the kernel */
	uint32_t first_id;
	uint32_t first_name;
	/* Where some of the types passed so far begin: of each BTF_STEP-th, counted from first_id.
	 */
	uint32_t *places;
	uint32_t nplaces;
};

/* A type on the way through all of them; begins with id 0 and, at the first, the first type. */
struct btf_cursor {
	uint32_t id;
	size_t next; /* in the types' part */
	const struct btf_type *type;
};

static inline uint32_t btf_kind(const struct btf_type *t)
{
	return BTF_INFO_KIND(t->info);
}

static inline uint32_t btf_vlen(const struct btf_type *t)
{
	return BTF_INFO_VLEN(t->info);
}

static inline bool btf_kflag(const struct btf_type *t)
{
	return BTF_INFO_KFLAG(t->info);
}

/* Is it the type behind it, as far as a value goes? Typedefs are, too, but have a name. */
static inline bool btf_is_qualifier(const struct btf_type *t)
{
	uint32_t kind = btf_kind(t);

	return kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE || kind == BTF_KIND_RESTRICT ||
	       kind == BTF_KIND_TYPE_TAG;
}

/* What stands behind a type: the struct that is due to its kind. */
static inline const void *btf_behind(const struct btf_type *t)
{
	return t + 1;
}

/* Returns as btf_file_open(). */
int btf_data_open(struct btf_data *data, struct arena *arena, const char *path,
		  struct btf_data *base);
void btf_data_close(struct btf_data *data);

/* The type @id; NULL: void, or there is none. */
const struct btf_type *btf_data_type(struct btf_data *data, uint32_t id);
/* The text at @offset of the names, "" where there is none. */
const char *btf_data_name(struct btf_data *data, uint32_t offset);

/* Goes on to the next type of @data itself, not of its base. Returns false at the end. */
bool btf_data_next(struct btf_data *data, struct btf_cursor *cursor);

/*
 * The type called @name of the first of @kinds (BTF_KIND_*, 0 at the end) that has one, of @data
 * itself or else of its base; of several the first. 0: there is none.
 */
uint32_t btf_data_find(struct btf_data *data, const char *name, const uint32_t *kinds);

/*
 * Finds the value @name of an enumeration of @data itself. Returns the enumeration's number and its
 * value's index; 0: there is none.
 */
uint32_t btf_data_find_enumerator(struct btf_data *data, const char *name, uint32_t *index);

/* Bytes of type @id; 0: unknown. */
uint32_t btf_data_size(struct btf_data *data, uint32_t id);

#endif
