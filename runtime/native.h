/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machine code for hot loops.
 *
 * Purpose:  the interpreter keeps its registers in memory, and a tight loop waits for nothing but
 *           that. A loop that was turned often enough is translated, from the bytecode of the
 *           finished program, into machine code that does the same, turn for turn. What it cannot
 *           do, an error included, it leaves undone: it hands the registers back and says at
 *           which instruction the interpreter goes on.
 * Owner:    the VM, one struct native a run. It borrows the program and owns the machine code.
 * Present:  only where config.h defines MSTAP_NATIVE: the processor has an encoder in
 *           runtime/native/ and nobody configured with --disable-native. Without, or when the
 *           system refuses executable memory, everything is interpreted.
 */
#ifndef MSTAP_RUNTIME_NATIVE_H
#define MSTAP_RUNTIME_NATIVE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"
#include "runtime/vm.h"

/* Turns of a loop before it is worth translating, which costs as much as some thousand turns. */
#define NATIVE_AFTER_TURNS 1000

/* What machine code works on; the layout is known to the encoders. */
struct native_state {
	union slot *longs;   /* registers of the frame */
	union slot *strings; /* the same, for what is called */
	union slot *globals; /* by global index */
	struct vm *vm;	     /* for what is called */
	const volatile sig_atomic_t *interrupt;
	int64_t actions; /* left of MAXACTION; out: what is left then */
};

/*
 * What machine code calls for an instruction on arrays and statistics: does all of @insn in the
 * frame on top, whose registers are in memory meanwhile. False: it would raise an error; the
 * interpreter does the instruction once more, and raises it. vm_native.c has one for each enum
 * native_help.
 */
typedef bool native_helper(struct native_state *state, const struct insn *insn);

enum native_help {
	HELP_AGG,
	HELP_MGET,
	HELP_MPUT,
	HELP_MADD,
	HELP_MAGG,
	HELP_MHAS,
	NATIVE_HELPS,
};

extern native_helper *const native_helpers[NATIVE_HELPS];

struct native;

struct native *native_new(const struct program *program);
/* NULL is allowed. */
void native_free(struct native *native);

/* Translates after so many turns from now on; 0: never. */
void native_set_after(struct native *native, uint32_t turns);
/* Loops that run as machine code. */
uint32_t native_count(const struct native *native);

/*
 * The interpreter jumped backwards to *@pc of @code, the start of a loop. Runs the loop's machine
 * code if there is any, and *@pc is where to go on: still in the loop when the code met
 * something that it leaves to the interpreter. Returns false when this loop will never have machine
 * code: there is no need to ask again.
 */
bool native_turn(struct native *native, const struct code *code, uint32_t *pc,
		 struct native_state *state);

#endif
