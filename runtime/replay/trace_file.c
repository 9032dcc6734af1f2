/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/replay/trace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/replay/trace_walk.h"

#define MAGIC		"\x17\x08\x44tracing"
#define OPTIONS_SECTION 0
#define SECTION_PACKED	1
#define CPU_MAX		65536

bool trace_walk_fail(struct trace_walk *walk, const char *format, ...)
{
	va_list ap;

	if (walk->failed)
		return false;
	walk->failed = true;
	va_start(ap, format);
	diag_add(walk->diags, DIAG_ERROR, (struct span){0}, NULL, "%s: %s", walk->path,
		 arena_vprintf(walk->diags->arena, format, ap));
	va_end(ap);
	return false;
}

/* The end of a walk that ran out of bytes, or met others than it should. */
static bool fail_at(struct trace_walk *walk, const struct cursor *cursor, const char *what)
{
	return trace_walk_fail(walk, "the recording is cut short or damaged: %s near byte %llu",
			       what, (unsigned long long)cursor->pos);
}

/* ---- version 6: one part behind the other ---- */

static bool walk_parts_v6(struct trace_walk *walk, struct cursor *cursor)
{
	for (unsigned part = 0; part < TRACE_PART_COUNT; part++) {
		struct trace_place *place = &walk->file->parts[part];

		place->offset = cursor->pos;
		if (part == TRACE_HEADER_INFO)
			walk->data_offset = trace_part_data_offset((struct cursor){
				.data = cursor->data + cursor->pos,
				.size = cursor->size - cursor->pos,
			});
		trace_part_check(part, cursor);
		if (cursor->failed)
			return fail_at(walk, cursor, trace_part_names[part]);
		place->size = cursor->pos - place->offset;
		place->present = true;
	}
	return true;
}

/* Takes in the options up to the one numbered 0, which has no size in version 6. */
static bool walk_options(struct trace_walk *walk, struct cursor *cursor)
{
	for (;;) {
		unsigned id = (unsigned)cursor_number(cursor, 2);
		struct cursor data = {0};

		if (id == TRACE_OPTION_DONE)
			break;
		data.size = cursor_number(cursor, 4);
		data.data = cursor_bytes(cursor, data.size);
		if (cursor->failed)
			break;
		if (!trace_option_take(walk, id, &data))
			return fail_at(walk, cursor, "options");
	}
	return !cursor->failed || fail_at(walk, cursor, "options");
}

static bool walk_v6(struct trace_walk *walk, struct cursor *cursor)
{
	const char *kind;

	if (!walk_parts_v6(walk, cursor))
		return false;
	walk->cpus_per_buffer = cursor_number(cursor, 4);
	kind = cursor_string(cursor);
	if (kind && strcmp(kind, "options  ") == 0) {
		if (!walk_options(walk, cursor))
			return false;
		kind = cursor_string(cursor);
	}
	if (!kind || cursor->failed || walk->cpus_per_buffer > CPU_MAX)
		return fail_at(walk, cursor, "number of CPUs");
	if (strcmp(kind, "latency  ") == 0)
		return trace_walk_fail(walk, "holds the text of a latency tracer, not records");
	if (strcmp(kind, "flyrecord") != 0)
		return fail_at(walk, cursor, "kind of recording");
	return trace_cpus_take_v6(walk, cursor) || fail_at(walk, cursor, "list of CPUs");
}

/* ---- version 7: sections, found through options ---- */

/* The content of @place: in the file, or decompressed into @room. Returns 0 or -1. */
static int read_place(const struct trace_file *file, const struct trace_place *place,
		      struct buf *room, struct cursor *content)
{
	struct cursor packed = {.data = file->data + place->offset, .size = place->size};
	uint64_t packed_size, size;
	const unsigned char *block;

	*content = packed;
	if (!place->compressed)
		return 0;
	packed_size = cursor_number(&packed, 4);
	size = cursor_number(&packed, 4);
	block = cursor_bytes(&packed, packed_size);
	if (!block || trace_block_decompress(room, block, packed_size, size) < 0)
		return -1;
	content->data = (const unsigned char *)room->data;
	content->size = size;
	return 0;
}

/* One options section; *@next is where the next one is, 0 at the end. */
static bool walk_options_v7(struct trace_walk *walk, uint64_t offset, uint64_t *next)
{
	struct cursor header = {.data = walk->file->data, .size = walk->file->size};
	struct cursor content, data;
	struct trace_place place = {0};
	struct buf room = {0};
	bool ok = false;

	cursor_bytes(&header, offset);
	if (cursor_number(&header, 2) != OPTIONS_SECTION)
		header.failed = true;
	place.compressed = cursor_number(&header, 2) & SECTION_PACKED;
	cursor_number(&header, 4);
	place.size = cursor_number(&header, 8);
	place.offset = header.pos;
	cursor_bytes(&header, place.size);
	if (header.failed || read_place(walk->file, &place, &room, &content) < 0)
		return fail_at(walk, &header, "options");
	if (walk_options(walk, &content)) {
		data = content;
		cursor_number(&data, 4);
		*next = cursor_number(&data, 8);
		ok = !data.failed || fail_at(walk, &header, "end of options");
	}
	buf_free(&room);
	return ok;
}

static bool walk_parts_v7(struct trace_walk *walk)
{
	for (unsigned part = 0; part < TRACE_PART_COUNT; part++) {
		struct trace_place *place = &walk->file->parts[part];
		struct cursor content = {.pos = place->offset};
		struct buf room = {0};
		bool ok = true;

		if (place->present) {
			ok = read_place(walk->file, place, &room, &content) == 0;
			if (ok && part == TRACE_HEADER_INFO)
				walk->data_offset = trace_part_data_offset(content);
			if (ok)
				trace_part_check(part, &content);
			ok = ok && !content.failed;
		} else if (part <= TRACE_EVENT_FORMATS) {
			ok = false;
		}
		buf_free(&room);
		if (!ok)
			return fail_at(walk, &content, trace_part_names[part]);
	}
	return true;
}

static bool walk_v7(struct trace_walk *walk, struct cursor *cursor)
{
	const char *compression = cursor_string(cursor);
	uint64_t offset, next = 0;

	cursor_string(cursor); /* version of the compression */
	offset = cursor_number(cursor, 8);
	if (cursor->failed)
		return fail_at(walk, cursor, "header");
	walk->file->compressed = strcmp(compression, "none") != 0;
	if (walk->file->compressed && strcmp(compression, "zstd") != 0)
		return trace_walk_fail(walk, "is compressed by '%.16s', which cannot be read here",
				       compression);
	if (offset >= walk->file->size)
		return trace_walk_fail(walk,
				       "the recording is cut short: its index is at byte %llu of "
				       "%llu",
				       (unsigned long long)offset,
				       (unsigned long long)walk->file->size);
	for (; offset; offset = next) {
		if (!walk_options_v7(walk, offset, &next))
			return false;
		/* Written one after the other, so that a loop cannot be. */
		if (next && next <= offset)
			return fail_at(walk, cursor, "order of options");
	}
	return walk_parts_v7(walk);
}

/* ---- both ---- */

static bool is_big_endian(void)
{
	return (const union {
		       uint16_t number;
		       uint8_t first;
	       }){.number = 1}
		       .first == 0;
}

static bool walk_file(struct trace_walk *walk)
{
	struct trace_file *file = walk->file;
	struct cursor cursor = {.data = file->data, .size = file->size};
	const unsigned char *magic = cursor_bytes(&cursor, strlen(MAGIC));
	const char *version;
	bool big_endian;

	if (!magic || memcmp(magic, MAGIC, strlen(MAGIC)) != 0)
		return trace_walk_fail(walk, "is not a recording of trace-cmd");
	version = cursor_string(&cursor);
	big_endian = cursor_number(&cursor, 1) != 0;
	cursor_number(&cursor, 1); /* bytes of a long, which formats say too */
	file->page_size = (uint32_t)cursor_number(&cursor, 4);
	if (cursor.failed)
		return fail_at(walk, &cursor, "header");
	if (strcmp(version, "6") != 0 && strcmp(version, "7") != 0)
		return trace_walk_fail(walk, "has version '%.16s' of the format; 6 and 7 are known",
				       version);
	file->version = (unsigned)(version[0] - '0');
	if (big_endian != is_big_endian())
		return trace_walk_fail(walk, "was recorded on a machine of the other byte order");
	if (file->page_size < 1024 || file->page_size > 1u << 20 ||
	    (file->page_size & (file->page_size - 1)))
		return fail_at(walk, &cursor, "page size");
	if (!(file->version == 6 ? walk_v6(walk, &cursor) : walk_v7(walk, &cursor)))
		return false;
	if (walk->data_offset == 0)
		return trace_walk_fail(walk, "the recording is damaged: its page header");
	return trace_cpus_check(walk);
}

static bool map_file(struct trace_walk *walk, int fd)
{
	struct trace_file *file = walk->file;
	struct stat status;
	void *data;

	if (fd < 0 || fstat(fd, &status) < 0)
		return trace_walk_fail(walk, "%s", strerror(errno));
	if (!S_ISREG(status.st_mode))
		return trace_walk_fail(walk, "is not a file that a recording could be in");
	if (status.st_size == 0)
		return trace_walk_fail(walk, "is empty, not a recording");
	file->size = (uint64_t)status.st_size;
	file->modified_ns =
		(uint64_t)status.st_mtim.tv_sec * 1000000000 + (uint64_t)status.st_mtim.tv_nsec;
	data = mmap(NULL, file->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return trace_walk_fail(walk, "%s", strerror(errno));
	file->data = data;
	return true;
}

int trace_file_open(struct trace_file *file, const char *path, struct diag_list *diags)
{
	struct trace_walk walk = {.file = file, .path = path, .diags = diags};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	memset(file, 0, sizeof(*file));
	ok = map_file(&walk, fd);
	if (fd >= 0)
		close(fd);
	if (ok && walk_file(&walk))
		return 0;
	trace_file_close(file);
	return -1;
}

void trace_file_close(struct trace_file *file)
{
	if (file->data)
		munmap((void *)file->data, file->size);
	file->data = NULL;
}

int trace_file_text(const struct trace_file *file, enum trace_part part, struct buf *text)
{
	const struct trace_place *place = &file->parts[part];
	struct buf room = {0};
	struct cursor content;
	const unsigned char *bytes = NULL;
	uint64_t size = 0;

	if (place->present && read_place(file, place, &room, &content) == 0) {
		size = cursor_number(&content, part == TRACE_CMDLINES ? 8 : 4);
		bytes = cursor_bytes(&content, size);
	}
	if (bytes)
		buf_put(text, bytes, size);
	buf_free(&room);
	return bytes ? 0 : -1;
}
