/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Floating point: a long holds the bits of an IEEE double. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double to_double(int64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* There is one "not a number": processors differ in the sign and payload they give it. */
static int64_t to_bits(double value)
{
	int64_t bits;

	if (isnan(value))
		return 0x7ff8000000000000;
	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

#define FLOAT_RESULT(id, expression)                  \
	BUILTIN_FUNCTION(id)                          \
	{                                             \
		double a = to_double(args[0].number); \
		double b = to_double(args[1].number); \
                                                      \
		result->number = to_bits(expression); \
	}

#define FLOAT_TEST(id, operator)                      \
	BUILTIN_FUNCTION(id)                          \
	{                                             \
		double a = to_double(args[0].number); \
		double b = to_double(args[1].number); \
                                                      \
		result->number = a operator b;        \
	}

FLOAT_RESULT(fp_add, a + b)
FLOAT_RESULT(fp_sub, a - b)
FLOAT_RESULT(fp_mul, a *b)
FLOAT_RESULT(fp_rem, remainder(a, b))

FLOAT_TEST(fp_eq, ==)
FLOAT_TEST(fp_le, <=)
FLOAT_TEST(fp_lt, <)

/* IEEE says what division by zero gives, C does not. */
static double divide(double a, double b)
{
	if (b != 0 || isnan(a))
		return a / b;
	if (a == 0)
		return NAN;
	return signbit(a) == signbit(b) ? INFINITY : -INFINITY;
}

FLOAT_RESULT(fp_div, divide(a, b))

BUILTIN_FUNCTION(fp_sqrt)
{
	result->number = to_bits(sqrt(to_double(args[0].number)));
}

BUILTIN_FUNCTION(long_to_fp)
{
	result->number = to_bits((double)args[0].number);
}

BUILTIN_FUNCTION(fp32_to_fp64)
{
	uint32_t bits = (uint32_t)args[0].number;
	float value;

	memcpy(&value, &bits, sizeof(value));
	result->number = to_bits((double)value);
}

/* ---- to a whole number ---- */

/* The modes of Berkeley's SoftFloat, which stap uses; all others cut the fraction off. */
static double round_as(double value, int64_t mode)
{
	switch (mode) {
	case 0:
		return rint(value);
	case 2:
		return floor(value);
	case 3:
		return ceil(value);
	case 4:
		return round(value);
	default:
		return trunc(value);
	}
}

BUILTIN_FUNCTION(fp_to_long)
{
	double value = round_as(to_double(args[0].number), args[1].number);

	if (isnan(value))
		result->number = 0;
	else if (value >= 0x1p63)
		result->number = INT64_MAX;
	else if (value < -0x1p63)
		result->number = INT64_MIN;
	else
		result->number = (int64_t)value;
}

/* ---- text ---- */

/* [+-]digits[.digits][e[+-]digits], of which everything may be missing. */
static bool is_number(const char *at)
{
	static const char digits[] = "0123456789";

	at += *at == '+' || *at == '-';
	at += strspn(at, digits);
	if (*at == '.')
		at += 1 + strspn(at + 1, digits);
	if (*at == 'e' || *at == 'E') {
		at++;
		at += *at == '+' || *at == '-';
		at += strspn(at, digits);
	}
	return *at == '\0';
}

BUILTIN_FUNCTION(string_to_fp)
{
	const char *text = args[0].string->text;

	if (!is_number(text))
		vm_raise(vm, "invalid format");
	else
		result->number = to_bits(copysign(strtod(text, NULL), *text == '-' ? -1.0 : 1.0));
}

#define PRECISION_MOST	1074 /* digits behind the point of the smallest double */
#define INTEGER_DIGITS	310
#define FLOAT_TEXT_SIZE (PRECISION_MOST + INTEGER_DIGITS + 2)

/* Adds one to the last digit of @text, digits with a point between, behind a leading '0'. */
static void carry(char *text, size_t len)
{
	while (len-- > 0) {
		if (text[len] == '.')
			continue;
		if (text[len] != '9') {
			text[len]++;
			return;
		}
		text[len] = '0';
	}
}

/*
 * All digits of @value but those behind the @precision-th of the fraction; half goes away from
 * zero. libc would round half to even.
 */
static void put_rounded(struct buf *out, double value, unsigned precision)
{
	char text[1 + FLOAT_TEXT_SIZE] = "0";
	size_t len;

	snprintf(text + 1, FLOAT_TEXT_SIZE, "%.*f", PRECISION_MOST, fabs(value));
	len = strcspn(text, ".") + 1 + precision;
	if (text[len] >= '5')
		carry(text, len);
	if (signbit(value))
		buf_putc(out, '-');
	buf_put(out, text + (text[0] == '0'), len - (text[0] == '0'));
}

BUILTIN_FUNCTION(fp_to_string)
{
	double value = to_double(args[0].number);
	int64_t precision = args[1].number;

	if (precision < 1)
		precision = 1;
	if (precision > PRECISION_MOST)
		precision = PRECISION_MOST;
	buf_clear(&vm->text);
	if (isfinite(value))
		put_rounded(&vm->text, value, (unsigned)precision);
	else
		buf_printf(&vm->text, "%f", value);
	result->string = vm_string(vm, vm->text.data, vm->text.len);
}
