/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of the probes' guards the kernel is given to decide, event by event. */
#include "config.h"

#include <string.h>

#include "runtime/tracefs/filter.h"
#include "runtime/tracefs/state.h"

static const char *filter_of(struct tracefs_source *state, uint32_t index)
{
	const struct probe *probe = &state->options.probes[index];
	const char *why;
	struct filter_place place = {
		.probe = probe,
		.syntax = tracefs_syntax(state),
		.target_pid = state->options.target_pid,
	};

	/* The stack is taken before the filter is asked (event_triggers_call(), 6.1 and 6.12). */
	if (!probe->guard || probe->wants_stack)
		return NULL;
	if (definition_kind_of(probe) == DEFINITION_NONE)
		place.format =
			tracefs_event_format(&state->base, probe->system, probe->event, &why);
	return filter_text(state->arena, &place);
}

static bool same_event(const struct probe *a, const struct probe *b)
{
	return a->kind == PROBE_TRACEPOINT && b->kind == PROBE_TRACEPOINT &&
	       definition_kind_of(a) == DEFINITION_NONE &&
	       definition_kind_of(b) == DEFINITION_NONE && !strcmp(a->system, b->system) &&
	       !strcmp(a->event, b->event);
}

/* A tracepoint's own event is there once for all that probe it, the process table included. */
const char *tracefs_filter(struct tracefs_source *state, uint32_t index)
{
	const struct probe *probes = state->options.probes;
	const char *filter = filter_of(state, index);

	for (uint32_t i = 0; filter && i < state->options.nprobes; i++)
		if (i != index && same_event(&probes[index], &probes[i]))
			filter = filter_either(state->arena, filter, filter_of(state, i));
	return filter;
}
