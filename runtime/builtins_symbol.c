/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel symbols. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include "runtime/record.h"
#include "runtime/symbol_text.h"
#include "runtime/symbols.h"

static const struct string *in_text(struct vm *vm, uint64_t address,
				    void (*put)(struct buf *out, struct symbol_table *symbols,
						uint64_t address),
				    struct symbol_table *symbols)
{
	buf_clear(&vm->text);
	put(&vm->text, symbols, address);
	return vm_string(vm, vm->text.data, vm->text.len);
}

BUILTIN_FUNCTION(symname)
{
	result->string =
		in_text(vm, (uint64_t)args[0].number, symbol_text_name, vm->session->symbols);
}

BUILTIN_FUNCTION(symdata)
{
	result->string =
		in_text(vm, (uint64_t)args[0].number, symbol_text_data, vm->session->symbols);
}

/* There are no source lines: the address, as stap gives it without debuginfo. */
BUILTIN_FUNCTION(symfile)
{
	result->string = in_text(vm, (uint64_t)args[0].number, symbol_text_name, NULL);
}

/*
 * The probed instruction, the one that a sample found, or where a return goes to. A tracepoint has
 * none: 0, as in stap.
 */
static uint64_t address_here(const struct vm *vm)
{
	const struct event_context *event = vm->event;

	if (!event->record || event->probe->kind == PROBE_TRACEPOINT)
		return 0;
	return (uint64_t)record_integer(event->record, &event->binding->address);
}

BUILTIN_FUNCTION(addr)
{
	result->number = (int64_t)address_here(vm);
}

/*
 * The symbol at the probed address, or at the one that a sample found; probes that have none are at
 * 0, as stap sees it.
 */
BUILTIN_FUNCTION(probefunc)
{
	const struct probe *probe = vm->event->probe;

	if (probe->kind == PROBE_KPROBE && probe->function)
		result->string = vm_string(vm, probe->function, strlen(probe->function));
	else
		result->string =
			in_text(vm, address_here(vm), symbol_text_name, vm->session->symbols);
}

/* ---- modules ---- */

static const struct string *module_at(struct vm *vm, uint64_t address)
{
	const struct symbol *symbol =
		vm->session->symbols ? symbol_table_find(vm->session->symbols, address) : NULL;
	const char *name;

	if (!symbol) {
		vm_raise(vm, "Cannot determine kernel module name");
		return string_empty;
	}
	name = symbol->module ? symbol->module : "kernel";
	return vm_string(vm, name, strlen(name));
}

BUILTIN_FUNCTION(modname)
{
	result->string = module_at(vm, (uint64_t)args[0].number);
}

BUILTIN_FUNCTION(probemod)
{
	const struct probe *probe = vm->event->probe;

	if (probe->module && probe->kind != PROBE_TRACEPOINT)
		result->string = vm_string(vm, probe->module, strlen(probe->module));
	else
		result->string = module_at(vm, address_here(vm));
}
