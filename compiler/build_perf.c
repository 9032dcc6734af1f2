/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Probe points of perf events: timer.profile.tick, perf.type(N).config(N) and what the library
 * makes of it, and kernel.data. The kernel judges the numbers; here they are only handed on.
 */
#include "config.h"

#include <inttypes.h>
#include <linux/perf_event.h>

#include "compiler/points.h"

/* What perf.type().config() counts to without .sample() or .hz(), as with stap. */
#define DEFAULT_PERIOD 1000000
#define NS_PER_S       INT64_C(1000000000)

/* Returns false after an error: the record source has no samples. */
static bool check_samples(struct expansion *x, const struct point_match *m)
{
	const char *missing = kernel_lacks(x->c, catalog(x->c)->samples_missing);

	return !missing || point_error(x, m, "%s", missing);
}

/*
 * What the kernel refuses is of the script, also where the library spells it. pn() is the point as
 * the script has it, without what is left to us, as with stap.
 */
static struct probe *add_sampled(struct expansion *x, const struct point_match *m,
				 enum probe_kind kind, const char *text)
{
	struct arena *arena = x->c->arena;
	struct probe *probe = add_derived(x, m, kind, text)->probe;

	probe->near = arena_printf(arena, "%s at %s", token_describe(arena, x->named),
				   source_where(arena, x->named->span));
	if (!probe->name)
		probe->name = arena_printf(arena, "%s%s", point_text(x->c, m->point),
					   m->point->optional ? "?" : "");
	return probe;
}

/* Both .sample() and .hz() are shown as .sample(), as by stap. */
static unsigned add_sampling(struct expansion *x, const struct point_match *m,
			     const struct sampling *sampling)
{
	const char *text;

	if (!check_samples(x, m))
		return 0;
	text = arena_printf(
		x->c->arena, "perf.type(%" PRId32 ").config(%" PRId64 ").sample(%" PRId64 ")",
		(int32_t)sampling->type, (int64_t)sampling->config, (int64_t)sampling->period);
	add_sampled(x, m, PROBE_PERF, text)->sampling = *sampling;
	return 1;
}

unsigned point_perf(struct expansion *x, const struct point_match *m)
{
	struct sampling sampling = {
		.type = (uint32_t)m->args[0]->number,
		.config = (uint64_t)m->args[1]->number,
		.period = DEFAULT_PERIOD,
		.is_hertz = m->number == SAMPLE_HERTZ,
	};
	const struct expr *given = m->number == SAMPLE_DEFAULT ? NULL : m->args[2];

	if (m->args[0]->number < INT32_MIN || m->args[0]->number > UINT32_MAX)
		return point_error(x, m, "invalid perf type %" PRId64, m->args[0]->number);
	if (given && given->number < 1)
		return point_error(x, m, "invalid perf sample %s %" PRId64,
				   sampling.is_hertz ? "frequency" : "period", given->number);
	if (given)
		sampling.period = (uint64_t)given->number;
	return add_sampling(x, m, &sampling);
}

/* stap has no way to the kernel's own tick any more; a clock of the same rate does the same. */
unsigned point_tick(struct expansion *x, const struct point_match *m)
{
	const struct sampling sampling = {
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.period = (uint64_t)(NS_PER_S / kernel_hz(x->c)),
	};

	return add_sampling(x, m, &sampling);
}

/* Returns false after an error. A hidden address stays 0: it takes root to read and to watch. */
static bool find_data(struct expansion *x, const struct point_match *m, uint64_t *address)
{
	const struct expr *where = m->args[0];

	*address = (uint64_t)where->number;
	if (where->kind == EXPR_NUMBER)
		return true;
	return catalog(x->c)->symbol_address(x->c->options->source, where->string.text, address) !=
		       ANSWER_NO ||
	       point_error(x, m,
			   "/proc/kallsyms has no symbol '%s' (those of data only with "
			   "CONFIG_KALLSYMS_ALL); kernel.data(ADDRESS) needs none",
			   where->string.text);
}

static const char *data_text(struct compilation *c, const struct point_match *m, int64_t length)
{
	const char *access = m->number == WATCH_ALL ? "rw" : "write";

	if (m->args[0]->kind == EXPR_NUMBER)
		return arena_printf(c->arena, "kernel.data(0x%" PRIx64 ").length(%" PRId64 ").%s",
				    (uint64_t)m->args[0]->number, length, access);
	return arena_printf(c->arena, "kernel.data(\"%s\").length(%" PRId64 ").%s",
			    m->args[0]->string.text, length, access);
}

unsigned point_data(struct expansion *x, const struct point_match *m)
{
	int64_t length = m->nargs > 1 ? m->args[1]->number : 1;
	uint64_t address;
	struct probe *probe;

	if (!check_samples(x, m) || !find_data(x, m, &address))
		return 0;
	if (length != 1 && length != 2 && length != 4 && length != 8)
		return point_error(x, m,
				   "length %" PRId64
				   " cannot be watched: a debug register covers 1, 2, 4 or 8 bytes",
				   length);
	probe = add_sampled(x, m, PROBE_DATA, data_text(x->c, m, length));
	probe->address = address;
	probe->sampling.length = (uint64_t)length;
	probe->sampling.reads = m->number == WATCH_ALL;
	return 1;
}
