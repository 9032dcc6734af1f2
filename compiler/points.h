/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between points.c, which matches and expands probe points, and build.c and build_trace.c, which
 * make a struct probe of each one that matched.
 *
 * Owner:    points.c, one struct expansion for each point of a script; what comes of it lives in
 *           the compilation's arena.
 */
#ifndef MSTAP_COMPILER_POINTS_H
#define MSTAP_COMPILER_POINTS_H

#include "compiler/compiler.h"

#define MAX_POINT_ARGS 4

/* Aliases may be defined by aliases; this deep they go in circles. */
#define MAX_ALIAS_DEPTH 64

/* A point on its way through aliases. */
struct expansion {
	struct compilation *c;
	const struct probe_decl *decl;
	const struct script *script;   /* of the probe */
	const struct probe_point *own; /* in the probe's list */
	const struct token *named;     /* its first component */
	const char *derivation;
	const char *name;	   /* of the outermost alias; NULL: none */
	struct alias_use *aliases; /* innermost first */
	struct condition_use *conditions;
	const struct probe_point *suffixed; /* the one whose last components were handed on */
	bool bad_suffix;		    /* and it turned out that they cannot be */
};

struct alias_use {
	const struct probe_decl *decl;
	const struct script *script;
	const struct probe_point *target; /* which of its points is being expanded */
	struct alias_use *outer;
};

struct condition_use {
	struct expr *expr;
	const struct script *script;
	struct condition_use *next;
};

/* A point that matched a row: its arguments in order. */
struct point_match {
	const struct probe_point *point;
	const struct script *script;
	const struct expr *args[MAX_POINT_ARGS];
	unsigned nargs;
	int64_t number; /* the row's */
};

/* The numbers in rows of perf and kernel.data: what the last argument is, and what is watched. */
enum sample_rate { SAMPLE_DEFAULT, SAMPLE_PERIOD, SAMPLE_HERTZ };
enum watched_access { WATCH_WRITES, WATCH_ALL };

/* One component of the table's patterns, or of an alias. */
struct point_piece {
	const char *name;
	size_t length;
	char arg; /* '#', '$' or 0 */
};

/* The pattern of the table's @i-th row; NULL behind the last. */
const char *point_pattern(unsigned i);
/* Can it be probed, or only be refused by name? */
bool point_is_offered(unsigned i);
/* Takes the next component off a pattern; false behind the last. */
bool next_piece(const char **pattern, struct point_piece *piece);
bool piece_matches(const struct point_component *component, const struct point_piece *piece);
char arg_kind(const struct expr *arg);
bool has_wildcard(const char *name);
/* Is the name @name of @length bytes meant by @wanted, which may have wildcards? */
bool point_name_matches(const char *wanted, const char *name, size_t length);
/* Has the name of one of its components a wildcard? */
bool point_is_wild(const struct probe_point *point);
/* The kernel's CONFIG_HZ. */
int64_t kernel_hz(const struct compilation *c);
/* For messages: a name with wildcards is one word, which the scanner does not know. */
const struct token *component_token(struct compilation *c, const struct point_component *component);

/* mismatch.c: says why @point is nothing. */
void report_mismatch(struct expansion *x, const struct probe_point *point);

/*
 * Builds derived probes for @match; returns how many, 0 after an error. Errors are related ones
 * of resolving_error().
 */
typedef unsigned point_builder(struct expansion *x, const struct point_match *match);

point_builder point_marker, point_timer, point_jiffies, point_hertz, point_kprobe, point_function,
	point_absolute, point_trace, point_perf, point_tick, point_data;

/*
 * Derived probes for @point by all rows that it fits. Returns how many were made; sets *@matched
 * when any row fits.
 */
unsigned expand_rows(struct expansion *x, const struct probe_point *point,
		     const struct script *script, bool *matched);

/* The strings among a point's arguments are a function, or a module and its function. */
struct function_point {
	const struct expr *module_arg; /* NULL: the kernel */
	const struct expr *name_arg;
	const char *module;
	const char *pattern;
	int64_t maxactive;
	bool exported; /* only those */
	bool untyped;  /* no $variables: a kprobe as the kernel has it */
};
struct function_point read_function_point(const struct point_match *match);
/* build_function.c: a probe for each function that matches; returns how many, 0 after an error. */
unsigned add_functions(struct expansion *x, const struct point_match *match,
		       const struct function_point *point);

static inline const struct catalog_ops *catalog(const struct compilation *c)
{
	return c->options->catalog;
}

/* Reports why there is no probe at @match; returns 0. */
unsigned point_error(struct expansion *x, const struct point_match *match, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same of a function that is not there, with names that are. */
unsigned no_such_function(struct expansion *x, const struct point_match *match, const char *name);
/* "while resolving probe point", to be related to what is wrong. */
struct diag *resolving_error(struct compilation *c, const struct probe_point *point);

/* May there be a function @function of @module (NULL: of the kernel)? False: there is none. */
bool function_may_exist(const struct compilation *c, const char *module, const char *function);
/* Returns 0 after an error: @module is known not to be there. */
unsigned point_check_module(struct expansion *x, const struct point_match *m, const char *module);
/* Returns 1 when .maxactive is a number that the kernel takes, 0 after an error. */
unsigned check_maxactive(struct expansion *x, const struct point_match *m,
			 const struct function_point *point);

/* Adds a derived probe with its own copies of the bodies; @text is what pp() gives. */
struct derived *add_derived(struct expansion *x, const struct point_match *match,
			    enum probe_kind kind, const char *text);

/* The text of @point without its condition and mark. */
const char *point_text(struct compilation *c, const struct probe_point *point);

#endif
