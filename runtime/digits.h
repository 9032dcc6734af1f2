/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory as text: two digits a byte, in the order of the memory.
 *
 * Purpose:  a string of the script language holds no NUL, memory may.
 * Owner:    nobody: values only.
 */
#ifndef MSTAP_RUNTIME_DIGITS_H
#define MSTAP_RUNTIME_DIGITS_H

#include <stdint.h>

/* Writes 2 * @count digits to @text. */
static inline void digits_from_bytes(const unsigned char *bytes, uint32_t count, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (uint32_t i = 0; i < count; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
}

static inline unsigned digit_value(char digit)
{
	return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a') + 10;
}

/* The bytes of @length digits at @text, @most at most. Returns their number. */
static inline uint32_t digits_to_bytes(const char *text, uint32_t length, char *bytes,
				       uint32_t most)
{
	uint32_t count = length / 2 < most ? length / 2 : most;

	for (uint32_t i = 0; i < count; i++)
		bytes[i] = (char)(digit_value(text[2 * i]) << 4 | digit_value(text[2 * i + 1]));
	return count;
}

#endif
