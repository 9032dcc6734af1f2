/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of a probe point that is nothing: where it goes wrong, and what there is instead. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/points.h"

/*
 * All there is: the points of the table and the aliases, of which the library has more than a
 * thousand. They live as long as one report: a wildcard can make a thousand.
 */
struct known_points {
	struct known_point *items;
	unsigned count;
};

struct known_point {
	struct point_piece *pieces;
	unsigned npieces;
};

static void add_row(struct arena *arena, struct known_points *all, const char *pattern)
{
	struct known_point known = {0};
	struct point_piece piece;

	while (next_piece(&pattern, &piece))
		arena_push(arena, known.pieces, known.npieces, piece);
	arena_push(arena, all->items, all->count, known);
}

static void add_alias(struct arena *arena, struct known_points *all, const struct probe_point *name)
{
	struct known_point known = {0};

	for (unsigned i = 0; i < name->ncomponents; i++) {
		const struct point_piece piece = {name->components[i].name,
						  strlen(name->components[i].name),
						  arg_kind(name->components[i].arg)};

		arena_push(arena, known.pieces, known.npieces, piece);
	}
	arena_push(arena, all->items, all->count, known);
}

static void add_aliases(struct arena *arena, struct known_points *all, const struct script *script)
{
	for (unsigned i = 0; i < script->naliases; i++) {
		const struct probe_decl *decl = script->aliases[i];

		for (unsigned j = 0; j < decl->aliases.count; j++)
			add_alias(arena, all, decl->aliases.items[j]);
	}
}

static struct known_points known_points(struct arena *arena, struct compilation *c)
{
	struct known_points all = {0};
	struct script **scripts;
	unsigned count;

	for (unsigned i = 0; point_pattern(i); i++)
		add_row(arena, &all, point_pattern(i));
	for (unsigned i = 0; i < c->nuser; i++)
		add_aliases(arena, &all, c->scripts[i]);
	scripts = library_scripts(c->options->library, &count);
	for (unsigned i = 0; i < count; i++)
		add_aliases(arena, &all, scripts[i]);
	return all;
}

/* How many components of @point, from the left, are those of @known. */
static unsigned common(const struct probe_point *point, const struct known_point *known)
{
	unsigned i = 0;

	while (i < point->ncomponents && i < known->npieces &&
	       piece_matches(&point->components[i], &known->pieces[i]))
		i++;
	return i;
}

/* ---- "follow:" ---- */

static const char *piece_text(struct compilation *c, const struct point_piece *piece)
{
	static const char *const args[] = {['#'] = "(number)", ['$'] = "(string)", [0] = ""};

	return arena_printf(c->arena, "%.*s%s", (int)piece->length, piece->name,
			    args[(unsigned char)piece->arg]);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What may stand behind the whole of @point. */
static const char *following(struct compilation *c, const struct known_points *all,
			     const struct probe_point *point)
{
	struct candidates next = {0};
	struct buf text = {0};
	const char *result;

	for (unsigned i = 0; i < all->count; i++)
		if (all->items[i].npieces > point->ncomponents &&
		    common(point, &all->items[i]) == point->ncomponents)
			candidate_add(c, &next,
				      piece_text(c, &all->items[i].pieces[point->ncomponents]));
	if (next.count)
		qsort(next.items, next.count, sizeof(*next.items), by_text);
	for (unsigned i = 0; i < next.count; i++)
		if (i == 0 || strcmp(next.items[i], next.items[i - 1]) != 0)
			buf_printf(&text, " %s", next.items[i]);
	result = arena_strndup(c->arena, text.data ? text.data : "", text.len);
	buf_free(&text);
	return result;
}

/* ---- "similar:" ---- */

static const char *similar_components(struct compilation *c, const struct known_points *all,
				      const struct probe_point *point, unsigned at)
{
	struct candidates list = {0};

	for (unsigned i = 0; i < all->count; i++) {
		const struct known_point *known = &all->items[i];

		if (known->npieces > at && common(point, known) >= at)
			candidate_add(c, &list,
				      arena_strndup(c->arena, known->pieces[at].name,
						    known->pieces[at].length));
	}
	return similar_names(c, point->components[at].name, &list);
}

/* ---- families that are missing as a whole ---- */

struct family {
	const char *name;
	const char *instead;
};

static const struct family families[] = {
#define FAMILY(name, instead) {name, instead},
#include "compiler/families.def"
#undef FAMILY
};

static const char *family_instead(const struct probe_point *point)
{
	for (unsigned i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strcmp(families[i].name, point->components[0].name) == 0)
			return families[i].instead;
	return NULL;
}

/* ---- */

static bool is_complete(const struct known_points *all, const struct probe_point *point,
			unsigned length)
{
	for (unsigned i = 0; i < all->count; i++)
		if (all->items[i].npieces == length && common(point, &all->items[i]) == length)
			return true;
	return false;
}

static void report_among(struct expansion *x, const struct probe_point *point,
			 const struct known_points *all)
{
	struct compilation *c = x->c;
	const struct point_component *wrong;
	unsigned good = 0;

	for (unsigned i = 0; i < all->count; i++)
		if (common(point, &all->items[i]) > good)
			good = common(point, &all->items[i]);
	if (good == point->ncomponents && good > 1 &&
	    has_wildcard(point->components[good - 1].name))
		good--; /* it stands for what cannot be the last one */
	if (good == point->ncomponents) {
		semantic_related(c, resolving_error(c, point), point->components[good - 1].tok,
				 "probe point truncated (follow: %s)", following(c, all, point));
		return;
	}
	wrong = &point->components[good];
	if (!good && family_instead(point)) {
		semantic_related(
			c, resolving_error(c, point), wrong->tok,
			"the %s probes of the tapset are not supported in this version; %s",
			wrong->name, family_instead(point));
		return;
	}
	if (good && is_complete(all, point, good)) {
		x->bad_suffix = true;
		semantic_related(c, resolving_error(c, x->suffixed ? x->suffixed : point),
				 wrong->tok, "invalid suffix for probe");
	} else if (has_wildcard(wrong->name)) {
		semantic_related(c, resolving_error(c, point), component_token(c, wrong),
				 "probe point mismatch: didn't find any wildcard matches%s",
				 similar_components(c, all, point, good));
	} else {
		semantic_related(c, resolving_error(c, point), wrong->tok, "probe point mismatch%s",
				 similar_components(c, all, point, good));
	}
}

void report_mismatch(struct expansion *x, const struct probe_point *point)
{
	struct arena *arena = arena_new();
	const struct known_points all = known_points(arena, x->c);

	report_among(x, point, &all);
	arena_free(arena);
}
