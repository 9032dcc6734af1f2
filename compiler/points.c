/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Probe points to derived probes: the table of points, aliases, wildcards, ? and !. */
#include "config.h"

#include "compiler/points.h"

#include <fnmatch.h>
#include <string.h>

#include "base/buf.h"

/* Aliases may be defined by aliases; this deep they go in circles. */
#define MAX_ALIAS_DEPTH 64

struct point_row {
	const char *pattern;
	point_builder *build; /* NULL: refused */
	int64_t number;
	const char *reason;
};

static const struct point_row rows[] = {
#define POINT(pattern, builder, number) {pattern, build_##builder, number, NULL},
#define REFUSED(pattern, reason)	{pattern, NULL, 0, reason},
#include "compiler/points.def"
#undef POINT
#undef REFUSED
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static unsigned expand_point(struct expansion *x, const struct probe_point *point,
			     const struct script *script);

/* ---- the table ---- */

struct piece {
	const char *name;
	size_t length;
	char arg; /* '#', '$' or 0 */
};

/* Takes the next component off a pattern; false behind the last. */
static bool next_piece(const char **pattern, struct piece *piece)
{
	const char *p = *pattern;

	if (!*p)
		return false;
	*piece = (struct piece){.name = p, .length = strcspn(p, ".(")};
	p += piece->length;
	if (*p == '(') {
		piece->arg = p[1];
		p += 3;
	}
	*pattern = *p == '.' ? p + 1 : p;
	return true;
}

static bool has_wildcard(const char *name)
{
	return strpbrk(name, "*?[") != NULL;
}

static bool name_matches(const char *wanted, const char *name, size_t length)
{
	char text[64];

	if (length >= sizeof(text))
		return false;
	memcpy(text, name, length);
	text[length] = '\0';
	return has_wildcard(wanted) ? fnmatch(wanted, text, 0) == 0 : strcmp(wanted, text) == 0;
}

static char arg_kind(const struct expr *arg)
{
	if (!arg)
		return 0;
	return arg->kind == EXPR_STRING ? '$' : '#';
}

/* How many components of @point match @pattern from the left; all and no more: true. */
static bool match_row(const struct probe_point *point, const char *pattern, struct point_match *m)
{
	struct piece piece;
	unsigned i = 0;

	m->nargs = 0;
	for (; next_piece(&pattern, &piece); i++) {
		const struct point_component *component;

		if (i >= point->ncomponents)
			return false;
		component = &point->components[i];
		if (!name_matches(component->name, piece.name, piece.length) ||
		    arg_kind(component->arg) != piece.arg)
			return false;
		if (piece.arg)
			m->args[m->nargs++] = component->arg;
	}
	return i == point->ncomponents;
}

static unsigned build_row(struct expansion *x, const struct point_row *row, struct point_match *m)
{
	if (!row->build) {
		semantic_related(x->c, resolving_error(x->c, m->point), NULL, "%s", row->reason);
		return 0;
	}
	m->number = row->number;
	return row->build(x, m);
}

/* Returns how many derived probes were made; *@matched says whether any row fits. */
static unsigned expand_rows(struct expansion *x, const struct probe_point *point,
			    const struct script *script, bool *matched)
{
	struct point_match m = {.point = point, .script = script};
	unsigned made = 0;

	for (unsigned i = 0; i < ROW_COUNT; i++) {
		if (!match_row(point, rows[i].pattern, &m))
			continue;
		*matched = true;
		made += build_row(x, &rows[i], &m);
	}
	return made;
}

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
 * them do, or -1. A component "**" stands for any number of the alias's.
 */
static int match_alias(const struct probe_point *alias, unsigned ai,
		       const struct probe_point *point, unsigned pi)
{
	const struct point_component *have, *want;

	if (ai == alias->ncomponents)
		return (int)pi;
	if (pi == point->ncomponents)
		return -1;
	have = &alias->components[ai];
	want = &point->components[pi];
	if (strcmp(want->name, "**") == 0) {
		for (unsigned next = alias->ncomponents; next > ai; next--) {
			int end = match_alias(alias, next, point, pi + 1);

			if (end >= 0)
				return end;
		}
		return -1;
	}
	if (!name_matches(want->name, have->name, strlen(have->name)) ||
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

static unsigned expand_list(struct expansion *x, const struct point_list *points,
			    const struct script *script, const struct probe_point *suffix_of,
			    unsigned suffix)
{
	unsigned made = 0;

	for (unsigned i = 0; i < points->count; i++) {
		struct probe_point *point = with_suffix(x->c, points->items[i], suffix_of, suffix);
		unsigned got = expand_point(x, point, script);

		made += got;
		if (got && point->sufficient)
			break;
	}
	return made;
}

static unsigned expand_alias(struct expansion *x, const struct probe_decl *decl,
			     const struct probe_point *name, const struct script *owner,
			     const struct probe_point *point, unsigned used)
{
	struct compilation *c = x->c;
	struct alias_use use = {decl, owner, x->aliases};
	struct expansion inner = *x;
	struct buf head = {0};

	if (x->depth >= MAX_ALIAS_DEPTH) {
		semantic_related(c, resolving_error(c, point), NULL,
				 "alias loop: the alias is defined by itself");
		return 0;
	}
	ast_print_point(&head, name);
	inner.derivation =
		arena_printf(c->arena, " <- %s %s %s%s", head.data, decl->epilogue ? "+=" : "=",
			     point_list_text(c, &decl->points), x->derivation);
	if (!x->name)
		inner.name = arena_strndup(c->arena, head.data, head.len);
	buf_free(&head);
	inner.aliases = &use;
	inner.depth++;
	return expand_list(&inner, &decl->points, owner, point, used);
}

static unsigned expand_aliases_of(struct expansion *x, const struct probe_point *point,
				  const struct script *owner, const struct script *from,
				  bool *matched)
{
	unsigned made = 0;

	for (unsigned i = 0; i < owner->naliases; i++) {
		const struct probe_decl *decl = owner->aliases[i];

		if (decl->is_private && owner != from)
			continue;
		for (unsigned j = 0; j < decl->aliases.count; j++) {
			const struct probe_point *name = decl->aliases.items[j];
			int used = match_alias(name, 0, point, 0);

			if (used < 0)
				continue;
			*matched = true;
			made += expand_alias(x, decl, name, owner, point, (unsigned)used);
		}
	}
	return made;
}

static unsigned expand_aliases(struct expansion *x, const struct probe_point *point,
			       const struct script *from, bool *matched)
{
	unsigned made = expand_aliases_of(x, point, x->c->user, from, matched);
	struct script **scripts;
	unsigned count;

	if (*matched)
		return made;
	scripts = library_scripts(x->c->library, &count);
	for (unsigned i = 0; i < count; i++)
		made += expand_aliases_of(x, point, scripts[i], from, matched);
	return made;
}

/* ---- points that are nothing ---- */

/* Adds the names that may stand at component @at, after the ones that @point has before it. */
static bool add_names_at(struct compilation *c, struct candidates *list,
			 const struct probe_point *point, unsigned at)
{
	bool known = false;

	for (unsigned i = 0; i < ROW_COUNT; i++) {
		const char *pattern = rows[i].pattern;
		struct piece piece;
		unsigned j = 0;

		while (next_piece(&pattern, &piece) && j < at &&
		       name_matches(point->components[j].name, piece.name, piece.length) &&
		       arg_kind(point->components[j].arg) == piece.arg)
			j++;
		if (j != at || !*rows[i].pattern)
			continue;
		known = true;
		candidate_add(c, list, arena_strndup(c->arena, piece.name, piece.length));
	}
	return known;
}

static bool component_known(const struct probe_point *point, unsigned upto)
{
	for (unsigned i = 0; i < ROW_COUNT; i++) {
		const char *pattern = rows[i].pattern;
		struct piece piece;
		unsigned j = 0;

		while (j < upto && next_piece(&pattern, &piece) &&
		       name_matches(point->components[j].name, piece.name, piece.length) &&
		       arg_kind(point->components[j].arg) == piece.arg)
			j++;
		if (j == upto)
			return true;
	}
	return false;
}

static void report_mismatch(struct compilation *c, const struct probe_point *point)
{
	struct diag *diag = resolving_error(c, point);
	struct candidates list = {0};
	unsigned good = 0;

	while (good < point->ncomponents && component_known(point, good + 1))
		good++;
	if (good == point->ncomponents) {
		semantic_related(c, diag, point->components[good - 1].tok, "probe point truncated");
		return;
	}
	add_names_at(c, &list, point, good);
	if (good == 0)
		for (unsigned i = 0; i < c->user->naliases; i++)
			for (unsigned j = 0; j < c->user->aliases[i]->aliases.count; j++)
				candidate_add(
					c, &list,
					c->user->aliases[i]->aliases.items[j]->components[0].name);
	semantic_related(c, diag, point->components[good].tok, "probe point mismatch%s",
			 similar_names(c, point->components[good].name, &list));
}

struct diag *resolving_error(struct compilation *c, const struct probe_point *point)
{
	return semantic_error(c, point->components[0].tok, "while resolving probe point");
}

/* ---- one point, one probe ---- */

static unsigned expand_required(struct expansion *x, const struct probe_point *point,
				const struct script *script)
{
	struct condition_use condition = {point->condition, script, x->conditions};
	struct expansion inner = *x;
	bool matched = false;
	unsigned made;

	if (point->condition)
		inner.conditions = &condition;
	made = expand_rows(&inner, point, script, &matched);
	if (!matched)
		made = expand_aliases(&inner, point, script, &matched);
	if (!matched)
		report_mismatch(x->c, point);
	return made;
}

/* An optional point that comes to nothing leaves no trace, errors included. */
static unsigned expand_point(struct expansion *x, const struct probe_point *point,
			     const struct script *script)
{
	struct diag_list before = *x->c->diags;
	unsigned made = expand_required(x, point, script);

	if (!made && (point->optional || point->sufficient)) {
		*x->c->diags = before;
		if (before.last)
			before.last->next = NULL;
	}
	return made;
}

static void expand_probe(struct compilation *c, const struct script *script,
			 const struct probe_decl *decl)
{
	struct expansion x = {.c = c, .decl = decl, .script = script};

	for (unsigned i = 0; i < decl->points.count; i++) {
		struct buf text = {0};
		unsigned made;

		for (unsigned j = 0; j < decl->points.count; j++) {
			buf_puts(&text, j ? "," : " <- ");
			ast_print_point(&text, decl->points.items[j]);
		}
		x.derivation = arena_strndup(c->arena, text.data, text.len);
		buf_free(&text);
		made = expand_point(&x, decl->points.items[i], script);
		if (made && decl->points.items[i]->sufficient)
			break;
	}
}

bool expand_probes(struct compilation *c)
{
	for (unsigned i = 0; i < c->user->nprobes; i++)
		expand_probe(c, c->user, c->user->probes[i]);
	if (!c->nderived && !c->diags->nerrors)
		semantic_error(c, NULL, "no probes found");
	return c->diags->nerrors == 0;
}
