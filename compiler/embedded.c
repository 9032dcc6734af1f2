/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Embedded C: -p1 and -p2 take it, so that a script can be checked on a machine that will not run
 * it; code for it there is none.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/compiler.h"

bool embedded_is_pure(const char *code)
{
	return strstr(code, "/* pure */");
}

bool embedded_is_string(const char *code)
{
	return strstr(code, "/* string */");
}

bool embedded_has_next(const char *code)
{
	return strstr(code, "STAP_NEXT;");
}

void embedded_refuse(struct compilation *c, const struct token *tok)
{
	semantic_error(c, tok, "embedded C cannot run outside the kernel: mstap makes no module");
}

static bool find_limit(const struct limits *limits, const char *name, int64_t *value)
{
#define X(limit, standard, least)        \
	if (strcmp(name, #limit) == 0) { \
		*value = limits->limit;  \
		return true;             \
	}
	LIMITS(X)
#undef X
	return false;
}

bool embedded_constant(const struct compilation *c, const char *text, int64_t *value)
{
	char *end;

	if (find_limit(&c->limits, text, value))
		return true;
	errno = 0;
	*value = strtoll(text, &end, 0);
	return !errno && end != text && !*end;
}

unsigned embedded_count(const struct compilation *c)
{
	unsigned count = 0;

	for (unsigned i = 0; i < c->nscripts; i++)
		count += c->scripts[i]->nembeds;
	return count;
}

void embedded_print(const struct compilation *c, struct buf *out)
{
	if (embedded_count(c))
		buf_puts(out, "# global embedded code\n");
	for (unsigned i = 0; i < c->nscripts; i++)
		for (unsigned j = 0; j < c->scripts[i]->nembeds; j++)
			buf_printf(out, "%%{%s%%}\n", c->scripts[i]->embeds[j]->text);
}

void embedded_refuse_all(struct compilation *c)
{
	for (unsigned i = 0; i < c->nscripts; i++)
		for (unsigned j = 0; j < c->scripts[i]->nembeds; j++)
			embedded_refuse(c, c->scripts[i]->embeds[j]);
}
