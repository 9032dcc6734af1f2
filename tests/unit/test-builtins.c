/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Built-ins called directly; expected results are the real stap's where it was asked. */
#include "config.h"

#include "runtime/builtins.h"

#include <unistd.h>

#include "tests/unit/assembler.h"
#include "tests/unit/check.h"

static struct assembler *as;
static struct string *texts[3];

/* Gives the string of argument @at; a text starting with '#' is a number. */
static union slot argument(int at, const char *text)
{
	free(texts[at]);
	texts[at] = asm_make_string(text);
	if (text[0] == '#')
		return (union slot){.number = (int64_t)strtoull(text + 1, NULL, 0)};
	return (union slot){.string = texts[at]};
}

/* The result as text. Errors show in test-vm.c. */
static const char *call(enum builtin_id id, const char *a, const char *b, const char *c)
{
	static char number[32];
	union slot args[3] = {argument(0, a), argument(1, b), argument(2, c)};
	union slot result = {0};

	builtins[id].call(as->vm, args, &result);
	if (builtins[id].signature[0] == 's')
		return result.string->text;
	snprintf(number, sizeof(number), "%lld", (long long)result.number);
	return number;
}

#define CALL(id, a, b, c) call(BUILTIN_ID_##id, a, b, c)

static void test_strings(void)
{
	CHECK_STR(CALL(strlen, "abc", "", ""), "3");
	CHECK_STR(CALL(substr, "hello", "#1", "#2"), "el");
	CHECK_STR(CALL(substr, "hello", "#4", "#9"), "o");
	CHECK_STR(CALL(substr, "hello", "#5", "#1"), "");
	CHECK_STR(CALL(substr, "hello", "#-2", "#4"), "");
	CHECK_STR(CALL(substr, "hello", "#1", "#-2"), "");
	CHECK_STR(CALL(stringat, "a\xff", "#1", ""), "-1");
	CHECK_STR(CALL(isinstr, "abcabc", "ca", ""), "1");
	CHECK_STR(CALL(isinstr, "abc", "", ""), "1");
	CHECK_STR(CALL(isinstr, "", "a", ""), "0");
	CHECK_STR(CALL(str_replace, "aXbXc", "X", "--"), "a--b--c");
	CHECK_STR(CALL(str_replace, "abc", "", "--"), "abc");
	CHECK_STR(CALL(str_replace, "aaa", "aa", "b"), "ba");
	CHECK_STR(CALL(str_replace, "hello", "l", ""), "heo");
	CHECK_STR(CALL(tokenize, "a,b;;c", ",;", ""), "a");
	CHECK_STR(CALL(tokenize, "", ",;", ""), "b");
	CHECK_STR(CALL(tokenize_next, ",;", "", ""), "c");
	CHECK_STR(CALL(tokenize_next, ",;", "", ""), "");
	CHECK_STR(CALL(tokenize, "one", "", ""), "one");
}

static void test_strtol(void)
{
	static const struct {
		const char *text, *base, *value;
	} rows[] = {
		{"0x1f", "#16", "31"},
		{"zz", "#10", "0"},
		{"077", "#0", "63"},
		{"99999999999999999999", "#10", "7766279631452241919"},
		{"-12abc", "#10", "-12"},
		{"12", "#1", "0"},
		{" 12", "#10", "0"},
		{"+12", "#10", "0"},
		{"0x", "#16", "0"},
		{"12", "#37", "39"},
		{"zz", "#36", "0"},
		{"0x1F", "#0", "31"},
		{"-0x1F", "#16", "-31"},
		{"9223372036854775808", "#10", "-9223372036854775808"},
		{"18446744073709551616", "#10", "0"},
		{"", "#10", "0"},
		{"08", "#0", "0"},
		{"FF", "#16", "255"},
		{"12", "#-1", "4294967297"},
		{"1g", "#17", "1"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!CHECK_STR(CALL(strtol, rows[i].text, rows[i].base, ""), rows[i].value))
			printf("that was \"%s\" in base %s\n", rows[i].text, rows[i].base);
}

static void test_numbers(void)
{
	CHECK_STR(CALL(errno_str, "#2", "", ""), "ENOENT");
	CHECK_STR(CALL(errno_str, "#-2", "", ""), "ENOENT");
	CHECK_STR(CALL(errno_str, "#0", "", ""), "");
	CHECK_STR(CALL(errno_str, "#41", "", ""), "");
	CHECK_STR(CALL(errno_str, "#95", "", ""), "EOPNOTSUPP");
	CHECK_STR(CALL(errno_str, "#131", "", ""), "ENOTRECOVERABLE");
	CHECK_STR(CALL(errno_str, "#132", "", ""), "");
	CHECK_STR(CALL(errno_str, "#0x8000000000000000", "", ""), "");
	CHECK_STR(CALL(randint, "#0", "", ""), "0");
	CHECK_STR(CALL(randint, "#1", "", ""), "0");
	CHECK(atoi(CALL(randint, "#100", "", "")) < 100);
}

static void test_time(void)
{
	CHECK_STR(CALL(ctime, "#0", "", ""), "Thu Jan  1 00:00:00 1970");
	CHECK_STR(CALL(ctime, "#1700000000", "", ""), "Tue Nov 14 22:13:20 2023");
	CHECK_STR(CALL(ctime, "#-1", "", ""), "Wed Dec 31 23:59:59 1969");
	CHECK_STR(CALL(ctime, "#2147483647", "", ""), "Tue Jan 19 03:14:07 2038");
	CHECK_STR(CALL(ctime, "#-2147483648", "", ""), "Fri Dec 13 20:45:52 1901");
	as->event.time_ns = 5000000000u;
	as->session.wall_offset_ns = 1700000000123456789;
	CHECK_STR(CALL(gettimeofday_s, "", "", ""), "1700000005");
	CHECK_STR(CALL(gettimeofday_ms, "", "", ""), "1700000005123");
	CHECK_STR(CALL(gettimeofday_us, "", "", ""), "1700000005123456");
	CHECK_STR(CALL(gettimeofday_ns, "", "", ""), "1700000005123456789");
	CHECK_STR(CALL(ctime_now, "", "", ""), "Tue Nov 14 22:13:25 2023");
}

/* 300 seconds after boot the low half of jiffies wraps to 0, whatever HZ is. */
static void test_jiffies(void)
{
	long long hz = atoll(CALL(HZ, "", "", ""));

	CHECK(hz == 100 || hz == 250 || hz == 300 || hz == 1000);
	as->event.time_ns = 300 * UINT64_C(1000000000);
	CHECK_INT(atoll(CALL(jiffies, "", "", "")), 1LL << 32);
	as->event.time_ns = 0;
	CHECK_INT(atoll(CALL(jiffies, "", "", "")), (1LL << 32) - 300 * hz);
}

static void test_cycles(void)
{
	long long first, second;

	as->event.time_ns = 1000000000;
	first = atoll(CALL(get_cycles, "", "", ""));
	as->event.time_ns = 2000000000;
	second = atoll(CALL(get_cycles, "", "", ""));
	CHECK(second > first);
	as->event.time_ns = 1000000000;
	CHECK_INT(atoll(CALL(get_cycles, "", "", "")), first);
}

static void test_context(void)
{
	CHECK_STR(CALL(tid, "", "", ""), "77");
	CHECK_STR(CALL(cpu, "", "", ""), "3");
	CHECK_STR(CALL(pp, "", "", ""), "begin");
	CHECK_STR(CALL(ppfunc, "", "", ""), "");
	CHECK_STR(CALL(probefunc, "", "", ""), "0x0");
	CHECK_INT(atoi(CALL(pid, "", "", "")), getpid());
	CHECK_INT(atoi(CALL(uid, "", "", "")), getuid());
	CHECK_STR(CALL(symname, "#0xffffffff81001234", "", ""), "0xffffffff81001234");
	CHECK_STR(CALL(symdata, "#1", "", ""), "0x1");
	CHECK_STR(CALL(probe_missed, "", "", ""), "0");
	CHECK(!as->session.exiting);
	CALL(exit, "", "", "");
	CHECK(as->session.exiting);
}

int main(void)
{
	as = asm_new();
	asm_code(as, 1, 1, 0);
	asm_op(as, OP_CODE_RET, 0, 0, 0);
	CHECK(asm_run(as, 0));
	test_strings();
	test_strtol();
	test_numbers();
	test_time();
	test_jiffies();
	test_cycles();
	test_context();
	for (int i = 0; i < 3; i++)
		free(texts[i]);
	asm_free(as);
	return check_done();
}
