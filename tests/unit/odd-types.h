/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * C types of all kinds, and BTF of them with the places that this program's compiler chose.
 *
 * Purpose:  the kernels at hand have few of the stranger types.
 * Owner:    plain functions.
 */
#ifndef MSTAP_TESTS_UNIT_ODD_TYPES_H
#define MSTAP_TESTS_UNIT_ODD_TYPES_H

#include <stdbool.h>
#include <stdint.h>

struct btf_writer;

enum small { SMALL_MINUS = -2, SMALL_ZERO, SMALL_BIG = 30 };
enum wide { WIDE_LOW = 1, WIDE_HIGH = -2 };

struct inner {
	signed char c;
	uint16_t h;
	int32_t v[3];
	struct inner *next;
};

struct bits {
	unsigned int a : 3;
	int s : 5;
	int across : 9; /* from one byte to the next */
	_Bool on : 1;
	uint64_t wide : 40;
	enum small e : 6;
	int64_t top : 21;
};

struct __attribute__((packed)) packed {
	unsigned int x : 5;
	unsigned int y : 30; /* in five bytes */
	int z : 29;
	uint16_t behind;
};

struct later;

struct all {
	struct bits bits;
	struct packed packed;
	union {
		struct {
			int32_t low;
			unsigned int nibble : 4;
			int signed_nibble : 4;
		};
		int64_t both;
	};
	enum small small;
	int64_t wide; /* told as an enum of 64 bits */
	_Bool ok;
	struct inner *p;
	struct inner **pp;
	struct inner items[4];
	int32_t grid[2][3];
	int32_t *pointers[2];
	char text[8];
	unsigned char octets[4];
	unsigned char *bytes;
	int (*call)(int);
	uint64_t number; /* behind typedefs, const, volatile, restrict and a tag */
	struct later *later;
	float f;
	int64_t words[70];
	uint8_t many[40];
	uint32_t count;
	int32_t flexible[];
};

struct later {
	int64_t first, second;
};

/* Two of the name, the second in a module. */
struct twice {
	int32_t first;
};
struct twice_of_module {
	int32_t other, first;
};

/* Puts them, and int f(struct all *x, struct twice *t, int n). */
void odd_types_of_kernel(struct btf_writer *b);
/* Puts struct later and another struct twice. */
void odd_types_of_module(struct btf_writer *b);

#endif
