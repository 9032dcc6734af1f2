/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * C types of the traced code: part of what the compiler asks a record source (catalog.h).
 *
 * Purpose:  names of parameters and members to offsets and sizes, without debuginfo: the live
 *           source answers from BTF.
 * Owner:    the record source; a struct ctype lives as long as it does.
 *
 * A type is named by a struct ctype_ref and looked at through catalog_ops.ctype(), which sees
 * through typedef, const, volatile and the like. Sizes are in bytes, offsets of members in bits.
 */
#ifndef MSTAP_RUNTIME_CTYPES_H
#define MSTAP_RUNTIME_CTYPES_H

#include <stdbool.h>
#include <stdint.h>

/* A type of the kernel (space 0) or of a module. Id 0 is void. */
struct ctype_ref {
	uint32_t id;
	uint16_t space;
};

enum ctype_kind {
	CTYPE_VOID,
	CTYPE_INT, /* char and bool too */
	CTYPE_ENUM,
	CTYPE_POINTER,
	CTYPE_ARRAY,
	CTYPE_STRUCT,
	CTYPE_UNION,
	CTYPE_FUNCTION,
	CTYPE_DECLARED, /* a struct or union without its members */
	CTYPE_OTHER,	/* floating point */
};

struct ctype_member {
	const char *name; /* "": an anonymous struct or union, whose members are looked through */
	struct ctype_ref type;
	uint32_t bit_offset;
	uint32_t bit_size; /* of a bit field; 0: all of the type */
};

struct ctype_value {
	const char *name;
	int64_t value;
};

struct ctype {
	enum ctype_kind kind;
	const char *name; /* of struct, union, enum, int; "" when it has none */
	uint32_t size;
	bool is_signed;
	bool is_char;		 /* one byte that holds text */
	bool is_union;		 /* of what is CTYPE_DECLARED */
	struct ctype_ref target; /* of pointer and array */
	uint32_t count;		 /* of array: elements */
	const struct ctype_member *members;
	unsigned nmembers;
	const struct ctype_value *values; /* of enum */
	unsigned nvalues;
};

struct cfunction_param {
	const char *name;
	struct ctype_ref type;
	uint8_t number;	   /* where it begins, as FETCH_ARG counts; runtime/argument_places.h */
	bool by_reference; /* what is there is its address */
};

/* A variable of the kernel or of a module. */
struct kernel_variable {
	uint64_t address;
	bool typed; /* @type is known */
	bool per_cpu;
	struct ctype_ref type;
};

struct cfunction {
	const struct cfunction_param *params;
	unsigned nparams;
	struct ctype_ref result;
	bool result_by_reference; /* the return value is the address of the result */
};

#endif
