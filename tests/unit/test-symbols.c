/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses to names from kallsyms text: order, aliases, modules, what is skipped. */
#include "config.h"
#include "runtime/symbols.h"

#include <stdlib.h>

#include "base/buf.h"
#include "runtime/record_source.h"
#include "tests/unit/check.h"

static const char *kallsyms;
static int asked;

static int symbols(struct record_source *source, struct buf *text)
{
	(void)source;
	asked++;
	if (!kallsyms)
		return -1;
	buf_puts(text, kallsyms);
	return 0;
}

static const struct record_source_ops ops = {.symbols = symbols};
static struct record_source source = {.ops = &ops};

static const char *name_at(struct symbol_table *table, uint64_t address)
{
	const struct symbol *symbol = symbol_table_find(table, address);

	return symbol ? symbol->name : "-";
}

static void test_lookup(void)
{
	struct symbol_table *table;
	const struct symbol *symbol;

	kallsyms = "0000000000000000 A fixed_percpu_data\n"
		   "0000000000001000 A cpu_debug_store\n"
		   "ffffffff81000000 T startup_64\n"
		   "ffffffff81000000 T _stext\n"
		   "ffffffff81000100 T sys_open\n"
		   "ffffffff81000100 T __sys_open\n"
		   "ffffffff81000180 W sys_other\n"
		   "ffffffff82000000 D data\n"
		   "ffffffffc0002000 t second\t[beta]\n"
		   "ffffffffc0001000 t first\t[alpha]\n"
		   "ffffffffc0001040 t $x\t[alpha]\n"
		   "ffffffffc0001080 t last\t[alpha]\n"
		   "garbage\n"
		   "ffffffffc0003000\n"
		   "ffffffffc0003000 t";
	asked = 0;
	table = symbol_table_new(&source);
	CHECK_INT(asked, 0);
	CHECK_STR(name_at(table, 0), "-");
	CHECK_STR(name_at(table, 0x1000), "-");
	CHECK_STR(name_at(table, 0xffffffff80ffffff), "-");
	CHECK_STR(name_at(table, 0xffffffff81000000), "startup_64");
	CHECK_STR(name_at(table, 0xffffffff810000ff), "startup_64");
	CHECK_STR(name_at(table, 0xffffffff81000100), "sys_open");
	CHECK_STR(name_at(table, 0xffffffff8100017f), "sys_open");
	CHECK_STR(name_at(table, 0xffffffff81000180), "sys_other");
	CHECK_STR(name_at(table, 0xffffffffc0001041), "first");
	CHECK_STR(name_at(table, 0xffffffffc0002000), "second");
	CHECK_STR(name_at(table, 0xffffffffffffffff), "-");
	CHECK_INT(asked, 1);

	symbol = symbol_table_find(table, 0xffffffff81000123);
	if (CHECK(symbol != NULL)) {
		CHECK(symbol->address == 0xffffffff81000100);
		CHECK_INT(symbol->size, 0x80);
		CHECK(symbol->module == NULL);
	}
	/* The last one before another module: where it ends is not known. */
	symbol = symbol_table_find(table, 0xffffffffc0001090);
	if (CHECK(symbol != NULL)) {
		CHECK_STR(symbol->name, "last");
		CHECK_INT(symbol->size, 0);
		CHECK_STR(symbol->module, "alpha");
	}
	CHECK_STR(name_at(table, 0xffffffff82001000), "-");
	symbol_table_free(table);
}

static void test_nothing(void)
{
	struct symbol_table *table = symbol_table_new(NULL);

	CHECK_STR(name_at(table, 0xffffffff81000000), "-");
	symbol_table_free(table);

	kallsyms = NULL;
	table = symbol_table_new(&source);
	CHECK_STR(name_at(table, 0xffffffff81000000), "-");
	symbol_table_free(table);

	/* kptr_restrict */
	kallsyms = "0000000000000000 T startup_64\n0000000000000000 T _stext\n";
	table = symbol_table_new(&source);
	CHECK_STR(name_at(table, 0), "-");
	CHECK_STR(name_at(table, 0xffffffff81000000), "-");
	symbol_table_free(table);
}

/* As many symbols as a distribution's kernel has, the last ones out of order. */
static void test_many(void)
{
	struct buf text = {0};
	struct symbol_table *table;
	char expected[32];

	for (unsigned i = 0; i < 200000; i++)
		buf_printf(&text, "%016llx t function_number_%u\n",
			   0xffffffff81000000ull + (i < 190000 ? i : 389999 - i) * 64, i);
	kallsyms = text.data;
	table = symbol_table_new(&source);
	for (unsigned i = 0; i < 200000; i += 997) {
		snprintf(expected, sizeof(expected), "function_number_%u", i);
		CHECK_STR(name_at(table,
				  0xffffffff81000000ull + (i < 190000 ? i : 389999 - i) * 64 + 63),
			  expected);
	}
	symbol_table_free(table);
	buf_free(&text);
}

int main(void)
{
	test_lookup();
	test_nothing();
	test_many();
	return check_done();
}
