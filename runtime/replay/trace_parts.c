/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/replay/trace_walk.h"

#include <stdio.h>
#include <zstd.h>

#include "base/buf.h"

/* Larger than any section or chunk that trace-cmd writes; stops a damaged size. */
#define DECOMPRESSED_MAX_BYTES (256u << 20)

const char *const trace_part_names[TRACE_PART_COUNT] = {
	[TRACE_HEADER_INFO] = "page header",	 [TRACE_FTRACE_FORMATS] = "ftrace formats",
	[TRACE_EVENT_FORMATS] = "event formats", [TRACE_KALLSYMS] = "kernel symbols",
	[TRACE_PRINTK] = "printk formats",	 [TRACE_CMDLINES] = "process names",
};

/* A format file is text: lines of printable ASCII. */
static void check_text(struct cursor *content, uint64_t size)
{
	const unsigned char *text = cursor_bytes(content, size);

	for (uint64_t i = 0; text && i < size; i++) {
		if (text[i] >= 0x7f || (text[i] < ' ' && text[i] != '\n' && text[i] != '\t'))
			content->failed = true;
	}
}

static void check_header_info(struct cursor *content)
{
	cursor_expect(content, "header_page");
	check_text(content, cursor_number(content, 8));
	cursor_expect(content, "header_event");
	check_text(content, cursor_number(content, 8));
}

/* The offset of a field that @text describes in one line, 0 when it does not. */
static unsigned field_offset(const char *text, const char *name, unsigned *size)
{
	const char *line = strstr(text, name);
	unsigned offset = 0;

	*size = 0;
	if (!line || sscanf(line + strlen(name), " offset:%u; size:%u;", &offset, size) != 2)
		return 0;
	return offset;
}

unsigned trace_part_data_offset(struct cursor content)
{
	unsigned commit, commit_size, data, data_size;
	struct buf text = {0};
	const unsigned char *bytes;
	uint64_t size;

	cursor_expect(&content, "header_page");
	size = cursor_number(&content, 8);
	bytes = cursor_bytes(&content, size);
	if (!bytes)
		return 0;
	buf_put(&text, bytes, size);
	commit = field_offset(text.data, "\tfield: local_t commit;", &commit_size);
	data = field_offset(text.data, "\tfield: char data;", &data_size);
	buf_free(&text);
	if (commit != 8 || (commit_size != 4 && commit_size != 8) || data != commit + commit_size)
		return 0;
	return data;
}

static void check_formats(struct cursor *content)
{
	uint64_t count = cursor_number(content, 4);

	for (uint64_t i = 0; i < count && !content->failed; i++)
		check_text(content, cursor_number(content, 8));
}

static void check_event_formats(struct cursor *content)
{
	uint64_t systems = cursor_number(content, 4);

	for (uint64_t i = 0; i < systems && !content->failed; i++) {
		cursor_string(content);
		check_formats(content);
	}
}

/* 0xADDRESS : "TEXT", as tracing/printk_formats has it. */
static bool is_printk_line(const char *line, uint64_t len)
{
	static const char colon[] = " : \"";
	const char *at = memmem(line, len, colon, strlen(colon));

	return at && len >= 2 && memcmp(line, "0x", 2) == 0 && line[len - 1] == '"' &&
	       (uint64_t)(at - line) + strlen(colon) + 1 <= len && memchr(line, ':', len) == at + 1;
}

static void check_printk(struct cursor *content)
{
	uint64_t size = cursor_number(content, 4);
	const char *line = (const char *)cursor_bytes(content, size);
	const char *end = line ? line + size : NULL;

	/* trace-cmd 3.1 saves a NUL behind the text. */
	if (line < end && end[-1] == '\0')
		end--;
	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));

		if (!newline || memchr(line, '\0', (size_t)(newline - line)) ||
		    !is_printk_line(line, (uint64_t)(newline - line))) {
			content->failed = true;
			return;
		}
		line = newline + 1;
	}
}

static void check_sized_32(struct cursor *content)
{
	cursor_bytes(content, cursor_number(content, 4));
}

static void check_sized_64(struct cursor *content)
{
	cursor_bytes(content, cursor_number(content, 8));
}

void trace_part_check(enum trace_part part, struct cursor *content)
{
	static void (*const checks[TRACE_PART_COUNT])(struct cursor *) = {
		[TRACE_HEADER_INFO] = check_header_info,
		[TRACE_FTRACE_FORMATS] = check_formats,
		[TRACE_EVENT_FORMATS] = check_event_formats,
		[TRACE_KALLSYMS] = check_sized_32,
		[TRACE_PRINTK] = check_printk,
		[TRACE_CMDLINES] = check_sized_64,
	};

	checks[part](content);
}

int trace_block_decompress(struct buf *out, const void *block, uint64_t block_size, uint64_t size)
{
	size_t got;

	if (size > DECOMPRESSED_MAX_BYTES)
		return -1;
	got = ZSTD_decompress(buf_reserve(out, size), size, block, block_size);
	if (ZSTD_isError(got) || got != size)
		return -1;
	out->len += size;
	return 0;
}
