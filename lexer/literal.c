/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "lexer/literal.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

/* Each letter after a backslash that C knows, with its value. */
static const char escape_letters[] = "abfnrtv\\\"";
static const char escape_values[] = "\a\b\f\n\r\t\v\\\"";

const char *literal_clean_string(struct arena *arena, const char *text, size_t len)
{
	char *raw, *to;

	if (!memchr(text, '\\', len))
		return arena_strndup(arena, text, len);
	raw = to = arena_alloc(arena, len + 1);
	for (const char *end = text + len; text < end; text++) {
		if (*text == '\\' && text + 1 < end) {
			text++;
			if (*text && strchr("abfnrtvx01234567\\\"", *text))
				*to++ = '\\';
		}
		*to++ = *text;
	}
	return raw;
}

/* Up to @max digits of @base at @at; returns where they end. */
static const char *digits_value(const char *at, int base, int max, unsigned *value)
{
	for (*value = 0; max-- && isxdigit((unsigned char)*at); at++) {
		unsigned digit = isdigit((unsigned char)*at) ? (unsigned)(*at - '0')
							     : (unsigned)((*at | 32) - 'a' + 10);

		if (digit >= (unsigned)base)
			break;
		*value = *value * (unsigned)base + digit;
	}
	return at;
}

const char *literal_string_value(struct arena *arena, const char *raw, uint32_t *len)
{
	char *value, *to;

	if (!strchr(raw, '\\')) {
		*len = (uint32_t)strlen(raw);
		return raw;
	}
	value = to = arena_alloc(arena, strlen(raw) + 1);
	while (*raw) {
		const char *letter;
		unsigned code;

		if (*raw != '\\') {
			*to++ = *raw++;
		} else if (raw[1] == 'x') {
			raw = digits_value(raw + 2, 16, 2, &code);
			*to++ = (char)code;
		} else if (raw[1] >= '0' && raw[1] <= '7') {
			raw = digits_value(raw + 1, 8, 3, &code);
			*to++ = (char)code;
		} else {
			letter = strchr(escape_letters, raw[1]);
			*to++ = escape_values[letter - escape_letters];
			raw += 2;
		}
	}
	*len = (uint32_t)(to - value);
	return value;
}

void literal_quote(struct buf *out, const char *text, size_t len)
{
	for (const char *end = text + len; text < end; text++) {
		if (*text == '"' || *text == '\\')
			buf_putc(out, '\\');
		if (*text >= ' ' && *text <= '~')
			buf_putc(out, *text);
		else
			buf_printf(out, "\\%03o", (unsigned char)*text);
	}
}

bool literal_number(const char *text, int64_t *number)
{
	char *end;

	errno = 0;
	*number = (int64_t)strtoull(text, &end, 0);
	return !errno && !*end && isalnum((unsigned char)end[-1]);
}
