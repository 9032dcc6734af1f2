/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/elements.h"

#include <string.h>

#include "compiler/constants.h"
#include "compiler/fields.h"
#include "compiler/generate.h"

/* ---- constants ---- */

struct search {
	bool varies;
};

/* Is there anything in it that could be another number at another time? */
static void look_for_variables(void *context, struct expr *e)
{
	struct search *s = context;

	switch (e->kind) {
	case EXPR_NUMBER:
	case EXPR_CONST:
	case EXPR_DEFINED: /* its operand is not evaluated */
		return;
	case EXPR_UNARY:
	case EXPR_BINARY:
	case EXPR_TERNARY:
	case EXPR_CAST:
		each_child(e, look_for_variables, s);
		return;
	default:
		s->varies = true;
	}
}

static bool becomes_number(struct resolver *r, struct expr *index)
{
	struct search s = {false};
	int64_t number;

	if (index->kind == EXPR_NUMBER)
		return true;
	look_for_variables(&s, index);
	if (s.varies)
		return false;
	resolve_expr(r, index);
	if (!constant_value(index, &number))
		return false;
	index->kind = EXPR_NUMBER;
	index->number = number;
	return true;
}

/* The first index that is no constant; NULL: there is none. */
static struct target_component *find_index(struct resolver *r, struct expr *e)
{
	for (unsigned i = 0; i < e->target.ncomponents; i++) {
		struct target_component *component = &e->target.components[i];

		if (component->kind == COMPONENT_INDEX && component->index &&
		    !becomes_number(r, component->index))
			return component;
	}
	return NULL;
}

void drop_indices(struct resolver *r, struct expr *e)
{
	struct target_component *component;

	while ((component = find_index(r, e)))
		component->index = make_number(r->c, component->tok, 0);
}

/* ---- elements in memory ---- */

/* @e up to the index at @at, of which it is the element number @number. */
static struct expr *element_of(struct resolver *r, const struct expr *e, unsigned at,
			       int64_t number)
{
	struct expr *element = ast_clone_expr(r->c->arena, e);

	element->target.ncomponents = at + 1;
	element->target.components[at].index = make_number(r->c, e->tok, number);
	element->target.address_of = false;
	return element;
}

/* How @element is read; NULL: it cannot be, which whoever resolves it will be told. */
static const struct target_read *read_of(struct resolver *r, struct expr *element)
{
	const struct diag_list before = *r->c->diags;
	struct derived *d = r->derived;
	bool failed;

	if (element->kind == EXPR_CAST)
		resolve_cast(r->c, element);
	else if (d)
		resolve_target(r->c, is_of_entry(d, element) ? entry_of(r->c, d, element->tok) : d,
			       element);
	else if (element->target.is_var)
		resolve_kernel_variable(r->c, element);
	failed = r->c->diags->nerrors != before.nerrors;
	diag_retract(r->c->diags, &before);
	return failed || (element->kind != EXPR_TARGET && element->kind != EXPR_CAST)
		       ? NULL
		       : element->target.read;
}

/*
 * How many elements the array before the index at @at has; 0: it is none. One that is declared with
 * none or one element is often longer.
 */
static uint32_t count_of(struct resolver *r, const struct expr *e, unsigned at)
{
	const struct compile_options *options = r->c->options;
	struct expr *array = ast_clone_expr(r->c->arena, e);
	const struct target_read *read;
	const struct ctype *type;

	if (e->kind == EXPR_CAST && at == 0 && !e->target.ctype)
		return 0; /* @cast(p, "type")[n]: p points to so many of them */
	array->target.ncomponents = at;
	array->target.address_of = false;
	read = read_of(r, array);
	if (!read || !read->typed)
		return 0;
	type = options->catalog->ctype(options->source, read->ctype);
	return type->kind == CTYPE_ARRAY && type->count > 1 ? type->count : 0;
}

static const char *name_before(const struct expr *e, unsigned at)
{
	while (at-- > 0)
		if (e->target.components[at].kind == COMPONENT_MEMBER)
			return e->target.components[at].member;
	return e->target.name ? e->target.name : "";
}

/* if (INDEX < 0 || INDEX >= COUNT) error("...") */
static struct stmt *check_index(struct compilation *c, const struct token *tok, const char *array,
				unsigned count, struct function *f)
{
	struct stmt *s = ast_stmt(c->arena, STMT_IF, tok);
	struct expr *below =
		make_binary(c, tok, OP_LT, make_parameter(c, tok, f), make_number(c, tok, 0));
	struct expr *beyond =
		make_binary(c, tok, OP_GE, make_parameter(c, tok, f), make_number(c, tok, count));

	s->branch.cond = make_binary(c, tok, OP_LOGICAL_OR, below, beyond);
	s->branch.then = make_error(
		c, tok,
		arena_printf(c->arena, "the array '%s' has %u elements, from 0 on, not %%d",
			     array + (*array == '$'), count),
		make_parameter(c, tok, f));
	return s;
}

/* _index_1(INDEX): the index if it is one of @count elements, and else an error. */
static struct expr *bounded(struct resolver *r, const struct expr *e, unsigned at, uint32_t count)
{
	struct compilation *c = r->c;
	const struct token *tok = e->target.components[at].tok;
	struct stmt *body = ast_stmt(c->arena, STMT_BLOCK, tok);
	struct function *f = make_function(c, r->script, tok, "index", TYPE_LONG, "index");

	f->below = count;
	arena_push(c->arena, body->block.items, body->block.count,
		   check_index(c, tok, name_before(e, at), count, f));
	arena_push(c->arena, body->block.items, body->block.count,
		   make_return(c, tok, make_parameter(c, tok, f)));
	((struct function_decl *)f->decl)->body = body;
	return make_call(c, tok, f, e->target.components[at].index);
}

/* @cast(&ELEMENT_0 + INDEX * SIZE, TYPE OF THE ELEMENT)REST */
static void read_behind_index(struct resolver *r, struct expr *e, unsigned at,
			      const struct ctype_ref *type)
{
	struct compilation *c = r->c;
	const struct token *tok = e->target.components[at].tok;
	int64_t size = (int64_t)c->options->catalog->ctype(c->options->source, *type)->size;
	uint32_t count = count_of(r, e, at);
	struct expr *first = element_of(r, e, at, 0), *behind = ast_expr(c->arena, EXPR_CAST, tok);
	struct expr *index = count ? bounded(r, e, at, count) : e->target.components[at].index;

	first->target.address_of = true;
	behind->target.operand =
		make_binary(c, tok, OP_ADD, first,
			    make_binary(c, tok, OP_MUL, index, make_number(c, tok, size)));
	behind->target.ctype = type;
	behind->target.element_count = count;
	behind->target.address_of = e->target.address_of;
	behind->target.components = e->target.components + at + 1;
	behind->target.ncomponents = e->target.ncomponents - at - 1;
	*e = *behind;
}

struct element_of_array element_of_array(const struct expr *e)
{
	const struct expr *address = e->target.operand, *offset;

	if (e->kind != EXPR_CAST || !e->target.ctype)
		return (struct element_of_array){0};
	offset = address->binary.right;
	return (struct element_of_array){
		.first = address->binary.left,
		.index = offset->binary.left,
		.size = offset->binary.right->number,
		.count = e->target.element_count,
	};
}

/* ---- elements of a field, all of which are in the record ---- */

static struct expr *choose_element(struct resolver *r, const struct expr *e, unsigned count,
				   struct function *f)
{
	struct expr *chosen = element_of(r, e, 0, count - 1);

	resolve_target(r->c, r->derived, chosen);
	for (unsigned i = count - 1; i-- > 0;) {
		struct expr *element = element_of(r, e, 0, i);
		struct expr *choice = ast_expr(r->c->arena, EXPR_TERNARY, e->tok);

		resolve_target(r->c, r->derived, element);
		choice->ternary.cond =
			make_binary(r->c, e->tok, OP_EQ, make_parameter(r->c, e->tok, f),
				    make_number(r->c, e->tok, i));
		choice->ternary.then = element;
		choice->ternary.otherwise = chosen;
		chosen = choice;
	}
	return chosen;
}

/* _element_1(INDEX), which gives that of the elements. */
static void read_field_element(struct resolver *r, struct expr *e, const struct event_field *field)
{
	struct arena *arena = r->c->arena;
	struct function *f =
		make_function(r->c, r->derived->script, e->tok, "element", TYPE_LONG, "index");
	unsigned count = field->place.size / field->element_bytes;
	struct stmt *body = ast_stmt(arena, STMT_BLOCK, e->tok);
	struct expr *index = e->target.components[0].index;

	f->reads_context = true;
	f->reads_targets = true;
	arena_push(arena, body->block.items, body->block.count,
		   check_index(r->c, e->tok, e->target.name, count, f));
	arena_push(arena, body->block.items, body->block.count,
		   make_return(r->c, e->tok, choose_element(r, e, count, f)));
	((struct function_decl *)f->decl)->body = body;
	*e = *make_call(r->c, e->tok, f, index);
}

/* ---- the whole ---- */

static void visit_index(void *r, struct expr *index)
{
	resolve_expr(r, index);
}

bool resolve_elements(struct resolver *r, struct expr *e)
{
	struct target_component *component = find_index(r, e);
	unsigned at = component ? (unsigned)(component - e->target.components) : 0;
	const struct target_read *read;
	struct ctype_ref *type;

	if (!component)
		return false;
	read = read_of(r, element_of(r, e, at, 0));
	if (read && read->typed) {
		type = arena_new_of(r->c->arena, struct ctype_ref);
		*type = read->ctype;
		read_behind_index(r, e, at, type);
		resolve_expr(r, e);
		return true;
	}
	if (read && read->fetch.base == FETCH_FIELD && e->target.ncomponents == 1 &&
	    !e->target.address_of) {
		read_field_element(r, e, field_find(r->derived->format, e->target.name + 1));
		each_child(e, visit_index, r);
		return true;
	}
	component->index = make_number(r->c, component->tok, 0);
	return false;
}
