/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/inference.h"

static bool reports(struct inference *t, enum misfit misfit)
{
	t->nopen++;
	if (t->reporting && misfit >= t->worst)
		return misfit > MISFIT_UNKNOWN || t->final || !t->pending;
	if (misfit > t->worst)
		t->worst = misfit;
	return false;
}

void report_unknown(struct inference *t, const struct token *tok)
{
	if (!t->dropped && reports(t, MISFIT_UNKNOWN))
		semantic_error(t->c, tok, "unresolved type ");
}

void report_sides(struct inference *t, const struct expr *e)
{
	if (reports(t, MISFIT_SIDES))
		semantic_error(t->c, e->tok,
			       "type mismatch: left and right sides don't agree (%s vs %s)",
			       type_name(e->binary.left->type), type_name(e->binary.right->type));
}

void report_expected(struct inference *t, const struct token *tok, enum value_type expected,
		     enum value_type found)
{
	if (reports(t, MISFIT_EXPECTED))
		semantic_error(t->c, tok, "type mismatch: expected %s but found %s",
			       type_name(expected), type_name(found));
}

/*
 * For stap the two forms with a second place are alike, and so the second one of a script is not
 * printed, whichever of the forms it has.
 */
static void report_inferred(struct inference *t, const struct token *tok, enum value_type found,
			    const struct referent *referent)
{
	static const char site[] = "type mismatch, inferred elsewhere";
	struct diag *diag, *related;

	if (referent->index < 0) {
		diag = semantic_error(t->c, tok, "type mismatch (%s)", type_name(found));
		related = semantic_related(t->c, diag, *referent->tok,
					   "type was first inferred here (%s)",
					   type_name(*referent->type));
	} else {
		diag = semantic_error(t->c, tok, "index %d type mismatch (%s)", referent->index,
				      type_name(found));
		related = semantic_related(t->c, diag, *referent->tok,
					   "type of index %d was first inferred here (%s)",
					   referent->index, type_name(*referent->type));
	}
	diag->site = related->site = site;
}

void report_declared(struct inference *t, const struct token *tok, enum value_type found,
		     const struct referent *referent)
{
	static const char site[] = "type mismatch, declared elsewhere";

	if (!reports(t, MISFIT_DECLARED))
		return;
	if (*referent->tok)
		report_inferred(t, tok, found, referent);
	else
		semantic_error(t->c, tok, "type mismatch: expected %s but found %s",
			       type_name(found), type_name(*referent->type))
			->site = site;
}

void report_invalid(struct inference *t, const struct token *tok, enum value_type type)
{
	t->nopen++;
	if (!t->reporting)
		return;
	if (tok->class == TOKEN_OPERATOR)
		semantic_error(t->c, tok, "invalid operator")->site = __func__;
	else
		semantic_error(t->c, tok, "invalid type %s", type_name(type))->site = __func__;
}

void learn(struct inference *t, enum value_type *type, enum value_type learned)
{
	*type = learned;
	t->nlearned++;
}

/*
 * The expression learns first, and what it refers to learns from it in the next pass: so the
 * place that is named as the first is the one stap names.
 */
void unify(struct inference *t, enum value_type *own, const struct token *tok,
	   const struct referent *referent, enum value_type want, bool may_be_unknown)
{
	enum value_type there = *referent->type;

	if (*own && there && *own != there) {
		report_declared(t, tok, *own, referent);
	} else if (want && ((*own && *own != want) || (there && there != want))) {
		report_declared(t, tok, want, referent);
	} else if (!*own && (want || there)) {
		learn(t, own, want ? want : there);
	} else if (*own && !there) {
		learn(t, referent->type, *own);
		if (referent->index < 0)
			*referent->tok = tok;
	} else if (!*own && !may_be_unknown) {
		report_unknown(t, tok);
	}
}

/* Of a field infer() has told, in words that are the right way round; stap has no fields. */
static bool is_field(const struct expr *e)
{
	return e->kind == EXPR_TARGET && e->target.read &&
	       e->target.read->fetch.base == FETCH_FIELD;
}

void unify_slot(struct inference *t, const struct expr *e, const struct referent *slot)
{
	if (e->type == TYPE_STATS) {
		report_invalid(t, e->tok, TYPE_STATS);
		if (*slot->type == TYPE_STATS)
			report_invalid(t, e->tok, TYPE_STATS);
	} else if (e->type && !*slot->type) {
		learn(t, slot->type, e->type);
		*slot->tok = e->tok;
	} else if (e->type && e->type != *slot->type && !is_field(e)) {
		report_declared(t, e->tok, e->type, slot);
	} else if (!e->type) {
		report_unknown(t, e->tok);
	}
}
