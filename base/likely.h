/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose:  which way a condition of the hot path goes, told to the compiler.
 * Owner:    nobody: two macros.
 */
#ifndef MSTAP_BASE_LIKELY_H
#define MSTAP_BASE_LIKELY_H

#if defined(__GNUC__)
#define LIKELY(x)   __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#else
#define LIKELY(x)   (x)
#define UNLIKELY(x) (x)
#endif

#endif
