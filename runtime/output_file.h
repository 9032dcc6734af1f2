/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a script's output goes: standard output, the file of -o, or the files of -S, which
 * follow each other when one is full.
 *
 * Owner:    the driver, one per run.
 * Errors:   -1 with errno set.
 */
#ifndef MSTAP_RUNTIME_OUTPUT_FILE_H
#define MSTAP_RUNTIME_OUTPUT_FILE_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

struct output_file {
	int fd;
	uint64_t size_max;  /* bytes of one file; 0: there is only one, of any size */
	unsigned count_max; /* older ones are removed; 0: none is */
	uint64_t size;	    /* of the current one */
	unsigned number;    /* of the current one, from 0 */
	char path[PATH_MAX];
	char stem[PATH_MAX]; /* files are STEM.0, STEM.1, ... when @size_max is not 0 */
};

/*
 * Opens the (first) file, whose name strftime(3) makes of @format and the time. On errors too
 * @path says what was to be opened.
 */
int output_file_open(struct output_file *file, const char *format);
/* To be called before @len bytes are written to @fd: goes on to the next file when this is full. */
int output_file_reserve(struct output_file *file, size_t len);
int output_file_close(struct output_file *file);

#endif
