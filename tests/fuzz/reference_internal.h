/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the reference share: reference.c runs statements, reference_expr.c
 * evaluates expressions, reference_map.c keeps arrays, reference_stat.c aggregates,
 * reference_match.c matches, reference_text.c prints.
 *
 * Purpose:  the state of one evaluation.
 * Owner:    reference_run(), on its stack; what it points to lives in the arena.
 */
#ifndef MSTAP_TESTS_FUZZ_REFERENCE_INTERNAL_H
#define MSTAP_TESTS_FUZZ_REFERENCE_INTERNAL_H

#include <regex.h>
#include <setjmp.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/fuzz/reference.h"

#define MOST_KEYS 9

struct value {
	bool is_string;
	int64_t number;
	const char *text;
	size_t len;
};

struct statistics {
	int64_t *values; /* in the order in which they came */
	unsigned count;
};

#define MATCH_GROUPS 10

struct last_match {
	bool found;	  /* the last one succeeded */
	unsigned ngroups; /* of the last one that did, with the whole */
	const char *subject;
	regmatch_t groups[MATCH_GROUPS];
};

struct entry {
	struct value keys[MOST_KEYS];
	struct value value;
	struct statistics statistics;
	struct entry *next;
};

/* A global, or a local of a frame. */
struct binding {
	const char *name;
	struct value value;
	struct statistics statistics;
	struct entry *first;		/* an array's, in the order of insertion */
	const struct global_decl *decl; /* NULL: a local */
	struct binding *next;
};

struct frame {
	struct binding *locals;
	struct value result;
	unsigned depth;
};

enum flow { FLOW_ON, FLOW_BREAK, FLOW_CONTINUE, FLOW_RETURN, FLOW_NEXT };

enum trouble { TROUBLE_ERROR = 1, TROUBLE_TOO_LONG };

struct reference {
	struct arena *arena;
	const struct script *script;
	size_t string_limit;
	struct buf *out;
	struct binding *globals;
	struct frame *frame;
	jmp_buf *catcher;	 /* of the try, or probe, under way */
	struct last_match match; /* of the probe under way */
	const char *tokens;	 /* what tokenize() has left */
	bool raised;		 /* ever */
	const char *message;
	const char *near; /* NULL: the error names no place */
	long steps;
};

/* ---- reference.c ---- */

struct binding *binding_of(struct reference *ref, const char *name);
/* Ends the statement under way; @tok NULL: no place. */
_Noreturn void ref_raise(struct reference *ref, const struct token *tok, const char *message);
/* Counts a step; leaves when there were too many. */
void ref_step(struct reference *ref);
struct value ref_call(struct reference *ref, const struct expr *e);

/* ---- reference_expr.c ---- */

struct value eval(struct reference *ref, const struct expr *e);
bool truth(struct reference *ref, const struct expr *e);
struct value number_value(int64_t number);
/* Copies, up to the first NUL and the limit of strings. */
struct value text_value(struct reference *ref, const char *text, size_t len);
int compare_values(const struct value *a, const struct value *b);

/* ---- reference_map.c ---- */

/* Values of @list; null items leave @given false. */
void eval_keys(struct reference *ref, const struct expr_list *list, struct value *keys,
	       bool *given);
struct entry *map_lookup(const struct binding *map, const struct value *keys, const bool *given,
			 unsigned count);
/* The entry, made when absent; @tok is blamed for a full array. */
struct entry *map_enter(struct reference *ref, struct binding *map, const struct value *keys,
			unsigned count, const struct token *tok);
void map_remove(struct binding *map, const struct value *keys, const bool *given, unsigned count);
/* The entries that foreach visits, in its order, ended by NULL; @limit counts those a slice leaves
 * out too. */
struct entry **map_sorted(struct reference *ref, struct binding *map,
			  const struct foreach_loop *loop, int64_t limit);
/* ---- reference_stat.c ---- */

void statistics_add(struct reference *ref, struct statistics *s, int64_t value);
/* False: it has no value, being empty. */
bool statistics_read(const struct statistics *s, enum stat_function function, bool is_element,
		     int64_t *result);
/* How many values are in @bucket of @hist. */
int64_t statistics_bucket(struct reference *ref, const struct statistics *s,
			  const struct expr *hist, int64_t bucket);

/* ---- reference_match.c ---- */

struct value eval_match(struct reference *ref, const struct expr *e);
/* Functions of the library, with their values @a. */
struct value do_matched(struct reference *ref, const struct expr *e, const struct value *a);
struct value do_ngroups(struct reference *ref, const struct expr *e, const struct value *a);
struct value do_tokenize(struct reference *ref, const struct expr *e, const struct value *a);

/* ---- reference_text.c ---- */

/* print and sprint families. */
struct value eval_print(struct reference *ref, const struct expr *e);
/* A function of the library; false: it is none. */
bool eval_library(struct reference *ref, const struct expr *e, struct value *result);

#endif
