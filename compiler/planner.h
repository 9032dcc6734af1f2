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

/* VALUE_CURRENT: what task_current() gives, which is read as the task of the CPU of the event. */
enum value_kind {
	VALUE_UNKNOWN,
	VALUE_NUMBER,
	VALUE_TEXT,
	VALUE_CONTEXT,
	VALUE_CHOICE,
	VALUE_CURRENT
};

/* Of more values than these that one may have, nothing is read: each takes room in the event. */
#define VALUE_CHOICES_MAX 16

struct value {
	enum value_kind kind;
	const struct token *tok; /* VALUE_UNKNOWN: what made it so, or NULL; is_text: the field */
	const char *why;
	int64_t number; /* VALUE_NUMBER; VALUE_CONTEXT: added to what the fetch gives */
	const char *text;
	struct fetch fetch; /* without a type */
	bool is_text;	    /* VALUE_CONTEXT: where a field is that is text, to be read as such */
	const struct value *items; /* VALUE_CHOICE: one of these, numbers and contexts */
	unsigned nitems;
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
	unsigned trials;	     /* plan_loop.c: what is planned is not kept */
	const struct planner *outer; /* of a function: where it was called, and by what */
	const struct expr *call;
};

/* Who is told of a mistake: an argument and the call that it is of, perhaps both the same. */
struct blame {
	const struct expr *arg;
	const struct expr *call;
};

/* ---- planner.c ---- */

/* Follows @s; what it assigns is in the environment afterwards. */
void plan_stmt(struct planner *p, struct stmt *s);

/* ---- plan_loop.c ---- */

/* Of what @s assigns nothing is known from here on. */
void forget_assigned(struct planner *p, struct stmt *s);
void plan_loop(struct planner *p, struct stmt *s);
void plan_foreach(struct planner *p, struct stmt *s);

/* ---- plan_expr.c ---- */

/* Follows @e and returns what is known of its value. */
struct value plan_expr(struct planner *p, struct expr *e);

/* ---- plan_call.c ---- */

/*
 * @arg of @call, or what the script handed to the function of the library that they are in: the
 * argument, if it is handed on as it is, else the call.
 */
struct blame find_blame(const struct planner *p, const struct expr *call, const struct expr *arg);

/* ---- plan_value.c ---- */

/* @why completes "this does not: "; @tok is the place that is to blame. */
struct value value_unknown(const struct token *tok, const char *why);
struct value value_number(int64_t n);
bool same_value(const struct value *a, const struct value *b);
bool same_fetch(const struct fetch *a, const struct fetch *b);

/* NULL: @v was not assigned, it is 0 or "". */
struct value *find_binding(struct environment *env, const struct variable *v);
void set_binding(struct planner *p, const struct variable *v, struct value value);
struct environment copy_environment(struct planner *p);
/* An unassigned local is 0 or "": joined with a path that assigns it, it is not known. */
void join_environment(struct planner *p, struct environment *other);

/* ---- plan_choice.c ---- */

/* One of both, as ways meet at @tok. */
struct value value_join(struct planner *p, struct value a, struct value b, const struct token *tok);
/* @a @op @b, for all that they may be. */
struct value value_compute(struct planner *p, enum operator op, const struct value *a,
			   const struct value *b, const struct token *tok);
/* How many numbers and contexts it may be: 0 when it is not known or a text. */
unsigned value_count(const struct value *v);
const struct value *value_item(const struct value *v, unsigned i);
/*
 * @v, which @e reads at: the current task is that of one of the CPUs. What it cannot be is unknown.
 */
struct value value_as_address(struct planner *p, const struct expr *e, struct value v);
/*
 * @e reads at @address, by @fetches[i] at the i-th value that it may have. Returns what is known
 * of the value read.
 */
struct value use_slots(struct planner *p, const struct expr *e, const struct value *address,
		       const struct fetch *fetches);

/* ---- plan_context.c ---- */

/* A call of @f, whose arguments have the values @args. */
struct value plan_context(struct planner *p, struct expr *e, const struct context_function *f,
			  const struct value *args);
/* The index of @fetch, or of an equal one, among those planned for the probe. */
unsigned planned_index(struct planner *p, const struct fetch *fetch);
/* @e is read by @fetch, or by an equal one. */
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
/* Markers and timers stand for no event of the kernel. */
bool has_no_context(const struct planner *p);
/* @e reads where there is nothing to read. */
struct value plan_absent(struct planner *p, const struct expr *e, struct absent_use use);
/* Can the kernel follow pointers at @p's probe? Reports why not, at @e. */
bool can_read_memory(struct planner *p, const struct expr *e);

/* @e, a call, reads the kernel stack. */
void plan_stack(struct planner *p, const struct expr *e);

/* ---- plan_target.c ---- */

/* A field of the tracepoint, or a $variable of the function. */
struct value plan_field(struct planner *p, struct expr *e);
/* @cast: the steps of its type, from where the operand points to. */
/* @e is what @read finds from the pointer @address, which the event itself leads to. */
struct value plan_struct_read(struct planner *p, struct expr *e, struct value address,
			      const struct target_read *read);
struct value plan_cast(struct planner *p, struct expr *e);
/* The steps of @read from @address on. Returns false after an error. */
bool follow_steps(struct planner *p, const struct expr *e, const struct value *address,
		  const struct target_read *read, struct fetch *fetch);

/* ---- plan_element.c ---- */

/* Plans @e if it is an element of an array (elements.h): true, and *@out is known of its value. */
bool plan_element(struct planner *p, struct expr *e, struct value *out);
/* @index, which is below @count, as @e says. */
struct value plan_bounded(struct planner *p, const struct expr *e, uint32_t count,
			  const struct value *index);

/*
 * Makes @fetch, of text, a read of the field at @address, which is_text, for @e. Returns false
 * after an error: it is no text that is read there.
 */
bool plan_text_field(struct planner *p, const struct expr *e, const struct value *address,
		     struct fetch *fetch);

/* ---- plan_entry.c ---- */

/* Saved at the entry, for the return. */
struct value plan_save(struct planner *p, const struct expr *e);
/* At the return, what was saved at the entry, which was planned before. */
struct value plan_saved(const struct planner *p, const struct expr *e);
/* Adds the fetch by which an entry and a return are known to be of one call. */
void plan_frame(struct planner *p);

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
