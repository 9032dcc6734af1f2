/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions of BTF by name.
 *
 * Purpose:  a name is looked up by passing 100,000 types, some milliseconds; a pattern asks for
 *           hundreds. After the first few questions there is an index.
 * Owner:    struct btf_space, one for each; memory is of the arena that is passed in.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_BTF_FUNCTIONS_H
#define MSTAP_RUNTIME_TRACEFS_BTF_FUNCTIONS_H

#include <stdint.h>

struct arena;
struct btf_data;

struct btf_functions {
	unsigned nasked;
	const char *last; /* the name asked for last: the compiler comes back to a function */
	uint32_t last_id;
	struct btf_function **index; /* lists by hash; NULL: there is no index yet */
};

/* The id of the function @name; 0: there is none. */
uint32_t btf_functions_find(struct btf_functions *functions, struct arena *arena,
			    struct btf_data *btf, const char *name);

#endif
