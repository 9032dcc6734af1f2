/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Output buffer: the one place that writes a script's output.
 *
 * Purpose:  print and printf append here; the engine flushes once a cycle, before it sleeps, and
 *           when it is large.
 * Owner:    the engine, one per run.
 * Errors:   the first failed write (full disk, closed pipe) is kept; output_flush() returns -1
 *           from then on with errno as it was, and the engine ends the run.
 */
#ifndef MSTAP_RUNTIME_OUTPUT_H
#define MSTAP_RUNTIME_OUTPUT_H

#include <stdbool.h>

#include "base/buf.h"

struct output_file;

struct output {
	struct buf text;
	struct output_file *file;
	int error;	   /* errno of the first failed write; 0: none */
	bool quiet;	   /* -w: no warnings */
	struct buf warned; /* the texts of warnings printed, NUL after each */
};

/* Writes all of it. Returns 0, or -1 with errno set. */
int output_flush(struct output *output);

/*
 * "WARNING: TEXT\n" to stderr, behind what was printed before it (flushes first). As in stap, a
 * text is printed once however often it comes.
 */
void output_warning(struct output *output, const char *text);

/* Frees what it holds; the file is the caller's. */
void output_free(struct output *output);

#endif
