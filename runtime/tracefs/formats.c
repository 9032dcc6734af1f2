/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/formats.h"

#include <errno.h>
#include <event-parse.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>

#include "base/arena.h"
#include "runtime/records/event_format.h"

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

/* How to print an event, behind its fields, takes libtraceevent several times as long to parse. */
static size_t bytes_of_fields(const char *text, size_t size)
{
	const char *print = memmem(text, size, "\nprint fmt:", 11);

	return print ? (size_t)(print + 1 - text) : size;
}

static const struct event_format *parse(struct arena *arena, const char *text, size_t size,
					const char *system, const char *name, const char **why)
{
	struct tep_handle *tep = tep_alloc();
	const struct event_format *format = NULL;
	const struct tep_event *event = NULL;

	tep_set_loglevel(TEP_LOG_NONE);
	*why = "its format file cannot be understood";
	if (tep) {
		tep_set_long_size(tep, sizeof(long));
		/* It complains of what was left out, and knows the fields. */
		tep_parse_event(tep, text, bytes_of_fields(text, size), system);
		event = tep_find_event_by_name(tep, system, name);
	}
	if (event && has_usual_common_fields(event))
		format = event_format_convert(arena, event);
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
	format = parse(arena, text, (size_t)size, system, name, why);
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
