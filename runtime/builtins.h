/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Built-in functions: one row each in runtime/builtins.def, read by the compiler (names,
 * signatures, needs) and by the VM (implementations).
 */
#ifndef MSTAP_RUNTIME_BUILTINS_H
#define MSTAP_RUNTIME_BUILTINS_H

#include "runtime/program.h"

struct vm;
union slot;

enum builtin_flag {
	BUILTIN_PURE = 1 << 0,	    /* no effect: may be left out when the result is not used */
	BUILTIN_PROCESSES = 1 << 1, /* program.needs |= NEED_PROCESSES */
	BUILTIN_CREDENTIALS = 1 << 2,
	BUILTIN_SYMBOLS = 1 << 3,
	BUILTIN_GROUPS = 1 << 4,
	BUILTIN_OTHERS = 1 << 5,
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
