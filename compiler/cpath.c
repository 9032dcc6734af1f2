/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/cpath.h"

#include <string.h>

#include "base/buf.h"

const struct ctype *path_look(const struct path *p, struct ctype_ref ref)
{
	return p->c->options->catalog->ctype(p->c->options->source, ref);
}

void path_fail(struct path *p, const struct token *tok, const char *text)
{
	if (!p->failed)
		semantic_error(p->c, tok, "%s", text);
	p->failed = true;
}

/* ---- pointers ---- */

/* What is only declared where the pointer is may be defined elsewhere. */
static void complete(struct path *p, const struct token *tok)
{
	const struct catalog_ops *catalog = p->c->options->catalog;
	const struct ctype *type = path_look(p, p->type);

	if (type->kind != CTYPE_DECLARED || catalog->define_ctype(p->c->options->source, &p->type))
		return;
	path_fail(p, tok,
		  arena_printf(p->c->arena,
			       "struct %s is only declared in the types of the kernel and of the "
			       "modules that are loaded: load the module that defines it",
			       type->name));
}

/* What is looked at is a pointer: goes to what it points to. */
static void follow(struct path *p, const struct token *tok)
{
	struct fetch *fetch = &p->read.fetch;
	const struct ctype *type = path_look(p, p->type);

	if (p->in_memory && fetch->nsteps == FETCH_MAX_STEPS) {
		path_fail(p, tok, "too many pointers to follow in one read");
		return;
	}
	if (p->in_memory)
		fetch->steps[fetch->nsteps++] = p->offset;
	else if (!path_enter_word(fetch, p->offset))
		path_fail(p, tok, "this part of the returned struct is in no register known here");
	p->in_memory = true;
	p->offset = 0;
	p->type = type->target;
}

/* ---- members ---- */

/* Finds @name in @type, through anonymous members. */
static bool find_member(struct path *p, const struct ctype *type, const char *name,
			uint32_t bit_offset)
{
	for (unsigned i = 0; i < type->nmembers; i++) {
		const struct ctype_member *m = &type->members[i];
		uint32_t at = bit_offset + m->bit_offset;

		if (m->name[0]) {
			if (strcmp(m->name, name) != 0)
				continue;
			p->offset += m->bit_size ? 0 : at / 8;
			p->bit_offset = at;
			p->bit_size = m->bit_size;
			p->type = m->type;
			return true;
		}
		if (find_member(p, path_look(p, m->type), name, at))
			return true;
	}
	return false;
}

static void add_members(struct path *p, struct candidates *list, const struct ctype *type)
{
	for (unsigned i = 0; i < type->nmembers; i++) {
		if (type->members[i].name[0])
			candidate_add(p->c, list, type->members[i].name);
		else
			add_members(p, list, path_look(p, type->members[i].type));
	}
}

static void fail_access(struct path *p, const struct target_component *component)
{
	const char *type = p->c->options->catalog->ctype_text(p->c->options->source, p->type);
	const char *what = component->kind == COMPONENT_MEMBER
				   ? arena_printf(p->c->arena, "->%s", component->member)
				   : arena_printf(p->c->arena, "[%lld]",
						  component->index->kind == EXPR_NUMBER
							  ? (long long)component->index->number
							  : 0LL);

	path_fail(p, component->tok,
		  arena_printf(p->c->arena, "invalid access '%s' vs. %s", what, type));
}

/* Of one that has no name, that of its typedef. */
static const char *name_of(const struct path *p, const struct ctype *type)
{
	if (!*type->name)
		return p->c->options->catalog->ctype_text(p->c->options->source, p->type);
	return arena_printf(p->c->arena, "%s %s", type->kind == CTYPE_UNION ? "union" : "struct",
			    type->name);
}

/* All pointers on the way are followed, as by stap: pp->member where pp points to a pointer. */
static void take_member(struct path *p, const struct target_component *component)
{
	const struct ctype *type = path_look(p, p->type);
	struct candidates list = {0};

	for (; type->kind == CTYPE_POINTER && !p->failed; type = path_look(p, p->type))
		follow(p, component->tok);
	complete(p, component->tok);
	type = path_look(p, p->type);
	if (type->kind != CTYPE_STRUCT && type->kind != CTYPE_UNION) {
		fail_access(p, component);
		return;
	}
	if (find_member(p, type, component->member, 0))
		return;
	add_members(p, &list, type);
	path_fail(p, component->tok,
		  arena_printf(p->c->arena, "unable to find member '%s' for %s%s",
			       component->member, name_of(p, type),
			       similar_names(p->c, component->member, &list)));
}

/* ---- elements ---- */

/* Of @cast(p, "type")[n], the type is that of the elements already. */
static bool steps_operand(const struct path *p, const struct target_component *component)
{
	return p->is_operand && component == p->e->target.components;
}

/*
 * Arrays of arrays are one array in BTF (Documentation/bpf/btf.rst, BTF_KIND_ARRAY), so that a
 * second index has nothing to go by.
 */
static void fail_index(struct path *p, const struct target_component *component)
{
	bool is_second =
		component > p->e->target.components && component[-1].kind == COMPONENT_INDEX;

	if (is_second)
		path_fail(
			p, component->tok,
			"the kernel tells arrays of arrays as one array: of [ROWS][COLUMNS], what "
			"C calls [i][j] is [i * COLUMNS + j]");
	else
		fail_access(p, component);
}

static void take_index(struct path *p, const struct target_component *component)
{
	const struct ctype *type = path_look(p, p->type);

	if (!component->index || component->index->kind != EXPR_NUMBER) {
		path_fail(p, component->tok,
			  "the index must be a constant: the element is read at the event, before "
			  "the "
			  "handler runs");
		return;
	}
	if (!steps_operand(p, component)) {
		if (type->kind == CTYPE_POINTER)
			follow(p, component->tok);
		else if (type->kind == CTYPE_ARRAY)
			p->type = type->target;
		else
			fail_index(p, component);
	}
	complete(p, component->tok);
	p->offset += component->index->number * (int64_t)path_look(p, p->type)->size;
}

void path_take(struct path *p, const struct target_component *component)
{
	if (p->bit_size) {
		fail_access(p, component);
		return;
	}
	switch (component->kind) {
	case COMPONENT_MEMBER:
		take_member(p, component);
		break;
	case COMPONENT_INDEX:
		take_index(p, component);
		break;
	case COMPONENT_PRETTY:
	case COMPONENT_DEEP:
		break; /* of what is here by then */
	}
}
