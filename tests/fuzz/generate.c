/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/generate.h"

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

/* ---- declarations ---- */

/* Locals are set first: the reference does not infer types. */
static void put_locals(struct generator *g)
{
	begin_line(g);
	for (unsigned i = 0; i < LOCALS; i++)
		put(g, "l%u = %u; s%u = \"%c\"; ", i, pick(g, 5), i, 'a' + pick(g, 3));
	for (unsigned i = 0; i < KEYS; i++)
		put(g, "lk%u = 0; sk%u = \"\"; ", i, i);
	for (unsigned i = 0; i < MOST_LOOPS; i++)
		put(g, "i%u = 0; ", i);
	put(g, "lv = 0; sv = \"\" # types\n");
}

static char pick_key_type(struct generator *g)
{
	return pick(g, 2) ? 'l' : 's';
}

static void put_map(struct generator *g, unsigned map)
{
	struct map_shape *shape = &g->maps[map];

	shape->value = "lsa"[map % 3];
	shape->nkeys = 1 + (chance(g, 50) ? 0 : pick(g, KEYS));
	for (unsigned i = 0; i < shape->nkeys; i++)
		shape->keys[i] = pick_key_type(g);
	put(g, "global ");
	put_map_name(g, map);
	if (chance(g, 25))
		put(g, "%s[%u]", pick(g, 2) ? "%" : "", 1 + pick(g, 5));
	put(g, "\n");
}

static void put_globals(struct generator *g)
{
	static const char *const texts[] = {"", "x", "a global string",
					    "a global string of some length"};

	for (unsigned i = 0; i < GLOBALS; i++)
		put(g, "global gl%u = %u, gs%u = \"%s\"\n", i, pick(g, 10), i, texts[pick(g, 4)]);
	for (unsigned i = 0; i < AGGREGATES; i++)
		put(g, "global ga%u\n", i);
	for (unsigned i = 0; i < MAPS; i++)
		put_map(g, i);
}

static void put_function_head(struct generator *g, unsigned number)
{
	const struct function_shape *f = &g->functions[number];

	put(g, "function f%u%s (", number,
	    f->result == 'l'   ? ":long"
	    : f->result == 's' ? ":string"
			       : "");
	for (unsigned i = 0; i < f->nparams; i++)
		put(g, "%sp%c%u:%s", i > 0 ? ", " : "", f->params[i], i,
		    f->params[i] == 'l' ? "long" : "string");
	put(g, ")");
	open_block(g);
	put_locals(g);
}

/* The way back, and a call of itself on the way. */
static void put_recursion(struct generator *g, unsigned number)
{
	const struct function_shape *f = &g->functions[number];

	begin_line(g);
	put(g, "if (pl0 <= 0) return ");
	put_expr(g, f->result, 2);
	put(g, ";\n");
	begin_line(g);
	put(g, "%c0 = f%u(pl0 - 1", f->result, number);
	for (unsigned i = 1; i < f->nparams; i++) {
		put(g, ", ");
		put_expr(g, f->params[i], 1);
	}
	put(g, ");\n");
}

static void put_function(struct generator *g, unsigned number)
{
	struct function_shape *f = &g->functions[number];
	bool overloaded = chance(g, 20);

	f->result = "lsv"[pick(g, 3)];
	f->nparams = pick(g, PARAMS + 1);
	for (unsigned i = 0; i < f->nparams; i++)
		f->params[i] = pick_key_type(g);
	f->recursive = !overloaded && f->result != 'v' && f->nparams && f->params[0] == 'l' &&
		       chance(g, 50);
	g->inside = f;
	g->writes = 0;
	if (overloaded) {
		put_function_head(g, number);
		put_statements(g, 2, 1);
		begin_line(g);
		put(g, "if (gl0 %% 2) next;\n");
		put_body(g, 1);
	}
	put_function_head(g, number);
	if (f->recursive)
		put_recursion(g, number);
	put_body(g, 2);
	f->writes = g->writes;
	g->inside = NULL;
	g->nfunctions = number + 1;
}

/* One use of everything, so that every type is known. */
static void put_uses(struct generator *g)
{
	for (unsigned i = 0; i < MAPS; i++) {
		begin_line(g);
		put_map_name(g, i);
		put(g, "[");
		for (unsigned key = 0; key < g->maps[i].nkeys; key++)
			put(g, "%s%s", key > 0 ? ", " : "",
			    g->maps[i].keys[key] == 'l' ? "1" : "\"a\"");
		put(g, "] %s # types\n",
		    g->maps[i].value == 'l'   ? "= 5"
		    : g->maps[i].value == 's' ? "= \"v\""
					      : "<<< 3");
	}
	begin_line(g);
	put(g, "ga0 <<< 1; ga1 <<< -5 # types\n");
}

/* What the globals hold in the end. */
static void put_dump(struct generator *g)
{
	put(g, "probe begin");
	open_block(g);
	for (unsigned i = 0; i < GLOBALS; i++) {
		begin_line(g);
		put(g, "println(gl%u, \" \", gs%u);\n", i, i);
	}
	for (unsigned i = 0; i < MAPS; i++) {
		begin_line(g);
		put(g, "foreach ([");
		for (unsigned key = 0; key < g->maps[i].nkeys; key++)
			put(g, "%s%ck%u", key > 0 ? ", " : "", g->maps[i].keys[key], key);
		put(g, "] in ");
		put_map_name(g, i);
		put(g, ")");
		open_block(g);
		begin_line(g);
		put(g, "println(");
		for (unsigned key = 0; key < g->maps[i].nkeys; key++)
			put(g, "%ck%u, \", \", ", g->maps[i].keys[key], key);
		put(g, g->maps[i].value == 'a' ? "@sum(" : "(");
		put_map_name(g, i);
		put(g, "[");
		for (unsigned key = 0; key < g->maps[i].nkeys; key++)
			put(g, "%s%ck%u", key > 0 ? ", " : "", g->maps[i].keys[key], key);
		put(g, "]));\n");
		close_block(g);
	}
	close_block(g);
}

void generate_program(uint64_t seed, struct buf *out)
{
	struct generator g = {.state = seed, .out = out};
	unsigned nfunctions, nprobes;

	g.looks_back = chance(&g, 25);
	put_globals(&g);
	nfunctions = pick(&g, FUNCTIONS + 1);
	for (unsigned i = 0; i < nfunctions; i++)
		put_function(&g, i);
	nprobes = 1 + pick(&g, 3);
	for (unsigned i = 0; i < nprobes; i++) {
		put(&g, "probe begin");
		open_block(&g);
		put_locals(&g);
		if (i == 0)
			put_uses(&g);
		put_statements(&g, 4 + pick(&g, 8), 3);
		close_block(&g);
	}
	put_dump(&g);
}
