/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hits of tracepoints that come in two records: enum probe_part. */
#include "config.h"

#include "runtime/engine_internal.h"

#include "runtime/record.h"

/*
 * A thread is on its way from the one record to the other for microseconds; where the events were
 * switched off in between, the second one will not come, and nothing was lost.
 */
#define LATE_NS 1000000

static struct half_key key_of(const struct engine *e, uint32_t arguments)
{
	int32_t tid = e->record.tid;

	return (struct half_key){
		.probe = arguments,
		.thread = tid ? tid : -1 - (int32_t)e->record.cpu,
		.context = halves_context(&e->record),
	};
}

/* The other record of the hit that e->record is the second one of; NULL: it got lost. */
static const struct record *find_first(struct engine *e, uint32_t arguments)
{
	const struct record *first = halves_take(e->halves, key_of(e, arguments));

	if (first && e->source->ops->lost_between(e->source, first->time_ns, e->record.time_ns))
		return NULL;
	return first;
}

/* Before the run began, one of the two events may have been on without the other. */
static void keep_first(struct engine *e, uint32_t arguments)
{
	uint64_t lost_ns = halves_keep(e->halves, key_of(e, arguments), &e->record);

	e->halved[arguments + 1] += lost_ns && lost_ns >= e->begun_ns;
}

bool engine_take_half(struct engine *e, uint32_t probe, struct event_context *event)
{
	bool is_arguments = e->probes[probe].part == PART_ARGUMENTS;
	uint32_t arguments = is_arguments ? probe : probe - 1, fields = arguments + 1;
	bool is_late = e->record.time_ns >= e->begun_ns;
	const struct record *first;

	if (is_arguments != e->bindings[arguments].comes_last) {
		keep_first(e, arguments);
		return false;
	}
	first = find_first(e, arguments);
	e->halved[fields] += !first && is_late;
	if (!first || !is_late)
		return false;
	event->probe = &e->program->probes[fields];
	event->binding = &e->bindings[fields];
	event->record = is_arguments ? first : &e->record;
	event->arguments =
		(struct event_part){is_arguments ? &e->record : first, &e->bindings[arguments]};
	return true;
}

/* What still waits when all is over. */
void engine_count_halves(struct engine *e)
{
	uint64_t until_ns = e->record.time_ns > LATE_NS ? e->record.time_ns - LATE_NS : 0;

	for (uint32_t i = 0; i < e->program->nprobes; i++)
		if (e->probes[i].part == PART_FIELDS)
			e->halved[i] += halves_count(e->halves, i - 1, e->begun_ns, until_ns);
}
