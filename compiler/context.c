/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compiler/compiler.h"

static const struct context_function context_functions[] = {
#define CONTEXT(name, signature, kind, type, user, fault) \
	{name, signature, CONTEXT_##kind, FETCH_##type, user, fault},
#include "compiler/context.def"
#undef CONTEXT
};

#define COUNT (sizeof(context_functions) / sizeof(context_functions[0]))

const struct context_function *find_context_function(const char *name, unsigned nargs)
{
	for (unsigned i = 0; i < COUNT; i++)
		if (strcmp(context_functions[i].name, name) == 0 &&
		    signature_params(context_functions[i].signature) == nargs)
			return &context_functions[i];
	return NULL;
}

const struct context_function *context_function_row(unsigned i)
{
	return i < COUNT ? &context_functions[i] : NULL;
}
