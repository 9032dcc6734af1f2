/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The arithmetic of the script language: 64 bits, two's complement, wraps.
 *
 * Purpose:  what C leaves undefined, or the processor traps on, is defined here.
 * Owner:    nobody: values only.
 */
#ifndef MSTAP_RUNTIME_ARITHMETIC_H
#define MSTAP_RUNTIME_ARITHMETIC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/likely.h"

static inline int64_t wrap_add(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static inline int64_t wrap_sub(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a - (uint64_t)b);
}

static inline int64_t wrap_mul(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a * (uint64_t)b);
}

/* 32-bit division is faster by half or more, and most numbers are small. */
static inline bool both_small(int64_t a, int64_t b)
{
	return ((uint64_t)a | (uint64_t)b) >> 32 == 0;
}

/* By -1 the processor would trap on INT64_MIN. */
static inline int64_t divide(int64_t a, int64_t b)
{
	if (LIKELY(both_small(a, b)))
		return (uint32_t)a / (uint32_t)b;
	return b == -1 ? wrap_sub(0, a) : a / b;
}

static inline int64_t modulo(int64_t a, int64_t b)
{
	if (LIKELY(both_small(a, b)))
		return (uint32_t)a % (uint32_t)b;
	return b == -1 ? 0 : a % b;
}

#endif
