/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control and messages. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include "runtime/output.h"

BUILTIN_FUNCTION(exit)
{
	vm->session->exiting = true;
}

/* Unlike error() it cannot be caught, and is none. */
BUILTIN_FUNCTION(abort)
{
	vm->session->exiting = true;
	vm_stop(vm);
}

/* The engine runs it once the handler has ended. */
BUILTIN_FUNCTION(system)
{
	buf_put(&vm->session->commands, args[0].string->text, args[0].string->len + 1u);
}

BUILTIN_FUNCTION(error)
{
	vm_raise_placeless(vm, args[0].string->text);
}

/* One newline at the end is the caller's idea of the end of the line. */
BUILTIN_FUNCTION(warn)
{
	const struct string *text = args[0].string;
	size_t len = text->len;

	if (len > 0 && text->text[len - 1] == '\n')
		len--;
	output_warning(vm->session->output, vm_string(vm, text->text, len)->text);
}

BUILTIN_FUNCTION(log)
{
	struct buf *out = &vm->session->output->text;

	buf_put(out, args[0].string->text, args[0].string->len);
	buf_putc(out, '\n');
}
