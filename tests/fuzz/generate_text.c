/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random numbers, and text with its indentation. */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>

#include "tests/fuzz/generate_internal.h"

/* splitmix64 */
static uint64_t next_random(struct generator *g)
{
	uint64_t z = g->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

unsigned pick(struct generator *g, unsigned n)
{
	return (unsigned)(next_random(g) % n);
}

bool chance(struct generator *g, unsigned percent)
{
	return pick(g, 100) < percent;
}

void put(struct generator *g, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	buf_vprintf(g->out, format, ap);
	va_end(ap);
}

void begin_line(struct generator *g)
{
	buf_fill(g->out, ' ', (size_t)2 * g->indent);
}

void open_block(struct generator *g)
{
	put(g, " {\n");
	g->indent++;
}

void close_block(struct generator *g)
{
	g->indent--;
	begin_line(g);
	put(g, "}\n");
}
