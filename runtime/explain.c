/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/explain.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "runtime/process_table.h"

/* See struct record_source, beside. */
static void plan(struct record_source *source, const struct attach_options *options, uint32_t index,
		 struct probe_plan *out)
{
	if (is_sampled(options->probes[index].kind) && source->beside)
		source = source->beside;
	*out = (struct probe_plan){0};
	source->ops->plan(source, options, index, out);
}

void explain_lines(struct record_source *source, const struct attach_options *options,
		   struct buf *out)
{
	for (uint32_t i = 0; i < options->nprobes; i++) {
		struct probe_plan planned;

		plan(source, options, i, &planned);
		if (planned.missing)
			buf_printf(out, "# %s\n# %s\n", options->probes[i].point, planned.missing);
		else if (planned.lines)
			buf_printf(out, "# %s\n%s\n", options->probes[i].point, planned.lines);
	}
}

/* ---- tests ---- */

struct places {
	const char *items[32]; /* what is beyond is not listed */
	unsigned count;
};

static void add_place(struct places *places, const char *near)
{
	for (unsigned i = 0; i < places->count; i++)
		if (!strcmp(places->items[i], near))
			return;
	if (places->count < sizeof(places->items) / sizeof(places->items[0]))
		places->items[places->count++] = near;
}

static bool is_tested(const struct probe_plan *plan, const struct guard *test)
{
	if (plan->follows && test->subject == GUARD_PID)
		return true;
	for (unsigned i = 0; i < plan->ntests; i++)
		if (plan->tests[i] == test)
			return true;
	return false;
}

/* Those of @guard that the kernel tests, or those that it does not. */
static void find_tests(const struct probe_plan *plan, const struct guard *guard, bool tested,
		       struct places *places)
{
	if (guard->kind == GUARD_AND || guard->kind == GUARD_OR) {
		find_tests(plan, guard->left, tested, places);
		find_tests(plan, guard->right, tested, places);
	} else if (guard->kind == GUARD_TEST && is_tested(plan, guard) == tested) {
		add_place(places, guard->near);
	}
}

static void put_tests(struct buf *out, const struct probe_plan *plan, const struct guard *guard,
		      bool tested)
{
	struct places places = {0};

	if (guard)
		find_tests(plan, guard, tested, &places);
	for (unsigned i = 0; i < places.count; i++)
		buf_printf(out, "%s%s",
			   i	    ? ", "
			   : tested ? "the comparisons at "
				    : "those at ",
			   places.items[i]);
}

/* ---- probes ---- */

static void put_lines(struct buf *out, const char *label, const char *lines)
{
	for (const char *at = lines; at; label = "") {
		const char *end = strchr(at, '\n');

		buf_printf(out, "  %-8s %.*s\n", label, end ? (int)(end - at) : (int)strlen(at),
			   at);
		at = end ? end + 1 : NULL;
	}
}

static void put_fields(struct buf *out, const struct probe *probe, const struct probe_plan *plan)
{
	const char *label = "fields";

	for (unsigned i = 0; i < probe->nfetches; i++) {
		const struct fetch *fetch = &probe->fetches[i];

		if (!fetch_is_of(probe->part, fetch))
			continue;
		buf_printf(out, "  %-8s %s (%s)", label, plan->fields[i],
			   fetch_types[fetch->type].name);
		label = "";
		if (fetch->near)
			buf_printf(out, ": %s", fetch->near);
		buf_putc(out, '\n');
	}
}

static void put_kernel(struct buf *out, const struct probe *probe, const struct probe_plan *plan)
{
	if (plan->follows)
		put_lines(out, "threads", "those of the target only: set_event_pid, event-fork");
	if (plan->filter)
		put_lines(out, "filter", plan->filter);
	buf_printf(out, "  %-8s ", "kernel");
	if (plan->filter || plan->follows)
		put_tests(out, plan, probe->guard, true);
	else
		buf_puts(out, "records every event");
	buf_putc(out, '\n');
}

static void put_here(struct buf *out, const struct program *program, const struct probe *probe,
		     const struct probe_plan *plan)
{
	static const char *const with[] = {
		[PART_WHOLE] = "",
		[PART_FIELDS] = ", with the arguments in the other record of the hit",
	};
	uint32_t ninsns = program->codes[probe->handler].ninsns;

	if (probe->part == PART_ARGUMENTS) {
		buf_printf(out,
			   "  %-8s put together with the event's fields, in the record below\n",
			   "here");
		return;
	}
	buf_printf(out, "  %-8s all of the handler, %u instruction%s%s", "here", ninsns,
		   ninsns == 1 ? "" : "s", with[probe->part]);
	if (probe->guard && (plan->filter || plan->follows)) {
		struct places left = {0};

		find_tests(plan, probe->guard, false, &left);
		if (left.count) {
			buf_puts(out, "; only here, of its first comparisons: ");
			put_tests(out, plan, probe->guard, false);
		}
	}
	buf_putc(out, '\n');
}

static void put_event(struct buf *out, const struct probe *probe, const struct probe_plan *plan)
{
	if (plan->missing) {
		put_lines(out, "missing", plan->missing);
		return;
	}
	put_lines(out, "event", plan->lines);
	put_fields(out, probe, plan);
}

/* A recording is what it is: no kernel tests anything. */
static void put_probe(struct buf *out, const struct program *program, const struct probe *probe,
		      const struct probe_plan *plan, bool live)
{
	buf_printf(out, "%s: %s\n", probe->point, probe->near);
	if (plan->lines || plan->missing) {
		put_event(out, probe, plan);
		if (live && !plan->missing)
			put_kernel(out, probe, plan);
	}
	put_here(out, program, probe, plan);
}

/* ---- the whole ---- */

static const struct probe *all_probes(const struct program *program, struct record_source *source,
				      struct arena *arena, uint32_t *count)
{
	const struct probe *own = NULL;
	struct probe *all;
	uint32_t nown = 0;

	if (program->needs & NEED_PROCESSES)
		nown = process_table_probes(program->needs, source, arena, &own);
	*count = program->nprobes + nown;
	all = arena_alloc(arena, (*count + 1) * sizeof(*all));
	for (uint32_t i = 0; i < *count; i++)
		all[i] = i < program->nprobes ? program->probes[i] : own[i - program->nprobes];
	return all;
}

void explain_program(const struct program *program, struct record_source *source,
		     int32_t target_pid, struct arena *arena, struct buf *out)
{
	struct attach_options options = {.program = program, .target_pid = target_pid};

	options.probes = all_probes(program, source, arena, &options.nprobes);
	options.noptional = options.nprobes - program->nprobes;
	for (uint32_t i = 0; i < options.nprobes; i++) {
		const struct probe *probe = &options.probes[i];
		struct probe_plan planned;

		plan(source, &options, i, &planned);
		if (i < program->nprobes) {
			put_probe(out, program, probe, &planned, source->live);
		} else if (planned.lines) {
			buf_printf(out, "%s: the process table\n", probe->point);
			put_event(out, probe, &planned);
		}
	}
}
