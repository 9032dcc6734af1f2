/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where names are being resolved: symbols.c walks statements, resolve_expr.c expressions.
 *
 * Purpose:  a name becomes a variable or a function, or an error.
 * Owner:    symbols.c, one struct resolver for each body.
 */
#ifndef MSTAP_COMPILER_RESOLVER_H
#define MSTAP_COMPILER_RESOLVER_H

#include "compiler/compiler.h"

struct resolver {
	struct compilation *c;
	struct derived *derived; /* NULL in functions */
	const struct script *script;
	struct scope *locals;
	struct function *function; /* NULL in probes */
	const struct variable **iterated;
	unsigned niterated;
	bool failed;
};

/*
 * Reports an error and returns it. The first error in a statement is the last one that is reported
 * of it, as in stap: @failed is cleared when the block goes on to its next statement.
 */
struct diag *resolve_error(struct resolver *r, const struct token *tok, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* All functions below return at once, or leave things as they are, when the statement has failed.
 */
void resolve_expr(struct resolver *r, struct expr *e);
/* The keys of @e and its array. */
void resolve_index(struct resolver *r, struct expr *e);
/*
 * The array, or histogram, @e with @arity keys; false: failed. @site: who asks, and so which errors
 * about it are alike.
 */
bool resolve_array(struct resolver *r, struct expr *e, int arity, const char *site);
/* What @e writes. */
void resolve_written(struct resolver *r, struct expr *lvalue);
/* Refuses what a foreach is under way over. */
void check_unmodified(struct resolver *r, const struct expr *lvalue);
/* As seen from here, locals first; NULL: there is none. */
struct variable *find_variable(struct resolver *r, const char *name);

#endif
