/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Begin, end and error probes, and the globals that nobody read, in the order of their sequence
 * numbers. stap shows each such global in an end probe of number 0 behind the script's own.
 *
 * Up to 16 of them all together, equal numbers keep their order in the script. More are sorted
 * by stap with the introsort of its C++ library, which is not stable, but does the same to the
 * same numbers each time: so scripts and the output that is expected of them can rest on it.
 */
#include "config.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/engine_internal.h"
#include "runtime/vm.h"

struct marker {
	int64_t sequence;
	enum probe_kind kind;
	bool shows;	/* a global instead of running a probe */
	uint32_t index; /* of the probe or the global */
};

/* ---- order ---- */

/* Partitions that are not longer wait for the insertion sort at the end. */
#define SMALL 16

static void swap_markers(struct marker *a, struct marker *b)
{
	struct marker old = *a;

	*a = *b;
	*b = old;
}

static bool before(const struct marker *a, const struct marker *b)
{
	return a->sequence < b->sequence;
}

static struct marker *median(struct marker *a, struct marker *b, struct marker *c)
{
	if (before(a, b))
		return before(b, c) ? b : before(a, c) ? c : a;
	return before(a, c) ? a : before(b, c) ? c : b;
}

/* Around the median of the second, the middle and the last one, which becomes the first. */
static struct marker *partition(struct marker *first, struct marker *end)
{
	struct marker *low = first + 1, *high = end;

	swap_markers(first, median(first + 1, first + (end - first) / 2, end - 1));
	for (;; low++) {
		while (before(low, first))
			low++;
		do
			high--;
		while (before(first, high));
		if (low >= high)
			return low;
		swap_markers(low, high);
	}
}

static void sort_roughly(struct marker *first, struct marker *end)
{
	while (end - first > SMALL) {
		struct marker *cut = partition(first, end);

		sort_roughly(cut, end);
		end = cut;
	}
}

static void sort_markers(struct marker *markers, size_t count)
{
	sort_roughly(markers, markers + count);
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j > 0 && before(&markers[j], &markers[j - 1]); j--)
			swap_markers(&markers[j], &markers[j - 1]);
}

static bool is_marker(enum probe_kind kind)
{
	return kind == PROBE_BEGIN || kind == PROBE_END || kind == PROBE_ERROR;
}

/* All markers of the program as they are to run. The caller frees *@out. */
static size_t marker_order(const struct engine *e, struct marker **out)
{
	const struct program *program = e->program;
	size_t count = 0;

	*out = xcalloc((size_t)program->nprobes + program->nglobals, sizeof(**out));
	for (uint32_t i = 0; i < program->nprobes; i++)
		if (is_marker(program->probes[i].kind))
			(*out)[count++] = (struct marker){
				.sequence = program->probes[i].sequence,
				.kind = program->probes[i].kind,
				.index = i,
			};
	for (uint32_t i = 0; i < program->nglobals && e->options->display_globals; i++)
		if (program->globals[i].display)
			(*out)[count++] = (struct marker){
				.kind = PROBE_END,
				.shows = true,
				.index = i,
			};
	sort_markers(*out, count);
	return count;
}

/* ---- run ---- */

static void call_marker(struct engine *e, uint32_t probe)
{
	engine_call_probe(e, probe, e->source->ops->now(e->source));
}

void engine_call_begin(struct engine *e)
{
	struct marker *markers;
	size_t count = marker_order(e, &markers);

	for (size_t i = 0; i < count && engine_is_running(e); i++)
		if (markers[i].kind == PROBE_BEGIN)
			call_marker(e, markers[i].index);
	free(markers);
	engine_flush(e);
}

/* End probes run after exit() too; only errors, a dead output and Ctrl-C on them stop them. */
static bool may_end(const struct engine *e)
{
	return !e->by_errors && !e->output.error && !e->session.interrupt;
}

void engine_call_end(struct engine *e)
{
	struct marker *markers;
	size_t count = marker_order(e, &markers);

	for (size_t i = 0; i < count && may_end(e); i++) {
		if (markers[i].shows)
			vm_display_global(e->vm, &e->output.text, markers[i].index);
		else if (markers[i].kind == PROBE_END)
			call_marker(e, markers[i].index);
	}
	free(markers);
}

/* exit() in an error probe leaves the others out, unless an error followed it there. */
static bool call_error_probe(struct engine *e, uint32_t probe)
{
	uint64_t nerrors = e->session.nerrors;

	call_marker(e, probe);
	if (e->session.nerrors > nerrors)
		e->session.exiting = false;
	return !e->session.exiting;
}

void engine_call_error(struct engine *e)
{
	struct marker *markers;
	size_t count = marker_order(e, &markers);

	e->session.exiting = false;
	for (size_t i = 0; i < count && !e->output.error && !e->session.interrupt; i++)
		if (markers[i].kind == PROBE_ERROR && !call_error_probe(e, markers[i].index))
			break;
	free(markers);
}
