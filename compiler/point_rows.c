/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of probe points: which rows a point fits, with wildcards and braces. */
#include "config.h"

#include <fnmatch.h>
#include <string.h>

#include "base/diag.h"
#include "compiler/points.h"

struct point_row {
	const char *pattern;
	point_builder *build; /* NULL: refused */
	int64_t number;
	const char *reason;
};

static const struct point_row rows[] = {
#define POINT(pattern, builder, number) {pattern, point_##builder, number, NULL},
#define REFUSED(pattern, reason)	{pattern, NULL, 0, reason},
#include "compiler/points.def"
#undef POINT
#undef REFUSED
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

const char *point_pattern(unsigned i)
{
	return i < ROW_COUNT ? rows[i].pattern : NULL;
}

bool point_is_offered(unsigned i)
{
	return rows[i].build;
}

bool next_piece(const char **pattern, struct point_piece *piece)
{
	const char *p = *pattern;

	if (!*p)
		return false;
	*piece = (struct point_piece){.name = p, .length = strcspn(p, ".(")};
	p += piece->length;
	if (*p == '(') {
		piece->arg = p[1];
		p += 3;
	}
	*pattern = *p == '.' ? p + 1 : p;
	return true;
}

bool has_wildcard(const char *name)
{
	return strpbrk(name, "*?[") != NULL;
}

bool point_name_matches(const char *wanted, const char *name, size_t length)
{
	char text[64];

	if (!has_wildcard(wanted))
		return strncmp(wanted, name, length) == 0 && !wanted[length];
	if (length >= sizeof(text))
		return false;
	memcpy(text, name, length);
	text[length] = '\0';
	return fnmatch(wanted, text, 0) == 0;
}

char arg_kind(const struct expr *arg)
{
	if (!arg)
		return 0;
	return arg->kind == EXPR_STRING ? '$' : '#';
}

bool piece_matches(const struct point_component *component, const struct point_piece *piece)
{
	return arg_kind(component->arg) == piece->arg &&
	       point_name_matches(component->name, piece->name, piece->length);
}

/* Is @point of the form @pattern? Collects the arguments. */
static bool match_row(const struct probe_point *point, const char *pattern, struct point_match *m)
{
	struct point_piece piece;
	unsigned i = 0;

	m->nargs = 0;
	for (; next_piece(&pattern, &piece); i++) {
		if (i >= point->ncomponents || !piece_matches(&point->components[i], &piece))
			return false;
		if (piece.arg)
			m->args[m->nargs++] = point->components[i].arg;
	}
	return i == point->ncomponents;
}

/* ---- braces in strings ---- */

/* A text "BEFORE{ITEMS}BEHIND", of which @next is the item to come. */
struct braces {
	const char *text, *open, *close, *next;
};

/* The end of the item at @at: a comma or the closing brace; NULL when there is none. */
static const char *item_end(const char *at)
{
	for (unsigned depth = 0; *at; at++) {
		if (!depth && (*at == ',' || *at == '}'))
			return at;
		depth += *at == '{';
		depth -= *at == '}';
	}
	return NULL;
}

/* Braces without a comma stand for themselves. */
static bool find_braces(const char *text, struct braces *braces)
{
	for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
		const char *end = item_end(open + 1);
		bool many = end && *end == ',';

		while (end && *end == ',')
			end = item_end(end + 1);
		if (!many || !end)
			continue;
		*braces = (struct braces){text, open, end, open + 1};
		return true;
	}
	return false;
}

/* The text with the next item for the braces; NULL behind the last. */
static const char *next_item(struct compilation *c, struct braces *braces)
{
	const char *item = braces->next, *end;

	if (item > braces->close)
		return NULL;
	end = item_end(item);
	braces->next = end + 1;
	return arena_printf(c->arena, "%.*s%.*s%s", (int)(braces->open - braces->text),
			    braces->text, (int)(end - item), item, braces->close + 1);
}

/* @m with @text for its @index-th argument, in its point, too. */
static struct point_match with_text(struct compilation *c, const struct point_match *m,
				    unsigned index, const char *text)
{
	struct probe_point *point = arena_new_of(c->arena, struct probe_point);
	struct expr *arg = arena_new_of(c->arena, struct expr);
	struct point_match copy = *m;

	*arg = *m->args[index];
	arg->string.text = text;
	arg->string.len = (uint32_t)strlen(text);
	*point = *m->point;
	point->components = arena_alloc(c->arena, point->ncomponents * sizeof(*point->components));
	for (unsigned i = 0; i < point->ncomponents; i++) {
		point->components[i] = m->point->components[i];
		if (point->components[i].arg == m->args[index])
			point->components[i].arg = arg;
	}
	copy.point = point;
	copy.args[index] = arg;
	return copy;
}

static unsigned build_braced(struct expansion *x, const struct point_match *m,
			     point_builder *build);

/* An optional point that comes to nothing leaves no trace, whatever others of the braces are. */
static unsigned build_item(struct expansion *x, const struct point_match *m, point_builder *build)
{
	struct diag_list before = *x->c->diags;
	unsigned made = build_braced(x, m, build);

	if (!made && (m->point->optional || m->point->sufficient))
		diag_retract(x->c->diags, &before);
	return made;
}

/* "vfs_{read,write}" is one point for each. Returns how many derived probes were made. */
static unsigned build_braced(struct expansion *x, const struct point_match *m, point_builder *build)
{
	struct braces braces = {0};
	const char *text;
	unsigned made = 0, i = 0;

	while (i < m->nargs &&
	       (m->args[i]->kind != EXPR_STRING || !find_braces(m->args[i]->string.text, &braces)))
		i++;
	if (i == m->nargs)
		return build(x, m);
	while ((text = next_item(x->c, &braces))) {
		struct point_match item = with_text(x->c, m, i, text);

		made += build_item(x, &item, build);
	}
	return made;
}

/* ---- a row that fits ---- */

static unsigned build_row(struct expansion *x, const struct point_row *row, struct point_match *m)
{
	if (!row->build) {
		semantic_related(x->c, resolving_error(x->c, m->point), NULL, "%s", row->reason);
		return 0;
	}
	m->number = row->number;
	return build_braced(x, m, row->build);
}

bool point_is_wild(const struct probe_point *point)
{
	for (unsigned i = 0; i < point->ncomponents; i++)
		if (has_wildcard(point->components[i].name))
			return true;
	return false;
}

/* @point with the names that its wildcards stand for in @pattern, which it matches. */
static const struct probe_point *spell_out(struct compilation *c, const struct probe_point *point,
					   const char *pattern)
{
	struct probe_point *copy = arena_new_of(c->arena, struct probe_point);
	struct point_piece piece;
	size_t size = point->ncomponents * sizeof(*copy->components);

	*copy = *point;
	copy->components = arena_alloc(c->arena, size);
	memcpy(copy->components, point->components, size);
	for (unsigned i = 0; next_piece(&pattern, &piece); i++)
		copy->components[i].name = arena_strndup(c->arena, piece.name, piece.length);
	return copy;
}

unsigned expand_rows(struct expansion *x, const struct probe_point *point,
		     const struct script *script, bool *matched)
{
	struct point_match m = {.point = point, .script = script};
	struct diag_list before = *x->c->diags;
	unsigned made = 0;

	for (unsigned i = 0; i < ROW_COUNT; i++) {
		if (!match_row(point, rows[i].pattern, &m))
			continue;
		*matched = true;
		m.point = point_is_wild(point) ? spell_out(x->c, point, rows[i].pattern) : point;
		made += build_row(x, &rows[i], &m);
	}
	/* Of what a wildcard stands for, some may be impossible. */
	if (made && point_is_wild(point))
		diag_retract(x->c->diags, &before);
	return made;
}
