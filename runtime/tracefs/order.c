/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In which order to attach probes, so that those on one place run in the order of the script. */
#include "config.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "runtime/program.h"
#include "runtime/tracefs/definition.h"
#include "runtime/tracefs/order.h"

struct placed {
	const struct probe *probe;
	uint32_t index;
};

/*
 * Of kprobes at one address the kernel runs the one registered last first (kernel/kprobes.c,
 * add_new_kprobe(): list_add_rcu()), and of raw tracepoint events likewise (kernel/trace/ftrace.c,
 * add_ftrace_ops()); 6.1 and 6.12. Return probes push their instances in that order and pop them
 * in the other one, and tracepoints call their consumers first come, first served: both are
 * right as they are.
 */
static bool is_last_first(const struct probe *probe)
{
	return probe->kind == PROBE_KPROBE || definition_kind_of(probe) == DEFINITION_ARGUMENTS;
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* 0: both are on one place. */
static int compare_places(const struct probe *a, const struct probe *b)
{
	int order = (a->kind > b->kind) - (a->kind < b->kind);

	if (!order)
		order = compare_texts(a->module, b->module);
	if (!order)
		order = compare_texts(a->function, b->function);
	if (!order)
		order = compare_texts(a->system, b->system);
	if (!order)
		order = compare_texts(a->event, b->event);
	return order ? order : (a->address > b->address) - (a->address < b->address);
}

static int compare_placed(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	int order = compare_places(a->probe, b->probe);

	return order ? order : (a->index > b->index) - (a->index < b->index);
}

const uint32_t *order_for_attaching(struct arena *arena, const struct probe *probes, uint32_t count)
{
	uint32_t *order = arena_alloc(arena, (count + 1) * sizeof(*order));
	struct placed *placed = arena_alloc(arena, (count + 1) * sizeof(*placed));
	uint32_t nplaced = 0;

	for (uint32_t i = 0; i < count; i++) {
		order[i] = i;
		if (is_last_first(&probes[i]))
			placed[nplaced++] = (struct placed){&probes[i], i};
	}
	qsort(placed, nplaced, sizeof(*placed), compare_placed);
	for (uint32_t from = 0, to; from < nplaced; from = to) {
		for (to = from + 1; to < nplaced; to++) {
			if (compare_places(placed[from].probe, placed[to].probe))
				break;
		}
		for (uint32_t i = from; i < to; i++)
			order[placed[i].index] = placed[to - 1 - (i - from)].index;
	}
	return order;
}
