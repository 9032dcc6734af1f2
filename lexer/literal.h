/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * String and number literals: from spelling to value and back.
 *
 * Owner:    the caller, by the arena or buffer given.
 */
#ifndef MSTAP_LEXER_LITERAL_H
#define MSTAP_LEXER_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;

/*
 * The spelling as stap keeps it: escapes that C knows stay, of others the backslash goes.
 * @text is what stands between the quotes. The result is in @arena.
 */
const char *literal_clean_string(struct arena *arena, const char *text, size_t len);

/*
 * The bytes that the cleaned spelling @raw stands for. @len receives their number; they may hold
 * NULs.
 */
const char *literal_string_value(struct arena *arena, const char *raw, uint32_t *len);

/* Appends @text as it would be spelled: quotes, backslashes and unprintable bytes escaped. */
void literal_quote(struct buf *out, const char *text, size_t len);

/*
 * Decimal, octal or hex digits to 64 bits (values above INT64_MAX wrap to negative ones).
 * False when they are no number or need more bits.
 */
bool literal_number(const char *text, int64_t *number);

#endif
