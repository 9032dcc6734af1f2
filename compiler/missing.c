/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this kernel has not got: an error when the script is to run on it, else a warning. */
#include "config.h"

#include <string.h>

#include "base/diag.h"
#include "compiler/compiler.h"

static bool was_told(struct compilation *c, const char *missing)
{
	for (unsigned i = 0; i < c->nmissing; i++)
		if (!strcmp(c->missing[i], missing))
			return true;
	arena_push(c->arena, c->missing, c->nmissing, missing);
	return false;
}

const char *kernel_lacks(struct compilation *c,
			 const char *(*question)(struct record_source *source))
{
	static const struct span nowhere;
	const char *missing = question(c->options->source);

	if (!missing || c->options->will_run)
		return missing;
	if (!was_told(c, missing))
		diag_add(c->diags, DIAG_WARNING, nowhere, NULL, "it would not run here: %s",
			 missing);
	return NULL;
}
