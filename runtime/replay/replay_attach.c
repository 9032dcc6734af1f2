/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/replay/replay_state.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "runtime/record.h"
#include "runtime/replay/replay_catalog.h"

static struct diag *refuse(struct diag_list *diags, const struct probe *probe, const char *text)
{
	return diag_add(diags, DIAG_ERROR, (struct span){0}, NULL, "%s%s%s", text,
			probe->near ? ": " : "", probe->near ? probe->near : "");
}

static const struct field_place *find_field(const struct event_format *format, const char *name)
{
	for (unsigned i = 0; i < format->nfields; i++) {
		if (strcmp(format->fields[i].name, name) == 0)
			return &format->fields[i].place;
	}
	return NULL;
}

/* A recording holds the events' own fields and nothing that they point to. */
static bool bind_fetch(const struct event_format *format, const struct fetch *fetch,
		       struct field_place *out)
{
	const struct field_place *field;

	if (fetch->base != FETCH_FIELD || fetch->nsteps)
		return false;
	field = find_field(format, fetch->name);
	if (field)
		*out = record_place(field, fetch);
	return field != NULL;
}

static const char *fetch_name(const struct fetch *fetch)
{
	return fetch->near ? fetch->near : fetch->name ? fetch->name : "an argument";
}

static bool bind_tracepoint(struct replay_source *replay, const struct probe *probe,
			    struct binding *binding, struct diag_list *diags)
{
	const char *why = "";
	const struct event_format *format =
		replay_event_format(&replay->source, probe->system, probe->event, &why);
	struct field_place *slots;

	if (!format) {
		refuse(diags, probe, why);
		return false;
	}
	slots = arena_alloc(replay->arena, (probe->nfetches + 1u) * sizeof(*slots));
	for (unsigned i = 0; i < probe->nfetches; i++) {
		const struct fetch *fetch = &probe->fetches[i];

		slots[i].elsewhere = !fetch_is_of(probe->part, fetch);
		if (!slots[i].elsewhere && !bind_fetch(format, fetch, &slots[i])) {
			refuse(diags, probe,
			       arena_printf(replay->arena,
					    "%s is not in the events %s:%s of the recording %s",
					    fetch_name(fetch), probe->system, probe->event,
					    replay->path));
			return false;
		}
	}
	*binding = (struct binding){.attached = true, .event = format->id, .slots = slots};
	return true;
}

static bool refuse_kprobe(struct replay_source *replay, const struct probe *probe,
			  struct diag_list *diags)
{
	struct diag *diag =
		refuse(diags, probe,
		       arena_printf(replay->arena, "the recording %s has no events of %s",
				    replay->path, probe->point));

	diag_note(diags, diag,
		  "a recorded kprobe event is probed by its own name, "
		  "kernel.trace(\"kprobes:NAME\"); "
		  "to probe functions, run the script without --replay");
	return false;
}

static bool bind(struct replay_source *replay, const struct probe *probe, struct binding *binding,
		 struct diag_list *diags)
{
	switch (probe->kind) {
	case PROBE_TRACEPOINT:
		return bind_tracepoint(replay, probe, binding, diags);
	case PROBE_KPROBE:
	case PROBE_KRETPROBE:
		return refuse_kprobe(replay, probe, diags);
	default:
		return true;
	}
}

int replay_attach(struct record_source *source, const struct attach_options *options,
		  const struct binding **bindings, struct diag_list *diags)
{
	struct replay_source *replay = replay_of(source);
	struct binding *made = arena_alloc(replay->arena, (options->nprobes + 1u) * sizeof(*made));
	uint32_t needed = options->nprobes - options->noptional;
	struct diag_list ignored = {.arena = replay->arena};
	int status = 0;

	for (uint32_t i = 0; i < options->nprobes; i++) {
		bool ok =
			bind(replay, &options->probes[i], &made[i], i < needed ? diags : &ignored);

		if (!ok && i < needed)
			status = -1;
	}
	*bindings = made;
	return status;
}

void replay_plan(struct record_source *source, const struct attach_options *options, uint32_t index,
		 struct probe_plan *plan)
{
	struct replay_source *replay = replay_of(source);
	const struct probe *probe = &options->probes[index];
	const char **fields;

	if (probe->kind != PROBE_TRACEPOINT)
		return;
	plan->lines = arena_printf(replay->arena, "events %s:%s of %s", probe->system, probe->event,
				   replay->path);
	fields = arena_alloc(replay->arena, (probe->nfetches + 1u) * sizeof(*fields));
	for (unsigned i = 0; i < probe->nfetches; i++)
		fields[i] = probe->fetches[i].name ? probe->fetches[i].name : "-";
	plan->fields = fields;
}
