/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/dispatch.h"

#include <stdlib.h>

#include "base/xalloc.h"

/*
 * A record carries its event id in the 16 bits of common_type (kernel/trace/trace_output.c); above
 * are the numbers that a record source gives to what shares an event. No larger one, which only a
 * damaged recording can name, ever matches.
 */
#define IDS_MAX (2 * (UINT16_MAX + 1))

static bool is_wanted(const struct binding *binding)
{
	return binding->attached && binding->event < IDS_MAX;
}

/* A counting sort by id, which keeps the order of equal ones. */
void dispatch_build(struct dispatch *dispatch, const struct binding *bindings, uint32_t count)
{
	uint32_t nids = 0;

	for (uint32_t i = 0; i < count; i++)
		if (is_wanted(&bindings[i]) && bindings[i].event >= nids)
			nids = bindings[i].event + 1;
	dispatch->nids = nids;
	dispatch->first = xcalloc(nids + 2, sizeof(*dispatch->first));
	dispatch->probes = xcalloc(count, sizeof(*dispatch->probes));
	/* Two slots up, so that filling below leaves every begin where it belongs. */
	for (uint32_t i = 0; i < count; i++)
		if (is_wanted(&bindings[i]))
			dispatch->first[bindings[i].event + 2]++;
	for (uint32_t id = 2; id < nids + 2; id++)
		dispatch->first[id] += dispatch->first[id - 1];
	for (uint32_t i = 0; i < count; i++)
		if (is_wanted(&bindings[i]))
			dispatch->probes[dispatch->first[bindings[i].event + 1]++] = i;
}

void dispatch_free(struct dispatch *dispatch)
{
	free(dispatch->first);
	free(dispatch->probes);
	*dispatch = (struct dispatch){0};
}
