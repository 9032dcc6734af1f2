/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of types, how it spreads, and what is said where it does not fit.
 *
 * Purpose:  between those who visit the program (types.c its statements, infer_expr.c and
 *           infer_call.c its expressions) and unify.c, which compares and reports.
 * Owner:    infer_types(), for one compilation.
 */
#ifndef MSTAP_COMPILER_INFERENCE_H
#define MSTAP_COMPILER_INFERENCE_H

#include "compiler/compiler.h"

/*
 * Of several kinds of misfits only the most telling are reported, as the others tend to follow
 * from them.
 */
enum misfit {
	MISFIT_UNKNOWN,	 /* no type was found at all */
	MISFIT_SIDES,	 /* two operands differ */
	MISFIT_EXPECTED, /* an expression is not what its place wants */
	MISFIT_DECLARED, /* a variable or function is not what it was elsewhere */
};

struct inference {
	struct compilation *c;
	struct function *function; /* whose body is being looked at, or NULL */
	unsigned nlearned;	   /* in this pass */
	unsigned nopen;		   /* in this pass: unknown or not fitting */
	enum misfit worst;	   /* in all passes */
	bool reporting;		   /* the last pass */
	bool final;
	bool dropped; /* the function is called no more: nobody gives it types */
	bool pending; /* a $variable that cannot be read was met */
};

/* What a name stands for: its type, and where that was inferred (NULL: declared). */
struct referent {
	enum value_type *type;
	const struct token **tok;
	int index; /* of a parameter or key, else -1 */
};

/* ---- infer_expr.c ---- */

/* Infers the type of @e, which stands where @want is wanted (TYPE_UNKNOWN: anything). */
void infer(struct inference *t, struct expr *e, enum value_type want);
/* An expression whose type is fixed by what it is. */
void settle(struct inference *t, struct expr *e, enum value_type type);
/* The key of a bucket, the variables of a loop over buckets: numbers that cannot be otherwise. */
void infer_number(struct inference *t, struct expr *e);
/* Key number @i of the array @v. */
void infer_key(struct inference *t, struct variable *v, unsigned i, struct expr *e);
/* Those of the array @base; a null key is the '*' of a slice. */
void infer_keys(struct inference *t, struct expr *base, const struct expr_list *keys);
/* The elements of @array must be of some type. */
void infer_elements(struct inference *t, const struct expr *array);

/* ---- infer_call.c: kinds of expression, for infer() ---- */

void infer_call(struct inference *t, struct expr *e, enum value_type want);
void infer_print(struct inference *t, struct expr *e);

/* ---- unify.c ---- */

void learn(struct inference *t, enum value_type *type, enum value_type learned);

/* @own, the type of the expression at @tok, @referent's and @want become one. */
void unify(struct inference *t, enum value_type *own, const struct token *tok,
	   const struct referent *referent, enum value_type want, bool may_be_unknown);
/* @e, already inferred, is given to the parameter or key @slot. */
void unify_slot(struct inference *t, const struct expr *e, const struct referent *slot);

void report_unknown(struct inference *t, const struct token *tok);
void report_sides(struct inference *t, const struct expr *e);
void report_expected(struct inference *t, const struct token *tok, enum value_type expected,
		     enum value_type found);
void report_declared(struct inference *t, const struct token *tok, enum value_type found,
		     const struct referent *referent);
/* What can never have type @type. */
void report_invalid(struct inference *t, const struct token *tok, enum value_type type);

#endif
