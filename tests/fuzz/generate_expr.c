/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/generate_internal.h"

#include <string.h>

#define COUNT(array)	 (sizeof(array) / sizeof((array)[0]))
#define CHOOSE(g, array) ((array)[pick(g, COUNT(array))])

/* ---- leaves ---- */

static void put_number(struct generator *g)
{
	static const char *const numbers[] = {"0",
					      "1",
					      "2",
					      "3",
					      "7",
					      "10",
					      "63",
					      "64",
					      "100",
					      "255",
					      "32767",
					      "32768",
					      "65536",
					      "2147483647",
					      "2147483648",
					      "0x7fffffffffffffff",
					      "(-0x7fffffffffffffff - 1)",
					      "(-1)",
					      "(-2)",
					      "(-32768)"};

	put(g, "%s", CHOOSE(g, numbers));
}

static void put_text(struct generator *g)
{
	static const char *const texts[] = {
		"",	   "a",		  "b",	       "ab",
		"abc",	   "0",		  "12",	       "-7",
		"name",	   "hello world", "\\n",       "\\377x",
		"1234567", "12345678",	  "123456789", "the quick brown fox jumps"};

	put(g, "\"%s\"", CHOOSE(g, texts));
}

/* A parameter of that type; false: there is none. */
static bool put_parameter(struct generator *g, char type)
{
	unsigned nparams = g->inside ? g->inside->nparams : 0;

	for (unsigned tries = 0; nparams && tries < 3; tries++) {
		unsigned number = pick(g, nparams);

		/* What counts down is not to be changed. */
		if (g->inside->params[number] != type || (g->inside->recursive && number == 0))
			continue;
		put(g, "p%c%u", type, number);
		return true;
	}
	return false;
}

static void put_variable(struct generator *g, char type)
{
	if (chance(g, 30) && put_parameter(g, type))
		return;
	if (chance(g, 60))
		put(g, "%c%u", type, pick(g, LOCALS));
	else
		put(g, "g%c%u", type, pick(g, GLOBALS));
}

/* ---- maps ---- */

unsigned pick_map(struct generator *g, char value, bool change)
{
	unsigned map = pick(g, MAPS);

	for (unsigned i = 0; i < MAPS; i++, map = (map + 1) % MAPS)
		if (g->maps[map].value == value && !(change && (g->walked & 1u << map)))
			return map;
	return MAPS;
}

void put_map_name(struct generator *g, unsigned map)
{
	put(g, "m%c%u", g->maps[map].value, map);
}

void put_keys(struct generator *g, unsigned map, unsigned depth, bool stars)
{
	put(g, "[");
	for (unsigned i = 0; i < g->maps[map].nkeys; i++) {
		if (i > 0)
			put(g, ", ");
		if (stars && chance(g, 40))
			put(g, "*");
		else if (g->maps[map].keys[i] == 'l' && chance(g, 60))
			put(g, "%u", pick(g, 5));
		else
			put_expr(g, g->maps[map].keys[i], depth);
	}
	put(g, "]");
}

static bool put_element(struct generator *g, char value, unsigned depth, bool change)
{
	unsigned map = pick_map(g, value, change);

	if (map == MAPS)
		return false;
	put_map_name(g, map);
	put_keys(g, map, depth, false);
	if (change)
		g->writes |= 1u << map;
	return true;
}

void put_lvalue(struct generator *g, char type, unsigned depth)
{
	if (chance(g, g->numeric ? 85 : 60) || !put_element(g, type, depth, true))
		put_variable(g, type);
}

/* ---- calls ---- */

bool put_call(struct generator *g, char type, unsigned depth)
{
	unsigned number = g->nfunctions ? pick(g, g->nfunctions) : 0;
	const struct function_shape *f = &g->functions[number];

	if (!g->nfunctions || f->result != type || (f->writes & g->walked))
		return false;
	g->writes |= f->writes;
	put(g, "f%u(", number);
	for (unsigned i = 0; i < f->nparams; i++) {
		if (i > 0)
			put(g, ", ");
		put_expr(g, f->params[i], depth);
		if (f->recursive && i == 0)
			put(g, " & 7");
	}
	put(g, ")");
	return true;
}

/* ---- printing ---- */

static void put_directive(struct generator *g, char type)
{
	static const char *const longs[] = {"%d", "%5d", "%-6d", "%06d", "%+d",	  "% d",
					    "%x", "%#x", "%X",	 "%o",	 "%u",	  "%i",
					    "%p", "%c",	 "%#o",	 "%.3d", "%8.4d", "%1d"};
	static const char *const strings[] = {"%s", "%8s", "%-8s", "%.3s", "%10.2s", "%-3s"};

	put(g, "%s", type == 's' ? CHOOSE(g, strings) : CHOOSE(g, longs));
}

static void put_format(struct generator *g, const char *types, bool star)
{
	put(g, star ? "\"%%*d" : "\"");
	for (const char *type = types; *type; type++) {
		put_directive(g, *type);
		put(g, "%s", pick(g, 2) ? "|" : " %% ");
	}
	put(g, "\"");
}

void put_printing(struct generator *g, const char *prefix, unsigned depth)
{
	static const char *const suffixes[] = {"", "f", "f", "f", "ln", "d", "dln"};
	const char *suffix = CHOOSE(g, suffixes);
	bool delimited = suffix[0] == 'd', star = chance(g, 20);
	unsigned count = (delimited ? 2 : 1) + pick(g, 3);
	char types[8] = "";

	for (unsigned i = 0; i < count; i++)
		types[i] = pick(g, 2) ? 'l' : 's';
	types[count] = '\0';
	put(g, "%s%s(", prefix, suffix);
	if (suffix[0] == 'f') {
		put_format(g, types, star);
		put(g, ", ");
		if (star) {
			put(g, "%u, ", pick(g, 12));
			put_expr(g, 'l', depth);
			put(g, ", ");
		}
	} else if (delimited) {
		put(g, "\", \", ");
	}
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			put(g, ", ");
		put_expr(g, types[i], depth);
	}
	put(g, ")");
}

/* ---- expressions ---- */

static void put_binary(struct generator *g, char type, const char *op, unsigned depth)
{
	put(g, "(");
	put_expr(g, type, depth);
	put(g, " %s ", op);
	put_expr(g, type, depth);
	put(g, ")");
}

static void put_ternary(struct generator *g, char type, unsigned depth)
{
	put(g, "(");
	put_expr(g, 'l', depth);
	put(g, " ? ");
	put_expr(g, type, depth);
	put(g, " : ");
	put_expr(g, type, depth);
	put(g, ")");
}

/*
 * A division by zero is blamed on the right operand of /= and %=: that is a leaf, because of an
 * expression it depends on what the compiler could make of it.
 */
static void put_assignment(struct generator *g, char type, unsigned depth)
{
	static const char *const longs[] = {
		"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="};
	static const char *const strings[] = {"=", ".="};
	const char *op = type == 's' ? CHOOSE(g, strings) : CHOOSE(g, longs);

	put(g, "(");
	put_lvalue(g, type, depth);
	put(g, " %s ", op);
	if (*op == '/' || *op == '%')
		put_variable(g, type);
	else
		put_expr(g, type, depth);
	put(g, ")");
}

static void put_crement(struct generator *g, unsigned depth)
{
	const char *op = pick(g, 2) ? "++" : "--";
	bool post = pick(g, 2);

	put(g, "(%s", post ? "" : op);
	put_lvalue(g, 'l', depth);
	put(g, "%s)", post ? op : "");
}

static void put_membership(struct generator *g, unsigned depth)
{
	static const char values[] = {'l', 's', 'a'};
	unsigned map = pick_map(g, CHOOSE(g, values), false);

	if (map == MAPS) {
		put_number(g);
		return;
	}
	put(g, "(");
	put_keys(g, map, depth, true);
	put(g, " in ");
	put_map_name(g, map);
	put(g, ")");
}

static void put_match(struct generator *g, unsigned depth)
{
	static const char *const patterns[] = {"a",	   "^a",       "b$",
					       "[0-9]+",   "^$",       "(a|b)c",
					       "l{2}",	   "(a)|(b)c", "([a-z]+) ([a-z]+)",
					       "^(.)(.*)$"};

	put(g, "(");
	put_expr(g, 's', depth);
	put(g, " %s \"%s\")", pick(g, 2) ? "=~" : "!~", CHOOSE(g, patterns));
}

/* Behind a match of its own, or of whatever was matched last. */
static void put_matched(struct generator *g, unsigned depth)
{
	if (g->looks_back && chance(g, 30)) {
		put(g, "(ngroups() ? matched(%u) : \"\")", pick(g, 3));
		return;
	}
	put(g, "(");
	put_match(g, depth);
	put(g, " ? matched(%u) : ", pick(g, 3));
	put_expr(g, 's', depth);
	put(g, ")");
}

static void put_tokenize(struct generator *g, unsigned depth)
{
	static const char *const delimiters[] = {" ", "a", "ab", "0123456789", ""};

	put(g, "tokenize(");
	if (chance(g, 60)) {
		put_expr(g, 's', depth);
		put(g, ", ");
	}
	put(g, "\"%s\")", CHOOSE(g, delimiters));
}

static void put_text_function(struct generator *g, unsigned depth)
{
	/* Types of the parameters behind the name. */
	static const char *const functions[] = {"strlen:s", "isinstr:ss", "strpos:ss",
						"stringat:sl", "strtol:sb"};
	static const char *const bases[] = {"0", "8", "10", "16"};
	const char *function = CHOOSE(g, functions), *types = strchr(function, ':') + 1;

	put(g, "%.*s(", (int)(types - function - 1), function);
	for (const char *type = types; *type; type++) {
		if (type > types)
			put(g, ", ");
		if (*type == 'b')
			put(g, "%s", CHOOSE(g, bases));
		else
			put_expr(g, *type, depth);
	}
	put(g, ")");
}

static void put_operation(struct generator *g, unsigned depth)
{
	static const char *const operators[] = {"+", "-",  "*",	 "/",	"%", "&", "|",
						"^", "<<", ">>", ">>>", "+", "-", "*"};
	static const char *const relations[] = {"==", "!=", "<", "<=", ">", ">="};
	static const char *const logical[] = {"&&", "||"};
	static const char *const unary[] = {"-", "!", "~", "+"};

	switch (pick(g, 10)) {
	case 0:
	case 1:
	case 2:
	case 3:
		put_binary(g, 'l', CHOOSE(g, operators), depth);
		break;
	case 4:
	case 5:
		put_binary(g, 'l', CHOOSE(g, relations), depth);
		break;
	case 6:
		put_binary(g, g->numeric ? 'l' : 's', CHOOSE(g, relations), depth);
		break;
	case 7:
		put_binary(g, 'l', CHOOSE(g, logical), depth);
		break;
	case 8:
		put(g, "(%s", CHOOSE(g, unary));
		put_expr(g, 'l', depth);
		put(g, ")");
		break;
	default:
		put_ternary(g, 'l', depth);
	}
}

static void put_long_variable(struct generator *g)
{
	if (g->loops > 0 && chance(g, 30))
		put(g, "i%u", pick(g, g->loops));
	else
		put_variable(g, 'l');
}

/* What is read of arrays, aggregates and texts. */
static void put_reading(struct generator *g, unsigned depth)
{
	switch (pick(g, g->numeric ? 3 : 8)) {
	case 0:
	case 1:
		if (!put_element(g, 'l', depth, false))
			put_variable(g, 'l');
		break;
	case 2:
		put_membership(g, depth);
		break;
	case 3:
		put_statistic(g, depth);
		break;
	case 4:
		put_bucket(g, depth);
		break;
	case 5:
		put_match(g, depth);
		break;
	case 6:
		put_text_function(g, depth);
		break;
	default:
		put(g, "%s", g->looks_back ? "ngroups()" : "l0");
	}
}

static void put_long(struct generator *g, unsigned depth)
{
	unsigned kind = depth == 0 ? pick(g, 3) : pick(g, g->numeric ? 18 : 24);

	if (kind == 0)
		put_number(g);
	else if (kind < 3)
		put_long_variable(g);
	else if (kind < 13)
		put_operation(g, depth - 1);
	else if (kind < 14)
		put_assignment(g, 'l', depth - 1);
	else if (kind < 15)
		put_crement(g, depth - 1);
	else if (kind < 23)
		put_reading(g, depth - 1);
	else if (!put_call(g, 'l', depth - 1))
		put_variable(g, 'l');
}

static void put_string(struct generator *g, unsigned depth)
{
	switch (depth == 0 ? pick(g, 3) : pick(g, 17)) {
	case 0:
		put_text(g);
		break;
	case 1:
	case 2:
		put_variable(g, 's');
		break;
	case 3:
	case 4:
		put_binary(g, 's', ".", depth - 1);
		break;
	case 5:
		put_ternary(g, 's', depth - 1);
		break;
	case 6:
		put_assignment(g, 's', depth - 1);
		break;
	case 7:
	case 8:
		put_printing(g, "sprint", depth - 1);
		break;
	case 9:
		put(g, "substr(");
		put_string(g, depth - 1);
		put(g, ", %u, ", pick(g, 6));
		put_long(g, depth - 1);
		put(g, ")");
		break;
	case 10:
		put(g, "str_replace(");
		put_string(g, depth - 1);
		put(g, ", ");
		put_string(g, depth - 1);
		put(g, ", ");
		put_string(g, depth - 1);
		put(g, ")");
		break;
	case 11:
	case 12:
		put_matched(g, depth - 1);
		break;
	case 13:
		put_tokenize(g, depth - 1);
		break;
	case 14:
	case 15:
		if (!put_element(g, 's', depth - 1, false))
			put_variable(g, 's');
		break;
	default:
		if (!put_call(g, 's', depth - 1))
			put_variable(g, 's');
	}
}

void put_expr(struct generator *g, char type, unsigned depth)
{
	if (type == 's')
		put_string(g, depth);
	else
		put_long(g, depth);
}
