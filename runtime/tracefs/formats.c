/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/formats.h"

#include <errno.h>
#include <event-parse.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>

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

/* The reader finds the event's number and the thread's by these places. */
static bool has_usual_common_fields(const struct tep_event *event)
{
	bool type = false, pid = false;

	for (const struct tep_format_field *at = event->format.common_fields; at; at = at->next) {
		type |= !strcmp(at->name, "common_type") && at->offset == 0 && at->size == 2;
		pid |= !strcmp(at->name, "common_pid") && at->offset == 4 && at->size == 4;
	}
	return type && pid;
}

static const struct event_format *convert(struct arena *arena, const struct tep_event *event)
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

static const struct event_format *parse(struct arena *arena, const char *text, int size,
					const char *system, const char *name, const char **why)
{
	struct tep_handle *tep = tep_alloc();
	const struct event_format *format = NULL;
	const struct tep_event *event = NULL;

	tep_set_loglevel(TEP_LOG_NONE);
	*why = "its format file cannot be understood";
	if (tep) {
		tep_set_long_size(tep, sizeof(long));
		/* An error may be about the print format alone, which nobody needs here. */
		tep_parse_event(tep, text, (unsigned long)size, system);
		event = tep_find_event_by_name(tep, system, name);
	}
	if (event && has_usual_common_fields(event))
		format = convert(arena, event);
	tep_free(tep);
	return format;
}

const struct event_format *format_load(struct arena *arena, const char *system, const char *name,
				       const char **why)
{
	const struct event_format *format;
	int size;
	char *text = tracefs_event_file_read(NULL, system, name, "format", &size);

	if (!text) {
		*why = errno == EACCES ? "its format file is not readable"
				       : "the kernel has no such event";
		return NULL;
	}
	format = parse(arena, text, size, system, name, why);
	free(text);
	return format;
}

const struct event_field *format_find_field(const struct event_format *format, const char *name)
{
	for (unsigned i = 0; i < format->nfields; i++) {
		if (!strcmp(format->fields[i].name, name))
			return &format->fields[i];
	}
	return NULL;
}
