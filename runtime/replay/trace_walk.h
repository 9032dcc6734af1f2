/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The walk over a trace.dat: shared by the files that check its pieces.
 *
 * Owner:    trace_file_open(); lives as long as that call.
 */
#ifndef MSTAP_RUNTIME_REPLAY_TRACE_WALK_H
#define MSTAP_RUNTIME_REPLAY_TRACE_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/replay/cursor.h"
#include "runtime/replay/trace_file.h"

struct buf;
struct diag_list;

/* One CPU's pages in the file. */
struct trace_cpu {
	uint32_t cpu;
	uint32_t page_size;
	uint64_t offset;
	uint64_t size;
};

struct trace_walk {
	struct trace_file *file;
	const char *path;
	struct diag_list *diags;
	bool failed;		  /* the diagnostic is there */
	unsigned data_offset;	  /* of the first record in a page; 0: not known yet */
	uint64_t cpus_per_buffer; /* version 6 */
	struct trace_cpu *cpus;	  /* of all buffers; checked when all else is */
	uint32_t ncpus;
};

/* Adds "PATH: TEXT" as the walk's one error; later ones are consequences and dropped. */
bool trace_walk_fail(struct trace_walk *walk, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What each part is called in messages. */
extern const char *const trace_part_names[TRACE_PART_COUNT];

/*
 * Steps over the content of @part, checking its counts and sizes. The cursor fails where the
 * content ends too early or is not what the format says.
 */
void trace_part_check(enum trace_part part, struct cursor *content);

/*
 * Where records begin in a page, from the header_page text that @content starts with (8 bytes of
 * time stamp and one long before them). 0 when it does not say.
 */
unsigned trace_part_data_offset(struct cursor content);

/*
 * Remembers a CPU's pages for trace_cpus_check(), _take_v6() all those of a version 6 list, which
 * the cursor steps over.
 */
void trace_cpu_add(struct trace_walk *walk, struct trace_cpu cpu);
bool trace_cpus_take_v6(struct trace_walk *walk, struct cursor *cursor);

/*
 * Checks all pages: that they are in the file, decompress, and hold records that end inside them.
 * Returns false when not.
 */
bool trace_cpus_check(struct trace_walk *walk);

/* Decompresses one zstd block to @size bytes behind @out's text. Returns 0 or -1. */
int trace_block_decompress(struct buf *out, const void *block, uint64_t block_size, uint64_t size);

/* Option numbers, the same in both versions (trace-cmd.dat.v7(5)). */
enum trace_option {
	TRACE_OPTION_DONE = 0,
	TRACE_OPTION_DATE = 1,
	TRACE_OPTION_CPUSTAT = 2,
	TRACE_OPTION_BUFFER = 3,
	TRACE_OPTION_CLOCK = 4,
	TRACE_OPTION_UNAME = 5,
	TRACE_OPTION_HOOK = 6,
	TRACE_OPTION_OFFSET = 7,
	TRACE_OPTION_VERSION = 9,
	TRACE_OPTION_PROCMAPS = 10,
	TRACE_SECTION_FIRST = 16, /* number of TRACE_HEADER_INFO's section and option */
};

/* Takes in one option's @data; unknown ones are stepped over. Returns false when it is wrong. */
bool trace_option_take(struct trace_walk *walk, unsigned id, struct cursor *data);

#endif
