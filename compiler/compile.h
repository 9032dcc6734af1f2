/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From scripts to a program.
 *
 * Purpose:  compile_analyze() and compile_translate() in compile.c list the passes and is the map
 * of this room. Owner:    everything made lives in options.parse.arena.
 */
#ifndef MSTAP_COMPILER_COMPILE_H
#define MSTAP_COMPILER_COMPILE_H

#include <stdbool.h>

#include "parser/parse.h"
#include "runtime/program.h"

struct buf;
struct catalog_ops;
struct library;
struct record_source;

/* What -v tells of pass 2, also of an analysis that failed. */
struct compile_counts {
	unsigned nprobes;
	unsigned nfunctions;
	unsigned nembeds;
	unsigned nglobals;
	unsigned nlibrary_files; /* of the tapset, read because a name was not the script's own */
};

struct compile_options {
	struct parse_context parse;	   /* arena, names, diagnostics, script arguments */
	const struct catalog_ops *catalog; /* what can be probed, asked of @source */
	struct record_source *source;
	struct library *library;    /* read when a name is not the script's own */
	const char *const *defines; /* -D: "NAME=V" */
	unsigned ndefines;
	const char *const *globals; /* -G: "NAME=VALUE" */
	unsigned nglobals;
	bool guru;		       /* -g */
	bool unoptimized;	       /* -u: code without effect is kept */
	bool warnings_are_errors;      /* -W */
	struct compile_counts *counts; /* is filled; NULL: nobody asks */
	bool pushdown;		       /* look for guards that the kernel could test */
	bool will_run;		       /* here, so that what is missing here is an error */
	bool skip_badvars;	       /* context variables that cannot be had are 0 */
};

struct compilation;

/*
 * Pass 2: finds out what the user's @nscripts parsed scripts mean, and counts it. Each is a file
 * with privates of its own; all else is as if they were one. Returns NULL when there were errors
 * (all of them are in the diagnostics).
 */
struct compilation *compile_analyze(const struct compile_options *options, struct script **scripts,
				    unsigned nscripts);
/* Appends what -p2 shows: globals, functions, probes with types, in stap's form. */
void compilation_print(struct compilation *compilation, struct buf *out);
/*
 * -l and -L: appends the points that the probes of @scripts stand for, by list_probes(). Returns
 * how many; of those that are none the diagnostics tell.
 */
unsigned compile_list(const struct compile_options *options, struct script **scripts,
		      unsigned nscripts, bool variables, struct buf *out);
/* Pass 3: bytecode. Returns NULL when there were errors. */
const struct program *compile_translate(struct compilation *compilation);

#endif
