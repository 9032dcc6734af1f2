/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Probe points to derived probes: aliases, the table of points (point_rows.c), ? and !. */
#include "config.h"

#include "compiler/points.h"

#include <string.h>

#include "base/buf.h"

static unsigned expand_point(struct expansion *x, const struct probe_point *point,
			     const struct script *script);

/* ---- aliases ---- */

static bool same_argument(const struct expr *a, const struct expr *b)
{
	if (!a || !b)
		return a == b;
	if (a->kind != b->kind)
		return false;
	if (a->kind == EXPR_STRING)
		return strcmp(a->string.text, b->string.text) == 0;
	return a->number == b->number;
}

/*
 * Do the first components of @point, from @pi on, spell @alias from @ai on? Returns how many of
 * them do at the most, or -1. A component "**" stands for any number of the alias's.
 */
static int match_alias(const struct probe_point *alias, unsigned ai,
		       const struct probe_point *point, unsigned pi)
{
	const struct point_component *have, *want;
	int longest = -1;

	if (ai == alias->ncomponents)
		return (int)pi;
	if (pi == point->ncomponents)
		return -1;
	have = &alias->components[ai];
	want = &point->components[pi];
	if (strcmp(want->name, "**") == 0) {
		for (unsigned next = ai + 1; next <= alias->ncomponents; next++) {
			int end = match_alias(alias, next, point, pi + 1);

			if (end > longest)
				longest = end;
		}
		return longest;
	}
	if (!point_name_matches(want->name, have->name, strlen(have->name)) ||
	    !same_argument(have->arg, want->arg))
		return -1;
	return match_alias(alias, ai + 1, point, pi + 1);
}

/* @target with the components of @point behind @alias added: the alias suffix. */
static struct probe_point *with_suffix(struct compilation *c, const struct probe_point *target,
				       const struct probe_point *point, unsigned from)
{
	struct probe_point *copy = arena_new_of(c->arena, struct probe_point);
	unsigned extra = point->ncomponents - from;

	*copy = *target;
	copy->components =
		arena_alloc(c->arena, (target->ncomponents + extra) * sizeof(*copy->components));
	memcpy(copy->components, target->components,
	       target->ncomponents * sizeof(*copy->components));
	for (unsigned i = 0; i < extra; i++)
		copy->components[target->ncomponents + i] = point->components[from + i];
	copy->ncomponents = target->ncomponents + extra;
	return copy;
}

static const char *point_list_text(struct compilation *c, const struct point_list *points)
{
	struct buf text = {0};
	const char *result;

	for (unsigned i = 0; i < points->count; i++) {
		buf_puts(&text, i ? ", " : "");
		ast_print_point(&text, points->items[i]);
	}
	result = arena_strndup(c->arena, text.data ? text.data : "", text.len);
	buf_free(&text);
	return result;
}

/* Is @target already being expanded on the way to here? */
static bool is_loop(struct expansion *x, const struct probe_point *target)
{
	for (const struct alias_use *use = x->aliases; use; use = use->outer)
		if (use->target == target)
			return true;
	return false;
}

static unsigned report_loop(struct compilation *c, const struct probe_point *target)
{
	semantic_related(c, resolving_error(c, target), NULL,
			 "recursive loop in alias expansion of %s at %s", point_text(c, target),
			 source_where(c->arena, target->components[0].tok->span));
	return 0;
}

/* What the alias that @x->aliases is in now stands for, with the suffix from @point. */
static unsigned expand_targets(struct expansion *x, const struct probe_point *point,
			       unsigned suffix)
{
	struct alias_use *use = x->aliases;
	const struct point_list *targets = &use->decl->points;
	unsigned made = 0;

	for (unsigned i = 0; i < targets->count; i++) {
		const struct probe_point *target = targets->items[i];
		unsigned got;

		if (is_loop(x, target)) {
			report_loop(x->c, target);
			continue;
		}
		use->target = target;
		got = expand_point(x, with_suffix(x->c, target, point, suffix), use->script);
		use->target = NULL;
		made += got;
		if (got && target->sufficient)
			break;
	}
	return made;
}

static unsigned expand_alias(struct expansion *x, const struct probe_decl *decl,
			     const struct probe_point *name, const struct script *owner,
			     const struct probe_point *point, unsigned used)
{
	struct compilation *c = x->c;
	struct alias_use use = {decl, owner, NULL, x->aliases};
	struct expansion inner = *x;
	struct buf head = {0};
	unsigned made;

	ast_print_point(&head, name);
	inner.derivation =
		arena_printf(c->arena, " <- %s %s %s%s", head.data, decl->epilogue ? "+=" : "=",
			     point_list_text(c, &decl->points), x->derivation);
	if (!x->name)
		inner.name = point_text(c, with_suffix(c, name, point, used));
	buf_free(&head);
	inner.aliases = &use;
	if (used < point->ncomponents && !inner.suffixed)
		inner.suffixed = point;
	made = expand_targets(&inner, point, used);
	x->bad_suffix |= inner.bad_suffix;
	return made;
}

/* How many components of @point the longest alias of @owner takes; -1: none fits. */
static int longest_alias_of(const struct probe_point *point, const struct script *owner)
{
	int longest = -1;

	for (unsigned i = 0; i < owner->naliases; i++) {
		const struct point_list *names = &owner->aliases[i]->aliases;

		for (unsigned j = 0; j < names->count; j++) {
			int used = match_alias(names->items[j], 0, point, 0);

			if (used > longest)
				longest = used;
		}
	}
	return longest;
}

static int longest_alias(const struct probe_point *point, struct script **owners, unsigned count)
{
	int longest = -1;

	for (unsigned i = 0; i < count; i++) {
		int used = longest_alias_of(point, owners[i]);

		if (used > longest)
			longest = used;
	}
	return longest;
}

/* The aliases of @owner that take the first @used components of @point. */
static unsigned expand_aliases_of(struct expansion *x, const struct probe_point *point,
				  struct script *owner, int used)
{
	unsigned made = 0;

	for (unsigned i = 0; i < owner->naliases; i++) {
		const struct probe_decl *decl = owner->aliases[i];

		for (unsigned j = 0; j < decl->aliases.count; j++) {
			const struct probe_point *name = decl->aliases.items[j];

			if (match_alias(name, 0, point, 0) != used)
				continue;
			use_library_script(x->c, owner);
			made += expand_alias(x, decl, name, owner, point, (unsigned)used);
		}
	}
	return made;
}

static unsigned expand_aliases_among(struct expansion *x, const struct probe_point *point,
				     struct script **owners, unsigned count, bool *matched)
{
	int longest = longest_alias(point, owners, count);
	unsigned made = 0;

	*matched = longest >= 0;
	for (unsigned i = 0; *matched && i < count; i++)
		made += expand_aliases_of(x, point, owners[i], longest);
	return made;
}

static unsigned expand_library_aliases(struct expansion *x, const struct probe_point *point,
				       bool *matched)
{
	struct library *library = x->c->options->library;
	struct diag_list before = *x->c->diags;
	struct script **scripts;
	unsigned count, made;

	library_open_for(library, point->components[0].name);
	scripts = library_scripts(library, &count);
	made = expand_aliases_among(x, point, scripts, count, matched);
	/* As of rows: some of the library's aliases may be for other kernels. */
	if (made && point_is_wild(point))
		diag_retract(x->c->diags, &before);
	return made;
}

const struct token *component_token(struct compilation *c, const struct point_component *component)
{
	struct token *tok;

	if (!has_wildcard(component->name) || strcmp(component->name, "*") == 0)
		return component->tok;
	tok = arena_new_of(c->arena, struct token);
	*tok = *component->tok;
	tok->class = TOKEN_IDENTIFIER;
	tok->text = component->name;
	tok->len = (uint32_t)strlen(component->name);
	return tok;
}

struct diag *resolving_error(struct compilation *c, const struct probe_point *point)
{
	return semantic_error(c, component_token(c, &point->components[0]),
			      "while resolving probe point");
}

/* ---- one point, one probe ---- */

static unsigned expand_required(struct expansion *x, const struct probe_point *point,
				const struct script *script)
{
	struct condition_use condition = {point->condition, script, x->conditions};
	struct expansion inner = *x;
	bool matched = false, known = false;
	unsigned made;

	if (point->condition)
		inner.conditions = &condition;
	made = expand_aliases_among(&inner, point, x->c->scripts, x->c->nuser, &matched);
	made += expand_rows(&inner, point, script, &known);
	if (known)
		return made;
	if (!matched)
		made = expand_library_aliases(&inner, point, &matched);
	if (!matched)
		report_mismatch(&inner, point);
	else if (!made && !inner.bad_suffix)
		semantic_related(x->c, resolving_error(x->c, point), NULL, "no match");
	x->bad_suffix = inner.bad_suffix;
	return made;
}

/* An optional point that comes to nothing leaves no trace, errors included. */
static unsigned expand_point(struct expansion *x, const struct probe_point *point,
			     const struct script *script)
{
	struct diag_list before = *x->c->diags;
	unsigned made = expand_required(x, point, script);

	if (!made && (point->optional || point->sufficient)) {
		diag_retract(x->c->diags, &before);
		x->bad_suffix = false;
	}
	return made;
}

static void expand_probe(struct compilation *c, const struct script *script,
			 const struct probe_decl *decl)
{
	struct expansion x = {.c = c, .decl = decl, .script = script};
	unsigned first = c->nderived;

	for (unsigned i = 0; i < decl->points.count; i++) {
		struct buf text = {0};
		unsigned made;

		for (unsigned j = 0; j < decl->points.count; j++) {
			buf_puts(&text, j ? "," : " <- ");
			ast_print_point(&text, decl->points.items[j]);
		}
		x.derivation = arena_strndup(c->arena, text.data, text.len);
		buf_free(&text);
		x.own = decl->points.items[i];
		x.named = x.own->components[0].tok;
		made = expand_point(&x, decl->points.items[i], script);
		if (made && decl->points.items[i]->sufficient)
			break;
	}
	for (unsigned i = first; i < c->nderived; i++)
		resolve_derived(c, c->derived[i]);
}

static bool check_alias(struct compilation *c, const struct probe_decl *decl)
{
	for (unsigned i = 0; i < decl->aliases.count; i++) {
		const struct probe_point *name = decl->aliases.items[i];

		for (unsigned j = 0; j < name->ncomponents; j++) {
			if (!name->components[j].arg)
				continue;
			semantic_related(
				c, semantic_error(c, decl->tok, "while registering probe alias"),
				NULL, "alias component %s contains illegal parameter",
				name->components[j].name);
			return false;
		}
	}
	return true;
}

/* An alias that is refused is none: points that name it are looked for elsewhere. */
static void check_aliases(struct compilation *c, struct script *script)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < script->naliases; i++)
		if (check_alias(c, script->aliases[i]))
			script->aliases[kept++] = script->aliases[i];
	script->naliases = kept;
}

void expand_probes(struct compilation *c, struct script *script)
{
	check_aliases(c, script);
	for (unsigned i = 0; i < script->nprobes; i++)
		expand_probe(c, script, script->probes[i]);
}
