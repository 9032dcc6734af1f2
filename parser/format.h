/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Format strings of the printf family, taken apart: the one place that knows their syntax. The
 * parser looks for errors, the compiler makes code of the pieces.
 *
 * Owner:    nobody; pieces point into the text.
 */
#ifndef MSTAP_PARSER_FORMAT_H
#define MSTAP_PARSER_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

struct format_part {
	const char *text; /* literal text; NULL: a directive */
	uint32_t len;
	char conversion;
	bool minus, plus, space, alternate, zero; /* at most one */
	bool width_arg, precision_arg;		  /* '*' */
	int32_t width, precision;		  /* -1: none */
};

/*
 * Takes the next part off *@at. False at the end of the text, and at an error: *@error is then
 * what stap says about it.
 */
bool format_next(const char **at, struct format_part *part, const char **error);

#endif
