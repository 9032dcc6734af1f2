/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/generate_internal.h"

void put_body(struct generator *g, unsigned depth)
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
	static const unsigned char numeric[] = {9, 10, 12, 12, 12, 0, 0, 2, 2, 6};

	if (g->numeric)
		return numeric[pick(g, depth == 0 ? 5 : sizeof(numeric))];
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

void put_statements(struct generator *g, unsigned count, unsigned depth)
{
	for (unsigned i = 0; i < count; i++)
		put_statement(g, depth);
}
