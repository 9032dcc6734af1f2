/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pieces of code, and what each reads of the traced context.
 *
 * Purpose:  what fetch planning finds out and code emission needs.
 * Owner:    struct compilation, in the arena of the compile options.
 */
#ifndef MSTAP_COMPILER_INSTANCE_H
#define MSTAP_COMPILER_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"

struct derived;
struct expr;
struct function;
struct instance;

/* What is read when the address turns out to be what @planned_address reads plus @number. */
struct fetch_choice {
	unsigned planned;
	bool is_constant; /* the address is @number */
	bool by_cpu;	  /* it is that of CPU @number, whatever the address */
	unsigned planned_address;
	int64_t number;
};

struct fetch_use {
	const struct expr *expr;
	unsigned planned; /* index in the derived probe's */
	bool is_block;	  /* it holds all elements of an array, of which @expr is one */
	/* Instead of @planned, if there are any; the last one is the rest. */
	struct fetch_choice *choices;
	unsigned nchoices;
};

/* It gets a slot of the record once code reads it: an address on the way to something does not. */
struct planned_fetch {
	struct fetch fetch;
	bool has_slot;
	uint16_t slot;
};

/* A read at a probe that has nothing to read, begin say: an error when it is evaluated, as in stap.
 */
struct absent_use {
	const struct expr *expr;
	const char *text;     /* a format, of the address read; NULL: the value is 0 or @fallback */
	const char *fallback; /* or NULL */
	int64_t offset;	      /* of what is read, from the address given */
	bool is_placed;	      /* the error names its place */
};

struct call_use {
	const struct expr *expr;
	struct instance *callee;
};

/*
 * One piece of code: a handler, a function, or a function as called from one place when what it
 * reads of the context depends on that place.
 */
struct instance {
	struct function *function; /* NULL: a handler */
	struct derived *derived;   /* whose context is read; NULL for shared functions */
	struct fetch_use *fetches;
	unsigned nfetches;
	struct absent_use *absents;
	unsigned nabsents;
	struct call_use *calls;
	unsigned ncalls;
	struct instance *next_overload;
	bool emitted;
	uint32_t code; /* index in program.codes */
};

#endif
