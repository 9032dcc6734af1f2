/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes BTF files (Documentation/bpf/btf.rst).
 *
 * Purpose:  tests that need types of their own.
 * Owner:    the test, until btf_writer_free(). Types are numbered in the order they are put.
 */
#ifndef MSTAP_TESTS_UNIT_BTF_WRITER_H
#define MSTAP_TESTS_UNIT_BTF_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct btf_writer {
	struct buf types, strings;
	uint32_t last_id;
	uint32_t first_name;
	size_t open; /* where the type begins that parts are added to */
};

/* @base: whose numbers and names it goes on with; NULL: none. */
void btf_writer_init(struct btf_writer *w, const struct btf_writer *base);
void btf_writer_free(struct btf_writer *w);
/* Writes it to a new file, whose name becomes @path, which is a template of mkstemp(3). */
void btf_writer_save(const struct btf_writer *w, char *path);

/* All return the number of the type. @name may be NULL. */
uint32_t btf_put_int(struct btf_writer *w, const char *name, uint32_t bytes, uint32_t encoding);
/* A type of @kind (BTF_KIND_*) that is @size_or_type and nothing else. */
uint32_t btf_put(struct btf_writer *w, unsigned kind, const char *name, uint32_t size_or_type);
uint32_t btf_put_array(struct btf_writer *w, uint32_t type, uint32_t index, uint32_t count);

/* To the type put last: the members of a struct or union, values of an enum, parameters. */
void btf_put_member(struct btf_writer *w, const char *name, uint32_t type, uint32_t bit,
		    uint32_t bits);
void btf_put_value(struct btf_writer *w, const char *name, int64_t value);
void btf_put_param(struct btf_writer *w, const char *name, uint32_t type);

#endif
