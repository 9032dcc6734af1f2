/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/arch.h"

#include <stddef.h>
#include <string.h>
#include <sys/utsname.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The kernel's names: regoffset_table[] of arch/x86/kernel/ptrace.c. */
static const struct arch_register x86_64_registers[] = {
	{"rax", "ax", 64, 0},  {"rbx", "bx", 64, 0},
	{"rcx", "cx", 64, 0},  {"rdx", "dx", 64, 0},
	{"rsi", "si", 64, 0},  {"rdi", "di", 64, 0},
	{"rbp", "bp", 64, 0},  {"rsp", "sp", 64, 0},
	{"r8", "r8", 64, 0},   {"r9", "r9", 64, 0},
	{"r10", "r10", 64, 0}, {"r11", "r11", 64, 0},
	{"r12", "r12", 64, 0}, {"r13", "r13", 64, 0},
	{"r14", "r14", 64, 0}, {"r15", "r15", 64, 0},
	{"rip", "ip", 64, 0},  {"orig_rax", "orig_ax", 64, 0},
	{"xcs", "cs", 64, 0},  {"eflags", "flags", 64, 0},
	{"xss", "ss", 64, 0},

	{"eax", "ax", 32, 0},  {"ebx", "bx", 32, 0},
	{"ecx", "cx", 32, 0},  {"edx", "dx", 32, 0},
	{"esi", "si", 32, 0},  {"edi", "di", 32, 0},
	{"ebp", "bp", 32, 0},  {"esp", "sp", 32, 0},
	{"eip", "ip", 32, 0},  {"orig_eax", "orig_ax", 32, 0},

	{"ax", "ax", 16, 0},   {"bx", "bx", 16, 0},
	{"cx", "cx", 16, 0},   {"dx", "dx", 16, 0},
	{"si", "si", 16, 0},   {"di", "di", 16, 0},
	{"bp", "bp", 16, 0},   {"sp", "sp", 16, 0},
	{"ip", "ip", 16, 0},   {"orig_ax", "orig_ax", 16, 0},
	{"cs", "cs", 16, 0},   {"flags", "flags", 16, 0},
	{"ss", "ss", 16, 0},

	{"al", "ax", 8, 0},    {"bl", "bx", 8, 0},
	{"cl", "cx", 8, 0},    {"dl", "dx", 8, 0},
	{"ah", "ax", 8, 8},    {"bh", "bx", 8, 8},
	{"ch", "cx", 8, 8},    {"dh", "dx", 8, 8},
};

static const char *const x86_64_args[] = {"di", "si", "dx", "cx", "r8", "r9"};

/* Segment registers are refused (arch/x86/kernel/perf_regs.c, REG_NOSUPPORT). */
static const char *const x86_64_sampled[] = {
	"ax", "bx", "cx", "dx", "si", "di", "bp",  "sp",  "ip",	 "flags", "cs",	 "ss",
	NULL, NULL, NULL, NULL, "r8", "r9", "r10", "r11", "r12", "r13",	  "r14", "r15",
};

/* The kernel's names: regoffset_table[] of arch/arm64/kernel/ptrace.c. */
#define ARM64_GENERAL(n)              \
	{"x" #n, "x" #n, 64, 0},      \
	{                             \
		"w" #n, "x" #n, 32, 0 \
	}

static const struct arch_register arm64_registers[] = {
	ARM64_GENERAL(0),
	ARM64_GENERAL(1),
	ARM64_GENERAL(2),
	ARM64_GENERAL(3),
	ARM64_GENERAL(4),
	ARM64_GENERAL(5),
	ARM64_GENERAL(6),
	ARM64_GENERAL(7),
	ARM64_GENERAL(8),
	ARM64_GENERAL(9),
	ARM64_GENERAL(10),
	ARM64_GENERAL(11),
	ARM64_GENERAL(12),
	ARM64_GENERAL(13),
	ARM64_GENERAL(14),
	ARM64_GENERAL(15),
	ARM64_GENERAL(16),
	ARM64_GENERAL(17),
	ARM64_GENERAL(18),
	ARM64_GENERAL(19),
	ARM64_GENERAL(20),
	ARM64_GENERAL(21),
	ARM64_GENERAL(22),
	ARM64_GENERAL(23),
	ARM64_GENERAL(24),
	ARM64_GENERAL(25),
	ARM64_GENERAL(26),
	ARM64_GENERAL(27),
	ARM64_GENERAL(28),
	ARM64_GENERAL(29),
	{"w30", "lr", 32, 0},
	{"x30", "lr", 64, 0},
	{"fp", "x29", 64, 0},
	{"lr", "lr", 64, 0},
	{"sp", "sp", 64, 0},
	{"pc", "pc", 64, 0},
	{"pstate", "pstate", 64, 0},
};

static const char *const arm64_args[] = {"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7"};

static const char *const arm64_sampled[] = {
	"x0",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",	 "x7",	"x8",  "x9",  "x10",
	"x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21",
	"x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "lr",  "sp",  "pc",
};

static const struct arch archs[] = {
	{"x86_64", x86_64_args, COUNT(x86_64_args), "$stack0", "ax", 1, false, "%sp", 8,
	 x86_64_registers, COUNT(x86_64_registers), "ip", x86_64_sampled, COUNT(x86_64_sampled)},
	{"aarch64", arm64_args, COUNT(arm64_args), "%lr", "x0", 0, true, "%sp", 0, arm64_registers,
	 COUNT(arm64_registers), "pc", arm64_sampled, COUNT(arm64_sampled)},
};

const struct arch *arch_here(void)
{
	struct utsname name;

	if (uname(&name))
		return NULL;
	for (size_t i = 0; i < COUNT(archs); i++) {
		if (!strcmp(archs[i].machine, name.machine))
			return &archs[i];
	}
	return NULL;
}

const struct arch_register *arch_find_register(const struct arch *arch, const char *name)
{
	for (unsigned i = 0; i < arch->nregisters; i++) {
		if (!strcmp(arch->registers[i].name, name))
			return &arch->registers[i];
	}
	return NULL;
}

int arch_sampled_register(const struct arch *arch, const char *name)
{
	for (unsigned i = 0; i < arch->nsampled; i++) {
		if (arch->sampled[i] && !strcmp(arch->sampled[i], name))
			return (int)i;
	}
	return -1;
}
