/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Of several symbols at one address the first listed wins: that is what the kernel's own lookup
 * does (kernel/kallsyms.c get_symbol_pos(), kernel/module/kallsyms.c find_kallsyms_symbol(),
 * 6.1), and the kernel's list is made for it, with strong names before weak ones and fewer
 * underscores before more (scripts/kallsyms.c compare_symbols()).
 */
#include "config.h"
#include "runtime/symbols.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "runtime/record_source.h"

/* How far a symbol of unknown size reaches. */
#define UNKNOWN_SIZE_BYTES 4096

struct symbol_table {
	struct record_source *source;
	bool loaded;
	struct buf text; /* names point into it */
	struct symbol *symbols;
	size_t count;
	size_t cap;
};

struct symbol_table *symbol_table_new(struct record_source *source)
{
	struct symbol_table *table = xcalloc(1, sizeof(*table));

	table->source = source;
	return table;
}

void symbol_table_free(struct symbol_table *table)
{
	if (!table)
		return;
	free(table->symbols);
	buf_free(&table->text);
	free(table);
}

static const char *parse_hex(const char *at, uint64_t *value)
{
	*value = 0;
	for (;; at++) {
		unsigned digit = (unsigned char)*at;

		if (digit - '0' < 10)
			digit -= '0';
		else if ((digit | 0x20) - 'a' < 6)
			digit = (digit | 0x20) - 'a' + 10;
		else
			return at;
		*value = *value << 4 | digit;
	}
}

/*
 * Takes "ADDRESS TYPE NAME[\t[MODULE]]" apart, writing the NULs. Returns false for lines that
 * name no place in memory: absolute symbols (on x86-64 the per-CPU ones, offsets from 0),
 * addresses hidden by kptr_restrict, arm64's mapping symbols ($x, $d).
 */
static bool parse_line(char *line, struct symbol *symbol)
{
	char *name = (char *)parse_hex(line, &symbol->address);
	char *module, *end;

	if (name == line || name[0] != ' ' || !name[1] || name[2] != ' ')
		return false;
	if (name[1] == 'a' || name[1] == 'A' || symbol->address == 0)
		return false;
	name += 3;
	if (name[0] == '\0' || name[0] == '$')
		return false;
	symbol->name = name;
	symbol->module = NULL;
	module = strchr(name, '\t');
	if (!module)
		return true;
	*module++ = '\0';
	end = strchr(module, ']');
	if (module[0] == '[' && end) {
		*end = '\0';
		symbol->module = module + 1;
	}
	return true;
}

static void add(struct symbol_table *table, struct symbol symbol)
{
	if (table->count == table->cap) {
		table->cap = table->cap ? table->cap * 2 : 1024;
		table->symbols = xrealloc(table->symbols, table->cap * sizeof(symbol));
	}
	/* Until the table is sorted, the size holds the place in the list. */
	symbol.size = table->count;
	table->symbols[table->count++] = symbol;
}

static void parse_text(struct symbol_table *table)
{
	char *line = table->text.data;
	char *end = line + table->text.len;

	while (line < end) {
		char *newline = memchr(line, '\n', (size_t)(end - line));
		char *next = newline ? newline + 1 : end;
		struct symbol symbol;

		if (newline)
			*newline = '\0';
		if (parse_line(line, &symbol))
			add(table, symbol);
		line = next;
	}
}

static int compare_symbols(const void *a, const void *b)
{
	const struct symbol *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return left->size < right->size ? -1 : left->size > right->size;
}

/* The kernel's own part of the list comes sorted; modules follow in the order of loading. */
static void sort_symbols(struct symbol_table *table)
{
	for (size_t i = 1; i < table->count; i++) {
		if (table->symbols[i].address < table->symbols[i - 1].address) {
			qsort(table->symbols, table->count, sizeof(*table->symbols),
			      compare_symbols);
			return;
		}
	}
}

static void drop_aliases(struct symbol_table *table)
{
	size_t kept = 0;

	for (size_t i = 0; i < table->count; i++) {
		if (kept && table->symbols[kept - 1].address == table->symbols[i].address)
			continue;
		table->symbols[kept++] = table->symbols[i];
	}
	table->count = kept;
}

static bool same_module(const struct symbol *a, const struct symbol *b)
{
	if (!a->module || !b->module)
		return a->module == b->module;
	return strcmp(a->module, b->module) == 0;
}

static void set_sizes(struct symbol_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		struct symbol *symbol = &table->symbols[i];
		bool known = i + 1 < table->count && same_module(symbol, symbol + 1);

		symbol->size = known ? symbol[1].address - symbol->address : 0;
	}
}

static void load(struct symbol_table *table)
{
	table->loaded = true;
	if (!table->source || table->source->ops->symbols(table->source, &table->text) < 0 ||
	    table->text.len == 0)
		return;
	parse_text(table);
	sort_symbols(table);
	drop_aliases(table);
	set_sizes(table);
}

/* The last symbol that starts at or before @address. */
static const struct symbol *find_before(const struct symbol_table *table, uint64_t address)
{
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &table->symbols[low - 1] : NULL;
}

const struct symbol *symbol_table_find(struct symbol_table *table, uint64_t address)
{
	const struct symbol *symbol;
	uint64_t reach;

	if (!table->loaded)
		load(table);
	symbol = find_before(table, address);
	if (!symbol)
		return NULL;
	reach = symbol->size ? symbol->size : UNKNOWN_SIZE_BYTES;
	return address - symbol->address < reach ? symbol : NULL;
}
