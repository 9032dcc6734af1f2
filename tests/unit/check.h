/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check.h - what a unit program needs, and no more: checks that count, and say where they failed.
 *
 *	int main(void)
 *	{
 *		CHECK(ready());
 *		CHECK_INT(add(1, 2), 3);
 *		CHECK_STR(name(x), "x");
 *		return check_done();
 *	}
 *
 * A failed check is printed and the program goes on, so that one run shows all that is wrong. Each
 * macro evaluates its arguments once and gives 1 or 0, for
 * `if (!CHECK(p != NULL)) return check_done();`
 */
#ifndef MSTAP_TESTS_UNIT_CHECK_H
#define MSTAP_TESTS_UNIT_CHECK_H

#include <stdio.h>
#include <string.h>

static int check_count, check_failures;

static inline int check_true(int ok, const char *file, int line, const char *text)
{
	check_count++;
	if (!ok) {
		check_failures++;
		printf("%s:%d: %s: is false\n", file, line, text);
	}
	return ok;
}

static inline int check_int(long long a, long long b, const char *file, int line, const char *text)
{
	check_count++;
	if (a != b) {
		check_failures++;
		printf("%s:%d: %s: is %lld, expected %lld\n", file, line, text, a, b);
	}
	return a == b;
}

/* Either string may be NULL, which equals only NULL. */
static inline int check_str(const char *a, const char *b, const char *file, int line,
			    const char *text)
{
	int ok = a && b ? strcmp(a, b) == 0 : a == b;

	check_count++;
	if (!ok) {
		check_failures++;
		printf("%s:%d: %s: is \"%s\", expected \"%s\"\n", file, line, text,
		       a ? a : "(null)", b ? b : "(null)");
	}
	return ok;
}

/* The exit status of the program; a program that checked nothing has failed. */
static inline int check_done(void)
{
	printf("%d checks, %d failed\n", check_count, check_failures);
	return check_failures > 0 || check_count == 0;
}

#define CHECK(cond)	check_true(!!(cond), __FILE__, __LINE__, #cond)
#define CHECK_INT(a, b) check_int((long long)(a), (long long)(b), __FILE__, __LINE__, #a)
#define CHECK_STR(a, b) check_str((a), (b), __FILE__, __LINE__, #a)

#endif
