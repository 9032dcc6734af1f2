/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From scripts to a program.
 *
 * Purpose:  compile_program() in compile.c lists the passes and is the map of this room.
 * Owner:    everything made lives in options.parse.arena.
 */
#ifndef MSTAP_COMPILER_COMPILE_H
#define MSTAP_COMPILER_COMPILE_H

#include <stdbool.h>

#include "parser/parse.h"
#include "runtime/program.h"

struct buf;
struct catalog_ops;
struct record_source;

struct compile_options {
	struct parse_context parse;	   /* arena, names, diagnostics, script arguments */
	const struct catalog_ops *catalog; /* what can be probed, asked of @source */
	struct record_source *source;
	const char *const *tapset_dirs; /* searched in order; the -I ones first */
	unsigned ntapset_dirs;
	const char *const *defines; /* -D: "NAME=V" */
	unsigned ndefines;
	const char *const *globals; /* -G: "NAME=VALUE" */
	unsigned nglobals;
	bool guru;	  /* -g */
	bool unoptimized; /* -u: code without effect is kept */
};

struct compilation;

/*
 * Compiles the user's parsed @script. Returns NULL when there were errors (all of them are in
 * the diagnostics).
 */
struct compilation *compile_program(const struct compile_options *options, struct script *script);
const struct program *compilation_program(const struct compilation *compilation);
/* Appends what -p2 shows: globals, functions, probes with types, in stap's form. */
void compilation_print(const struct compilation *compilation, struct buf *out);

#endif
