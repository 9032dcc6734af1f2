/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the bytecode of a loop to machine code.
 *
 * Purpose:  the one function that does it. Machine registers go to the script's registers and
 *           numeric globals that the loop uses most; they are loaded where the code is entered
 *           and stored back wherever it is left.
 * Owner:    the caller has the bytes, which can be put anywhere, and lets the program outlive them.
 */
#ifndef MSTAP_RUNTIME_NATIVE_TRANSLATE_H
#define MSTAP_RUNTIME_NATIVE_TRANSLATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "runtime/program.h"

/*
 * Appends to @out the machine code of the loop of @code that starts at pc @top: a C function
 * uint32_t(struct native_state *) that gives the pc where the interpreter goes on. Returns false,
 * with nothing appended, when there is nothing to gain: the loop makes no turn without an
 * instruction that has no machine code.
 */
bool translate_loop(const struct program *program, const struct code *code, uint32_t top,
		    struct buf *out);

#endif
