/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Explaining: what a program takes of the kernel, told without running it.
 *
 * Purpose:  the kernel lines of -p3, and all of --explain.
 * Owner:    plain functions; nothing is changed anywhere.
 */
#ifndef MSTAP_RUNTIME_EXPLAIN_H
#define MSTAP_RUNTIME_EXPLAIN_H

#include <stdint.h>

#include "runtime/record_source.h"

struct arena;
struct buf;

/*
 * Appends the lines that attach() would write into tracefs, one probe after the other
 * ("# kprobe.function("f")" and below it the definition).
 */
void explain_lines(struct record_source *source, const struct attach_options *options,
		   struct buf *out);

/*
 * Appends, for each probe of @program and of the process table that it needs, what is written,
 * which fields are read and for which expression, what the kernel tests and what is left to the
 * handler. @target_pid is that of -x; -1: it will be known when the command of -c runs; 0: none.
 */
void explain_program(const struct program *program, struct record_source *source,
		     int32_t target_pid, struct arena *arena, struct buf *out);

#endif
