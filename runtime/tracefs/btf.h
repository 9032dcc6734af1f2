/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * C types of the running kernel, from BTF (/sys/kernel/btf, Documentation/bpf/btf.rst).
 *
 * Purpose:  gives struct ctype (runtime/ctypes.h), made of what btf_data.h finds.
 * Owner:    the tracefs source. A file is opened when it is first asked about; types are made when
 *           they are first looked at.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_BTF_H
#define MSTAP_RUNTIME_TRACEFS_BTF_H

#include <stdbool.h>

#include "runtime/catalog.h"
#include "runtime/ctypes.h"
#include "runtime/tracefs/btf_functions.h"

struct arena;
struct btf_data;

/* Types made so far, in lists by number. */
#define BTF_NMADE 256
struct made_ctype {
	uint32_t id;
	struct made_ctype *next;
	struct ctype type;
};

struct btf_space {
	const char *module;   /* NULL: the kernel */
	struct btf_data *btf; /* NULL: there is none */
	int error;	      /* why, an errno */
	struct made_ctype *made[BTF_NMADE];
	struct btf_functions functions;
};

struct btf_types {
	struct arena *arena;
	struct btf_space *spaces; /* the kernel's first */
	unsigned nspaces;
};

void btf_types_free(struct btf_types *types);
/* NULL when the kernel's types can be read, else a sentence in the arena. */
const char *btf_types_missing(struct btf_types *types);
bool btf_function_type(struct btf_types *types, const char *module, const char *function,
		       struct cfunction *out);
/* @name may say what it is: "struct file", "enum pid_type". */
bool btf_find_ctype(struct btf_types *types, const char *module, const char *name,
		    struct ctype_ref *out);
/* @ref names a type that is only declared: sets it to the one that is defined (catalog.h). */
bool btf_define_ctype(struct btf_types *types, struct ctype_ref *ref);
/* The type of variable @name, if BTF has it; the symbol is left alone. */
bool btf_find_variable(struct btf_types *types, const char *module, const char *name,
		       struct kernel_variable *out);
/* All names of @kind (catalog.h, names). */
unsigned btf_names(struct btf_types *types, const char *module, enum kernel_names kind,
		   const char *const **out);
/* The types of @module (NULL: of the kernel), read if they were not; its btf may be NULL. */
struct btf_space *btf_space_of(struct btf_types *types, const char *module);
bool btf_find_enumerator(struct btf_types *types, const char *name, int64_t *out);
const struct ctype *btf_ctype(struct btf_types *types, struct ctype_ref ref);
/* The type as stap spells it (catalog.h, ctype_text). */
const char *btf_ctype_text(struct btf_types *types, struct ctype_ref ref);

#endif
