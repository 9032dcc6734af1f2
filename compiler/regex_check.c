/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What SystemTap 4.8 refuses in a pattern, in its words and with its positions: repetitions of
 * nothing, counts, sets without an end. The rest is left to regcomp().
 */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/compiler.h"

/* The most that regcomp() takes, too. */
#define MAX_COUNT 32767

struct check {
	struct arena *arena;
	const char *text;
	size_t at;
	bool repeatable; /* what stands before @at */
	bool anchor;	 /* ... is "^", at the begin of a branch */
	const char *fault;
};

static void fault_at(struct check *k, size_t position, const char *what)
{
	k->fault = arena_printf(k->arena, "(at position %zu): %s", position, what);
}

/* Behind the character that does not fit, if there is one. */
static void fault_behind(struct check *k, const char *what)
{
	fault_at(k, k->text[k->at] ? k->at + 1 : k->at, what);
}

static void take_number(struct check *k)
{
	char *end;
	unsigned long number = strtoul(k->text + k->at, &end, 10);
	size_t length = (size_t)(end - (k->text + k->at));

	if (number > MAX_COUNT)
		fault_at(k, k->at + length + 1,
			 arena_printf(k->arena, "%.*s is too large", (int)length, k->text + k->at));
	k->at += length;
}

/* Behind the '{'. */
static void take_count(struct check *k)
{
	if (!isdigit((unsigned char)k->text[k->at])) {
		fault_behind(k, "expected number");
		return;
	}
	take_number(k);
	if (k->fault || k->text[k->at] == '}')
		return;
	if (!k->text[k->at]) {
		fault_at(k, k->at, "unexpected end of regex");
	} else if (k->text[k->at] != ',') {
		fault_at(k, k->at, "expected ',' or '}'");
	} else {
		k->at++;
		if (isdigit((unsigned char)k->text[k->at]))
			take_number(k);
		else if (k->text[k->at] != '}')
			fault_behind(k, "expected '}' or number");
	}
}

/* At a repetition; "(?" means something else to stap and is left to regcomp(). */
static void take_repetition(struct check *k)
{
	const char sign = k->text[k->at];

	if (k->anchor)
		fault_at(k, k->at,
			 arena_printf(k->arena,
				      "postfix closure '%c' applied to anchoring operator", sign));
	else if (!k->repeatable)
		fault_at(k, k->at, arena_printf(k->arena, "unexpected '%c'", sign));
	k->at++;
	if (sign == '{' && !k->fault)
		take_count(k);
}

/* Behind the '[', to behind its ']'. */
static void take_set(struct check *k)
{
	size_t first;

	if (k->text[k->at] == '^')
		k->at++;
	for (first = k->at; k->text[k->at] && (k->text[k->at] != ']' || k->at == first); k->at++) {
		const char *end = strncmp(k->text + k->at, "[:", 2) == 0
					  ? strstr(k->text + k->at + 2, ":]")
					  : NULL;

		if (end)
			k->at = (size_t)(end - k->text) + 1;
		else if (k->text[k->at] == '\\' && k->text[k->at + 1])
			k->at++;
	}
	if (!k->text[k->at])
		fault_at(k, k->at - 1, "unclosed character class");
	else
		k->at++;
}

static void take(struct check *k)
{
	const char c = k->text[k->at];

	if (strchr("*+?{", c) && !(c == '?' && k->at && k->text[k->at - 1] == '(')) {
		take_repetition(k);
		return;
	}
	k->anchor = c == '^' && !k->repeatable;
	k->repeatable = c != '(' && c != '|';
	k->at++;
	if (c == '[')
		take_set(k);
	else if (c == '\\' && k->text[k->at])
		k->at++;
}

const char *regex_fault(struct compilation *c, const char *pattern)
{
	struct check k = {.arena = c->arena, .text = pattern};

	while (k.text[k.at] && !k.fault)
		take(&k);
	return k.fault;
}
