/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the passes of the compiler share.
 *
 * Purpose:  symbols, functions, derived probes: the state that passes hand on.
 * Owner:    struct compilation, in the arena of the compile options.
 */
#ifndef MSTAP_COMPILER_COMPILER_H
#define MSTAP_COMPILER_COMPILER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "compiler/compile.h"
#include "compiler/instance.h"
#include "compiler/library.h"
#include "parser/ast.h"
#include "runtime/builtins.h"
#include "runtime/catalog.h"
#include "runtime/program.h"

/* ---- names ---- */

/* names.c; zeroed it is empty. */
struct name_entry;
struct name_table {
	struct name_entry *entries;
	unsigned size;
	unsigned used;
};

/* What stands under the interned @name, or NULL. */
void *name_find(const struct name_table *table, const char *name);
/* Where it stands, NULL at first; valid until the next call. */
void **name_place(struct arena *arena, struct name_table *table, const char *name);

/* ---- symbols ---- */

struct variable {
	const char *name;
	const struct token *tok; /* declaration, or first use of a local */
	enum value_type type;
	const struct token *type_tok; /* where the type was first inferred */
	bool is_global;
	bool is_parameter;
	bool assigned;
	bool read;
	bool updated; /* by ++ or += and the like: no reading that somebody sees */
	/* global */
	const struct global_decl *decl;
	struct expr *init;	     /* that of the declaration, or by -G; or NULL */
	const struct script *script; /* private ones are visible in this file only */
	struct variable *next_namesake;
	int arity; /* -1: not known yet; 0: scalar */
	const struct token *arity_tok;
	enum value_type keys[MAX_KEYS];
	const struct token *key_toks[MAX_KEYS];
	bool keeps_variance;
	int64_t variance_shift;
	const struct expr *histogram; /* the first one asked of it, or NULL */
	/* of a parameter: which; after emission of a global: in program.globals, of a local: its
	 * register */
	uint16_t index;
	bool reached;
	unsigned order; /* of a global: when it was first met */
};

struct scope {
	struct variable **items;
	unsigned count;
};

struct function {
	const struct function_decl *decl;
	const struct script *script;
	enum value_type type;
	const struct token *type_tok;
	struct variable **params;
	struct scope locals; /* parameters included */
	struct function *next_overload;
	struct function *next_chain; /* of a first overload: others of the name */
	bool resolved;
	bool reached;
	bool has_effects;
	bool reads_context;	 /* it, or what it calls, reads the record by a fetch */
	bool reads_targets;	 /* pretty.c: it has $variables of its probe */
	struct instance *shared; /* the one instance of a function that reads no context */
	uint32_t below; /* elements.c: what it returns is from 0 to below this; 0: anything */
	bool planning;
	bool cost_known;
	int32_t cost; /* actions.c */
};

/*
 * How a $variable with its members is read: a fetch, and what is done with its value.
 */
struct target_read {
	struct fetch fetch;
	int64_t addend; /* added to the value: an address inside a struct */
	uint8_t bits;	/* of a bit field; 0: all of the value */
	uint8_t shift;	/* its lowest bit */
	bool is_signed;
	bool by_value; /* of a struct or array in registers: the fetch gives its first word */
	bool is_place; /* of a field that is text: where it is, for who reads text there */
	bool typed;    /* the C type of what is read is known */
	struct ctype_ref ctype; /* ... and this */
};

/* What the texts of pretty printing take of the room that an event has. */
struct pretty_room {
	unsigned leaves;
	unsigned characters;
};

/* A text that the handler has already asked for. */
struct pretty_use {
	struct target_read read;
	bool deep;
	struct function *function;
};

/* An expression that the probe on a function's entry evaluates for the one on its return. */
struct entry_value {
	struct expr *operand;
	uint16_t index; /* among those of the probe */
	bool used;	/* the return probe still asks for it */
	/* planner: an argument of the function, plus a number; the kernel can follow it at return
	 */
	bool is_argument;
	struct fetch argument;
	int64_t addend;
};

/* A probe point that stands for one attachment, with its own copy of the handler. */
struct derived {
	struct probe *probe;
	const struct probe_decl *decl; /* the script's */
	const struct script *script;
	const char *name;		   /* first component of its point */
	const struct event_format *format; /* tracepoint */
	const char *shown;		   /* the point with its mark */
	const struct cfunction *signature; /* function whose types are known, once looked up */
	bool has_signature;		   /* it has not been looked up */
	const struct cfunction *arguments; /* of the tracepoint, once looked up; NULL: not known */
	bool arguments_looked_up;
	const struct carriers *carriers; /* of the tracepoint's arguments, once looked up */
	bool among_arguments;		 /* some handler there needs their record */
	const char *derivation;		 /* " <- alias <- point" as -p2 prints it */
	bool aliased;
	const struct token *named; /* first component of the point in the script */
	struct stmt **parts;	   /* alias prologues, handler, alias epilogues */
	const struct script **part_scripts;
	unsigned nparts;
	struct expr **conditions;
	const struct script **condition_scripts;
	unsigned nconditions;
	struct scope locals;
	struct instance *instance;
	struct planned_fetch *planned;
	unsigned nplanned;
	const char *call_entry; /* of a system call's return: the event of its entry */
	struct derived
		*entry; /* of a return probe that reads what was at the entry: who saves it */
	struct entry_value **values; /* of such an entry */
	unsigned nvalues;
	struct pretty_room pretty_room;
	struct pretty_use *pretty_uses;
	unsigned npretty_uses;
};

/* ---- the compilation ---- */

/* What a built-in function without a value is taken for where its value is used: 0 or "". */
struct learned_result {
	enum value_type type;
	const struct token *tok;
};

struct compilation {
	const struct compile_options *options;
	struct arena *arena;
	struct diag_list *diags;
	struct script **scripts; /* the user's, then those of the library that are in use */
	unsigned nscripts;
	unsigned nuser;
	struct scope globals;
	struct scope reached;	     /* globals in use, in the order of their first use */
	unsigned nmet;		     /* all that ever were in it */
	struct function **functions; /* reached ones, in order */
	unsigned nfunctions;
	struct function **dropped; /* whose calls had no effect; of the script's own */
	unsigned ndropped;
	struct name_table global_names;	  /* struct variable, linked by next_namesake */
	struct name_table function_names; /* struct function_name of scope.c */
	unsigned nindexed;		  /* of the library, by the names of their functions */
	struct learned_result results[BUILTIN_COUNT]; /* of those without a value */
	struct derived **derived;
	unsigned nderived;
	struct instance **instances;
	unsigned ninstances;
	unsigned npairs;
	unsigned ngenerated;  /* functions made by generate.c */
	const char **missing; /* what kernel_lacks() has told of */
	unsigned nmissing;
	struct limits limits;
	struct program program;
};

/* scope.c: who is called what, seen from a file */
void collect_user_symbols(struct compilation *c);
/* One of the library's files is used: its globals and probes become part of the program. */
void use_library_script(struct compilation *c, struct script *script);
struct variable *find_global(struct compilation *c, const struct script *from, const char *name);
/* The first overload with @nargs parameters; NULL when there is none or a built-in is meant. */
struct function *find_function(struct compilation *c, const struct script *from, const char *name,
			       unsigned nargs);
/* A function of @script that is in use; the caller resolves its names. */
struct function *add_function(struct compilation *c, struct script *script,
			      const struct function_decl *decl);
const struct builtin *find_builtin(const char *name, unsigned nargs);
void report_unknown_function(struct compilation *c, const struct script *from,
			     const struct expr *call);

/* settings.c: -G */
bool has_setting(const struct compilation *c, const char *name);
/* Once types are known. */
bool apply_settings(struct compilation *c);

/* statistics.c: what aggregates have to keep */
bool collect_statistics(struct compilation *c);
/* The kept statistics of @v into @g; reports a histogram that cannot be. */
void describe_statistics(struct compilation *c, const struct variable *v, struct global *g);

/* points.c: probe points of a file to derived probes, with the names in them resolved */
void expand_probes(struct compilation *c, struct script *script);

/* symbols.c: names to variables and functions, for all that the probes reach */
void resolve_derived(struct compilation *c, struct derived *d);
void resolve_functions(struct compilation *c);

/* iteration.c: calls in foreach that modify what is iterated */
void check_iterations(struct compilation *c);

/* usage.c: what is read and written, and the lists of reached globals and functions, anew */
void collect_usage(struct compilation *c);

/* Only written: its value is shown at the end. What the library remembers is no result. */
bool is_displayed(const struct variable *v);

/* fold.c: what known conditions exclude is taken out */
void fold_conditions(struct compilation *c);

/*
 * regex.c: a pattern as the script means it, in which regex_fault() found nothing, for regcomp().
 * Lives in the compilation's arena.
 */
const char *regex_for_libc(struct compilation *c, const char *pattern);
/*
 * regex_check.c: " (at position N): ..." or ": ..." of what stap refuses in a pattern, whose
 * literal is
 * @written, or NULL.
 */
const char *regex_fault(struct compilation *c, const char *written);

/* elide.c: so is what has no effect; @tells: the script's author of it */
void elide_unused(struct compilation *c, bool tells);
/* ... does @e more than to give a value? */
bool has_effects(struct expr *e);
/*
 * unused.c: makes @s, an expression that has_effects() but whose value nobody uses, the statements
 * of its parts that have effects. Returns true; false when it is of one piece.
 */
bool take_unused_apart(struct compilation *c, struct stmt *s);
bool drop_empty_probes(struct compilation *c);
/* ctargets.c: $variables of a probed function, by their C types */
void resolve_c_target(struct compilation *c, struct derived *d, struct expr *e);
void resolve_cast(struct compilation *c, struct expr *e);
bool c_target_exists(struct compilation *c, const struct derived *d, const struct expr *e);
/* cgroups.c: $$vars, $$parms and $$return; false: @e is none of them. */
bool expand_c_pseudo(struct compilation *c, struct derived *d, struct expr *e);

/* In a return probe, is @e about the arguments, which are gone by then? */
bool is_of_entry(const struct derived *d, const struct expr *e);

/* entry.c: what a return probe reads of the function's entry */
/* Is @d a probe on the return of a function or of a system call? */
bool has_entry(const struct derived *d);
/*
 * The probe on the entry of @d's function or system call, made at the first call; has_entry(@d).
 * NULL after an error at @tok: there is no such event.
 */
struct derived *entry_of(struct compilation *c, struct derived *d, const struct token *tok);
/* @e of return probe @d becomes the value that @operand, resolved in its entry_of(), had there. */
void save_at_entry(struct compilation *c, struct derived *d, struct expr *e, struct expr *operand);
/*
 * The same of @e, a $variable that entry_of() has and @d has not, which is told of. When it cannot
 * be read, @e stays what it is.
 */
void capture_at_entry(struct compilation *c, struct derived *d, struct expr *e);
/* Puts each entry probe before the return probe that it serves. */
void insert_entries(struct compilation *c);
/* Tells the runtime what @d's probe is of a pair, if it is any; of the entry's first. */
void describe_pair(struct compilation *c, struct derived *d);

/* kernel_names.c: @var of a variable of the kernel */
void resolve_kernel_variable(struct compilation *c, struct expr *e);
/* ... reports nothing */
bool kernel_variable_exists(struct compilation *c, const struct expr *e);
/* @const becomes its number, when that is known ... */
void resolve_constant(struct compilation *c, struct expr *e);
/* The value of @const @e; false: it is not known. */
bool find_constant(struct compilation *c, const struct expr *e, int64_t *out);
/* ... else it is an error once code is made of it: passes 1 and 2 take any, as in stap. */
void refuse_constant(struct compilation *c, const struct expr *e);

/* targets.c: $variables of the probed event */
void resolve_target(struct compilation *c, struct derived *d, struct expr *e);
bool target_exists(struct compilation *c, struct derived *d, const struct expr *e);

/* print.c: the order in which -p2 shows functions, and types are inferred */
void sort_functions(struct compilation *c);
/* The point of @d with its mark and conditions, as pp() gives it. */
/* The types of the function that @d probes; NULL where its point has none, or they are not known.
 */
const struct cfunction *derived_signature(struct compilation *c, struct derived *d);
const char *derived_text(struct compilation *c, const struct derived *d);

/*
 * types.c: long, string, stats. As long as it is not @final, $variables that cannot be read are no
 * error: the code may turn out to be excluded.
 */
bool infer_types(struct compilation *c, bool final);

/* warnings.c: variables that are read and never assigned */
void warn_unassigned(struct compilation *c);

/* lvalues.c: returns false if what is assigned to is no variable; the first one is reported */
bool check_lvalues(struct compilation *c);

/* planner.c: context reads to fetches */
bool plan_fetches(struct compilation *c);
/* plan_context.c: the slot of @d's record that fetch planned[@index] gets, as its code reads it. */
uint16_t planned_slot(struct compilation *c, struct derived *d, unsigned index);

/*
 * halves.c: which records of a tracepoint @d's code reads. To be asked when that is known, that is
 * when there is code. False: of an event's fields and the tracepoint's arguments, which are in
 * records of their own, it needs both.
 */
bool one_record_will_do(struct compilation *c, struct derived *d);
/* Comes first: finds out at which tracepoints the arguments' records will be needed. */
void find_arguments_needed(struct compilation *c);

/* emit.c */
bool emit_program(struct compilation *c);
/* emit_call.c: how @e, in the code of @instance, reads the record; NULL: it does not. */
const struct fetch_use *find_fetch_use(const struct instance *instance, const struct expr *e);

/* guard.c: what is true of all events that @d's handler is needed for; NULL: nothing is known */
const struct guard *find_guard(struct compilation *c, const struct derived *d);

/* context.c: functions that read the probed context */
enum context_kind {
	CONTEXT_ARG,	  /* (n): argument n */
	CONTEXT_REGISTER, /* ("name") */
	CONTEXT_RETVAL,	  /* () */
	CONTEXT_USER_IP,  /* () */
	CONTEXT_MEMORY,	  /* (address) or (address, fallback) */
};
struct context_function {
	const char *name;
	const char *signature; /* as in runtime/builtins.def */
	enum context_kind kind;
	enum fetch_type type;
	bool user;
	const char *fault; /* what is said when memory cannot be read; NULL: it gives 0 */
};
/* The members of task_reads.def that call @e can read of a task's address, or NULL. */
const char *find_task_read(const struct expr *e);
const struct context_function *find_context_function(const char *name, unsigned nargs);
/* The i-th, NULL behind the last. */
const struct context_function *context_function_row(unsigned i);

/*
 * embedded.c: C in the script. It passes the analysis by what its marks say (stap(1), EMBEDDED C);
 * what comes to be emitted is refused.
 */
bool embedded_is_pure(const char *code);
bool embedded_is_string(const char *code);
/* Whether the function may leave its work to the next overload. */
bool embedded_has_next(const char *code);
void embedded_refuse(struct compilation *c, const struct token *tok);
/* The value of a @const of a number or a limit; false: it is neither. */
bool embedded_constant(const struct compilation *c, const char *text, int64_t *value);
/* The pieces at the top level of the scripts in use. */
unsigned embedded_count(const struct compilation *c);
void embedded_print(const struct compilation *c, struct buf *out);
void embedded_refuse_all(struct compilation *c);

/* similar.c */
struct candidates {
	const char **items;
	unsigned count;
};
void candidate_add(struct compilation *c, struct candidates *list, const char *name);
/* " (similar: a, b)" or "", best first, at most five. */
const char *similar_names(struct compilation *c, const char *name, const struct candidates *list);
/* The same of those that are no farther than this, where a wrong letter counts 2. */
const char *near_names(struct compilation *c, const char *name, const struct candidates *list,
		       unsigned farthest);

/* refused.c: why stap's function @name is not here; NULL: it is none of stap's */
const char *refused_reason(const char *name);

/* walk.c: calls @visit for each direct sub-expression */
void each_child(struct expr *e, void (*visit)(void *context, struct expr *child), void *context);
void each_key(const struct expr_list *list, void (*visit)(void *context, struct expr *child),
	      void *context);
/* each_stmt: calls for each direct child statement and expression of a statement */
struct stmt_visitor {
	void (*stmt)(void *context, struct stmt *child);
	void (*expr)(void *context, struct expr *child);
	void *context;
};
void each_part(struct stmt *s, const struct stmt_visitor *visitor);
/* The leftmost token of @e; its own, e->tok, is an operator's where there is one. */
const struct token *expr_first_token(const struct expr *e);

/* ---- shared small things ---- */

/* @hist_log(x)[i] */
static inline bool is_bucket(const struct expr *e)
{
	return e->kind == EXPR_INDEX && e->index.base->kind == EXPR_HIST;
}

/* The variable that an aggregate expression names, once resolved; NULL when it is none. */
static inline struct variable *aggregate_variable(const struct expr *stat)
{
	if (stat->kind == EXPR_INDEX)
		stat = stat->index.base;
	return stat->kind == EXPR_SYMBOL ? stat->symbol.variable : NULL;
}

const char *type_name(enum value_type type);
/* print.c: with the result that was learned, where it has none of its own */
const char *builtin_signature(struct compilation *c, const struct builtin *builtin);
/* print.c: "name:long (long, string)" */
void put_signature(struct buf *out, const char *name, const char *signature);
enum value_type signature_result(const char *signature);
enum value_type signature_param(const char *signature, unsigned index);
unsigned signature_params(const char *signature);
/* Of two numbers; false when @op compares nothing. */
bool comparison_holds(enum operator op, int64_t a, int64_t b);

/*
 * missing.c: asks @question of the record source, one of those of runtime/catalog.h that are
 * answered by a sentence. NULL when nothing is missing; or, after a warning, when the script is
 * only looked at.
 */
const char *kernel_lacks(struct compilation *c,
			 const char *(*question)(struct record_source *source));

struct diag *semantic_error(struct compilation *c, const struct token *tok, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
struct diag *semantic_related(struct compilation *c, struct diag *diag, const struct token *tok,
			      const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds the two lines of a second place to @diag. */
void semantic_place(struct compilation *c, struct diag *diag, const struct token *tok);
struct diag *semantic_warning(struct compilation *c, const struct token *tok, const char *format,
			      ...) __attribute__((format(printf, 3, 4)));

#endif
