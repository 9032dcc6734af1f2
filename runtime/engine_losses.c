/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/engine_internal.h"

#define LOSS_CHECK_NS 1000000000u

/* A hit that is missing in the record of the arguments is told of for its fields. */
static bool counts(const struct engine *e, const struct loss *loss)
{
	return loss->kind != LOSS_MISSED || loss->probe < 0 ||
	       (uint32_t)loss->probe >= e->nprobes || e->probes[loss->probe].part != PART_ARGUMENTS;
}

static uint64_t count_losses(struct engine *e, bool missed_too)
{
	uint64_t count = 0;

	if (!e->attached)
		return 0;
	e->nlosses = sources_losses(&e->sources, e->losses, 2 * e->nprobes + 2);
	for (unsigned i = 0; i < e->nlosses; i++)
		if (counts(e, &e->losses[i]) && (missed_too || e->losses[i].kind == LOSS_OVERRUN))
			count += e->losses[i].count;
	return count;
}

/*
 * Ends a live run that loses too many events. As in stap, missed (return) probes count at the
 * end only. A recording has lost what it has lost.
 */
void engine_check_losses(struct engine *e)
{
	if (!e->source->live || e->options->suppress_handler_errors || e->by_errors ||
	    (int64_t)count_losses(e, false) <= e->program->limits.MAXSKIPPED)
		return;
	engine_error(e, "Skipped too many probes, check MAXSKIPPED or enlarge the buffer with -s.");
	e->by_errors = true;
}

void engine_check_losses_now_and_then(struct engine *e)
{
	uint64_t now = e->source->ops->now(e->source);

	if (now < e->losses_due_ns)
		return;
	e->losses_due_ns = now + LOSS_CHECK_NS;
	engine_check_losses(e);
}

static void report_loss(struct engine *e, const struct loss *loss)
{
	const struct probe *probe = loss->probe >= 0 && (uint32_t)loss->probe < e->nprobes
					    ? &e->probes[loss->probe]
					    : NULL;
	unsigned long long count = loss->count;

	if (loss->kind == LOSS_OVERRUN && probe)
		engine_warning(e, "Skipped due to sample buffer overrun of '%s': %llu",
			       probe->point, count);
	else if (loss->kind == LOSS_THROTTLED && probe)
		engine_warning(e,
			       "Skipped due to sampling suspended by the kernel "
			       "(kernel.perf_event_max_sample_rate) of '%s': at least %llu",
			       probe->point, count);
	else if (loss->kind == LOSS_OVERRUN)
		engine_warning(e, "Skipped due to ring buffer overrun: %llu", count);
	else if (probe)
		engine_warning(e, "Skipped due to missed %s on '%s': %llu",
			       probe->kind == PROBE_KRETPROBE ? "kretprobe" : "kprobe",
			       probe->point, count);
	else
		engine_warning(e, "Skipped due to missed probes: %llu", count);
}

static uint64_t sum_of(const struct engine *e, const uint64_t *counts)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < e->program->nprobes; i++)
		sum += counts[i];
	return sum;
}

static void report_counts(struct engine *e, const char *what, const uint64_t *counts)
{
	for (uint32_t i = 0; i < e->program->nprobes; i++)
		if (counts[i])
			engine_warning(e, "%s '%s': %llu", what, e->program->probes[i].point,
				       (unsigned long long)counts[i]);
}

/* Events without the stack that their handler wants are not skipped, but told of. */
void engine_report_totals(struct engine *e)
{
	report_counts(e, "Stacks that the kernel did not record with", e->stackless);
	engine_count_halves(e);
	e->session.nskipped = count_losses(e, true) + sum_of(e, e->unpaired) + sum_of(e, e->halved);
	if (!e->session.nerrors && !e->session.nskipped)
		return;
	engine_warning(e, "Number of errors: %llu, skipped probes: %llu",
		       (unsigned long long)e->session.nerrors,
		       (unsigned long long)e->session.nskipped);
	for (unsigned i = 0; i < e->nlosses; i++)
		if (e->losses[i].count && counts(e, &e->losses[i]))
			report_loss(e, &e->losses[i]);
	report_counts(e, "Skipped due to lost entry of", e->unpaired);
	report_counts(e, "Skipped due to lost fields or arguments of", e->halved);
}
