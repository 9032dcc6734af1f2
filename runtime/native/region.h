/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a code that is translated: a loop with all that is inside.
 *
 * Purpose:  where the loop ends, which of its instructions machine code can get to, and how
 *           often each is likely to run.
 * Owner:    the translation; region_free() frees it.
 */
#ifndef MSTAP_RUNTIME_NATIVE_REGION_H
#define MSTAP_RUNTIME_NATIVE_REGION_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"

struct region {
	const struct program *program;
	const struct code *code;
	uint32_t top;	   /* pc of the first instruction */
	uint32_t end;	   /* pc behind the last jump back to @top */
	uint32_t *weights; /* by pc - top; 0: machine code does not get there */
};

/*
 * The loop of @code that starts at @top; @translatable tells by opcode what has machine code.
 * Returns false when no turn can be made without an instruction that has none (or the loop is
 * too long): nothing would be gained. To be freed either way.
 */
bool region_find(struct region *region, const struct program *program, const struct code *code,
		 uint32_t top, const bool *translatable);
void region_free(struct region *region);

/* Is @insn, at @pc, a jump? *@target is the pc it may go to, inside or outside of the region. */
bool region_jump(const struct insn *insn, uint32_t pc, uint32_t *target);

static inline bool region_has(const struct region *region, uint32_t pc)
{
	return pc >= region->top && pc < region->end;
}

#endif
