/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * $variables of a probed function: parameters and the return value, and what their types lead
 * to. $file->f_path->dentry becomes a fetch with a dereference for each pointer on the way.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/ctargets.h"

/* How far a target expression has been followed. */
struct path {
	struct compilation *c;
	const struct expr *e;
	struct target_read read; /* the fetch gives a pointer once @in_memory */
	int64_t offset;		 /* in memory: of what is looked at, from that pointer */
	bool in_memory;
	struct ctype_ref type;
	bool is_operand;     /* of a @cast: a pointer, of which only the type behind it is known */
	uint32_t bit_offset; /* of a bit field from @offset */
	uint32_t bit_size;
	bool failed;
};

static const struct ctype *look(const struct path *p, struct ctype_ref ref)
{
	return p->c->options->catalog->ctype(p->c->options->source, ref);
}

static void fail(struct path *p, const struct token *tok, const char *text)
{
	if (!p->failed)
		semantic_error(p->c, tok, "%s", text);
	p->failed = true;
}

/* ---- steps ---- */

/* What is looked at is a pointer: goes to what it points to. */
static void follow(struct path *p, const struct token *tok)
{
	const struct ctype *type = look(p, p->type);

	if (p->in_memory) {
		if (p->read.fetch.nsteps == FETCH_MAX_STEPS) {
			fail(p, tok, "too many pointers to follow in one read");
			return;
		}
		p->read.fetch.steps[p->read.fetch.nsteps++] = p->offset;
	}
	p->in_memory = true;
	p->offset = 0;
	p->type = type->target;
}

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
		if (find_member(p, look(p, m->type), name, at))
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
			add_members(p, list, look(p, type->members[i].type));
	}
}

static void take_member(struct path *p, const struct target_component *component)
{
	const struct ctype *type = look(p, p->type);
	struct candidates list = {0};

	if (type->kind == CTYPE_POINTER) {
		follow(p, component->tok);
		type = look(p, p->type);
	}
	if (type->kind != CTYPE_STRUCT && type->kind != CTYPE_UNION) {
		fail(p, component->tok,
		     arena_printf(p->c->arena,
				  "'%s' is not a member: what is before it is no struct "
				  "or union, nor a pointer to one",
				  component->member));
		return;
	}
	if (!p->in_memory) {
		fail(p, component->tok, "a struct that is passed by value cannot be read");
		return;
	}
	if (find_member(p, type, component->member, 0))
		return;
	add_members(p, &list, type);
	fail(p, component->tok,
	     arena_printf(p->c->arena, "unable to find member '%s' for struct %s%s",
			  component->member, type->name,
			  similar_names(p->c, component->member, &list)));
}

/* Of @cast(p, "type")[n], the type is that of the elements already. */
static bool steps_operand(const struct path *p, const struct target_component *component)
{
	return p->is_operand && component == p->e->target.components;
}

static void take_index(struct path *p, const struct target_component *component)
{
	const struct ctype *type = look(p, p->type);

	if (!component->index || component->index->kind != EXPR_NUMBER) {
		fail(p, component->tok,
		     "the index must be a constant: the element is read at the event, before the "
		     "handler runs");
		return;
	}
	if (type->kind == CTYPE_POINTER && !steps_operand(p, component))
		follow(p, component->tok);
	else if (type->kind == CTYPE_ARRAY && !steps_operand(p, component))
		p->type = type->target;
	else if (!steps_operand(p, component))
		fail(p, component->tok, "what is before the index is no array and no pointer");
	p->offset += component->index->number * (int64_t)look(p, p->type)->size;
}

static void take_component(struct path *p, const struct target_component *component)
{
	if (p->bit_size) {
		fail(p, component->tok, "a bit field has no members");
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

/* ---- the value at the end ---- */

enum fetch_type fetch_type_of_integer(uint32_t size, bool is_signed)
{
	switch (size) {
	case 1:
		return is_signed ? FETCH_S8 : FETCH_U8;
	case 2:
		return is_signed ? FETCH_S16 : FETCH_U16;
	case 4:
		return is_signed ? FETCH_S32 : FETCH_U32;
	default:
		return is_signed ? FETCH_S64 : FETCH_U64;
	}
}

static void load(struct path *p, enum fetch_type type)
{
	struct fetch *fetch = &p->read.fetch;

	fetch->type = type;
	if (!p->in_memory)
		return;
	if (fetch->nsteps == FETCH_MAX_STEPS)
		fail(p, p->e->tok, "too many pointers to follow in one read");
	else
		fetch->steps[fetch->nsteps++] = p->offset;
}

/* The address of what is looked at: the last pointer, and the offset from it. */
static void take_address(struct path *p)
{
	if (!p->in_memory) {
		fail(p, p->e->tok, "a parameter has no address: it is passed in a register");
		return;
	}
	p->read.fetch.type = FETCH_U64;
	p->read.addend = p->offset;
}

/* The smallest aligned unit of the field's type that holds it, or eight bytes. */
struct target_read c_bit_field(const struct ctype *type, int64_t offset, uint32_t bit_offset,
			       uint32_t bit_size)
{
	uint32_t size = type->size;
	uint32_t unit = bit_offset / (8 * size) * size;

	if (bit_offset - 8 * unit + bit_size > 8 * size) {
		size = 8;
		unit = bit_offset / 8;
	}
	return (struct target_read){
		.fetch = {.type = fetch_type_of_integer(size, false),
			  .nsteps = 1,
			  .steps = {offset + unit}},
		.bits = (uint8_t)bit_size,
		.shift = (uint8_t)(bit_offset - 8 * unit),
		.is_signed = type->is_signed,
	};
}

static void load_bits(struct path *p, const struct ctype *type)
{
	const struct target_read bits = c_bit_field(type, p->offset, p->bit_offset, p->bit_size);

	p->offset = bits.fetch.steps[0];
	p->read.bits = bits.bits;
	p->read.shift = bits.shift;
	p->read.is_signed = bits.is_signed;
	load(p, bits.fetch.type);
}

static enum value_type take_value(struct path *p)
{
	const struct ctype *type = look(p, p->type);

	switch (type->kind) {
	case CTYPE_INT:
	case CTYPE_ENUM:
		if (type->size > 8)
			fail(p, p->e->tok, "integers of more than 64 bits cannot be read");
		else if (p->bit_size)
			load_bits(p, type);
		else
			load(p, fetch_type_of_integer(type->size, type->is_signed));
		return TYPE_LONG;
	case CTYPE_POINTER:
		load(p, FETCH_U64);
		return TYPE_LONG;
	case CTYPE_ARRAY:
		if (look(p, type->target)->is_char && p->in_memory) {
			load(p, FETCH_STRING);
			return TYPE_STRING;
		}
		take_address(p);
		return TYPE_LONG;
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		take_address(p);
		return TYPE_LONG;
	default:
		fail(p, p->e->tok,
		     arena_printf(p->c->arena, "a value of type '%s' cannot be read", type->name));
		return TYPE_LONG;
	}
}

/* ---- $name ---- */

static bool start_path(struct path *p, const struct derived *d, const char *name)
{
	const struct cfunction *signature = d->signature;

	if (strcmp(name, "$return") == 0) {
		if (d->probe->kind != PROBE_KRETPROBE ||
		    look(p, signature->result)->kind == CTYPE_VOID)
			return false;
		p->read.fetch.base = FETCH_RETVAL;
		p->type = signature->result;
		return true;
	}
	for (unsigned i = 0; i < signature->nparams; i++)
		if (strcmp(signature->params[i].name, name + 1) == 0) {
			p->read.fetch.base = FETCH_ARG;
			p->read.fetch.number = i + 1;
			p->type = signature->params[i].type;
			return true;
		}
	return false;
}

static bool gives_value(struct compilation *c, const struct derived *d)
{
	const struct ctype *result =
		c->options->catalog->ctype(c->options->source, d->signature->result);

	return d->probe->kind == PROBE_KRETPROBE && result->kind != CTYPE_VOID;
}

static void report_unknown(struct compilation *c, const struct derived *d, const struct expr *e)
{
	struct buf names = {0};

	for (unsigned i = 0; i < d->signature->nparams; i++)
		buf_printf(&names, "%s$%s",
			   i ? ", " : " (alternatives: ", d->signature->params[i].name);
	if (gives_value(c, d))
		buf_printf(&names, "%s$return", names.len ? ", " : " (alternatives: ");
	semantic_error(c, e->tok, "unable to find local '%s' in %s%s%s", e->target.name,
		       d->probe->function, names.data ? names.data : "", names.len ? ")" : "");
	buf_free(&names);
}

static enum value_type walk(struct path *p)
{
	const struct expr *e = p->e;

	for (unsigned i = 0; i < e->target.ncomponents && !p->failed; i++)
		take_component(p, &e->target.components[i]);
	if (p->failed)
		return TYPE_LONG;
	p->read.ctype = p->type;
	p->read.typed = !e->target.address_of;
	if (!e->target.address_of)
		return take_value(p);
	take_address(p);
	return TYPE_LONG;
}

bool c_target_exists(struct compilation *c, const struct derived *d, const struct expr *e)
{
	struct diag_list before = *c->diags;
	struct path p = {.c = c, .e = e};
	bool found;

	if (strncmp(e->target.name, "$$", 2) == 0)
		return true;
	found = start_path(&p, d, e->target.name);
	if (found)
		walk(&p);
	*c->diags = before;
	if (before.last)
		before.last->next = NULL;
	return found && !p.failed;
}

/* In a return probe, is it about the arguments, which are gone by then? */
bool is_of_entry(const struct derived *d, const struct expr *e)
{
	const char *name = e->target.name;

	if (d->probe->kind != PROBE_KRETPROBE || !d->signature || e->target.is_var)
		return false;
	if (strcmp(name, "$$vars") == 0 || strcmp(name, "$$parms") == 0)
		return true;
	for (unsigned i = 0; i < d->signature->nparams; i++)
		if (strcmp(d->signature->params[i].name, name + 1) == 0)
			return true;
	return false;
}

void resolve_c_target(struct compilation *c, struct derived *d, struct expr *e)
{
	struct path p = {.c = c, .e = e};
	struct target_read *read;

	if (is_of_entry(d, e)) {
		capture_at_entry(c, d, e);
		return;
	}
	if (expand_c_pseudo(c, d, e))
		return;
	if (!start_path(&p, d, e->target.name)) {
		report_unknown(c, d, e);
		return;
	}
	e->type = walk(&p);
	read = arena_new_of(c->arena, struct target_read);
	*read = p.read;
	read->fetch.near = arena_printf(c->arena, "%s at %s", token_describe(c->arena, e->tok),
					source_where(c->arena, e->tok->span));
	e->target.read = read;
}

/* ---- behind other pointers ---- */

/* Text in the memory of the process: the type says so, and its own step need not. */
static void mark_user(struct fetch *fetch)
{
	unsigned marked = fetch->nsteps;

	if (fetch->type == FETCH_STRING && marked) {
		fetch->type = FETCH_USTRING;
		marked--;
	}
	fetch->user = (uint16_t)((1u << marked) - 1);
}

enum value_type resolve_c_path(struct compilation *c, const struct expr *e,
			       const struct c_start *start, struct target_read *out)
{
	struct path p = {.c = c,
			 .e = e,
			 .read = {.fetch = start->fetch},
			 .in_memory = start->is_pointer,
			 .type = start->type};
	enum value_type type = walk(&p);

	*out = p.read;
	if (start->user)
		mark_user(&out->fetch);
	return p.failed ? TYPE_UNKNOWN : type;
}

/* ---- @cast ---- */

/*
 * The value of the operand is a pointer to the type; which address that is, and so the whole
 * fetch, is for the planner to find out. Until then the fetch has its steps only.
 */
void resolve_cast(struct compilation *c, struct expr *e)
{
	const char *missing = c->options->catalog->ctypes_missing(c->options->source);
	struct path p = {.c = c, .e = e, .in_memory = true, .is_operand = true};
	struct target_read *read;

	if (!e->target.name && !e->target.ctype) {
		semantic_error(c, e->tok, "what this points to is not known: say it with @cast");
		return;
	}
	if (missing) {
		semantic_error(c, e->tok, "%s", missing);
		return;
	}
	if (e->target.ctype) {
		p.type = *e->target.ctype;
	} else if (!find_ctype_of_cast(c, e, &p.type)) {
		report_unknown_ctype(c, e);
		return;
	}
	e->type = walk(&p);
	read = arena_new_of(c->arena, struct target_read);
	*read = p.read;
	e->target.read = read;
}
