/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is read at the end of a path: numbers, bit fields, texts, addresses. */
#include "config.h"

#include <string.h>

#include "compiler/cpath.h"
#include "compiler/ctargets.h"

#define WORD_BYTES 8
#define WORD_BITS  64

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

/* ---- in registers ---- */

bool path_enter_word(struct fetch *fetch, int64_t offset)
{
	if (offset / WORD_BYTES == 0)
		return offset >= 0;
	if (fetch->base != FETCH_ARG || offset < 0)
		return false;
	fetch->number += offset / WORD_BYTES;
	return true;
}

bool c_read_by_value(const struct fetch *value, struct target_read *read)
{
	struct fetch *fetch = &read->fetch;
	const struct fetch_type_row row = fetch_types[fetch->type];
	int64_t word = fetch->steps[0] / WORD_BYTES * WORD_BYTES;
	unsigned bit = (unsigned)(fetch->steps[0] - word) * 8 + read->shift;

	fetch->base = value->base;
	fetch->number = value->number;
	fetch->name = value->name;
	fetch->nsteps--;
	memmove(fetch->steps, fetch->steps + 1, fetch->nsteps * sizeof(fetch->steps[0]));
	if (!path_enter_word(fetch, word + bit / WORD_BITS * WORD_BYTES))
		return false;
	bit %= WORD_BITS;
	if (fetch->nsteps || (!bit && !read->bits))
		return !bit && (fetch->nsteps || row.bytes);
	if (!read->bits) {
		read->bits = (uint8_t)(8 * row.bytes);
		read->is_signed = row.is_signed;
	}
	read->shift = (uint8_t)bit;
	fetch->type = FETCH_U64;
	return read->bits && bit + read->bits <= WORD_BITS;
}

static void load_by_value(struct path *p)
{
	const struct fetch value = p->read.fetch;

	p->read.fetch.nsteps = 1;
	p->read.fetch.steps[0] = p->offset;
	if (!c_read_by_value(&value, &p->read))
		path_fail(p, p->e->tok,
			  "this part of what is passed by value is in no register known here");
}

/* ---- values ---- */

static void load(struct path *p, enum fetch_type type)
{
	struct fetch *fetch = &p->read.fetch;

	fetch->type = type;
	if (!p->in_memory)
		load_by_value(p);
	else if (fetch->nsteps == FETCH_MAX_STEPS)
		path_fail(p, p->e->tok, "too many pointers to follow in one read");
	else
		fetch->steps[fetch->nsteps++] = p->offset;
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

/* Text ends where the array does, if not before. */
static void load_text(struct path *p, const struct ctype *array)
{
	p->read.fetch.length = array->count <= UINT16_MAX ? (uint16_t)array->count : 0;
	load(p, FETCH_STRING);
}

/* The address of what is looked at: the last pointer, and the offset from it. */
void path_take_address(struct path *p)
{
	if (p->bit_size) {
		path_fail(p, p->e->tok, "cannot take the address of a bit field");
		return;
	}
	if (!p->in_memory) {
		path_fail(p, p->e->tok, "a parameter has no address: it is passed in a register");
		return;
	}
	p->read.fetch.type = FETCH_U64;
	p->read.addend = p->offset;
}

/* "" when there is none. */
static const char *first_member(const struct path *p, const struct ctype *type)
{
	const char *name = "";

	for (unsigned i = 0; !*name && i < type->nmembers; i++)
		name = *type->members[i].name
			       ? type->members[i].name
			       : first_member(p, path_look(p, type->members[i].type));
	return name;
}

/* Of what is passed by value, the parts can be read, and that is what pretty printing wants. */
static void take_whole(struct path *p, const struct ctype *type)
{
	struct arena *arena = p->c->arena;
	const char *part = "an element such as '[0]'";

	if (p->in_memory) {
		path_take_address(p);
		return;
	}
	p->read.by_value =
		path_enter_word(&p->read.fetch, p->offset) && p->offset % WORD_BYTES == 0;
	p->read.fetch.type = FETCH_U64;
	if (p->e->target.is_whole && p->read.by_value)
		return;
	if (type->kind != CTYPE_ARRAY)
		part = arena_printf(arena, "a member such as '->%s'", first_member(p, type));
	path_fail(p, p->e->tok,
		  arena_printf(arena, "'%s' is being accessed instead of %s",
			       p->c->options->catalog->ctype_text(p->c->options->source, p->type),
			       part));
}

enum value_type path_take_value(struct path *p)
{
	const struct ctype *type = path_look(p, p->type);

	switch (type->kind) {
	case CTYPE_INT:
	case CTYPE_ENUM:
		if (type->size > 8)
			path_fail(p, p->e->tok, "integers of more than 64 bits cannot be read");
		else if (p->bit_size)
			load_bits(p, type);
		else
			load(p, fetch_type_of_integer(type->size, type->is_signed));
		return TYPE_LONG;
	case CTYPE_POINTER:
		load(p, FETCH_U64);
		return TYPE_LONG;
	case CTYPE_ARRAY:
		if (path_look(p, type->target)->is_char && p->in_memory) {
			load_text(p, type);
			return TYPE_STRING;
		}
		take_whole(p, type);
		return TYPE_LONG;
	case CTYPE_STRUCT:
	case CTYPE_UNION:
		take_whole(p, type);
		return TYPE_LONG;
	default:
		path_fail(p, p->e->tok,
			  arena_printf(p->c->arena, "a value of type '%s' cannot be read",
				       type->name));
		return TYPE_LONG;
	}
}
