/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Built-in functions: one row each in runtime/builtins.def, read by the compiler (names,
 * signatures, needs) and by the VM (implementations).
 *
 * Owner:    nobody: constant tables.
 */
#ifndef MSTAP_RUNTIME_BUILTINS_H
#define MSTAP_RUNTIME_BUILTINS_H

#include "runtime/program.h"

struct vm;
union slot;

enum builtin_flag {
	BUILTIN_PURE = 1 << 0, /* no effect: may be left out when the result is not used */
	/* From here on what the program needs: enum need, times this. */
	BUILTIN_FIRST_NEED = 1 << 1,
	BUILTIN_PROCESSES = NEED_PROCESSES * BUILTIN_FIRST_NEED,
	BUILTIN_CREDENTIALS = NEED_CREDENTIALS * BUILTIN_FIRST_NEED | BUILTIN_PROCESSES,
	BUILTIN_GROUPS = NEED_GROUPS * BUILTIN_FIRST_NEED | BUILTIN_PROCESSES,
	BUILTIN_OTHERS = NEED_OTHERS * BUILTIN_FIRST_NEED | BUILTIN_PROCESSES,
	BUILTIN_PARENTS = NEED_PARENTS * BUILTIN_FIRST_NEED | BUILTIN_PROCESSES,
	BUILTIN_ARGUMENTS = NEED_ARGUMENTS * BUILTIN_FIRST_NEED | BUILTIN_PROCESSES,
	BUILTIN_ENVIRONMENT = NEED_ENVIRONMENT * BUILTIN_FIRST_NEED | BUILTIN_PROCESSES,
	BUILTIN_STACKS = NEED_STACKS * BUILTIN_FIRST_NEED,
	BUILTIN_SYMBOLS = NEED_SYMBOLS * BUILTIN_FIRST_NEED,
	BUILTIN_TIME = NEED_TIME * BUILTIN_FIRST_NEED,
};

enum builtin_id {
#define BUILTIN(id, name, signature, flags) BUILTIN_ID_##id,
#include "runtime/builtins.def"
#undef BUILTIN
	BUILTIN_COUNT
};

struct builtin {
	const char *name;
	const char *signature; /* "l:ss": result, colon, parameters */
	unsigned flags;
	/* @args in the order of the parameters; @result is untouched by "v:" functions. */
	void (*call)(struct vm *vm, const union slot *args, union slot *result);
};

extern const struct builtin builtins[BUILTIN_COUNT];

#endif
