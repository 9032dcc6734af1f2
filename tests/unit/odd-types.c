/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/odd-types.h"

#include <linux/btf.h>
#include <stddef.h>
#include <string.h>

#include "tests/unit/btf-writer.h"

enum { INT = 1, UINT, S64, U64, U16, U8, CHAR, SCHAR, BOOL, FLOAT, NINTS };

static const struct {
	const char *name;
	size_t size;
	int encoding;
} ints[NINTS] = {
	[INT] = {"int", 4, BTF_INT_SIGNED},	 [UINT] = {"unsigned int", 4, 0},
	[S64] = {"long int", 8, BTF_INT_SIGNED}, [U64] = {"long unsigned int", 8, 0},
	[U16] = {"short unsigned int", 2, 0},	 [U8] = {"unsigned char", 1, 0},
	[CHAR] = {"char", 1, BTF_INT_SIGNED},	 [SCHAR] = {"signed char", 1, BTF_INT_SIGNED},
	[BOOL] = {"_Bool", 1, BTF_INT_BOOL},
};

static volatile int all_ones = -1;

/* The first bit that changes when @member of @type is set. */
#define BIT_OF(type, member)                                                    \
	__extension__({                                                         \
		type value_;                                                    \
		uint32_t bit_ = 0;                                              \
                                                                                \
		memset(&value_, 0, sizeof(value_));                             \
		value_.member = all_ones;                                       \
		while (!(((unsigned char *)&value_)[bit_ / 8] >> bit_ % 8 & 1)) \
			bit_++;                                                 \
		bit_;                                                           \
	})

#define FIELD(type, member, id)	     btf_put_member(b, #member, id, 8 * offsetof(type, member), 0)
#define BITS(type, member, id, size) btf_put_member(b, #member, id, BIT_OF(type, member), size)

/* Ids are given in turn: the index of the row is that of the type. */
static void add_ints(struct btf_writer *b)
{
	for (int i = 1; i < NINTS; i++) {
		if (i == FLOAT)
			btf_put(b, BTF_KIND_FLOAT, "float", 4);
		else
			btf_put_int(b, ints[i].name, ints[i].size, ints[i].encoding);
	}
}

static uint32_t add_enums(struct btf_writer *b, uint32_t *wide)
{
	uint32_t small = btf_put(b, BTF_KIND_ENUM, "small", 4);

	btf_put_value(b, "SMALL_MINUS", SMALL_MINUS);
	btf_put_value(b, "SMALL_ZERO", SMALL_ZERO);
	btf_put_value(b, "SMALL_BIG", SMALL_BIG);
	*wide = btf_put(b, BTF_KIND_ENUM64, "wide", 8);
	btf_put_value(b, "WIDE_LOW", WIDE_LOW);
	btf_put_value(b, "WIDE_HIGH", WIDE_HIGH);
	return small;
}

static uint32_t add_bits(struct btf_writer *b, uint32_t small)
{
	uint32_t id = btf_put(b, BTF_KIND_STRUCT, "bits", sizeof(struct bits));

	BITS(struct bits, a, UINT, 3);
	BITS(struct bits, s, INT, 5);
	BITS(struct bits, across, INT, 9);
	BITS(struct bits, on, BOOL, 1);
	BITS(struct bits, wide, U64, 40);
	BITS(struct bits, e, small, 6);
	BITS(struct bits, top, S64, 21);
	return id;
}

static uint32_t add_packed(struct btf_writer *b)
{
	uint32_t id = btf_put(b, BTF_KIND_STRUCT, "packed", sizeof(struct packed));

	BITS(struct packed, x, UINT, 5);
	BITS(struct packed, y, UINT, 30);
	BITS(struct packed, z, INT, 29);
	FIELD(struct packed, behind, U16);
	return id;
}

static uint32_t add_inner(struct btf_writer *b)
{
	uint32_t numbers = btf_put_array(b, INT, INT, 3);
	uint32_t pointer = btf_put(b, BTF_KIND_PTR, NULL, numbers + 2);
	uint32_t id = btf_put(b, BTF_KIND_STRUCT, "inner", sizeof(struct inner));

	FIELD(struct inner, c, SCHAR);
	FIELD(struct inner, h, U16);
	FIELD(struct inner, v, numbers);
	FIELD(struct inner, next, pointer);
	return id;
}

/* The union without a name, with the struct without a name in it. */
static uint32_t add_anonymous(struct btf_writer *b)
{
	const uint32_t base = 8 * offsetof(struct all, low);
	uint32_t inside = btf_put(b, BTF_KIND_STRUCT, NULL, 8);

	btf_put_member(b, "low", INT, 0, 0);
	btf_put_member(b, "nibble", UINT, BIT_OF(struct all, nibble) - base, 4);
	btf_put_member(b, "signed_nibble", INT, BIT_OF(struct all, signed_nibble) - base, 4);
	btf_put(b, BTF_KIND_UNION, NULL, 8);
	btf_put_member(b, NULL, inside, 0, 0);
	btf_put_member(b, "both", S64, 0, 0);
	return inside + 1;
}

static uint32_t add_chain(struct btf_writer *b)
{
	uint32_t id = btf_put(b, BTF_KIND_TYPEDEF, "number_t", U64);

	id = btf_put(b, BTF_KIND_TYPEDEF, "chain_t", btf_put(b, BTF_KIND_CONST, NULL, id));
	id = btf_put(b, BTF_KIND_RESTRICT, NULL, btf_put(b, BTF_KIND_VOLATILE, NULL, id));
	return btf_put(b, BTF_KIND_TYPE_TAG, "percpu", id);
}

static uint32_t add_function_pointer(struct btf_writer *b)
{
	uint32_t proto = btf_put(b, BTF_KIND_FUNC_PROTO, NULL, INT);

	btf_put_param(b, "x", INT);
	return btf_put(b, BTF_KIND_PTR, NULL, proto);
}

static uint32_t add_all(struct btf_writer *b)
{
	uint32_t wide, small = add_enums(b, &wide), bits = add_bits(b, small),
		       packed = add_packed(b);
	uint32_t inner = add_inner(b), anonymous = add_anonymous(b), chain = add_chain(b);
	uint32_t pointer = btf_put(b, BTF_KIND_PTR, NULL, inner),
		 pointers = btf_put(b, BTF_KIND_PTR, NULL, pointer);
	uint32_t items = btf_put_array(b, inner, INT, 4);
	uint32_t row = btf_put_array(b, INT, INT, 3), grid = btf_put_array(b, row, INT, 2);
	uint32_t pointing = btf_put_array(b, btf_put(b, BTF_KIND_PTR, NULL, INT), INT, 2);
	uint32_t text = btf_put_array(b, CHAR, INT, 8), octets = btf_put_array(b, U8, INT, 4);
	uint32_t bytes = btf_put(b, BTF_KIND_PTR, NULL, U8), call = add_function_pointer(b);
	uint32_t later = btf_put(b, BTF_KIND_PTR, NULL, btf_put(b, BTF_KIND_FWD, "later", 0));
	uint32_t words = btf_put_array(b, S64, INT, 70), many = btf_put_array(b, U8, INT, 40);
	uint32_t flexible = btf_put_array(b, INT, INT, 0);
	uint32_t id = btf_put(b, BTF_KIND_STRUCT, "all", sizeof(struct all));

	FIELD(struct all, bits, bits);
	FIELD(struct all, packed, packed);
	btf_put_member(b, NULL, anonymous, 8 * offsetof(struct all, low), 0);
	FIELD(struct all, small, small);
	FIELD(struct all, wide, wide);
	FIELD(struct all, ok, BOOL);
	FIELD(struct all, p, pointer);
	FIELD(struct all, pp, pointers);
	FIELD(struct all, items, items);
	FIELD(struct all, grid, grid);
	FIELD(struct all, pointers, pointing);
	FIELD(struct all, text, text);
	FIELD(struct all, octets, octets);
	FIELD(struct all, bytes, bytes);
	FIELD(struct all, call, call);
	FIELD(struct all, number, chain);
	FIELD(struct all, later, later);
	FIELD(struct all, f, FLOAT);
	FIELD(struct all, words, words);
	FIELD(struct all, many, many);
	FIELD(struct all, count, UINT);
	FIELD(struct all, flexible, flexible);
	return id;
}

void odd_types_of_kernel(struct btf_writer *b)
{
	uint32_t all, twice, proto;

	add_ints(b);
	all = btf_put(b, BTF_KIND_PTR, NULL, add_all(b));
	twice = btf_put(b, BTF_KIND_STRUCT, "twice", sizeof(struct twice));
	FIELD(struct twice, first, INT);
	twice = btf_put(b, BTF_KIND_PTR, NULL, twice);
	proto = btf_put(b, BTF_KIND_FUNC_PROTO, NULL, INT);
	btf_put_param(b, "x", all);
	btf_put_param(b, "t", twice);
	btf_put_param(b, "n", INT);
	btf_put(b, BTF_KIND_FUNC, "f", proto);
}

void odd_types_of_module(struct btf_writer *b)
{
	btf_put(b, BTF_KIND_STRUCT, "later", sizeof(struct later));
	FIELD(struct later, first, S64);
	FIELD(struct later, second, S64);
	btf_put(b, BTF_KIND_STRUCT, "twice", sizeof(struct twice_of_module));
	FIELD(struct twice_of_module, other, INT);
	FIELD(struct twice_of_module, first, INT);
}
