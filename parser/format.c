/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "parser/parser.h"

#include <string.h>

/* Past digits, or one '*'. */
static const char *skip_number(const char *at)
{
	return *at == '*' ? at + 1 : at + strspn(at, "0123456789");
}

/*
 * What is wrong with the directive that follows a '%' at *@at, or NULL; then *@at is moved
 * behind it. One flag at most, as stap has it; zeroes count as part of the width.
 */
static const char *check_directive(const char **at)
{
	const char *start = *at, *p = start;

	if (*p && strchr("-+ #", *p))
		p++;
	p = skip_number(p);
	if (*p == '.')
		p = skip_number(p + 1);
	if (*p == 'l')
		p++;
	if (!*p && p > start)
		return "trailing incomplete print format conversion";
	if (!*p || !strchr(p == start ? "%diuxXopcsbmM" : "diuxXopcsbmM", *p))
		return "invalid or missing conversion specifier";
	*at = p + 1;
	return NULL;
}

const char *format_find_error(const char *format)
{
	const char *at = format;

	while ((at = strchr(at, '%'))) {
		const char *error;

		at++;
		error = check_directive(&at);
		if (error)
			return error;
	}
	return NULL;
}
