/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The order in which probes are attached.
 *
 * Purpose:  probes on one place write their records, and so run their handlers, in the order of
 *           the script.
 * Owner:    the order is the caller's, in the arena given.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_ORDER_H
#define MSTAP_RUNTIME_TRACEFS_ORDER_H

#include <stdint.h>

struct arena;
struct probe;

/*
 * Indexes of the @count @probes in the order in which to attach them: that of the script, but of
 * those on one place, of the kinds of which the kernel runs the latest first, the last comes first.
 */
const uint32_t *order_for_attaching(struct arena *arena, const struct probe *probes,
				    uint32_t count);

#endif
