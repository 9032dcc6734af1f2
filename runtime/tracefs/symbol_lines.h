/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lines of /proc/kallsyms, read as far as they are needed.
 *
 * Purpose:  the kernel makes this text up at each read, about a microsecond a line, and there are
 *           100,000: more than all else that starting takes. Its order is known (kallsyms_open(),
 *           kernel/kallsyms.c): the kernel's own symbols by address, then those of modules. So
 *           functions of the kernel are all in the first half, and one that is there is known to
 *           be without the rest.
 * Owner:    struct kallsyms holds the text; all-zero is one that nothing has been read of.
 * Lifetime: lines point into the text, and are good until more of it is read.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_SYMBOL_LINES_H
#define MSTAP_RUNTIME_TRACEFS_SYMBOL_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* KSYM_NAME_LEN of include/linux/kallsyms.h (6.1 on) */
#define KSYM_NAME_BYTES 512

/* A line: "ffffffff81000000 T name" and for modules "\t[module]". */
struct symbol_line {
	const char *address;
	char type;
	const char *name;
	size_t name_len;
	const char *module; /* NULL: the kernel */
	size_t module_len;
};

struct symbol_text {
	struct buf text;
	int fd; /* when @opened and not @complete */
	bool opened;
	bool complete; /* also: cannot be read (further) */
};

/* Reads it all. Returns the text, or NULL when it cannot be read. */
const struct buf *symbol_text_all(struct symbol_text *symbols);
/*
 * Reads it up to the end of the kernel's code, at least; what the kernel has thrown away after
 * boot comes behind that. Returns the offset of that end, 0 when it cannot be read.
 */
size_t symbol_text_code(struct symbol_text *symbols);
void symbol_text_free(struct symbol_text *symbols);

/* Takes the next line off *@at. Returns false at the end, or at what is no symbol line. */
bool symbol_line_next(const char **at, struct symbol_line *out);
/*
 * Gives the next line, at or behind the offset *@at, whose symbol begins with @name or, if @whole,
 * is @name; moves *@at behind it. Reads on only if @reads_on.
 */
bool symbol_line_find(struct symbol_text *symbols, size_t *at, const char *name, bool whole,
		      bool reads_on, struct symbol_line *out);
uint64_t symbol_line_address(const struct symbol_line *line);
bool symbol_line_is_function(const struct symbol_line *line);

#endif
