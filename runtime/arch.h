/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Architecture facts: registers and the calling convention, one row an architecture.
 *
 * Purpose:  what a register is called by scripts and by the kernel, where arguments are.
 * Owner:    static tables.
 */
#ifndef MSTAP_RUNTIME_ARCH_H
#define MSTAP_RUNTIME_ARCH_H

#include <stdbool.h>
#include <stdint.h>

/* A register as SystemTap's register() names it. */
struct arch_register {
	const char *name;
	const char *kernel; /* without the '%' */
	uint8_t bits;
	uint8_t shift; /* of the lowest bit: 8 for "ah" */
};

struct arch {
	const char *machine;	 /* as uname -m says */
	const char *const *args; /* kernel names of the registers that carry arguments */
	unsigned nargs;
	const char *caller;    /* fetcharg of the return address at a function's entry */
	const char *retval;    /* kernel name of the register of the return value */
	unsigned stack_args;   /* $stackN of the first argument not in a register */
	bool big_by_reference; /* a struct of more than two words is passed by its address */
	/*
	 * The stack pointer and how much higher it is in a return probe than at the function's
	 * entry: by what the return instruction takes (arch_rethook_trampoline(), measured on
	 * 6.1 and 6.12).
	 */
	const char *stack_pointer;
	int frame_shift;
	const struct arch_register *registers;
	unsigned nregisters;
	const char *instruction_pointer;
	/*
	 * The kernel's names in the order in which perf events number registers (asm/perf_regs.h);
	 * NULL: one that cannot be sampled.
	 */
	const char *const *sampled;
	unsigned nsampled;
};

/* The row of this machine, or NULL: then only what the kernel itself abstracts can be had. */
const struct arch *arch_here(void);
const struct arch_register *arch_find_register(const struct arch *arch, const char *name);
/* The number of the register that the kernel calls @name, for perf events; -1: it has none. */
int arch_sampled_register(const struct arch *arch, const char *name);

#endif
