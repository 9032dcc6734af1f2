/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pieces of syntax tree that no script has written.
 *
 * Purpose:  what is said shortly in a script ($$vars, $x$, $args[i]) is compiled as what it stands
 *           for.
 * Owner:    plain functions; what they make lives in the compilation's arena. @tok is the place
 *           that messages name.
 */
#ifndef MSTAP_COMPILER_GENERATE_H
#define MSTAP_COMPILER_GENERATE_H

#include "compiler/compiler.h"

struct expr *make_literal(struct compilation *c, const struct token *tok, const char *text);
struct expr *make_number(struct compilation *c, const struct token *tok, int64_t number);
struct expr *make_binary(struct compilation *c, const struct token *tok, enum operator op,
			 struct expr *left, struct expr *right);
/* sprintf("@format", @args...) */
struct expr *make_sprintf(struct compilation *c, const struct token *tok, const char *format,
			  const struct expr_list *args);
/* Calls @f, which takes @arg, or nothing when that is NULL. */
struct expr *make_call(struct compilation *c, const struct token *tok, struct function *f,
		       struct expr *arg);
/* error(sprintf("@format", @number)) */
struct stmt *make_error(struct compilation *c, const struct token *tok, const char *format,
			struct expr *number);
struct stmt *make_return(struct compilation *c, const struct token *tok, struct expr *e);
/*
 * A function of @script that gives a @type, _KIND_1 and so on, with one number as parameter when
 * @param names it. Its body is to be filled in, with what is resolved.
 */
struct function *make_function(struct compilation *c, const struct script *script,
			       const struct token *tok, const char *kind, enum value_type type,
			       const char *param);
/* The parameter of @f, as its body reads it. */
struct expr *make_parameter(struct compilation *c, const struct token *tok, struct function *f);

#endif
