/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernel symbols by name, from the text of /proc/kallsyms.
 *
 * Purpose:  which functions exist, which have a similar name, where a symbol is.
 * Owner:    the tracefs source. The text is read as far as the questions go, and kept: answering
 *           from it is one search, and it costs less than an index that is asked once or twice.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_KALLSYMS_H
#define MSTAP_RUNTIME_TRACEFS_KALLSYMS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/catalog.h"
#include "runtime/tracefs/symbol_lines.h"

struct arena;

struct kallsyms {
	struct symbol_text lines;
};

/* The whole text, or NULL when it cannot be read. */
const struct buf *kallsyms_text(struct kallsyms *symbols);
void kallsyms_free(struct kallsyms *symbols);

/* Is there a text symbol @name in @module (NULL: the kernel itself)? */
enum answer kallsyms_has_function(struct kallsyms *symbols, const char *module, const char *name);
/* The module, in @arena, whose text symbol @name is the first found; NULL: none has one. */
const char *kallsyms_module_of(struct kallsyms *symbols, struct arena *arena, const char *name);
/* How many text symbols have this name, over kernel and modules. */
unsigned kallsyms_count_functions(struct kallsyms *symbols, const char *name);
/* The address of a symbol of any type, the kernel's before modules'; 0: not found or hidden. */
uint64_t kallsyms_address(struct kallsyms *symbols, const char *name);
/* ... of one in @module; NULL: in the kernel itself. */
uint64_t kallsyms_module_address(struct kallsyms *symbols, const char *module, const char *name);
/* Does @address lie in code: is the nearest symbol at or below it a function? */
enum answer kallsyms_is_code(struct kallsyms *symbols, uint64_t address);
/*
 * Calls @take for each function of the kernel itself that @pattern matches. Returns 0, or -1 when
 * the text cannot be read.
 */
int kallsyms_each_function(struct kallsyms *symbols, const char *pattern,
			   void (*take)(void *context, const char *name, uint64_t address),
			   void *context);
/*
 * Functions as catalog_ops.find_functions gives them, in @arena. Returns the count, or -1 when the
 * text cannot be read.
 */
int kallsyms_find_functions(struct kallsyms *symbols, struct arena *arena, const char *module,
			    const char *pattern, const struct kernel_function **out);
/* Up to @max names of @kind by growing edit distance; the names live in @arena. */
unsigned kallsyms_similar(struct kallsyms *symbols, struct arena *arena, enum symbol_kind kind,
			  const char *name, const char **out, unsigned max);

#endif
