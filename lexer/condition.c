/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "lexer/preprocessor-internal.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct comparison {
	const struct token *left, *op, *right;
};

static enum condition fail(struct preprocessor *pp, const struct token *at, const char *message)
{
	pp_error(pp, at, "%s", message);
	return CONDITION_ERROR;
}

static const char *language_version(const struct preprocessor *pp)
{
	return pp->setup.compatible ? pp->setup.compatible : LANGUAGE_VERSION;
}

static enum condition to_condition(bool value)
{
	return value ? CONDITION_TRUE : CONDITION_FALSE;
}

/* @order as strcmp() gives it, by any of the six operators. */
static enum condition compare_order(struct preprocessor *pp, const struct token *op, int order)
{
	switch (op->code) {
	case CODE_EQ:
		return to_condition(order == 0);
	case CODE_NE:
		return to_condition(order != 0);
	case CODE_LT:
		return to_condition(order < 0);
	case CODE_LE:
		return to_condition(order <= 0);
	case CODE_GT:
		return to_condition(order > 0);
	case CODE_GE:
		return to_condition(order >= 0);
	default:
		return fail(pp, op, "expected comparison operator");
	}
}

/* @equal by == or !=, the only operators that make sense. */
static enum condition compare_equal(struct preprocessor *pp, const struct token *op, bool equal)
{
	if (op->code != CODE_EQ && op->code != CODE_NE)
		return fail(pp, op, "expected '==' or '!='");
	return to_condition(equal == (op->code == CODE_EQ));
}

/* kernel_v, kernel_vr, systemtap_v: in the order of versions, or against a pattern. */
static enum condition compare_version(struct preprocessor *pp, const struct comparison *c,
				      const char *version)
{
	const char *pattern = c->right->text;
	bool equality = c->op->code == CODE_EQ || c->op->code == CODE_NE;

	if (c->right->class != TOKEN_STRING)
		return fail(pp, c->right, "expected string literal");
	if (!strpbrk(pattern, "*?["))
		return compare_order(pp, c->op, strverscmp(version, pattern));
	if (!equality)
		return fail(pp, c->op,
			    c->op->code == CODE_SET || c->op->code == CODE_MATCH ||
					    c->op->code == CODE_NOMATCH
				    ? "expected comparison operator"
				    : "wildcard not allowed with order comparison operators");
	return compare_equal(pp, c->op, !fnmatch(pattern, version, FNM_NOESCAPE));
}

static enum condition compare_pattern(struct preprocessor *pp, const struct comparison *c,
				      const char *value)
{
	if (c->right->class != TOKEN_STRING)
		return fail(pp, c->right, "expected string literal");
	return compare_equal(pp, c->op, !fnmatch(c->right->text, value, FNM_NOESCAPE));
}

static enum condition compare_privilege(struct preprocessor *pp, const struct comparison *c)
{
	if (c->right->class != TOKEN_STRING)
		return fail(pp, c->right, "expected string literal");
	return compare_equal(pp, c->op, !strcmp(c->right->text, "stapdev"));
}

static enum condition compare_guru(struct preprocessor *pp, const struct comparison *c)
{
	if (c->right->class != TOKEN_NUMBER)
		return fail(pp, c->right, "expected number");
	return compare_equal(pp, c->op, c->right->number == pp->setup.guru);
}

/* The value of CONFIG_X in the text of a .config, "" when it is not set. In the arena. */
static const char *config_value(struct preprocessor *pp, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = pp->setup.kernel_config; at && *at;) {
		size_t line_len = strcspn(at, "\n");

		if (line_len > len && !memcmp(at, name, len) && at[len] == '=')
			return arena_strndup(pp->setup.arena, at + len + 1, line_len - len - 1);
		at += line_len + (at[line_len] == '\n');
	}
	return "";
}

static int compare_numbers(int64_t left, int64_t right)
{
	return (left > right) - (left < right);
}

/* An option that is not set is 0. */
static bool config_number(const char *value, int64_t *number)
{
	char *end;

	*number = strtoll(value, &end, 0);
	return !*end;
}

/* As numbers when both are, else as texts. */
static enum condition compare_configs(struct preprocessor *pp, const struct comparison *c,
				      const char *left, const char *right)
{
	int64_t a, b;

	if (config_number(left, &a) && config_number(right, &b))
		return compare_order(pp, c->op, compare_numbers(a, b));
	return compare_order(pp, c->op, strcmp(left, right));
}

static enum condition compare_config(struct preprocessor *pp, const struct comparison *c)
{
	const char *value = config_value(pp, c->left->text);
	int64_t number;

	if (c->right->class == TOKEN_STRING)
		return compare_pattern(pp, c, value);
	if (c->right->class == TOKEN_IDENTIFIER && !strncmp(c->right->text, "CONFIG_", 7))
		return compare_configs(pp, c, value, config_value(pp, c->right->text));
	if (c->right->class != TOKEN_NUMBER)
		return fail(pp, c->right,
			    "expected string, number literal or other CONFIG_... as right side "
			    "operand");
	if (!config_number(value, &number))
		return fail(pp, c->left, "Config option value not a number");
	return compare_order(pp, c->op, compare_numbers(number, c->right->number));
}

static bool is_literal(const struct token *token)
{
	return token->class == TOKEN_STRING || token->class == TOKEN_NUMBER;
}

/* A literal with no operator behind it is no condition. */
static bool is_plain_operator(const struct token *token)
{
	bool is_mark = token->code >= CODE_IF_OPEN && token->code <= CODE_IF_CLOSE;

	return token->class == TOKEN_OPERATOR && !is_mark;
}

/* Here 010 is ten, as stap reads it. */
static int64_t number_value(const struct token *token)
{
	bool octal = token->text[0] == '0' && token->text[1] != 'x' && token->text[1] != 'X';

	return octal ? strtoll(token->text, NULL, 10) : token->number;
}

static enum condition compare_literals(struct preprocessor *pp, const struct comparison *c)
{
	if (c->left->class != c->right->class)
		return fail(pp, c->right,
			    c->left->class == TOKEN_STRING
				    ? "expected string literal as right value"
				    : "expected number literal as right value");
	if (c->left->class == TOKEN_STRING)
		return compare_order(pp, c->op, strcmp(c->left->text, c->right->text));
	return compare_order(pp, c->op,
			     compare_numbers(number_value(c->left), number_value(c->right)));
}

static const char *kernel_version(struct preprocessor *pp)
{
	const char *release = pp->setup.kernel_release;

	return arena_strndup(pp->setup.arena, release, strcspn(release, "-"));
}

static enum condition evaluate(struct preprocessor *pp, const struct comparison *c)
{
	const char *name = c->left->text;
	bool named = c->left->class == TOKEN_IDENTIFIER;

	if (named && !strcmp(name, "kernel_v"))
		return compare_version(pp, c, kernel_version(pp));
	if (named && !strcmp(name, "kernel_vr"))
		return compare_version(pp, c, pp->setup.kernel_release);
	if (named && !strcmp(name, "systemtap_v"))
		return compare_version(pp, c, language_version(pp));
	if (named && !strcmp(name, "systemtap_privilege"))
		return compare_privilege(pp, c);
	if (named && !strcmp(name, "guru_mode"))
		return compare_guru(pp, c);
	if (named && !strcmp(name, "arch"))
		return compare_pattern(pp, c, pp->setup.arch);
	if (named && !strcmp(name, "runtime"))
		return compare_pattern(pp, c, "kernel");
	if (named && !strncmp(name, "CONFIG_", 7))
		return compare_config(pp, c);
	if (is_literal(c->left) && is_literal(c->right) && is_plain_operator(c->op))
		return compare_literals(pp, c);
	return fail(pp, c->left,
		    "expected 'arch', 'kernel_v', 'kernel_vr', 'systemtap_v',\n"
		    "             'runtime', 'systemtap_privilege', 'CONFIG_...', or\n"
		    "             comparison between strings or integers");
}

/* One comparison; always reads three tokens, as stap does. */
static enum condition read_comparison(struct preprocessor *pp, const struct token *open)
{
	const struct token *parts[3];
	struct comparison c;

	for (unsigned i = 0; i < 3; i++) {
		parts[i] = pp_next_expanded(pp);
		if (parts[i]->code == CODE_ERROR && parts[i] != pp->failure)
			return fail(pp, parts[i], parts[i]->text);
		if (parts[i]->code == CODE_ERROR)
			return CONDITION_ERROR;
		if (parts[i]->code == CODE_END)
			return fail(pp, open, "incomplete condition after '%('");
	}
	c = (struct comparison){parts[0], parts[1], parts[2]};
	return evaluate(pp, &c);
}

/* Comparisons joined by &&. @next receives the token after them. */
static enum condition read_conjunction(struct preprocessor *pp, const struct token *open,
				       const struct token **next)
{
	enum condition all = CONDITION_TRUE;

	do {
		enum condition one = read_comparison(pp, open);

		if (one == CONDITION_ERROR)
			return one;
		if (one == CONDITION_FALSE)
			all = one;
		*next = pp_next_expanded(pp);
	} while ((*next)->code == CODE_LOGICAL_AND);
	return all;
}

enum condition pp_read_condition(struct preprocessor *pp, const struct token *open)
{
	enum condition any = CONDITION_FALSE;
	const struct token *next;

	do {
		enum condition one = read_conjunction(pp, open, &next);

		if (one == CONDITION_ERROR)
			return one;
		if (one == CONDITION_TRUE)
			any = one;
	} while (next->code == CODE_LOGICAL_OR);
	if (next->code == CODE_IF_THEN)
		return any;
	return fail(pp, open, "expected '%?' marker for conditional");
}
