/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel symbols. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <stdio.h>

#include "runtime/record.h"
#include "runtime/symbols.h"

static const struct symbol *find_symbol(const struct vm *vm, int64_t address)
{
	if (!vm->session->symbols)
		return NULL;
	return symbol_table_find(vm->session->symbols, (uint64_t)address);
}

static const struct string *hex_string(struct vm *vm, int64_t address)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "0x%llx", (unsigned long long)address);

	return vm_string(vm, text, (size_t)len);
}

static const struct string *name_of(struct vm *vm, int64_t address)
{
	const struct symbol *symbol = find_symbol(vm, address);

	return symbol ? vm_string(vm, symbol->name, strlen(symbol->name)) : hex_string(vm, address);
}

BUILTIN_FUNCTION(symname)
{
	result->string = name_of(vm, args[0].number);
}

/* NAME+OFFSET/SIZE [MODULE]; a size that is not known is left out. */
BUILTIN_FUNCTION(symdata)
{
	const struct symbol *symbol = find_symbol(vm, args[0].number);

	if (!symbol) {
		result->string = hex_string(vm, args[0].number);
		return;
	}
	buf_clear(&vm->text);
	buf_printf(&vm->text, "%s+0x%llx", symbol->name,
		   (unsigned long long)((uint64_t)args[0].number - symbol->address));
	if (symbol->size)
		buf_printf(&vm->text, "/0x%llx", (unsigned long long)symbol->size);
	buf_printf(&vm->text, " [%s]", symbol->module ? symbol->module : "kernel");
	result->string = vm_string(vm, vm->text.data, vm->text.len);
}

/*
 * The symbol at the probed address, or at the one that a sample found; probes that have none are at
 * 0, as stap sees it.
 */
BUILTIN_FUNCTION(probefunc)
{
	const struct probe *probe = vm->event->probe;

	if (probe->function)
		result->string = vm_string(vm, probe->function, strlen(probe->function));
	else if (is_sampled(probe->kind))
		result->string =
			name_of(vm, record_integer(vm->event->record, &vm->event->binding->ip));
	else
		result->string = name_of(vm, (int64_t)probe->address);
}
