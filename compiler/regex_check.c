/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What SystemTap 4.8 refuses in a pattern, in its words and with its positions, which count the
 * bytes of the literal as it is written. It reads patterns from left to right and stops at the
 * first fault:
 *
 *	expr:   term { "|" term }
 *	term:   { factor }
 *	factor: ( "(" expr ")" | set | "^" | "$" | character ) { repetition }
 *
 * Shorter escapes than C's (\0, \x4) are refused in patterns alone.
 */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/compiler.h"
#include "lexer/literal.h"

/* Repetitions from here on are too many for it. */
#define MAX_COUNT 12345
/* What it has no limit for: groups within groups. */
#define MAX_NESTING 500

struct check {
	struct arena *arena;
	const char *text; /* as written */
	size_t at, last;  /* of the next character, of the one taken last */
	unsigned depth;
	const char *fault;
};

static void fault_at(struct check *k, size_t position, const char *what)
{
	if (!k->fault)
		k->fault = arena_printf(k->arena, " (at position %zu): %s", position, what);
}

static bool at_end(const struct check *k)
{
	return k->fault || !k->text[k->at];
}

/* The length of the escape at @at; what it lacks is a fault. */
static size_t escape_length(struct check *k)
{
	const char *p = k->text + k->at + 1;

	if (*p == 'x') {
		if (!isxdigit((unsigned char)p[1]) || !isxdigit((unsigned char)p[2]))
			fault_at(k, k->at + 1, "two hex digits required in escape sequence");
		return 4;
	}
	if (*p < '0' || *p > '7')
		return 2;
	if (strspn(p, "01234567") < 3)
		fault_at(k, k->at + 1, "three octal digits required in escape sequence");
	else if (*p > '3')
		fault_at(k, k->at + 1, "octal escape sequence out of range");
	return 4;
}

/* The next character, and in @behind where it ends; 0 at the end. */
static char peek(struct check *k, size_t *behind)
{
	uint32_t len;

	*behind = k->at;
	if (at_end(k))
		return 0;
	if (k->text[k->at] != '\\') {
		*behind = k->at + 1;
		return k->text[k->at];
	}
	*behind = k->at + escape_length(k);
	if (k->fault)
		return 0;
	return *literal_string_value(
		k->arena, arena_strndup(k->arena, k->text + k->at, *behind - k->at), &len);
}

static bool sees(struct check *k, char c)
{
	size_t behind;

	return peek(k, &behind) == c && !at_end(k);
}

static char take(struct check *k)
{
	size_t behind;
	char c = peek(k, &behind);

	k->last = k->at;
	if (at_end(k))
		fault_at(k, k->at, "unexpected end of regex");
	else
		k->at = behind;
	return c;
}

static void fault_behind_next(struct check *k, const char *what)
{
	size_t behind;

	peek(k, &behind);
	fault_at(k, behind, what);
}

static void expect(struct check *k, char wanted)
{
	if (at_end(k)) {
		fault_at(k, k->last,
			 arena_printf(k->arena, "expected %c, found end of regex", wanted));
		return;
	}
	if (!sees(k, wanted)) {
		char found = take(k);

		fault_at(k, k->last,
			 arena_printf(k->arena, "expected %c, found %c", wanted, found));
		return;
	}
	take(k);
}

/* False: there is no digit. */
static bool take_number(struct check *k)
{
	const char *digits = k->text + k->at;
	size_t length = strspn(digits, "0123456789");

	if (at_end(k) || !length)
		return false;
	k->at += length;
	k->last = k->at - 1;
	if (strtoul(digits, NULL, 10) >= MAX_COUNT)
		fault_behind_next(k,
				  arena_printf(k->arena, "%.*s is too large", (int)length, digits));
	return true;
}

/* Behind the '{'. */
static void take_count(struct check *k)
{
	char c;

	if (!take_number(k)) {
		fault_behind_next(k, "expected number");
		return;
	}
	if (k->fault)
		return;
	c = take(k);
	if (c == '}' || k->fault)
		return;
	if (c != ',')
		fault_at(k, k->last, "expected ',' or '}'");
	else if (!sees(k, '}') && !take_number(k))
		fault_behind_next(k, "expected '}' or number");
	expect(k, '}');
}

static bool sees_repetition(struct check *k)
{
	size_t behind;
	char c = peek(k, &behind);

	return c && strchr("*+?{", c);
}

static void take_repetition(struct check *k, bool of_anchor)
{
	char sign = take(k);

	if (of_anchor)
		fault_at(k, k->last,
			 arena_printf(k->arena,
				      "postfix closure '%c' applied to anchoring operator", sign));
	if (sign == '{' && !k->fault)
		take_count(k);
}

/* ---- sets ---- */

static bool is_known_class(const char *name)
{
	static const char *const known[] = {"alnum", "alpha", "blank", "cntrl", "digit", "graph",
					    "lower", "print", "punct", "space", "upper", "xdigit"};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strcmp(known[i], name))
			return true;
	return false;
}

/* At the ':' of "[:". Of a name without end its last character is not shown. */
static void take_class(struct check *k)
{
	const char *name = k->text + k->at + 1, *end = strstr(name, ":]");
	size_t length = strlen(name);

	if (!end) {
		fault_at(k, k->at + 1 + length,
			 arena_printf(k->arena, "unclosed character class '[:%.*s'",
				      length ? (int)length - 1 : 0, name));
		return;
	}
	length = (size_t)(end - name);
	if (!is_known_class(arena_strndup(k->arena, name, length)))
		k->fault = arena_printf(k->arena, ": unknown character class '%.*s'", (int)length,
					name);
	k->at += length + 3;
	k->last = k->at - 1;
}

/* Behind the '-'. */
static void take_range_end(struct check *k, unsigned char low)
{
	size_t behind;
	unsigned char high = (unsigned char)peek(k, &behind);

	if (at_end(k) || high == ']')
		return;
	if (low > high)
		fault_at(k, behind,
			 arena_printf(k->arena, "Inverted character range %c-%c", low, high));
	take(k);
}

static void take_set_member(struct check *k)
{
	char c = take(k);

	if (c == '[' && sees(k, ':')) {
		take_class(k);
		return;
	}
	if (c == '\\' && !at_end(k))
		c = take(k);
	if (sees(k, '-')) {
		take(k);
		take_range_end(k, (unsigned char)c);
	}
}

/* Behind the '['. */
static void take_set(struct check *k)
{
	if (sees(k, '^'))
		take(k);
	do {
		if (!at_end(k))
			take_set_member(k);
	} while (!at_end(k) && !sees(k, ']'));
	if (at_end(k))
		fault_at(k, k->last, "unclosed character class");
	else
		take(k);
}

/* ---- the rest ---- */

static void take_expr(struct check *k);

/* Behind the '('. It takes "(?:", too, which then matches nothing: refused here as other "(?". */
static void take_group(struct check *k)
{
	if (sees(k, '?')) {
		char c;

		take(k);
		c = at_end(k) ? ' ' : take(k);
		fault_at(k, k->last, arena_printf(k->arena, "unexpected '(?%c'", c));
	}
	if (++k->depth > MAX_NESTING)
		fault_at(k, k->last, "groups are nested too deep");
	take_expr(k);
	expect(k, ')');
	k->depth--;
}

static void take_factor(struct check *k)
{
	char c = take(k);

	if (c && strchr("*+?{", c))
		fault_at(k, k->last, arena_printf(k->arena, "unexpected '%c'", c));
	else if (c == '[')
		take_set(k);
	else if (c == '(')
		take_group(k);
	else if (c == '\\')
		take(k);
	while (sees_repetition(k))
		take_repetition(k, c == '^' || c == '$');
}

static void take_expr(struct check *k)
{
	while (!at_end(k) && !sees(k, ')')) {
		if (sees(k, '|'))
			take(k);
		else
			take_factor(k);
	}
}

const char *regex_fault(struct compilation *c, const char *written)
{
	struct check k = {.arena = c->arena, .text = written};

	take_expr(&k);
	/* As the very last character it is passed over. */
	if (sees(&k, ')') && k.text[k.at + 1])
		fault_behind_next(&k, "unbalanced ')'");
	return k.fault;
}
