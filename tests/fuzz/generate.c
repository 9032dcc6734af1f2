/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/generate.h"

#include <stddef.h>

#include "tests/fuzz/generate_internal.h"

#define MOST_LOOPS 2 /* inside each other */

/* ---- statements ---- */

static void put_statements(struct generator *g, unsigned count, unsigned depth);

static void put_body(struct generator *g, unsigned depth)
{
	put_statements(g, 1 + pick(g, 4), depth);
	close_block(g);
}

static void put_if(struct generator *g, unsigned depth)
{
	put(g, "if (");
	put_expr(g, 'l', 3);
	put(g, ")");
	open_block(g);
	put_statements(g, 1 + pick(g, 3), depth);
	if (chance(g, 40)) {
		g->indent--;
		begin_line(g);
		put(g, "} else");
		open_block(g);
		put_statements(g, 1 + pick(g, 3), depth);
	}
	close_block(g);
}

/* Each kind of loop ends by a counter that nothing else changes. */
static void put_loop(struct generator *g, unsigned depth)
{
	unsigned i = g->loops++, turns = pick(g, g->numeric ? 20 : 7);

	switch (pick(g, 5)) {
	case 0:
		put(g, "for (i%u = 0; i%u < %u; i%u++)", i, i, turns, i);
		break;
	case 1:
		put(g, "for (i%u = %u; i%u >= 1; i%u -= 2)", i, turns, i, i);
		break;
	case 2:
		put(g, "for (i%u = 0; i%u++ < %u && (", i, i, turns);
		put_expr(g, 'l', 2);
		put(g, "); )");
		break;
	case 3:
		put(g, "i%u = %u; while (i%u--)", i, turns, i);
		break;
	default:
		put(g, "for (i%u = 0; ; )", i);
		open_block(g);
		begin_line(g);
		put(g, "if (++i%u > %u) break;\n", i, turns);
		put_body(g, depth);
		g->loops--;
		return;
	}
	open_block(g);
	put_body(g, depth);
	g->loops--;
}

/* What machine code is made of, all of it or nearly. */
static void put_numeric_loop(struct generator *g, unsigned depth)
{
	bool before = g->numeric;

	g->numeric = true;
	put_loop(g, depth);
	g->numeric = before;
}

static void put_order(struct generator *g, unsigned map, bool by_value)
{
	static const char *const statistics[] = {"", " @count", " @sum", " @min", " @max", " @avg"};

	put_map_name(g, map);
	if (g->maps[map].nkeys > 1 && chance(g, 30))
		put_keys(g, map, 1, true);
	if (by_value && g->maps[map].value == 'a')
		put(g, "%s", statistics[pick(g, 6)]);
	if (by_value)
		put(g, "%c", "+-"[pick(g, 2)]);
	if (chance(g, 30)) {
		put(g, " limit ");
		put_expr(g, 'l', 1);
	}
}

static void put_foreach(struct generator *g, unsigned depth)
{
	static const char values[] = {'l', 's', 'a'};
	unsigned map = pick_map(g, values[pick(g, 3)], false), before = g->walked;
	const struct map_shape *shape = &g->maps[map];
	bool by_value = chance(g, 40);
	unsigned column = !by_value && chance(g, 60) ? pick(g, KEYS) : KEYS;

	if (map == MAPS) {
		put(g, ";\n");
		return;
	}
	put(g, "foreach (");
	if (shape->value != 'a' && chance(g, 40))
		put(g, "%cv = ", shape->value);
	put(g, "[");
	for (unsigned i = 0; i < shape->nkeys; i++) {
		put(g, "%s%ck%u", i > 0 ? ", " : "", shape->keys[i], i);
		if (i == column)
			put(g, "%c", "+-"[pick(g, 2)]);
	}
	put(g, "] in ");
	put_order(g, map, by_value);
	put(g, ")");
	open_block(g);
	begin_line(g);
	put(g, "println(\"each \"");
	for (unsigned i = 0; i < shape->nkeys; i++)
		put(g, ", %ck%u, \" \"", shape->keys[i], i);
	put(g, ");\n");
	g->walked |= 1u << map;
	g->loops++;
	begin_line(g);
	put(g, "i%u = 0;\n", g->loops - 1);
	put_body(g, depth);
	g->loops--;
	g->walked = before;
}

static void put_try(struct generator *g, unsigned depth)
{
	put(g, "try");
	open_block(g);
	put_statements(g, 1 + pick(g, 4), depth);
	g->indent--;
	begin_line(g);
	put(g, pick(g, 3) ? "} catch (s%u)" : "} catch", pick(g, LOCALS));
	open_block(g);
	put_body(g, depth);
}

static void put_delete(struct generator *g)
{
	static const char values[] = {'l', 's', 'a'};
	unsigned map = pick_map(g, values[pick(g, 3)], true);

	if (map == MAPS || chance(g, 15)) {
		put(g, "delete g%c%u;\n", values[pick(g, 3)], pick(g, AGGREGATES));
		return;
	}
	put(g, "delete ");
	put_map_name(g, map);
	if (!chance(g, 10))
		put_keys(g, map, 2, g->maps[map].nkeys > 1 && chance(g, 30));
	put(g, ";\n");
	g->writes |= 1u << map;
}

static void put_aggregation(struct generator *g)
{
	unsigned map = pick_map(g, 'a', true);

	if (map == MAPS || chance(g, 40)) {
		put(g, "ga%u", pick(g, AGGREGATES));
	} else {
		put_map_name(g, map);
		put_keys(g, map, 2, false);
		g->writes |= 1u << map;
	}
	put(g, " <<< ");
	put_expr(g, 'l', 3);
	put(g, ";\n");
}

static void put_jump(struct generator *g)
{
	if (g->loops > 0 && chance(g, 70)) {
		put(g, "if (");
		put_expr(g, 'l', 2);
		put(g, ") %s;\n", pick(g, 2) ? "break" : "continue");
	} else if (g->inside && g->inside->result != 'v') {
		put(g, "if (");
		put_expr(g, 'l', 2);
		put(g, ") return ");
		put_expr(g, g->inside->result, 2);
		put(g, ";\n");
	} else if (chance(g, 30)) {
		put(g, "if (");
		put_expr(g, 'l', 2);
		put(g, ") %s;\n", pick(g, 2) ? "next" : "error(\"raised \" . s0)");
	} else {
		put(g, ";\n");
	}
}

static void put_simple(struct generator *g)
{
	char type = g->numeric || pick(g, 2) ? 'l' : 's';

	switch (pick(g, g->numeric ? 4 : 7)) {
	case 0:
	case 1:
	case 2:
		put_lvalue(g, type, 2);
		put(g, type == 's' && chance(g, 30) ? " .= " : " = ");
		put_expr(g, type, 4);
		break;
	case 3:
		put_lvalue(g, 'l', 2);
		put(g, pick(g, 2) ? "++" : "--");
		break;
	case 4:
		if (put_call(g, 'v', 2))
			break;
		/* fall through */
	case 5:
		put_expr(g, type, 4);
		break;
	default:
		put_printing(g, "print", 3);
	}
	put(g, ";\n");
}

/* A kind of statement, for put_statement(). */
static unsigned pick_statement(struct generator *g, unsigned depth)
{
	static const unsigned char numeric[] = {9, 12, 12, 12, 0, 0, 2, 2, 6};

	if (g->numeric)
		return numeric[pick(g, depth == 0 ? 4 : sizeof(numeric))];
	return depth == 0 ? 8 + pick(g, 12) : pick(g, 20);
}

static void put_statement(struct generator *g, unsigned depth)
{
	begin_line(g);
	switch (pick_statement(g, depth)) {
	case 0:
	case 1:
		put_if(g, depth - 1);
		break;
	case 2:
	case 3:
		if (g->loops < MOST_LOOPS && chance(g, 40))
			put_numeric_loop(g, depth - 1);
		else if (g->loops < MOST_LOOPS)
			put_loop(g, depth - 1);
		else
			put_if(g, depth - 1);
		break;
	case 4:
	case 5:
		if (g->loops < MOST_LOOPS)
			put_foreach(g, depth - 1);
		else
			put_try(g, depth - 1);
		break;
	case 6:
	case 7:
		put_try(g, depth - 1);
		break;
	case 8:
		put_delete(g);
		break;
	case 9:
		put_jump(g);
		break;
	case 10:
	case 11:
		put_aggregation(g);
		break;
	default:
		put_simple(g);
	}
}

static void put_statements(struct generator *g, unsigned count, unsigned depth)
{
	for (unsigned i = 0; i < count; i++)
		put_statement(g, depth);
}

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

/* ---- declarations ---- */

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
