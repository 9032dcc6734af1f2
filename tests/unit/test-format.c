/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One conversion at a time; every expected text is what the real stap prints. */
#include "config.h"

#include "runtime/format.h"

#include "tests/unit/assembler.h"
#include "tests/unit/check.h"

static struct buf out;

/* Reads "%-#08.3x" far enough for tests: one flag, width, precision, conversion. */
static struct format_piece parse(const char *text)
{
	struct format_piece piece = {.width = -1, .precision = -1};

	text++;
	piece.minus = *text == '-';
	piece.plus = *text == '+';
	piece.space = *text == ' ';
	piece.alternate = *text == '#';
	piece.zero = *text == '0';
	if (strchr("-+ #0", *text))
		text++;
	if (*text == '*')
		piece.width_arg = true, text++;
	else if (*text >= '0' && *text <= '9')
		piece.width = (int32_t)strtol(text, (char **)(uintptr_t)&text, 10);
	if (*text == '.' && text[1] == '*')
		piece.precision_arg = true, text += 2;
	else if (*text == '.')
		piece.precision = (int32_t)strtol(text + 1, (char **)(uintptr_t)&text, 10);
	piece.conversion = *text;
	piece.kind = *text == 's' ? PIECE_STRING : *text == 'b' ? PIECE_BINARY : PIECE_LONG;
	return piece;
}

static const char *render(const char *text, const union slot *args)
{
	struct format_piece piece = parse(text);
	struct format format = {.pieces = &piece, .npieces = 1};

	buf_clear(&out);
	format_render(&format, args, &out);
	return out.data;
}

static const char *number(const char *text, int64_t value)
{
	return render(text, &(union slot){.number = value});
}

static const char *string(const char *text, const char *value)
{
	struct string *made = asm_make_string(value);
	const char *result = render(text, &(union slot){.string = made});

	free(made);
	return result;
}

static void test_numbers(void)
{
	static const struct {
		const char *format;
		int64_t value;
		const char *text;
	} rows[] = {
		{"%5d", 42, "   42"},
		{"%-5d", 42, "42   "},
		{"%05d", 42, "00042"},
		{"%+d", 42, "+42"},
		{"%+d", -42, "-42"},
		{"% d", 42, " 42"},
		{"%x", 255, "ff"},
		{"%#x", 255, "0xff"},
		{"%X", 255, "FF"},
		{"%#X", 255, "0XFF"},
		{"%o", 8, "10"},
		{"%#o", 8, "010"},
		{"%#o", 0, "00"},
		{"%#x", 0, "0x0"},
		{"%u", -1, "18446744073709551615"},
		{"%i", -7, "-7"},
		{"%d", INT64_MIN, "-9223372036854775808"},
		{"%d", 0, "0"},
		{"%d", 100, "100"},
		{"%d", 12345, "12345"},
		{"%p", 4096, "0x1000"},
		{"%20p", 4096, "              0x1000"},
		{"%-20p", 4096, "0x1000              "},
		{"%020p", 4096, "0x000000000000001000"},
		{"%p", 0, "0x0"},
		{"%.3p", 5, "0x005"},
		{"%.5d", 42, "00042"},
		{"%8.5d", 42, "   00042"},
		{"%-8.5d", 42, "00042   "},
		{"%08.5d", 42, "00000042"},
		{"%.0d", 0, "0"},
		{"%+.3d", 42, "+042"},
		{"%+5d", 42, "  +42"},
		{"%+x", 42, "2a"},
		{"%+u", 42, "42"},
		{"%x", -1, "ffffffffffffffff"},
		{"%o", -1, "1777777777777777777777"},
		{"%#12.8x", 255, "  0x000000ff"},
		{"%25.20d", -5, "    -00000000000000000005"},
		{"%5c", 66, "    B"},
		{"%-5c", 67, "C    "},
		{"%c", 0x4142, "B"},
		{"%#c", 0, "\\000"},
		{"%#5c", 7, "   \\a"},
		{"%#c", '\'', "\\'"},
		{"%#c", '"', "\""},
		{"%#c", 255, "\\377"},
		{"%#c", 'z', "z"},
		{"%1b", 0x41, "A"},
		{"%2b", 0x4241, "AB"},
		{"%4b", 0x44434241, "ABCD"},
		{"%8b", 0x4847464544434241, "ABCDEFGH"},
		{"%b", 0x4847464544434241, "ABCDEFGH"},
		{"%3b", 0x4847464544434241, "ABCDEFGH"},
		{"%8.1b", 0x4847464544434241, "       A"},
		{"%4.2b", 0x4847464544434241, "  AB"},
		{"%2.4b", 0x4847464544434241, "ABCD"},
		{"%-8.2b", 0x4847464544434241, "AB      "},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!CHECK_STR(number(rows[i].format, rows[i].value), rows[i].text))
			printf("that was %s of %lld\n", rows[i].format, (long long)rows[i].value);
}

static void test_strings(void)
{
	CHECK_STR(string("%s", "hello"), "hello");
	CHECK_STR(string("%10s", "hello"), "     hello");
	CHECK_STR(string("%-10s", "hello"), "hello     ");
	CHECK_STR(string("%.3s", "hello"), "hel");
	CHECK_STR(string("%10.3s", "hello"), "       hel");
	CHECK_STR(string("%.0s", "hello"), "");
	CHECK_STR(string("%s", ""), "");
}

static void test_stars(void)
{
	union slot args[3] = {{.number = 6}, {.number = 42}, {.number = 7}};

	CHECK_STR(render("%*d", args), "    42");
	CHECK_STR(render("%-*d", args), "42    ");
	args[0].number = -6;
	CHECK_STR(render("%*d", args), "42");
	args[0].number = 6;
	args[1].number = -1;
	CHECK_STR(render("%*.*d", args), "     7");
	args[0].number = INT64_MAX;
	args[1].number = 1;
	CHECK_INT(strlen(render("%*d", args)), 8192);
}

int main(void)
{
	test_numbers();
	test_strings();
	test_stars();
	buf_free(&out);
	return check_done();
}
