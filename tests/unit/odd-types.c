/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/odd-types.h"

#include <bpf/btf.h>
#include <stddef.h>
#include <string.h>

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

#define FIELD(type, member, id)	     btf__add_field(b, #member, id, 8 * offsetof(type, member), 0)
#define BITS(type, member, id, size) btf__add_field(b, #member, id, BIT_OF(type, member), size)

/* Ids are given in turn: the index of the row is that of the type. */
static void add_ints(struct btf *b)
{
	for (int i = 1; i < NINTS; i++) {
		if (i == FLOAT)
			btf__add_float(b, "float", 4);
		else
			btf__add_int(b, ints[i].name, ints[i].size, ints[i].encoding);
	}
}

static int add_enums(struct btf *b, int *wide)
{
	int small = btf__add_enum(b, "small", 4);

	/* libbpf sets the flag of signedness with the first negative value. */
	btf__add_enum_value(b, "SMALL_MINUS", SMALL_MINUS);
	btf__add_enum_value(b, "SMALL_ZERO", SMALL_ZERO);
	btf__add_enum_value(b, "SMALL_BIG", SMALL_BIG);
	*wide = btf__add_enum64(b, "wide", 8, true);
	btf__add_enum64_value(b, "WIDE_LOW", WIDE_LOW);
	btf__add_enum64_value(b, "WIDE_HIGH", (uint64_t)WIDE_HIGH);
	return small;
}

static int add_bits(struct btf *b, int small)
{
	int id = btf__add_struct(b, "bits", sizeof(struct bits));

	BITS(struct bits, a, UINT, 3);
	BITS(struct bits, s, INT, 5);
	BITS(struct bits, across, INT, 9);
	BITS(struct bits, on, BOOL, 1);
	BITS(struct bits, wide, U64, 40);
	BITS(struct bits, e, small, 6);
	BITS(struct bits, top, S64, 21);
	return id;
}

static int add_packed(struct btf *b)
{
	int id = btf__add_struct(b, "packed", sizeof(struct packed));

	BITS(struct packed, x, UINT, 5);
	BITS(struct packed, y, UINT, 30);
	BITS(struct packed, z, INT, 29);
	FIELD(struct packed, behind, U16);
	return id;
}

static int add_inner(struct btf *b)
{
	int numbers = btf__add_array(b, INT, INT, 3);
	int pointer = btf__add_ptr(b, numbers + 2);
	int id = btf__add_struct(b, "inner", sizeof(struct inner));

	FIELD(struct inner, c, SCHAR);
	FIELD(struct inner, h, U16);
	FIELD(struct inner, v, numbers);
	FIELD(struct inner, next, pointer);
	return id;
}

/* The union without a name, with the struct without a name in it. */
static int add_anonymous(struct btf *b)
{
	const uint32_t base = 8 * offsetof(struct all, low);
	int inside = btf__add_struct(b, NULL, 8);

	btf__add_field(b, "low", INT, 0, 0);
	btf__add_field(b, "nibble", UINT, BIT_OF(struct all, nibble) - base, 4);
	btf__add_field(b, "signed_nibble", INT, BIT_OF(struct all, signed_nibble) - base, 4);
	btf__add_union(b, NULL, 8);
	btf__add_field(b, NULL, inside, 0, 0);
	btf__add_field(b, "both", S64, 0, 0);
	return inside + 1;
}

static int add_chain(struct btf *b)
{
	int id = btf__add_typedef(b, "number_t", U64);

	id = btf__add_typedef(b, "chain_t", btf__add_const(b, id));
	id = btf__add_restrict(b, btf__add_volatile(b, id));
	return btf__add_type_tag(b, "percpu", id);
}

static int add_function_pointer(struct btf *b)
{
	int proto = btf__add_func_proto(b, INT);

	btf__add_func_param(b, "x", INT);
	return btf__add_ptr(b, proto);
}

static int add_all(struct btf *b)
{
	int wide, small = add_enums(b, &wide), bits = add_bits(b, small), packed = add_packed(b);
	int inner = add_inner(b), anonymous = add_anonymous(b), chain = add_chain(b);
	int pointer = btf__add_ptr(b, inner), pointers = btf__add_ptr(b, pointer);
	int items = btf__add_array(b, INT, inner, 4);
	int row = btf__add_array(b, INT, INT, 3), grid = btf__add_array(b, INT, row, 2);
	int pointing = btf__add_array(b, INT, btf__add_ptr(b, INT), 2);
	int text = btf__add_array(b, INT, CHAR, 8), octets = btf__add_array(b, INT, U8, 4);
	int bytes = btf__add_ptr(b, U8), call = add_function_pointer(b);
	int later = btf__add_ptr(b, btf__add_fwd(b, "later", BTF_FWD_STRUCT));
	int words = btf__add_array(b, INT, S64, 70), many = btf__add_array(b, INT, U8, 40);
	int flexible = btf__add_array(b, INT, INT, 0);
	int id = btf__add_struct(b, "all", sizeof(struct all));

	FIELD(struct all, bits, bits);
	FIELD(struct all, packed, packed);
	btf__add_field(b, NULL, anonymous, 8 * offsetof(struct all, low), 0);
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

struct btf *odd_types_of_kernel(void)
{
	struct btf *b = btf__new_empty();
	int all, twice, proto;

	add_ints(b);
	all = btf__add_ptr(b, add_all(b));
	twice = btf__add_struct(b, "twice", sizeof(struct twice));
	FIELD(struct twice, first, INT);
	twice = btf__add_ptr(b, twice);
	proto = btf__add_func_proto(b, INT);
	btf__add_func_param(b, "x", all);
	btf__add_func_param(b, "t", twice);
	btf__add_func_param(b, "n", INT);
	btf__add_func(b, "f", BTF_FUNC_GLOBAL, proto);
	return b;
}

struct btf *odd_types_of_module(struct btf *kernel)
{
	struct btf *b = btf__new_empty_split(kernel);

	btf__add_struct(b, "later", sizeof(struct later));
	FIELD(struct later, first, S64);
	FIELD(struct later, second, S64);
	btf__add_struct(b, "twice", sizeof(struct twice_of_module));
	FIELD(struct twice_of_module, other, INT);
	FIELD(struct twice_of_module, first, INT);
	return b;
}
