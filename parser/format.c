/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/format.h"

#include <stddef.h>
#include <string.h>

/* Wider than any string can be; what is written beyond that is cut. */
#define MAX_SIZE 65535

/* One flag at the most, as in stap: of "%+05d" the 0 belongs to the width. */
static const char *take_flag(const char *p, struct format_part *part)
{
	switch (*p) {
	case '-':
		part->minus = true;
		break;
	case '+':
		part->plus = true;
		break;
	case ' ':
		part->space = true;
		break;
	case '#':
		part->alternate = true;
		break;
	case '0':
		part->zero = true;
		break;
	default:
		return p;
	}
	return p + 1;
}

/* A width or precision: digits, or '*'. */
static const char *take_size(const char *p, int32_t *size, bool *from_arg)
{
	if (*p == '*') {
		*from_arg = true;
		return p + 1;
	}
	for (; *p >= '0' && *p <= '9'; p++) {
		*size = (*size < 0 ? 0 : *size) * 10 + (*p - '0');
		if (*size > MAX_SIZE)
			*size = MAX_SIZE;
	}
	return p;
}

/*
 * @start stands behind the '%'. Returns where the directive ends, or NULL, with *@error set unless
 * the format ends in "%.", "%l" or "%.l", which stap lets pass and prints nothing for.
 */
static const char *take_directive(const char *start, struct format_part *part, const char **error)
{
	const char *p = take_flag(start, part);

	p = take_size(p, &part->width, &part->width_arg);
	if (*p == '.') {
		part->precision = 0;
		p = take_size(p + 1, &part->precision, &part->precision_arg);
	}
	if (*p == 'l')
		p++;
	part->conversion = *p;
	if (*p && strchr("diuxXopcsbmM", *p))
		return p + 1;
	if (!strcmp(start, ".") || !strcmp(start, "l") || !strcmp(start, ".l"))
		return NULL;
	*error = !*p && p > start ? "trailing incomplete print format conversion"
				  : "invalid or missing conversion specifier";
	return NULL;
}

bool format_next(const char **at, struct format_part *part, const char **error)
{
	const char *p = *at;
	size_t plain = strcspn(p, "%");

	*part = (struct format_part){.width = -1, .precision = -1};
	*error = NULL;
	if (!plain && p[0] == '%' && p[1] == '%') {
		part->text = p;
		part->len = 1;
		*at = p + 2;
		return true;
	}
	if (plain) {
		part->text = p;
		part->len = (uint32_t)plain;
		*at = p + plain;
		return true;
	}
	if (!*p)
		return false;
	*at = take_directive(p + 1, part, error);
	return *at != NULL;
}
