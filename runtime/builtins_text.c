/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings made printable: \n, \001, and code points beyond ASCII as \u20AC. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <stdio.h>

#include "runtime/digits.h"

#define ESCAPE_MAX 12 /* "\U0010FFFF" and its NUL */

/*
 * The code point that @text starts with and the bytes it takes; a byte that starts none is
 * taken for itself. RFC 3629: shortest form only, no surrogates, up to U+10FFFF.
 */
static uint32_t take_code_point(const unsigned char *text, unsigned *bytes)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned count = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
	uint32_t code = text[0] & (0xffu >> (count + 1));

	*bytes = 1;
	if (text[0] < 0xc0 || text[0] >= 0xf8)
		return text[0];
	for (unsigned i = 1; i < count; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return text[0];
		code = code << 6 | (text[i] & 0x3f);
	}
	if (code < least[count] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return text[0];
	*bytes = count;
	return code;
}

static char escape_letter(uint32_t code)
{
	static const char codes[] = "\a\b\t\n\v\f\r\"\\", letters[] = "abtnvfr\"\\";
	const char *found = code && code < 0x80 ? strchr(codes, (int)code) : NULL;

	return found ? letters[found - codes] : 0;
}

/* Writes what stands for the character at @text, and a NUL. Returns its length. */
static unsigned escape(const unsigned char *text, char out[ESCAPE_MAX], unsigned *bytes)
{
	uint32_t code = take_code_point(text, bytes);
	char letter = escape_letter(code);
	int len;

	if (letter)
		len = snprintf(out, ESCAPE_MAX, "\\%c", letter);
	else if (*bytes == 1 && code >= 0x20 && code < 0x7f)
		len = snprintf(out, ESCAPE_MAX, "%c", (int)code);
	else if (code == 0)
		len = snprintf(out, ESCAPE_MAX, "\\0");
	else if (*bytes == 1)
		len = snprintf(out, ESCAPE_MAX, "\\%03o", code);
	else if (code <= 0xffff)
		len = snprintf(out, ESCAPE_MAX, "\\u%04X", code);
	else
		len = snprintf(out, ESCAPE_MAX, "\\U%08X", code);
	return (unsigned)len;
}

/*
 * Appends @string escaped to @out, no more than @most bytes; a character fits or is left out.
 * Returns how many bytes of it fit in @prefix bytes; @whole says whether all of it was taken.
 */
static size_t put_escaped(struct buf *out, const struct string *string, size_t most, size_t prefix,
			  bool *whole)
{
	const unsigned char *at = (const unsigned char *)string->text, *end = at + string->len;
	size_t before = out->len, kept = 0;
	char text[ESCAPE_MAX];
	unsigned bytes;

	*whole = false;
	for (; at < end; at += bytes) {
		unsigned len = escape(at, text, &bytes);

		if (out->len - before + len > most)
			return kept;
		buf_put(out, text, len);
		if (out->len - before <= prefix)
			kept = out->len - before;
	}
	*whole = true;
	return kept;
}

static const struct string *plain(struct vm *vm, const struct string *string, size_t most)
{
	bool whole;

	if (string->len == 0)
		return string_empty;
	put_escaped(&vm->text, string, most, most, &whole);
	return vm_string(vm, vm->text.data, vm->text.len);
}

#define QUOTES 2
#define DOTS   3

/* The quotes and the dots behind a cut count as well; there is always room for them. */
static const struct string *quoted(struct vm *vm, const struct string *string, size_t most)
{
	size_t room = most < QUOTES + DOTS ? DOTS : most - QUOTES, kept;
	bool whole;

	buf_putc(&vm->text, '"');
	kept = put_escaped(&vm->text, string, room, room - DOTS, &whole);
	if (!whole)
		vm->text.len = 1 + kept;
	buf_puts(&vm->text, whole ? "\"" : "\"...");
	return vm_string(vm, vm->text.data, vm->text.len);
}

BUILTIN_FUNCTION(text_str)
{
	buf_clear(&vm->text);
	result->string = plain(vm, args[0].string, vm->string_limit);
}

BUILTIN_FUNCTION(text_strn)
{
	int64_t wanted = args[1].number;
	size_t most = vm->string_limit;

	if (wanted > 0 && (uint64_t)wanted < most)
		most = (size_t)wanted;
	buf_clear(&vm->text);
	result->string =
		args[2].number ? quoted(vm, args[0].string, most) : plain(vm, args[0].string, most);
}

/* The memory that __kernel_bytes() gives as digits, up to so many characters. */
BUILTIN_FUNCTION(bytes_quoted)
{
	const struct string *digits = args[0].string;
	int64_t wanted = args[1].number;
	size_t most = vm->string_limit;
	char bytes[FETCH_BLOCK_BYTES];
	uint32_t count = digits_to_bytes(digits->text, digits->len, bytes, sizeof(bytes));

	if (wanted > 0 && (uint64_t)wanted < most)
		most = (size_t)wanted;
	buf_clear(&vm->text);
	result->string = wanted > 0 ? quoted(vm, vm_string(vm, bytes, count), most) : string_empty;
}
