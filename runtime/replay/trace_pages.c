/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ring-buffer pages as the kernel wrote them (runtime/records/ring_page.h). Only their extents are
 * checked here; reading them is the library's.
 */
#include "config.h"
#include "runtime/replay/trace_walk.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/records/ring_page.h"

#define CHUNK_MAX_BYTES (64u << 20)

void trace_cpu_add(struct trace_walk *walk, struct trace_cpu cpu)
{
	if (cpu.size)
		arena_push(walk->diags->arena, walk->cpus, walk->ncpus, cpu);
	if (cpu.page_size > walk->file->page_size)
		walk->file->page_size = cpu.page_size;
}

bool trace_cpus_take_v6(struct trace_walk *walk, struct cursor *cursor)
{
	for (uint64_t i = 0; i < walk->cpus_per_buffer && !cursor->failed; i++) {
		struct trace_cpu cpu = {.cpu = (uint32_t)i, .page_size = walk->file->page_size};

		cpu.offset = cursor_number(cursor, 8);
		cpu.size = cursor_number(cursor, 8);
		trace_cpu_add(walk, cpu);
	}
	return !cursor->failed;
}

/* Bytes that the record at the cursor takes behind its 4-byte head; the rest for padding. */
static uint64_t body_size(struct cursor *records, uint32_t head)
{
	uint32_t type = head & ((1u << RING_TYPE_BITS) - 1), delta = head >> RING_TYPE_BITS;
	uint64_t size;

	if (type == RING_TYPE_TIME_EXTEND || type == RING_TYPE_TIME_STAMP)
		return 4;
	if (type != RING_TYPE_LONG && type <= RING_TYPE_DATA_MAX)
		return type * 4;
	if (type == RING_TYPE_PADDING && delta == 0)
		return records->size - records->pos;
	/* The length stands in the word behind the head, and counts that word. */
	size = cursor_number(records, 4);
	records->pos -= records->failed ? 0 : 4;
	return size < 4 ? UINT64_MAX : (size + 3) / 4 * 4;
}

static bool check_page(const unsigned char *page, uint64_t size, unsigned data_offset)
{
	struct cursor header = {.data = page, .size = size, .pos = 8};
	struct cursor records = {.data = page + data_offset};

	if (size < data_offset)
		return false;
	records.size = cursor_number(&header, 4) & RING_COMMIT_MASK;
	if (records.size > size - data_offset)
		return false;
	while (records.pos < records.size && !records.failed) {
		uint32_t head = (uint32_t)cursor_number(&records, 4);

		cursor_bytes(&records, body_size(&records, head));
	}
	return !records.failed;
}

static bool check_pages(const struct trace_walk *walk, const unsigned char *pages, uint64_t size,
			uint32_t page_size)
{
	for (uint64_t at = 0; at < size; at += page_size) {
		uint64_t rest = size - at;

		if (!check_page(pages + at, rest < page_size ? rest : page_size, walk->data_offset))
			return false;
	}
	return true;
}

/*
 * Compressed pages: a count, then blocks with both their sizes. trace-cmd 3.1 does not count the
 * count in the CPU's size.
 */
static bool check_chunks(const struct trace_walk *walk, const struct trace_cpu *cpu)
{
	const struct trace_file *file = walk->file;
	struct cursor data = {.data = file->data, .size = file->size, .pos = cpu->offset};
	uint64_t count = cursor_number(&data, 4);
	struct buf room = {0};
	bool ok = true;

	for (uint64_t i = 0; i < count && ok; i++) {
		uint64_t packed_size = cursor_number(&data, 4);
		uint64_t size = cursor_number(&data, 4);
		const unsigned char *block = cursor_bytes(&data, packed_size);

		buf_clear(&room);
		ok = block && size && size <= CHUNK_MAX_BYTES &&
		     trace_block_decompress(&room, block, packed_size, size) == 0 &&
		     check_pages(walk, (const unsigned char *)room.data, size, cpu->page_size);
	}
	buf_free(&room);
	return ok && !data.failed && data.pos - cpu->offset <= cpu->size + 4;
}

static bool check_cpu(struct trace_walk *walk, const struct trace_cpu *cpu)
{
	const struct trace_file *file = walk->file;
	uint32_t page_size = cpu->page_size;
	bool ok;

	if (cpu->offset > file->size || cpu->size > file->size - cpu->offset)
		return trace_walk_fail(walk,
				       "the recording is cut short: CPU %u has %llu bytes of "
				       "records from byte %llu on, the file %llu in all",
				       cpu->cpu, (unsigned long long)cpu->size,
				       (unsigned long long)cpu->offset,
				       (unsigned long long)file->size);
	ok = page_size >= 1024 && page_size <= 1u << 20 && (page_size & (page_size - 1)) == 0;
	if (ok && file->compressed)
		ok = check_chunks(walk, cpu);
	else if (ok)
		ok = check_pages(walk, file->data + cpu->offset, cpu->size, page_size);
	return ok || trace_walk_fail(walk, "the recording is damaged: records of CPU %u", cpu->cpu);
}

bool trace_cpus_check(struct trace_walk *walk)
{
	for (uint32_t i = 0; i < walk->ncpus; i++) {
		if (!check_cpu(walk, &walk->cpus[i]))
			return false;
	}
	return true;
}
