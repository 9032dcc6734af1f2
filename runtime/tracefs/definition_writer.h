/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of writing a definition share: definition.c writes the line, definition_guard.c
 * what tells of reads that fail.
 *
 * Purpose:  the state of one line.
 * Owner:    the stack of definition_write(); private to these two.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_DEFINITION_WRITER_H
#define MSTAP_RUNTIME_TRACEFS_DEFINITION_WRITER_H

#include <stddef.h>

#include "runtime/tracefs/definition.h"

/* Of the kernel: kernel/trace/trace_probe.h, MAX_ARGSTR_LEN. */
#define MAX_EXPRESSION_LEN 63

struct writer {
	struct buf *out;
	struct arena *arena;
	const struct kernel_syntax *syntax;
	const struct probe *probe;
	/* What a register of less than 64 bits makes of the type. */
	unsigned bits;
	unsigned shift;
};

/* The value of @fetch without its type. Returns NULL, or a sentence on what cannot be had. */
const char *definition_write_value(struct writer *w, const struct fetch *fetch);

/* Of the expression that begins at @start of what is written: NULL, or a sentence: it is too long.
 */
const char *definition_check_length(struct writer *w, size_t start);

/* The guard of the @index-th fetch, if it is to have one of its own. Returns as above. */
const char *definition_write_guard(struct writer *w, unsigned index);

/* Does any fetch follow a pointer? Then there is one more field than fetches and guards. */
bool definition_reads_memory(const struct probe *probe);

/*
 * Text that is always there, behind all others, if memory is read: what was preset is told by what
 * follows.
 */
void definition_write_last_text(struct writer *w);

#endif
