/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The outside of a trace.dat file: its sections, options and sizes.
 *
 * Purpose:  libtracecmd's public interface gives events and records. What else a replay needs
 *           (kallsyms text, saved command lines, what was lost, when it ended) is read here, and
 *           every count, offset and size is checked on the way, because the library trusts them.
 *           Follows trace-cmd.dat.v6(5) and trace-cmd.dat.v7(5).
 * Owner:    the replay source.
 */
#ifndef MSTAP_RUNTIME_REPLAY_TRACE_FILE_H
#define MSTAP_RUNTIME_REPLAY_TRACE_FILE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct diag_list;

/* In the order of version 6; version 7 numbers them from TRACE_SECTION_FIRST. */
enum trace_part {
	TRACE_HEADER_INFO,
	TRACE_FTRACE_FORMATS,
	TRACE_EVENT_FORMATS,
	TRACE_KALLSYMS,
	TRACE_PRINTK,
	TRACE_CMDLINES,
	TRACE_PART_COUNT
};

struct trace_place {
	bool present;
	bool compressed;
	uint64_t offset;
	uint64_t size;
};

struct trace_file {
	const unsigned char *data; /* the whole file, mapped */
	uint64_t size;
	uint64_t modified_ns; /* the file's date, ns since 1970 */
	unsigned version;
	bool compressed;    /* by zstd */
	uint32_t page_size; /* of the largest pages in it */
	struct trace_place parts[TRACE_PART_COUNT];

	/* From the options. */
	bool dated;	   /* record times are wall time: recorded with --date */
	bool has_stats;	   /* the ring buffers' own counts were saved */
	uint64_t lost;	   /* records overwritten or dropped, by those counts */
	uint64_t ended_ns; /* when recording ended, on the records' clock; 0: not known */
};

/* Returns 0, or -1 with one diagnostic that names @path and what is wrong with it. */
int trace_file_open(struct trace_file *file, const char *path, struct diag_list *diags);
void trace_file_close(struct trace_file *file);

/*
 * Appends the text that @part holds behind its size: TRACE_KALLSYMS, TRACE_PRINTK or
 * TRACE_CMDLINES. Returns 0, or -1 when there is none or it cannot be decompressed.
 */
int trace_file_text(const struct trace_file *file, enum trace_part part, struct buf *text);

#endif
