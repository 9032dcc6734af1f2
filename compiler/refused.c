/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <fnmatch.h>

#include "compiler/compiler.h"

static const struct {
	const char *pattern;
	const char *reason;
} rows[] = {
#define REFUSED(pattern, reason) {pattern, reason},
#include "compiler/refused.def"
#undef REFUSED
};

const char *refused_reason(const char *name)
{
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (fnmatch(rows[i].pattern, name, 0) == 0)
			return rows[i].reason;
	return NULL;
}
