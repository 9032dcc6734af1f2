/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The event's own fields as $variables: values, elements of arrays, and what pointers lead to. */
#include "config.h"

#include "compiler/fields.h"

#include <string.h>

#include "base/buf.h"
#include "compiler/ctargets.h"

const struct event_field *field_find(const struct event_format *format, const char *name)
{
	for (unsigned i = 0; i < format->nfields; i++)
		if (strcmp(format->fields[i].name, name) == 0)
			return &format->fields[i];
	return NULL;
}

bool field_is_text(const struct event_field *field)
{
	switch (field->place.kind) {
	case FIELD_CHARS:
	case FIELD_DATA_LOC:
	case FIELD_REL_LOC:
		return true;
	default:
		return false;
	}
}

bool field_is_value(const struct event_field *field)
{
	return field->place.kind != FIELD_BYTES;
}

/* ---- C types of fields ---- */

/*
 * The arguments of a system call take eight bytes each in its record, whatever their type, and
 * their pointers are the caller's (kernel/trace/trace_syscalls.c, syscall_enter_define_fields()).
 */
static bool is_syscall(const struct event_format *format)
{
	return strcmp(format->system, "syscalls") == 0;
}

static const char *after_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 || text[length] != ' ')
		return text;
	text += length;
	return text + strspn(text, " ");
}

static const char *without_qualifiers(const char *text)
{
	const char *before;

	do {
		before = text;
		text = after_word(after_word(text, "const"), "volatile");
	} while (text != before);
	return text;
}

/* The type @text, of @length characters, by the kernel's types. */
static bool find_type(struct compilation *c, const char *text, size_t length, struct ctype_ref *out)
{
	const char *name;

	if (c->options->catalog->ctypes_missing(c->options->source))
		return false;
	while (length && text[length - 1] == ' ')
		length--;
	name = arena_strndup(c->arena, text, length);
	return find_ctype_by_name(c, name, out);
}

/* "struct sockaddr *" to struct sockaddr; a pointer to pointers leads nowhere here. */
static bool find_pointed(struct compilation *c, const struct event_field *field,
			 struct ctype_ref *out)
{
	const char *text = without_qualifiers(field->type);
	size_t length = strcspn(text, "*");

	return text[length] == '*' && !strchr(text + length + 1, '*') &&
	       find_type(c, text, length, out);
}

static const struct integer_row {
	const char *name;
	enum fetch_type type;
} integers[] = {
#define INTEGER(name, type) {name, FETCH_##type},
#include "compiler/integers.def"
#undef INTEGER
};

static const struct integer_row *find_integer(const char *name)
{
	for (unsigned i = 0; i < sizeof(integers) / sizeof(integers[0]); i++)
		if (strcmp(integers[i].name, name) == 0)
			return &integers[i];
	return NULL;
}

static enum fetch_type integer_of(struct compilation *c, const struct event_format *format,
				  const struct event_field *field)
{
	const struct field_place *place = &field->place;
	const char *text = without_qualifiers(field->type);
	const struct integer_row *known;
	const struct ctype *type;
	struct ctype_ref ref;

	if (place->size != 8 || !is_syscall(format) || strpbrk(text, "*["))
		return fetch_type_of_integer(place->size, place->is_signed);
	known = find_integer(text);
	if (known)
		return known->type;
	if (!find_type(c, text, strlen(text), &ref))
		return fetch_type_of_integer(place->size, place->is_signed);
	type = c->options->catalog->ctype(c->options->source, ref);
	if (type->kind != CTYPE_INT && type->kind != CTYPE_ENUM)
		return FETCH_U64;
	return fetch_type_of_integer(type->size, type->is_signed);
}

/* ---- reading ---- */

struct reading {
	struct compilation *c;
	const struct event_format *format;
	const struct event_field *field;
	const struct expr *e;
	struct target_read *out;
};

static enum value_type fail(struct reading *r, const struct token *tok, const char *text)
{
	semantic_error(r->c, tok, "%s", text);
	return TYPE_UNKNOWN;
}

static enum value_type read_value(struct reading *r)
{
	bool is_text = field_is_text(r->field);

	r->out->fetch.type = is_text ? FETCH_STRING : integer_of(r->c, r->format, r->field);
	return is_text ? TYPE_STRING : TYPE_LONG;
}

static enum value_type read_element(struct reading *r)
{
	const struct target_component *component = &r->e->target.components[0];
	unsigned bytes = r->field->element_bytes;
	unsigned count = r->field->place.size / bytes;
	int64_t index;

	if (!component->index || component->index->kind != EXPR_NUMBER)
		return fail(r, component->tok,
			    "the index must be a constant: which element is read is part of the "
			    "probe");
	index = component->index->number;
	if (index < 0 || index >= count)
		return fail(r, component->tok,
			    arena_printf(r->c->arena, "the array '%s' has %u elements, from 0 on",
					 r->field->name, count));
	if (r->e->target.ncomponents > 1 || r->e->target.address_of)
		return fail(r, r->e->target.components[r->e->target.ncomponents - 1].tok,
			    "an element of a record's array has neither members nor an address");
	r->out->fetch.type = fetch_type_of_integer(bytes, r->field->place.is_signed);
	r->out->fetch.number = index * bytes;
	return TYPE_LONG;
}

static enum value_type read_behind(struct reading *r)
{
	struct c_start start = {
		.fetch = r->out->fetch,
		.is_pointer = true,
		.user = is_syscall(r->format),
	};
	const char *missing = r->c->options->catalog->ctypes_missing(r->c->options->source);

	if (!r->e->target.ncomponents)
		return fail(r, r->e->tok, "a field of a record has no address");
	if (r->field->place.kind != FIELD_INT || r->field->place.size != 8 ||
	    !strchr(r->field->type, '*'))
		return fail(r, r->e->target.components[0].tok,
			    arena_printf(r->c->arena,
					 "field '%s' of type %s has no members: it is no pointer",
					 r->field->name, r->field->type));
	if (missing)
		return fail(r, r->e->tok, missing);
	if (!find_pointed(r->c, r->field, &start.type))
		return fail(r, r->e->target.components[0].tok,
			    arena_printf(r->c->arena,
					 "what field '%s' of type %s points to is not known: say "
					 "it with @cast",
					 r->field->name, r->field->type));
	return resolve_c_path(r->c, r->e, &start, r->out);
}

static bool is_array_of_integers(const struct event_field *field)
{
	unsigned bytes = field->element_bytes;

	return field->place.kind == FIELD_BYTES &&
	       (bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8);
}

enum value_type field_read(struct compilation *c, const struct event_format *format,
			   const struct event_field *field, const struct expr *e,
			   struct target_read *out)
{
	struct reading r = {.c = c, .format = format, .field = field, .e = e, .out = out};
	bool is_plain = !e->target.ncomponents && !e->target.address_of;

	*out = (struct target_read){.fetch = {.base = FETCH_FIELD, .name = field->name}};
	if (is_array_of_integers(field)) {
		if (e->target.ncomponents && e->target.components[0].kind == COMPONENT_INDEX)
			return read_element(&r);
		return fail(&r, e->tok,
			    arena_printf(c->arena,
					 "field '%s' of type %s is an array: read its elements, "
					 "$%s[0] and so on",
					 field->name, field->type, field->name));
	}
	if (!field_is_value(field))
		return fail(&r, e->tok,
			    arena_printf(c->arena,
					 "field '%s' of type %s is not supported in this version: "
					 "only integers, pointers, text and arrays of integers are",
					 field->name, field->type));
	return is_plain ? read_value(&r) : read_behind(&r);
}
