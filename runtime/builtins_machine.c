/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine: as it is while the handler runs, no record says how it was at the event. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <stdlib.h>
#include <unistd.h>

BUILTIN_FUNCTION(mem_page_size)
{
	result->number = sysconf(_SC_PAGESIZE);
}

#define NLOADS 3 /* averages of 1, 5 and 15 minutes */

static bool read_loads(struct vm *vm, double loads[NLOADS])
{
	if (getloadavg(loads, NLOADS) == NLOADS)
		return true;
	vm_raise(vm, "the load average cannot be read");
	return false;
}

BUILTIN_FUNCTION(get_loadavg_index)
{
	int64_t index = args[0].number;
	double loads[NLOADS];

	if (index < 0 || index >= NLOADS)
		vm_raise(vm, "Invalid loadavg index %lld specified.", (long long)index);
	else if (read_loads(vm, loads))
		result->number = (int64_t)loads[index];
}

BUILTIN_FUNCTION(sprint_loadavg)
{
	double loads[NLOADS];

	result->string = string_empty;
	if (!read_loads(vm, loads))
		return;
	buf_clear(&vm->text);
	buf_printf(&vm->text, "%.2f %.2f %.2f\n", loads[0], loads[1], loads[2]);
	result->string = vm_string(vm, vm->text.data, vm->text.len);
}
