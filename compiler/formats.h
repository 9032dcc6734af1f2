/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Format strings: text to struct format, and formats for the plain print family.
 *
 * Owner:    the compilation arena.
 */
#ifndef MSTAP_COMPILER_FORMATS_H
#define MSTAP_COMPILER_FORMATS_H

#include "compiler/compiler.h"

/* The format of a printf-like @e; NULL after an error. The same one each time it is asked. */
const struct format *format_of(struct compilation *c, struct expr *e);

/* The format @text, which is one of ours. */
const struct format *format_of_text(struct compilation *c, const char *text);

/* Makes the %m and %M of @e, a printf or sprintf, reads of what stands at the addresses. */
void format_read_memory(struct compilation *c, struct expr *e);

/* The format that prints the typed arguments of a print, println, printd... as stap does. */
const struct format *format_plain(struct compilation *c, const struct expr *e);

#endif
