/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls by number and name, as the C library's headers for this architecture have them. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <asm/unistd.h>

static const struct syscall_row {
	int64_t number;
	const char *name;
} syscalls[] = {
#define SYSCALL(name) {__NR_##name, #name},
#include "runtime/syscalls.def"
#undef SYSCALL
};

#define SYSCALL_COUNT (sizeof(syscalls) / sizeof(syscalls[0]))

BUILTIN_FUNCTION(syscall_name)
{
	result->string = string_empty;
	for (unsigned i = 0; i < SYSCALL_COUNT; i++)
		if (syscalls[i].number == args[0].number)
			result->string = vm_string(vm, syscalls[i].name, strlen(syscalls[i].name));
}

BUILTIN_FUNCTION(syscall_num)
{
	result->number = -1;
	for (unsigned i = 0; i < SYSCALL_COUNT; i++)
		if (strcmp(syscalls[i].name, args[0].string->text) == 0)
			result->number = syscalls[i].number;
}
