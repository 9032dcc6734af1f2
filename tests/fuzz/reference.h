/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reference: a deliberately naive evaluator of the syntax tree.
 *
 * Purpose:  to say what a program means without any of the compiler, the VM or its maps: values
 *           carry their type, names are looked up by text, maps are linear lists, errors are
 *           longjmp(). It knows what generate.c makes: types of maps and locals stand in their
 * names. Owner:    all it makes lives in the arena given to reference_run().
 */
#ifndef MSTAP_TESTS_FUZZ_REFERENCE_H
#define MSTAP_TESTS_FUZZ_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/ast.h"

struct arena;
struct buf;

/*
 * Runs the begin probes of @script in order. What they print is appended to @out, an error that
 * ends one as "ERROR: ...\n". Strings are cut at @string_limit bytes. *@raised: there were errors,
 * be it that they were caught. False: it took too long to be of use.
 */
bool reference_run(struct arena *arena, const struct script *script, size_t string_limit,
		   struct buf *out, bool *raised);

#endif
