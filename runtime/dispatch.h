/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dispatch table: from the event id of a record to the probes that want it.
 *
 * Owner:    the engine, one per run.
 */
#ifndef MSTAP_RUNTIME_DISPATCH_H
#define MSTAP_RUNTIME_DISPATCH_H

#include <stdint.h>

#include "runtime/record_source.h"

struct dispatch {
	uint32_t nids;
	uint32_t *first;  /* nids + 1: where an id's probes begin in @probes */
	uint32_t *probes; /* indices of bindings */
};

struct probe_range {
	const uint32_t *items;
	uint32_t count;
};

/* @bindings: @count of them. An event's probes keep the order that they have there. */
void dispatch_build(struct dispatch *dispatch, const struct binding *bindings, uint32_t count);
void dispatch_free(struct dispatch *dispatch);

static inline struct probe_range dispatch_find(const struct dispatch *dispatch, uint32_t event)
{
	if (event >= dispatch->nids)
		return (struct probe_range){0};
	return (struct probe_range){dispatch->probes + dispatch->first[event],
				    dispatch->first[event + 1] - dispatch->first[event]};
}

#endif
