/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Processors: which ones there are to sample.
 *
 * Purpose:  the list in /sys/devices/system/cpu/online.
 * Owner:    whoever asks.
 */
#ifndef MSTAP_RUNTIME_PERF_PROCESSORS_H
#define MSTAP_RUNTIME_PERF_PROCESSORS_H

#include <stdbool.h>
#include <stdint.h>

struct processors {
	uint32_t *numbers; /* ascending */
	uint32_t count;
};

/* Those that are online now. Returns 0, or -1 with errno. */
int processors_list(struct processors *list);
void processors_free(struct processors *list);
bool processors_have(const struct processors *list, uint32_t number);

#endif
