/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/symbol_text.h"

#include <inttypes.h>

#include "base/buf.h"
#include "runtime/symbols.h"

static const struct symbol *find(struct symbol_table *symbols, uint64_t address)
{
	return symbols ? symbol_table_find(symbols, address) : NULL;
}

bool symbol_text_is_known(struct symbol_table *symbols, uint64_t address)
{
	return find(symbols, address) != NULL;
}

void symbol_text_name(struct buf *out, struct symbol_table *symbols, uint64_t address)
{
	const struct symbol *symbol = find(symbols, address);

	if (symbol)
		buf_puts(out, symbol->name);
	else
		buf_printf(out, "0x%" PRIx64, address);
}

static void put(struct buf *out, struct symbol_table *symbols, uint64_t address, bool with_size)
{
	const struct symbol *symbol = find(symbols, address);

	symbol_text_name(out, symbols, address);
	if (!symbol)
		return;
	buf_printf(out, "+0x%" PRIx64, address - symbol->address);
	if (with_size && symbol->size)
		buf_printf(out, "/0x%" PRIx64, symbol->size);
	buf_printf(out, " [%s]", symbol->module ? symbol->module : "kernel");
}

void symbol_text_place(struct buf *out, struct symbol_table *symbols, uint64_t address)
{
	put(out, symbols, address, false);
}

void symbol_text_data(struct buf *out, struct symbol_table *symbols, uint64_t address)
{
	put(out, symbols, address, true);
}
