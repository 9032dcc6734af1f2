/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A record source for tests of C types: a function of this process is the probed one, its memory
 * the kernel's, and its types BTF that the test makes.
 *
 * Purpose:  what a script reads can be compared with what C reads at the same place.
 * Owner:    the test; all lives as long as the arena.
 */
#ifndef MSTAP_TESTS_UNIT_MEMORY_SOURCE_H
#define MSTAP_TESTS_UNIT_MEMORY_SOURCE_H

#include "runtime/record_source.h"
#include "runtime/tracefs/btf.h"

#define MEMORY_ARGUMENTS_MAX 16

struct memory_symbol {
	const char *name;
	const void *address;
};

struct memory_source {
	struct record_source base;
	struct arena *arena;
	struct btf_types types;
	uint64_t arguments[MEMORY_ARGUMENTS_MAX]; /* $arg1 is the first */
	uint64_t result;			  /* $retval */
	const struct memory_symbol *symbols;
	unsigned nsymbols;
	/* of a run */
	const struct probe *probe;
	unsigned char data[16384];
	uint32_t size;
	unsigned ngiven;
};

void memory_source_init(struct memory_source *memory, struct arena *arena);
/*
 * Adds the types of the file @path: first those of the kernel (@module NULL), with the one function
 * that can be probed, "f". memory->types is to be freed by btf_types_free().
 */
void memory_source_add(struct memory_source *memory, const char *module, const char *path);

#endif
