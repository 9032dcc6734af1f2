/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hash functions of the two tables on hot paths, maps and interned names. Inline, because
 * the call would cost as much as the hash. Not for hostile keys: map keys come from the
 * script's own records, and the worst they can do is slow their own script.
 *
 * Owner:    nobody: from values to a value.
 */
#ifndef MSTAP_BASE_HASH_H
#define MSTAP_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Mixes one 64-bit value into @hash (multiply and fold, both halves kept). */
static inline uint64_t hash_mix(uint64_t hash, uint64_t value)
{
	unsigned __int128 product = (unsigned __int128)(hash ^ value) * 0x9e3779b97f4a7c15u;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/*
 * The @len bytes, fewer than 8, as a number; texts of one length are equal when these are. A
 * memcpy() of a length that is not constant would be a call.
 */
static inline uint64_t hash_short_bytes(const char *bytes, size_t len)
{
	const unsigned char *text = (const unsigned char *)bytes;
	uint32_t head, tail;

	if (len >= 4) {
		memcpy(&head, text, 4);
		memcpy(&tail, text + len - 4, 4);
		return (uint64_t)head << 32 | tail;
	}
	if (len == 0)
		return 0;
	return (uint64_t)text[0] << 16 | (uint64_t)text[len / 2] << 8 | text[len - 1];
}

static inline uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t len)
{
	uint64_t word;

	hash = hash_mix(hash, len ^ 0x243f6a8885a308d3u);
	for (; len >= 8; bytes += 8, len -= 8) {
		memcpy(&word, bytes, 8);
		hash = hash_mix(hash, word);
	}
	return hash_mix(hash, hash_short_bytes(bytes, len) ^ 0x13198a2e03707344u);
}

#endif
