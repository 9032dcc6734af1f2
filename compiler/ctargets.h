/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Following C types: the part of ctargets.c that reads of other bases share.
 *
 * Purpose:  ->member and [index] behind a pointer become the steps of a fetch.
 * Owner:    plain functions; what they make lives in the compilation's arena.
 */
#ifndef MSTAP_COMPILER_CTARGETS_H
#define MSTAP_COMPILER_CTARGETS_H

#include "compiler/compiler.h"

/* Where a path begins: @fetch gives a value of @type, or a pointer to one. */
struct c_start {
	struct fetch fetch;
	struct ctype_ref type;
	bool is_pointer; /* to @type */
	bool user;	 /* the memory is that of the process */
};

/*
 * Follows the components of @e from @start: *@out. Returns the type of the value at the end,
 * TYPE_UNKNOWN after an error was reported.
 */
enum value_type resolve_c_path(struct compilation *c, const struct expr *e,
			       const struct c_start *start, struct target_read *out);

/* How @bit_size bits, @bit_offset from @offset behind a pointer, are read as a field of @type. */
struct target_read c_bit_field(const struct ctype *type, int64_t offset, uint32_t bit_offset,
			       uint32_t bit_size);

/*
 * Makes of @read, whose first step is an offset in a struct, the read of that place where the
 * struct is passed by value, beginning in the word that @value fetches. False: it cannot be read.
 */
bool c_read_by_value(const struct fetch *value, struct target_read *read);

/* "task_struct", "struct task_struct": scripts and events name a struct either way. */
bool find_ctype_by_name(struct compilation *c, const char *name, struct ctype_ref *type);
/* The type that @e, a cast, names, of its module or the kernel. */
bool find_ctype_of_cast(struct compilation *c, const struct expr *e, struct ctype_ref *type);

/* ... and reports that there is none. */
void report_unknown_ctype(struct compilation *c, const struct expr *e);
/* " (similar: ...)" of the types that @module has (NULL: the kernel), or "". */
const char *similar_ctypes(struct compilation *c, const char *module, const char *name);

/* The type that reads an integer of @size bytes. */
enum fetch_type fetch_type_of_integer(uint32_t size, bool is_signed);

#endif
