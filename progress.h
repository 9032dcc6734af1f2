/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What -v tells about the passes, in stap's form:
 *
 *   Pass 1: parsed user script and N library scripts using 1virt/2res/3shr/4data kb, in
 *   5usr/6sys/7real ms.
 *
 * Owner:    the driver; one struct pass_clock a pass.
 */
#ifndef MSTAP_PROGRESS_H
#define MSTAP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct pass_clock {
	int64_t user_ms, system_ms, real_ms; /* when the pass began */
};

void pass_begin(struct pass_clock *clock);
/* Prints "Pass N: WHAT using ... in ..." to stderr; the memory in use only when @memory. */
void pass_report(const struct pass_clock *clock, int number, const char *what, bool memory);

#endif
