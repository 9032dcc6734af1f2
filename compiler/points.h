/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between points.c, which matches and expands probe points, and build.c, which makes a struct
 * probe of each one that matched.
 */
#ifndef MSTAP_COMPILER_POINTS_H
#define MSTAP_COMPILER_POINTS_H

#include "compiler/compiler.h"

#define MAX_POINT_ARGS 4

/* A point on its way through aliases. */
struct expansion {
	struct compilation *c;
	const struct probe_decl *decl;
	const struct script *script; /* of the probe */
	const char *derivation;
	const char *name; /* of the outermost alias; NULL: none */
	struct alias_use *aliases; /* innermost first */
	unsigned depth;
	struct condition_use *conditions;
};

struct alias_use {
	const struct probe_decl *decl;
	const struct script *script;
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

/*
 * Builds derived probes for @match; returns how many, 0 after an error. Errors are related ones
 * of resolving_error().
 */
typedef unsigned point_builder(struct expansion *x, const struct point_match *match);

point_builder build_marker, build_timer, build_jiffies, build_hertz, build_kprobe, build_absolute,
	build_trace;

/* "while resolving probe point", to be related to what is wrong. */
struct diag *resolving_error(struct compilation *c, const struct probe_point *point);

/* Adds a derived probe with its own copies of the bodies; @text is what pp() gives. */
struct derived *add_derived(struct expansion *x, const struct point_match *match,
			    enum probe_kind kind, const char *text);

/* The text of @point as pp() gives it. */
const char *point_text(struct compilation *c, const struct probe_point *point);

#endif
