/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions by name and pattern from kallsyms text, and how much of it is read for that. */
#include "config.h"
#include "runtime/tracefs/kallsyms.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "tests/unit/check.h"

/* More than is read at a time stands before and behind the end of the code. */
#define FILLING 8000

static void put_filling(FILE *out, const char *name, char type)
{
	for (int i = 0; i < FILLING; i++)
		fprintf(out, "ffffffff81%06x %c %s%d\n", 0x10000 + i, type, name, i);
}

/* The text of a kernel, in a file that is deleted already; its last line has no end. */
static struct kallsyms open_text(void)
{
	FILE *out = tmpfile();
	struct kallsyms symbols = {.lines = {.opened = true}};

	if (!out)
		exit(1);
	fputs("0000000000000000 A T\nffffffff81000000 T _stext\nffffffff81000010 T vfs_read\n"
	      "ffffffff81000020 t vfs_part.isra.0\nffffffff81000028 t vfs_read.cold\n"
	      "ffffffff81000030 t __pfx_vfs_read\nffffffff81000038 T __SCT__vfs_read\n"
	      "ffffffff81000040 W vfs_weak\n",
	      out);
	put_filling(out, "code", 't');
	fputs("ffffffff81800000 t vfs_last\nffffffff81900000 T _etext\n"
	      "ffffffff82000000 D vfs_data\nffffffff82100000 T vfs_init\n",
	      out);
	put_filling(out, "data", 'd');
	fputs("ffffffffc0000000 t vfs_module\t[alpha]\nffffffffc0000010 t vfs_read\t[alpha]\n"
	      "ffffffffc0000020 t vfs_cut",
	      out);
	fflush(out);
	symbols.lines.fd = dup(fileno(out));
	fclose(out);
	lseek(symbols.lines.fd, 0, SEEK_SET);
	return symbols;
}

static void test_names(void)
{
	struct kallsyms symbols = open_text();
	size_t some;

	CHECK_INT(kallsyms_has_function(&symbols, NULL, "vfs_read"), ANSWER_YES);
	some = symbols.lines.text.len;
	CHECK(some > 0 && some < 1000 + 65536 + 4096);
	CHECK_INT(kallsyms_address(&symbols, "vfs_weak"), 0xffffffff81000040);
	CHECK_INT(symbols.lines.text.len, some);
	CHECK_INT(kallsyms_has_function(&symbols, NULL, "vfs_last"), ANSWER_YES);
	CHECK(!symbols.lines.complete);
	CHECK_INT(kallsyms_has_function(&symbols, NULL, "vfs_init"), ANSWER_YES);
	CHECK_INT(kallsyms_has_function(&symbols, NULL, "vfs_data"), ANSWER_NO);
	CHECK(symbols.lines.complete);
	CHECK_INT(kallsyms_has_function(&symbols, NULL, "vfs"), ANSWER_NO);
	CHECK_INT(kallsyms_has_function(&symbols, NULL, "read"), ANSWER_NO);
	CHECK_INT(kallsyms_has_function(&symbols, NULL, "T"), ANSWER_NO);
	CHECK_INT(kallsyms_has_function(&symbols, NULL, "vfs_cut"), ANSWER_NO);
	CHECK_INT(kallsyms_has_function(&symbols, "alpha", "vfs_module"), ANSWER_YES);
	CHECK_INT(kallsyms_has_function(&symbols, "beta", "vfs_module"), ANSWER_NO);
	CHECK_INT(kallsyms_count_functions(&symbols, "vfs_read"), 2);
	kallsyms_free(&symbols);
}

/* What @pattern means, in one line. */
static const char *found(struct kallsyms *symbols, struct arena *arena, const char *module,
			 const char *pattern)
{
	const struct kernel_function *functions;
	int count = kallsyms_find_functions(symbols, arena, module, pattern, &functions);
	const char *text = "";

	for (int i = 0; i < count; i++)
		text = arena_printf(arena, "%s%s%s", text, i ? " " : "", functions[i].name);
	return text;
}

static void note(void *context, const char *name, uint64_t address)
{
	(void)name;
	*(uint64_t *)context += address & 0xffffff;
}

static void test_patterns(void)
{
	struct kallsyms symbols = open_text();
	struct arena *arena = arena_new();
	uint64_t sum = 0;

	CHECK_STR(found(&symbols, arena, NULL, "vfs_*"),
		  "vfs_last vfs_part.isra.0 vfs_read vfs_weak");
	CHECK(!symbols.lines.complete);
	CHECK_STR(found(&symbols, arena, NULL, "*_read"), "vfs_read");
	CHECK_STR(found(&symbols, arena, NULL, "vfs_part"), "vfs_part.isra.0");
	CHECK_STR(found(&symbols, arena, NULL, "vfs_i*"), "");
	CHECK_INT(kallsyms_each_function(&symbols, "vfs_[lw]*", note, &sum), 0);
	CHECK_INT(sum, 0x800040);
	CHECK(!symbols.lines.complete);
	CHECK_STR(found(&symbols, arena, "al*", "*f?_*"), "vfs_module vfs_read");
	CHECK(symbols.lines.complete);
	CHECK_STR(found(&symbols, arena, NULL, "vfs_*"),
		  "vfs_last vfs_part.isra.0 vfs_read vfs_weak");
	arena_free(arena);
	kallsyms_free(&symbols);
}

static void test_missing(void)
{
	struct kallsyms symbols = {.lines = {.opened = true, .complete = true}};
	struct arena *arena = arena_new();
	const struct kernel_function *functions;

	CHECK_INT(kallsyms_has_function(&symbols, NULL, "vfs_read"), ANSWER_UNKNOWN);
	CHECK_INT(kallsyms_find_functions(&symbols, arena, NULL, "vfs_*", &functions), -1);
	CHECK_INT(kallsyms_address(&symbols, "vfs_read"), 0);
	arena_free(arena);
	kallsyms_free(&symbols);
}

int main(void)
{
	test_names();
	test_patterns();
	test_missing();
	return check_done();
}
