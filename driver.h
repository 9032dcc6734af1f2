/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state that the passes of one run hand on.
 *
 * Purpose:  passes.c and pass_run.c fill it, mstap.c calls them in order.
 * Owner:    main(), driver_open() to driver_close(); all that the compiler makes lives in its
 * arena.
 */
#ifndef MSTAP_DRIVER_H
#define MSTAP_DRIVER_H

#include <stdio.h>

#include "base/diag.h"
#include "compiler/compile.h"
#include "compiler/library.h"
#include "input.h"
#include "options.h"
#include "runtime/record_source.h"

struct arena;
struct buf;
struct compilation;
struct intern;
struct program;
struct script;

struct driver {
	struct options options;
	struct arena *arena;
	struct intern *names;
	struct diag_list diags;
	struct record_source *source;
	struct macro_input macros; /* of the tapset */
	struct compile_options compile;
	struct script **scripts; /* the main one, then those of -E */
	unsigned nscripts;
	struct compile_counts counts;
	struct compilation *compilation;
	const struct program *program;
};

/* For "%u thing%s". */
#define COUNTED(count) (count), (count) == 1 ? "" : "s"

/*
 * Opens the record source that the options ask for, and prepares the compiler. Returns false after
 * its error has been printed; driver_close() is due in any case.
 */
bool driver_open(struct driver *d);
void driver_close(struct driver *d);
/* Prints and empties @text. */
void driver_print(FILE *to, struct buf *text);
/* Prints the diagnostics that have come since it last did. */
void driver_print_diags(struct driver *d);

/*
 * The passes. Each appends to @told what -v tells of it. Returns false when it failed, after its
 * errors have been printed.
 */
/* -l, -L */
bool list_matching(struct driver *d, struct buf *out);
bool pass_parse(struct driver *d, struct buf *told);
bool pass_analyze(struct driver *d, struct buf *told);
bool pass_translate(struct driver *d, struct buf *told);
/* Bytecode needs no compiler. */
bool pass_compile(struct driver *d, struct buf *told);
bool pass_run(struct driver *d, struct buf *told);

#endif
