/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * $x$ and $x$$: values as text, by their C types. As in stap, each becomes the call of a function
 *of its own,
 *
 *	try { return sprintf("{.a=%d, .b=%p}", LEAF, LEAF) } catch { return "ERROR" }
 *
 * whose leaves are the numbers and texts at the ends of the type. Each leaf that is read is a
 * fetch, of which an event has room for so many; stap stops after 32 of them.
 */
#include "config.h"

#include "compiler/pretty.h"

#include <string.h>

#include "base/buf.h"
#include "compiler/ctargets.h"
#include "compiler/generate.h"

/*
 * A part of what the kernel takes for one event (runtime/tracefs/definition.c: 128 arguments, 4094
 * characters), so that some is left for the handler's other reads.
 */
#define LEAVES_MAX     100
#define CHARACTERS_MAX 3200
/* " a100=+1000(%di):u64", and what each further step adds to it. */
#define LEAF_CHARACTERS 22
#define STEP_CHARACTERS 7
/* In a function the event is not known, whose room its calls share. */
#define LEAVES_OF_FUNCTION 32

struct pretty {
	struct compilation *c;
	const struct token *tok;
	const struct expr *base; /* its value is where the leaves are counted from */
	unsigned steps;		 /* that it takes to read it */
	bool deep;		 /* $$ */
	struct buf format;
	struct expr_list args;
	struct pretty_room *room;
	struct pretty_room in_function;
	unsigned muted; /* counts leaves only */
	unsigned left_out;
};

static const struct ctype *look(const struct pretty *p, struct ctype_ref ref)
{
	return p->c->options->catalog->ctype(p->c->options->source, ref);
}

/* ---- leaves ---- */

static bool is_full(const struct pretty *p)
{
	return p->room->leaves >= LEAVES_MAX || p->room->characters >= CHARACTERS_MAX;
}

static void put_text(struct pretty *p, const char *text)
{
	if (!p->muted)
		buf_puts(&p->format, text);
}

/* @e NULL: what cannot be read is a question mark, as in stap. */
static void put_argument(struct pretty *p, const char *format, struct expr *e)
{
	put_text(p, e ? format : "?");
	if (e)
		arena_push(p->c->arena, p->args.items, p->args.count, e);
}

/* Takes room for a leaf that @nsteps from the base lead to; false: it is only counted. */
static bool take_room(struct pretty *p, unsigned nsteps)
{
	if (p->muted) {
		p->left_out++;
		return false;
	}
	p->room->leaves++;
	p->room->characters += LEAF_CHARACTERS + STEP_CHARACTERS * (p->steps + nsteps);
	return true;
}

/* Behind the pointer that the base is. */
static struct expr *make_leaf_behind(struct pretty *p)
{
	struct expr *e = ast_expr(p->c->arena, EXPR_CAST, p->tok);

	e->target.operand = ast_clone_expr(p->c->arena, p->base);
	e->target.name = "void";
	return e;
}

/* NULL: it is in no register. */
static struct expr *make_leaf(struct pretty *p, const struct target_read *read,
			      enum value_type type)
{
	const struct target_read *base = p->base->target.read;
	struct target_read *copy = arena_new_of(p->c->arena, struct target_read);
	struct expr *e;

	*copy = *read;
	if (base && base->by_value) {
		if (!c_read_by_value(&base->fetch, copy))
			return NULL;
		copy->fetch.near = base->fetch.near;
		e = ast_clone_expr(p->c->arena, p->base);
	} else {
		e = make_leaf_behind(p);
	}
	e->target.read = copy;
	e->type = type;
	return e;
}

/* "text": in quotes, with what is no printable character as escapes. */
static struct expr *quote(struct pretty *p, struct expr *text)
{
	struct expr *call = ast_expr(p->c->arena, EXPR_CALL, p->tok);
	struct expr *args[3] = {text, ast_expr(p->c->arena, EXPR_NUMBER, p->tok),
				ast_expr(p->c->arena, EXPR_NUMBER, p->tok)};

	args[2]->number = 1;
	call->call.name = "text_strn";
	for (unsigned i = 0; i < 3; i++)
		arena_push(p->c->arena, call->call.args.items, call->call.args.count, args[i]);
	return call;
}

static const char *number_format(const struct ctype *type)
{
	if (type->kind == CTYPE_POINTER)
		return "%p";
	if (type->is_char)
		return "'%#c'";
	return type->is_signed ? "%d" : "%u";
}

/* ---- what is in memory ---- */

static void put_place(struct pretty *p, struct ctype_ref ref, int64_t offset, bool nested);

/* @most: where the array ends that it is in; 0: it is in none. */
static void put_string(struct pretty *p, const int64_t *steps, unsigned nsteps, uint32_t most)
{
	struct target_read read = {.fetch = {.type = FETCH_STRING,
					     .nsteps = (uint8_t)nsteps,
					     .length = most <= UINT16_MAX ? (uint16_t)most : 0}};
	struct expr *leaf;

	if (!take_room(p, nsteps))
		return;
	memcpy(read.fetch.steps, steps, nsteps * sizeof(*steps));
	leaf = make_leaf(p, &read, TYPE_STRING);
	put_argument(p, "%s", leaf ? quote(p, leaf) : NULL);
}

static void put_number(struct pretty *p, const struct ctype *type, int64_t offset)
{
	const struct target_read read = {
		.fetch = {.type = fetch_type_of_integer(type->size, type->is_signed),
			  .nsteps = 1,
			  .steps = {offset}}};

	if (take_room(p, 1))
		put_argument(p, number_format(type), make_leaf(p, &read, TYPE_LONG));
}

static void put_pointer(struct pretty *p, const struct ctype *type, int64_t offset)
{
	const int64_t steps[] = {offset, 0};

	if (look(p, type->target)->is_char)
		put_string(p, steps, 2, 0);
	else
		put_number(p, type, offset);
}

static void put_bits(struct pretty *p, const struct ctype_member *m, uint32_t bit_offset)
{
	const struct ctype *type = look(p, m->type);
	struct target_read read = c_bit_field(type, 0, bit_offset, m->bit_size);

	if (take_room(p, 1))
		put_argument(p, type->is_signed ? "%d" : "%u", make_leaf(p, &read, TYPE_LONG));
}

static bool is_compound(const struct ctype *type)
{
	return type->kind == CTYPE_STRUCT || type->kind == CTYPE_UNION;
}

static void put_member(struct pretty *p, const struct ctype_member *m, uint32_t bit_offset)
{
	const struct ctype *type = look(p, m->type);

	if (m->name[0]) {
		put_text(p, ".");
		put_text(p, m->name);
	} else {
		put_text(p, type->kind == CTYPE_UNION ? "<union>" : "<class>");
	}
	put_text(p, "=");
	if (m->bit_size)
		put_bits(p, m, bit_offset);
	else
		put_place(p, m->type, bit_offset / 8, true);
}

static void put_members(struct pretty *p, const struct ctype *type, int64_t offset)
{
	const unsigned muted = p->muted;
	bool first = true;

	put_text(p, "{");
	for (unsigned i = 0; i < type->nmembers; i++) {
		const struct ctype_member *m = &type->members[i];

		if (!m->name[0] && !is_compound(look(p, m->type)))
			continue;
		if (!first)
			put_text(p, ", ");
		first = false;
		if (!p->muted && is_full(p)) {
			put_text(p, "...");
			p->muted++;
		}
		put_member(p, m, (uint32_t)offset * 8 + m->bit_offset);
	}
	p->muted = muted;
	put_text(p, "}");
}

/* As stap shows them: the first element and dots, whatever the number of them and of dimensions. */
static void put_elements(struct pretty *p, const struct ctype *type, int64_t offset)
{
	struct ctype_ref element = type->target;
	uint32_t count = type->count;

	for (; look(p, element)->kind == CTYPE_ARRAY; element = look(p, element)->target)
		count *= look(p, element)->count;
	put_text(p, "[");
	if (count) {
		put_place(p, element, offset, true);
		put_text(p, ", ");
	}
	put_text(p, "...]");
}

static void put_array(struct pretty *p, const struct ctype *type, int64_t offset, bool nested)
{
	if (nested && !p->deep)
		put_text(p, "[...]");
	else if (look(p, type->target)->is_char)
		put_string(p, &offset, 1, type->count);
	else
		put_elements(p, type, offset);
}

/* The value of type @ref that is @offset bytes behind the base. */
static void put_place(struct pretty *p, struct ctype_ref ref, int64_t offset, bool nested)
{
	const struct ctype *type = look(p, ref);

	switch (type->kind) {
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		if (nested && !p->deep)
			put_text(p, "{...}");
		else
			put_members(p, type, offset);
		break;
	case CTYPE_ARRAY:
		put_array(p, type, offset, nested);
		break;
	case CTYPE_POINTER:
		put_pointer(p, type, offset);
		break;
	case CTYPE_INT:
	case CTYPE_ENUM:
		if (type->size <= 8) {
			put_number(p, type, offset);
			break;
		}
		/* fall through */
	default:
		put_text(p, "?");
	}
}

/* ---- what the expression itself gives ---- */

static void put_base(struct pretty *p, const char *format)
{
	if (take_room(p, 0))
		put_argument(p, format, ast_clone_expr(p->c->arena, p->base));
}

/* The first pointer is followed, as stap does. */
static void put_pointed(struct pretty *p, const struct ctype *type)
{
	const struct ctype *target = look(p, type->target);
	const int64_t offset = 0;

	if (target->is_char)
		put_string(p, &offset, 1, 0);
	else if (target->kind == CTYPE_FUNCTION)
		put_base(p, "<function>:%p");
	else if (target->kind == CTYPE_VOID || target->kind == CTYPE_OTHER ||
		 target->kind == CTYPE_DECLARED)
		put_base(p, "%p");
	else
		put_place(p, type->target, 0, false);
}

static void put_value(struct pretty *p, const struct target_read *read)
{
	const struct ctype *type = read->typed ? look(p, read->ctype) : NULL;

	if (p->base->type == TYPE_STRING) {
		if (take_room(p, 0))
			put_argument(p, "%s", quote(p, ast_clone_expr(p->c->arena, p->base)));
	} else if (!type) {
		put_base(p, "%d");
	} else if (type->kind == CTYPE_POINTER) {
		put_pointed(p, type);
	} else if (type->kind == CTYPE_INT || type->kind == CTYPE_ENUM) {
		put_base(p, read->bits ? (type->is_signed ? "%d" : "%u") : number_format(type));
	} else {
		put_place(p, read->ctype, 0, false);
	}
}

/* ---- the function ---- */

static struct stmt *make_body(struct pretty *p)
{
	struct compilation *c = p->c;
	struct stmt *s = ast_stmt(c->arena, STMT_TRY, p->tok);

	s->try.body = make_return(
		c, p->tok,
		make_sprintf(c, p->tok, arena_strndup(c->arena, p->format.data, p->format.len),
			     &p->args));
	s->try.handler = make_return(c, p->tok, make_literal(c, p->tok, "ERROR"));
	return s;
}

/* Its leaves are counted from a pointer that it is given, or from what the event itself has. */
static struct function *make_pretty(struct compilation *c, const struct script *script,
				    const struct token *tok, const char *pointer)
{
	struct function *f = make_function(c, script, tok, "pretty", TYPE_STRING, pointer);

	f->reads_context = true;
	return f;
}

static void fill_function(struct pretty *p, struct function *f)
{
	struct function_decl *decl = (struct function_decl *)f->decl;

	put_value(p, p->base->target.read);
	if (p->left_out)
		buf_printf(&p->format, " (%u more)", p->left_out);
	decl->body = make_body(p);
	buf_free(&p->format);
}

static void begin(struct pretty *p, struct compilation *c, struct derived *d, const struct expr *e,
		  const struct expr *base)
{
	const struct target_read *read = base->target.read;
	const struct target_component *last = &e->target.components[e->target.ncomponents - 1];

	*p = (struct pretty){.c = c, .tok = e->tok, .base = base};
	p->steps = read->fetch.nsteps;
	p->deep = last->kind == COMPONENT_DEEP;
	p->in_function.leaves = LEAVES_MAX - LEAVES_OF_FUNCTION;
	p->room = d ? &d->pretty_room : &p->in_function;
}

/* ---- the expressions ---- */

bool is_pretty(const struct expr *e)
{
	unsigned count = e->target.ncomponents;

	return count && e->target.components[count - 1].kind >= COMPONENT_PRETTY;
}

struct expr *without_pretty(struct compilation *c, const struct expr *e)
{
	struct expr *base = ast_clone_expr(c->arena, e);

	base->target.ncomponents--;
	base->target.is_whole = true;
	return base;
}

static bool same_read(const struct pretty_use *use, const struct target_read *read, bool deep)
{
	const struct fetch *a = &use->read.fetch, *b = &read->fetch;

	return use->deep == deep && use->read.ctype.id == read->ctype.id &&
	       use->read.ctype.space == read->ctype.space && use->read.addend == read->addend &&
	       a->base == b->base && a->number == b->number && a->nsteps == b->nsteps &&
	       a->type == b->type &&
	       (a->name == b->name || (a->name && b->name && strcmp(a->name, b->name) == 0)) &&
	       memcmp(a->steps, b->steps, a->nsteps * sizeof(a->steps[0])) == 0 &&
	       use->read.bits == read->bits && use->read.shift == read->shift;
}

static struct function *known_function(const struct derived *d, const struct target_read *read,
				       bool deep)
{
	for (unsigned i = 0; i < d->npretty_uses; i++)
		if (same_read(&d->pretty_uses[i], read, deep))
			return d->pretty_uses[i].function;
	return NULL;
}

struct expr *make_pretty_target(struct compilation *c, struct derived *d, const struct expr *e,
				const struct expr *base)
{
	struct pretty p;
	struct pretty_use use;

	begin(&p, c, d, e, base);
	use.read = *base->target.read;
	use.deep = p.deep;
	use.function = known_function(d, &use.read, use.deep);
	if (!use.function) {
		use.function = make_pretty(c, d->script, e->tok, NULL);
		use.function->reads_targets = true;
		fill_function(&p, use.function);
		arena_push(c->arena, d->pretty_uses, d->npretty_uses, use);
	}
	return make_call(c, e->tok, use.function, NULL);
}

void make_pretty_cast(struct compilation *c, struct derived *d, const struct script *script,
		      struct expr *e)
{
	struct expr *base = without_pretty(c, e), *operand = e->target.operand;
	struct function *f;
	struct pretty p;
	unsigned nerrors = c->diags->nerrors;

	resolve_cast(c, base);
	if (c->diags->nerrors != nerrors)
		return;
	f = make_pretty(c, script, e->tok, "pointer");
	base->target.operand = make_parameter(c, e->tok, f);
	begin(&p, c, d, e, base);
	fill_function(&p, f);
	*e = *make_call(c, e->tok, f, operand);
}
