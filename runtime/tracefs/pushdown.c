/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of the probes' guards the kernel is given to decide, and what else it is told of them. */
#include "config.h"

#include "base/arena.h"
#include "base/buf.h"
#include "runtime/tracefs/filter.h"
#include "runtime/tracefs/followed.h"
#include "runtime/tracefs/state.h"

static const char *filter_of(struct tracefs_source *state, const struct attach_options *options,
			     uint32_t index, struct filter_tests *tests)
{
	const struct probe *probe = &options->probes[index];
	const char *why;
	struct filter_place place = {
		.probe = probe,
		.syntax = tracefs_syntax(state),
		.target_pid = options->target_pid,
		.tests = tests,
	};

	/* The stack is taken before the filter is asked (event_triggers_call(), 6.1 and 6.12). */
	if (!probe->guard || probe->wants_stack)
		return NULL;
	if (definition_kind_of(probe) == DEFINITION_NONE)
		place.format =
			tracefs_event_format(&state->base, probe->system, probe->event, &why);
	return filter_text(state->arena, &place);
}

/* A tracepoint's own event is there once for all that probe it, the process table included. */
static const char *shared_filter(struct tracefs_source *state, const struct attach_options *options,
				 uint32_t index, struct filter_tests *tests)
{
	const struct probe *probes = options->probes;
	const char *filter = filter_of(state, options, index, tests);

	for (uint32_t i = 0; filter && i < options->nprobes; i++)
		if (i != index && definition_same_event(&probes[index], &probes[i]))
			filter = filter_either(state->arena, filter,
					       filter_of(state, options, i, NULL));
	return filter;
}

const char *tracefs_filter(struct tracefs_source *state, const struct attach_options *options,
			   uint32_t index)
{
	return shared_filter(state, options, index, NULL);
}

/* ---- plans ---- */

/* The definition, if it takes one, and what is switched on besides. */
static const char *lines_of(struct tracefs_source *state, const struct probe *probe,
			    const char *definition, const char *system, const char *event)
{
	const char *lines = definition;

	if (definition && definition_is_iterator(tracefs_syntax(state), probe))
		lines = arena_printf(state->arena, "%s\n%s:%s traceon:0", lines, probe->system,
				     probe->event);
	else if (!definition)
		lines = arena_printf(state->arena, "%s:%s", system, event);
	if (!probe->wants_stack)
		return lines;
	return arena_printf(state->arena, "%s\n%s:%s stacktrace", lines, system, event);
}

static void plan_definition(struct tracefs_source *state, const struct probe *probe, uint32_t index,
			    struct probe_plan *plan)
{
	const char *event = definition_event_name(state->arena, probe, index, "PID");
	const struct fetch *at;
	struct buf line = {0};

	plan->missing = definition_write(&line, state->arena, tracefs_syntax(state), probe,
					 "mstap_PID", event, &at);
	if (!plan->missing)
		plan->lines = lines_of(state, probe, arena_printf(state->arena, "%s", line.data),
				       "mstap_PID", event);
	buf_free(&line);
}

static void plan_fields(struct tracefs_source *state, const struct probe *probe,
			struct probe_plan *plan)
{
	const char **fields = arena_alloc(state->arena, (probe->nfetches + 1u) * sizeof(*fields));

	for (unsigned i = 0; i < probe->nfetches; i++)
		fields[i] = definition_field_name(state->arena, probe, i);
	plan->fields = fields;
}

void tracefs_plan(struct record_source *source, const struct attach_options *options,
		  uint32_t index, struct probe_plan *plan)
{
	struct tracefs_source *state = tracefs_state(source);
	const struct probe *probe = &options->probes[index];
	struct filter_tests tests = {0};

	if (definition_kind_of(probe) != DEFINITION_NONE)
		plan_definition(state, probe, index, plan);
	else if (probe->kind == PROBE_TRACEPOINT)
		plan->lines = lines_of(state, probe, NULL, probe->system, probe->event);
	if (!plan->lines)
		return;
	plan_fields(state, probe, plan);
	plan->filter = shared_filter(state, options, index, &tests);
	plan->tests = tests.items;
	plan->ntests = plan->filter ? tests.count : 0;
	plan->follows = followed_is_enough(options, index);
}
