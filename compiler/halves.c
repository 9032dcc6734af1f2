/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which record of a tracepoint's hit a handler is run on.
 *
 * There are the event's own record with its fields, that of an event probe, which has fields and
 * what they lead to, and that of the arguments (runtime/tracefs/definition.h). The cheapest one
 * that has all that the code reads is taken. If none has, the kernel writes two for each hit, each
 * with its half of the reads, and the runtime puts them together: struct probe, part.
 */
#include "config.h"

#include "compiler/carriers.h"

/* How a read may be had from another record. */
typedef bool other_way(struct compilation *c, struct derived *d, struct fetch *fetch);

static bool is_any(const struct probe *probe, enum fetch_base base)
{
	for (unsigned i = 0; i < probe->nfetches; i++)
		if (probe->fetches[i].base == base)
			return true;
	return false;
}

/* Guards look at what was planned. */
static void change_reads(struct derived *d, const struct fetch *fetches)
{
	d->probe->fetches = fetches;
	for (unsigned i = 0; i < d->nplanned; i++)
		if (d->planned[i].has_slot)
			d->planned[i].fetch = fetches[d->planned[i].slot];
}

/* All reads of @base in one or the other of two ways, or nothing is changed. */
static bool read_otherwise(struct compilation *c, struct derived *d, enum fetch_base base,
			   other_way *way, other_way *second)
{
	const struct probe *probe = d->probe;
	struct fetch *fetches = arena_alloc(c->arena, (probe->nfetches + 1u) * sizeof(*fetches));

	for (unsigned i = 0; i < probe->nfetches; i++) {
		fetches[i] = probe->fetches[i];
		if (fetches[i].base == base && !way(c, d, &fetches[i]) &&
		    (!second || !second(c, d, &fetches[i])))
			return false;
	}
	change_reads(d, fetches);
	return true;
}

/* Of an array an event probe has the first element only. */
static bool is_for_event_probe(struct compilation *c, const struct probe *probe)
{
	for (unsigned i = 0; i < probe->nfetches; i++)
		if (probe->fetches[i].base == FETCH_FIELD && probe->fetches[i].number)
			return false;
	return !c->options->catalog->event_probes_missing(c->options->source);
}

/* Does any of the reads take the record of the arguments? */
static bool needs_arguments(struct compilation *c, struct derived *d)
{
	const struct probe *probe = d->probe;

	for (unsigned i = 0; probe->kind == PROBE_TRACEPOINT && i < probe->nfetches; i++) {
		struct fetch fetch = probe->fetches[i];

		if (fetch.base == FETCH_ARG && !carrier_of_argument(c, d, &fetch))
			return true;
	}
	return false;
}

/*
 * Handlers of one tracepoint are called in the order of the script as long as their records are of
 * one kind: where one has to have the arguments, so have all that can.
 */
void find_arguments_needed(struct compilation *c)
{
	for (unsigned i = 0; i < c->nderived; i++) {
		struct derived *d = c->derived[i];

		if (d->among_arguments || !needs_arguments(c, d))
			continue;
		for (unsigned j = 0; j < c->nderived; j++)
			c->derived[j]->among_arguments |= c->derived[j]->format == d->format;
	}
}

bool one_record_will_do(struct compilation *c, struct derived *d)
{
	const struct probe *probe = d->probe;

	if (probe->kind != PROBE_TRACEPOINT || !probe->nfetches ||
	    (d->among_arguments && read_otherwise(c, d, FETCH_FIELD, carrier_of_field, NULL)) ||
	    !is_any(probe, FETCH_ARG) || read_otherwise(c, d, FETCH_ARG, carrier_of_argument, NULL))
		return true;
	return is_for_event_probe(c, probe) &&
	       read_otherwise(c, d, FETCH_ARG, carrier_of_argument, carrier_of_pointer);
}
