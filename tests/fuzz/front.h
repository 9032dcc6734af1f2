/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What fuzz targets compile with: a parse context and a record source that knows a few events.
 *
 * Purpose:  the front end without a kernel: answers are the same on every machine.
 * Owner:    struct front, front_init() to front_free(); the arena is front.arena.
 */
#ifndef MSTAP_TESTS_FUZZ_FRONT_H
#define MSTAP_TESTS_FUZZ_FRONT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "compiler/compile.h"
#include "compiler/library.h"
#include "lexer/preprocessor.h"
#include "runtime/record_source.h"

struct front {
	struct arena *arena;
	struct diag_list diags;
	struct macro_table macros;
	struct record_source source;
	struct compile_options compile;
};

void front_init(struct front *front);
void front_free(struct front *front);
/* All that the compiler had to say, in @front's arena. */
const char *front_errors(struct front *front);

#endif
