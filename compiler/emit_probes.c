/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The probes of the program, once their handlers are code. */
#include "config.h"

#include "compiler/emit.h"

/* What of the hits of @fields, a tracepoint's, is in the record of the arguments. */
static struct probe part_of_arguments(const struct probe *fields)
{
	struct probe probe = *fields;

	probe.part = PART_ARGUMENTS;
	probe.wants_stack = false;
	return probe;
}

/* What a filter keeps from one of two records of a hit it would have to keep from the other. */
static void complete_probe(struct compilation *c, struct derived *d)
{
	struct probe *probe = d->probe;

	probe->handler = d->instance->code;
	describe_pair(c, d);
	probe->shown = derived_text(c, d);
	if (one_record_will_do(c, d))
		probe->guard = find_guard(c, d);
	else
		probe->part = PART_FIELDS;
}

void emit_probes(struct compilation *c)
{
	struct probe *probes = NULL;
	uint32_t count = 0;

	find_arguments_needed(c);
	for (unsigned i = 0; i < c->nderived; i++) {
		const struct probe *probe = c->derived[i]->probe;

		complete_probe(c, c->derived[i]);
		if (probe->part == PART_FIELDS)
			arena_push(c->arena, probes, count, part_of_arguments(probe));
		arena_push(c->arena, probes, count, *probe);
	}
	c->program.probes = probes;
	c->program.nprobes = count;
}
