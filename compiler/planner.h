/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of fetch planning share: planner.c follows statements, plan_expr.c expressions and
 * plan_call.c calls; plan_value.c keeps what is known of variables; plan_context.c and
 * plan_target.c make fetches of the reads.
 *
 * Purpose:  every read of the traced context becomes a fetch slot of the probe's record.
 * Owner:    one struct planner for each handler, and for each call of a function that reads the
 *           context; what they make lives in the compilation's arena.
 */
#ifndef MSTAP_COMPILER_PLANNER_H
#define MSTAP_COMPILER_PLANNER_H

#include "compiler/compiler.h"

enum value_kind { VALUE_UNKNOWN, VALUE_NUMBER, VALUE_TEXT, VALUE_CONTEXT };

struct value {
	enum value_kind kind;
	const struct token *tok; /* VALUE_UNKNOWN: what made it so, or NULL */
	const char *why;
	int64_t number; /* VALUE_NUMBER; VALUE_CONTEXT: added to what the fetch gives */
	const char *text;
	struct fetch fetch; /* without a type */
};

struct binding_of {
	const struct variable *variable;
	struct value value;
};

struct environment {
	struct binding_of *items;
	unsigned count;
};

struct planner {
	struct compilation *c;
	struct derived *derived;
	struct instance *instance;
	struct environment env;
	struct value result; /* of the function: all its returns joined */
	bool returned;
};

/* ---- planner.c ---- */

/* Follows @s; what it assigns is in the environment afterwards. */
void plan_stmt(struct planner *p, struct stmt *s);

/* ---- plan_expr.c ---- */

/* Follows @e and returns what is known of its value. */
struct value plan_expr(struct planner *p, struct expr *e);

/* ---- plan_value.c ---- */

/* @why completes "this does not: "; @tok is the place that is to blame. */
struct value value_unknown(const struct token *tok, const char *why);
struct value value_number(int64_t n);
/* One of both, as ways meet at @tok. */
struct value value_join(struct value a, struct value b, const struct token *tok);
bool same_fetch(const struct fetch *a, const struct fetch *b);

/* NULL: @v was not assigned, it is 0 or "". */
struct value *find_binding(struct environment *env, const struct variable *v);
void set_binding(struct planner *p, const struct variable *v, struct value value);
struct environment copy_environment(struct planner *p);
/* An unassigned local is 0 or "": joined with a path that assigns it, it is not known. */
void join_environment(struct planner *p, struct environment *other);

/* ---- plan_context.c ---- */

/* A call of @f, whose arguments have the values @args. */
struct value plan_context(struct planner *p, struct expr *e, const struct context_function *f,
			  const struct value *args);
/* @e is read by @fetch: a slot of its own, or that of an equal fetch. */
void use_slot(struct planner *p, const struct expr *e, const struct fetch *fetch);
/* What the error of a failed read at @tok names. */
const char *near_of(struct planner *p, const struct token *tok);
/* The value of a read: 64 bits can be followed as an address, less cannot. */
struct value value_of(const struct fetch *fetch, const struct token *tok);
/* One more dereference, at what @address points to; false: too many for the kernel. */
bool add_step(struct fetch *fetch, const struct value *address);
/* Reports that @address, the value of @arg, cannot be read by @e. */
struct value refuse_address(struct planner *p, const struct expr *e, const struct expr *arg,
			    const struct value *address);
bool is_function_probe(const struct derived *d);
/* Can the kernel follow pointers at @p's probe? Reports why not, at @e. */
bool can_read_memory(struct planner *p, const struct expr *e);

/* ---- plan_target.c ---- */

/* A field of the tracepoint, or a $variable of the function. */
struct value plan_field(struct planner *p, struct expr *e);
/* @cast: the steps of its type, from where the operand points to. */
/* @e is what @read finds from the pointer @address, which the event itself leads to. */
struct value plan_struct_read(struct planner *p, struct expr *e, struct value address,
			      const struct target_read *read);
struct value plan_cast(struct planner *p, struct expr *e);

/* ---- plan_call.c ---- */

/* A call of whatever: function, built-in or read of the context. */
struct value plan_call(struct planner *p, struct expr *e);
/* Finds out which functions read the context. */
void mark_readers(struct compilation *c);
/* The code of @f, or of the handler when NULL, for @p's probe. */
struct instance *add_instance(struct planner *p, struct function *f);

/* ---- plan_task.c ---- */

/* Plans a call of a function that find_task_read() knows, as a read from @address. */
struct value plan_task_read(struct planner *p, struct expr *e, struct value address);

#endif
