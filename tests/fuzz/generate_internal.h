/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the generator share: generate.c makes declarations, generate_stmt.c
 * statements, generate_expr.c expressions, generate_aggregate.c those about aggregates.
 *
 * Purpose:  the state of a program under way.
 * Owner:    generate_program(), on its stack.
 */
#ifndef MSTAP_TESTS_FUZZ_GENERATE_INTERNAL_H
#define MSTAP_TESTS_FUZZ_GENERATE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { LOCALS = 4, GLOBALS = 3, AGGREGATES = 2, MAPS = 8, FUNCTIONS = 5, KEYS = 4, PARAMS = 3 };

#define MOST_LOOPS 2 /* inside each other */

/* Types are letters: 'l' long, 's' string, 'a' aggregate, 'v' none. */
struct map_shape {
	char value;
	unsigned nkeys;
	char keys[KEYS];
};

struct function_shape {
	char result;
	unsigned nparams;
	char params[PARAMS];
	unsigned writes; /* bits of the maps it changes, calls included */
	bool recursive;	 /* its first parameter counts down to 0 */
};

struct generator {
	uint64_t state;
	struct buf *out;
	unsigned indent;
	struct map_shape maps[MAPS];
	struct function_shape functions[FUNCTIONS];
	unsigned nfunctions;	       /* that may be called */
	struct function_shape *inside; /* the function under way; NULL: a probe */
	unsigned walked;	       /* bits of the maps that a foreach is under way over */
	unsigned writes;	       /* bits of the maps this body has changed */
	unsigned loops;		       /* under way */
	bool looks_back;	       /* at matches elsewhere, by ngroups() */
	bool numeric;		       /* inside a loop over numbers, mostly */
};

/* A number below @n. */
unsigned pick(struct generator *g, unsigned n);
bool chance(struct generator *g, unsigned percent);
void put(struct generator *g, const char *format, ...) __attribute__((format(printf, 2, 3)));

void begin_line(struct generator *g);
void open_block(struct generator *g);
void close_block(struct generator *g);

/* generate_stmt.c: @count statements with at most @depth blocks inside each other. */
void put_statements(struct generator *g, unsigned count, unsigned depth);
/* A few of them, and the end of the block. */
void put_body(struct generator *g, unsigned depth);

/* generate_expr.c: each appends one expression at most @depth levels deep. */
void put_expr(struct generator *g, char type, unsigned depth);
/* A print or sprint call with its arguments: "print", "sprint". */
void put_printing(struct generator *g, const char *prefix, unsigned depth);
/* A call of a function of ours with result @type; false: there is none. */
bool put_call(struct generator *g, char type, unsigned depth);
/* Something that can be assigned. */
void put_lvalue(struct generator *g, char type, unsigned depth);
/* A map of values @value; with @change one that may be changed here. Returns MAPS: none. */
unsigned pick_map(struct generator *g, char value, bool change);
void put_map_name(struct generator *g, unsigned map);
/* [k, ...], some of them '*' when @stars. */
void put_keys(struct generator *g, unsigned map, unsigned depth, bool stars);

/* generate_aggregate.c: what is read of an aggregate, and a statement that adds to one. */
void put_statistic(struct generator *g, unsigned depth);
void put_bucket(struct generator *g, unsigned depth);
void put_aggregation(struct generator *g);

#endif
