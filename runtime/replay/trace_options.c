/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/replay/trace_walk.h"

#include <stdlib.h>

/* "TEXT NUMBER" of a per_cpu/cpuN/stats line, or NULL. */
static const char *stats_value(const char *line, const char *name)
{
	size_t len = strlen(name);

	return strncmp(line, name, len) == 0 ? line + len : NULL;
}

/* "SECONDS.MICROSECONDS"; clocks that do not count nanoseconds have no point, and give 0. */
static uint64_t parse_timestamp(const char *text)
{
	char *end;
	uint64_t seconds = strtoull(text, &end, 10);

	return *end == '.' ? seconds * 1000000000 + strtoull(end + 1, NULL, 10) * 1000 : 0;
}

/*
 * The ring buffer's own counts (Documentation/trace/ftrace.rst, "per_cpu/cpu0/stats"): what was
 * overwritten or dropped, and the clock when they were read, which was at the end.
 */
static bool take_stats(struct trace_walk *walk, struct cursor *data)
{
	const char *line = cursor_string(data);
	struct trace_file *file = walk->file;
	const char *value;

	if (!line)
		return false;
	file->has_stats = true;
	for (; line; line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
		if ((value = stats_value(line, "overrun: ")) ||
		    (value = stats_value(line, "dropped events: "))) {
			file->lost += strtoull(value, NULL, 10);
		} else if ((value = stats_value(line, "now ts: "))) {
			uint64_t now_ns = parse_timestamp(value);

			if (now_ns > file->ended_ns)
				file->ended_ns = now_ns;
		}
	}
	return true;
}

/* In version 6 the list of an instance's CPUs stands elsewhere in the file. */
static bool take_buffer_v6(struct trace_walk *walk, uint64_t offset)
{
	struct cursor cursor = {.data = walk->file->data, .size = walk->file->size};

	cursor_bytes(&cursor, offset);
	return cursor_expect(&cursor, "flyrecord") && trace_cpus_take_v6(walk, &cursor);
}

static bool take_buffer(struct trace_walk *walk, struct cursor *data)
{
	uint64_t offset = cursor_number(data, 8);
	uint64_t count;
	uint32_t page_size;

	cursor_string(data); /* instance */
	if (walk->file->version == 6)
		return !data->failed && take_buffer_v6(walk, offset);
	cursor_string(data); /* clock */
	page_size = (uint32_t)cursor_number(data, 4);
	count = cursor_number(data, 4);
	for (uint64_t i = 0; i < count && !data->failed; i++) {
		struct trace_cpu cpu = {.page_size = page_size};

		cpu.cpu = (uint32_t)cursor_number(data, 4);
		cpu.offset = cursor_number(data, 8);
		cpu.size = cursor_number(data, 8);
		trace_cpu_add(walk, cpu);
	}
	return !data->failed;
}

/* A section's place, given by the option that has the section's number. */
static bool take_section(struct trace_walk *walk, enum trace_part part, struct cursor *data)
{
	struct trace_file *file = walk->file;
	struct cursor header = {.data = file->data, .size = file->size};
	struct trace_place *place = &file->parts[part];
	uint64_t id;

	cursor_bytes(&header, cursor_number(data, 8));
	id = cursor_number(&header, 2);
	place->compressed = cursor_number(&header, 2) & 1;
	cursor_number(&header, 4); /* description */
	place->size = cursor_number(&header, 8);
	place->offset = header.pos;
	place->present = true;
	cursor_bytes(&header, place->size);
	return !data->failed && !header.failed && id == TRACE_SECTION_FIRST + (unsigned)part;
}

static bool take_date(struct trace_walk *walk, struct cursor *data)
{
	/* libtracecmd adds it to every record's time. */
	walk->file->dated = true;
	return cursor_string(data);
}

/* Options that the library takes for text, without a look at its end. */
static bool take_text(struct trace_walk *walk, struct cursor *data)
{
	(void)walk;
	return cursor_string(data);
}

bool trace_option_take(struct trace_walk *walk, unsigned id, struct cursor *data)
{
	static bool (*const takes[])(struct trace_walk *, struct cursor *) = {
		[TRACE_OPTION_DATE] = take_date,     [TRACE_OPTION_CPUSTAT] = take_stats,
		[TRACE_OPTION_BUFFER] = take_buffer, [TRACE_OPTION_CLOCK] = take_text,
		[TRACE_OPTION_UNAME] = take_text,    [TRACE_OPTION_HOOK] = take_text,
		[TRACE_OPTION_OFFSET] = take_text,   [TRACE_OPTION_VERSION] = take_text,
		[TRACE_OPTION_PROCMAPS] = take_text,
	};

	if (id < sizeof(takes) / sizeof(*takes) && takes[id])
		return takes[id](walk, data);
	if (walk->file->version >= 7 && id >= TRACE_SECTION_FIRST &&
	    id < TRACE_SECTION_FIRST + TRACE_PART_COUNT)
		return take_section(walk, id - TRACE_SECTION_FIRST, data);
	return true;
}
