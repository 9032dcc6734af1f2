/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reads a text piece by piece, and remembers where it is: matches and tokens. */
#include "config.h"

#include "tests/fuzz/reference_internal.h"

#include <stdlib.h>
#include <string.h>

struct value eval_match(struct reference *ref, const struct expr *e)
{
	struct value text = eval(ref, e->binary.left);
	struct last_match *last = &ref->match;
	regex_t regex;

	if (regcomp(&regex, e->binary.right->string.text, REG_EXTENDED) != 0)
		abort();
	last->subject = text.text;
	last->found = regexec(&regex, text.text, MATCH_GROUPS, last->groups, 0) == 0;
	if (last->found)
		last->ngroups = (unsigned)regex.re_nsub + 1;
	regfree(&regex);
	return number_value(last->found == (e->binary.op == OP_MATCH));
}

struct value do_matched(struct reference *ref, const struct expr *e, const struct value *a)
{
	const struct last_match *last = &ref->match;
	const char *format = "Attempted to get nonexistent subexpression %lld";
	int64_t group = a[0].number;

	if (group >= 0 && group < last->ngroups) {
		const regmatch_t *at = &last->groups[group];

		if (last->found)
			return text_value(ref, at->rm_so < 0 ? "" : last->subject + at->rm_so,
					  (size_t)(at->rm_eo - at->rm_so));
		format = "Attempted to get subexpression %lld from failed match";
	}
	ref_raise(ref, e->tok, arena_printf(ref->arena, format, (long long)group));
}

struct value do_ngroups(struct reference *ref, const struct expr *e, const struct value *a)
{
	(void)a;
	if (!ref->match.found)
		ref_raise(ref, e->tok, "Attempted to get subexpression count from failed match");
	return number_value(ref->match.ngroups);
}

/*
 * (text, delimiters), or (delimiters) for the next one of the text before. The delimiter behind a
 * token is gone, whatever the next call takes for one.
 */
struct value do_tokenize(struct reference *ref, const struct expr *e, const struct value *a)
{
	const char *delimiters = a[e->call.args.count - 1].text, *token;
	size_t len;

	if (e->call.args.count == 2 && a[0].len > 0)
		ref->tokens = a[0].text;
	token = ref->tokens + strspn(ref->tokens, delimiters);
	len = strcspn(token, delimiters);
	ref->tokens = token + len + (token[len] != '\0');
	return text_value(ref, token, len);
}
