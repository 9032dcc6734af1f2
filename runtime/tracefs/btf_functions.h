/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions of BTF by name.
 *
 * Purpose:  libbpf looks a name up by comparing it with those of all types, some milliseconds in
 *           100,000; a pattern asks for hundreds. After the first question there is an index.
 * Owner:    struct btf_space, one for each; memory is of the arena that is passed in.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_BTF_FUNCTIONS_H
#define MSTAP_RUNTIME_TRACEFS_BTF_FUNCTIONS_H

#include <stdint.h>

struct arena;
struct btf;

struct btf_functions {
	uint32_t nasked;
	uint32_t *first; /* by hash: an id, or 0; NULL: there is no index yet */
	uint32_t *next;	 /* by id: another one of the same hash, or 0 */
};

/* The id of the function @name; 0: there is none. */
uint32_t btf_functions_find(struct btf_functions *functions, struct arena *arena,
			    const struct btf *btf, const char *name);

#endif
