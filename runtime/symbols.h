/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernel symbols: addresses to names, from text in the form of /proc/kallsyms.
 *
 * Owner:    the engine, one per run; the text is asked of the record source at the first lookup.
 */
#ifndef MSTAP_RUNTIME_SYMBOLS_H
#define MSTAP_RUNTIME_SYMBOLS_H

#include <stdint.h>

struct record_source;
struct symbol_table;

struct symbol {
	uint64_t address;
	uint64_t size; /* up to the next symbol of the same section; 0: not known */
	const char *name;
	const char *module; /* NULL: the kernel */
};

/* @source may be NULL: then nothing is ever found. */
struct symbol_table *symbol_table_new(struct record_source *source);
void symbol_table_free(struct symbol_table *table);

/* The symbol that @address lies in, or NULL. Valid as long as the table. */
const struct symbol *symbol_table_find(struct symbol_table *table, uint64_t address);

#endif
