/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/records/event_format.h"

#include <event-parse.h>
#include <string.h>

#include "base/arena.h"

static bool is_number_size(int size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

/* "char comm[16]" is text; "__u8 saddr[4]" and "unsigned char addr[6]" are numbers. */
static bool is_text(const struct tep_format_field *field)
{
	const char *at = strstr(field->type, "char");

	return at && !strstr(field->type, "unsigned") && !strchr(field->type, '*');
}

static enum field_kind field_kind_of(const struct tep_format_field *field)
{
	bool is_struct = !strncmp(field->type, "struct ", 7) || !strncmp(field->type, "union ", 6);

	if (field->flags & TEP_FIELD_IS_DYNAMIC) {
		if (!is_text(field))
			return FIELD_BYTES;
		return field->flags & TEP_FIELD_IS_RELATIVE ? FIELD_REL_LOC : FIELD_DATA_LOC;
	}
	if (field->flags & TEP_FIELD_IS_POINTER)
		return FIELD_INT;
	if (field->flags & TEP_FIELD_IS_ARRAY)
		return is_text(field) ? FIELD_CHARS : FIELD_BYTES;
	return is_number_size(field->size) && !is_struct ? FIELD_INT : FIELD_BYTES;
}

static uint16_t element_bytes(const struct tep_format_field *field)
{
	bool in_place = !(field->flags & TEP_FIELD_IS_DYNAMIC);

	return in_place && field->flags & TEP_FIELD_IS_ARRAY ? (uint16_t)field->elementsize : 0;
}

static struct event_field convert_field(struct arena *arena, const struct tep_format_field *field)
{
	return (struct event_field){
		.name = arena_strdup(arena, field->name),
		.type = arena_strdup(arena, field->type),
		.element_bytes = element_bytes(field),
		.place =
			{
				.offset = (uint16_t)field->offset,
				.size = (uint16_t)field->size,
				.kind = (uint8_t)field_kind_of(field),
				.is_signed = field->flags & TEP_FIELD_IS_SIGNED,
			},
	};
}

const struct event_format *event_format_convert(struct arena *arena, const struct tep_event *event)
{
	struct event_format *format = arena_new_of(arena, struct event_format);
	struct event_field *fields = NULL;
	unsigned count = 0;

	for (const struct tep_format_field *at = event->format.fields; at; at = at->next)
		arena_push(arena, fields, count, convert_field(arena, at));
	format->system = arena_strdup(arena, event->system);
	format->name = arena_strdup(arena, event->name);
	format->id = (uint32_t)event->id;
	format->fields = fields;
	format->nfields = count;
	return format;
}

int event_name_compare(const void *a, const void *b)
{
	const struct event_name *left = a, *right = b;
	int order = strcmp(left->system, right->system);

	return order ? order : strcmp(left->name, right->name);
}
