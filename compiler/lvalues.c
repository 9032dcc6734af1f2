/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands left of an assignment has to be a variable. Looked at once all names are known. */
#include "config.h"

#include "compiler/compiler.h"

static bool is_lvalue(const struct expr *e)
{
	return e->kind == EXPR_SYMBOL || e->kind == EXPR_TARGET || e->kind == EXPR_CAST ||
	       (e->kind == EXPR_INDEX && !is_bucket(e));
}

/* The first one ends it, as in stap. */
static void check_assignments(void *context, struct expr *e)
{
	struct compilation *c = context;

	if (c->diags->nerrors)
		return;
	if (e->kind == EXPR_ASSIGN && !is_lvalue(e->binary.left))
		semantic_place(c, semantic_error(c, e->tok, "Expecting lvalue for assignment"),
			       e->binary.left->tok);
	else
		each_child(e, check_assignments, c);
}

static void check_assignments_in(void *context, struct stmt *s)
{
	const struct stmt_visitor visitor = {check_assignments_in, check_assignments, context};

	each_part(s, &visitor);
}

bool check_lvalues(struct compilation *c)
{
	for (unsigned i = 0; i < c->nderived; i++)
		for (unsigned j = 0; j < c->derived[i]->nparts; j++)
			check_assignments_in(c, c->derived[i]->parts[j]);
	for (unsigned i = 0; i < c->nfunctions; i++)
		check_assignments_in(c, c->functions[i]->decl->body);
	return c->diags->nerrors == 0;
}
