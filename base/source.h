/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Source text and places in it.
 *
 * Purpose:  one place that knows how a byte offset becomes file:line:column.
 * Owner:    the compilation arena; a struct source outlives every span into it.
 */
#ifndef MSTAP_BASE_SOURCE_H
#define MSTAP_BASE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct source {
	const char *name; /* as messages show it: a path as given, or "<input>" */
	const char *text; /* NUL-terminated; may hold NULs inside when the file does */
	size_t len;
	const uint32_t *lines; /* where each begins; there is at least one */
	unsigned nlines;
	bool is_library; /* from the tapset, not the user's script */
};

/* A half-open range of bytes. A null @source is a place that has no text (built in). */
struct span {
	const struct source *source;
	uint32_t begin;
	uint32_t end;
};

/* Lines and columns count from 1; a column is a byte. */
struct place {
	unsigned line;
	unsigned column;
	const char *line_text; /* not terminated */
	size_t line_len;       /* without the newline */
};

/* Copies @text into @arena. */
struct source *source_new(struct arena *arena, const char *name, const char *text, size_t len);
struct place source_place(struct span span);
/* "FILE:LINE:COL" in @arena. */
const char *source_where(struct arena *arena, struct span span);

#endif
