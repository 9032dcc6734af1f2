/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -G NAME=VALUE: what a global starts with. As in stap the types come from the script alone and the
 * value is read by them; it takes the place of the initialiser.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/compiler.h"

static bool is_setting_of(const char *setting, const char *name)
{
	size_t length = strcspn(setting, "=");

	return strlen(name) == length && strncmp(setting, name, length) == 0;
}

static struct diag *setting_diag(struct compilation *c, enum diag_kind kind, const char *setting,
				 const char *why)
{
	return diag_add(c->diags, kind, (struct span){0}, NULL, "-G %s: %s", setting, why);
}

/* In C's notation; numbers up to 2^64-1 wrap, as in scripts. */
static bool parse_number(const char *text, int64_t *number)
{
	bool negative = *text == '-';
	const char *digits = text + negative;
	unsigned long long value;
	char *end;

	if (*digits < '0' || *digits > '9')
		return false;
	errno = 0;
	value = strtoull(digits, &end, 0);
	*number = (int64_t)(negative ? -value : value);
	return !errno && !*end;
}

static struct expr *setting_value(struct compilation *c, const struct variable *v, const char *text)
{
	struct expr *e =
		ast_expr(c->arena, v->type == TYPE_STRING ? EXPR_STRING : EXPR_NUMBER, v->tok);

	if (v->type == TYPE_STRING) {
		e->string.text = text;
		e->string.len = (uint32_t)strlen(text);
		return e;
	}
	return parse_number(text, &e->number) ? e : NULL;
}

static void apply_setting(struct compilation *c, struct variable *v, const char *setting)
{
	if (v->arity > 0 || v->type == TYPE_STATS) {
		setting_diag(c, DIAG_WARNING, setting,
			     v->arity > 0 ? "it is an array, and stays empty"
					  : "it is an aggregate, and stays empty");
		return;
	}
	v->init = setting_value(c, v, strchr(setting, '=') + 1);
	if (!v->init)
		setting_diag(c, DIAG_ERROR, setting, "the variable holds a number, this is none");
}

static void find_and_apply(struct compilation *c, const char *setting)
{
	bool found = false;

	for (unsigned i = 0; i < c->reached.count; i++) {
		if (!is_setting_of(setting, c->reached.items[i]->name))
			continue;
		found = true;
		apply_setting(c, c->reached.items[i], setting);
	}
	if (!found)
		setting_diag(c, DIAG_WARNING, setting,
			     "the script uses no global variable of this name");
}

bool has_setting(const struct compilation *c, const char *name)
{
	for (unsigned i = 0; i < c->options->nglobals; i++)
		if (is_setting_of(c->options->globals[i], name))
			return true;
	return false;
}

bool apply_settings(struct compilation *c)
{
	for (unsigned i = 0; i < c->options->nglobals; i++)
		find_and_apply(c, c->options->globals[i]);
	return c->diags->nerrors == 0;
}
