/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values that may be one of several: an address that is computed in either arm of a ?:, assigned
 * on either way through an if, or counts through a loop. What is read there is fetched at all of
 * them, and so are the addresses themselves: the handler then takes what was read at the address
 * that it has come to. Which way led there need not be known: at equal addresses the same is read.
 */
#include "config.h"

#include "compiler/constants.h"
#include "compiler/planner.h"

unsigned value_count(const struct value *v)
{
	switch (v->kind) {
	case VALUE_NUMBER:
	case VALUE_CONTEXT:
		return 1;
	case VALUE_CHOICE:
		return v->nitems;
	default:
		return 0;
	}
}

const struct value *value_item(const struct value *v, unsigned i)
{
	return v->kind == VALUE_CHOICE ? &v->items[i] : v;
}

/* A choice under construction. */
struct choice {
	struct value items[VALUE_CHOICES_MAX];
	unsigned count;
	bool full;
};

static void add_item(struct choice *choice, const struct value *item)
{
	for (unsigned i = 0; i < choice->count; i++)
		if (same_value(&choice->items[i], item))
			return;
	if (choice->count == VALUE_CHOICES_MAX)
		choice->full = true;
	else
		choice->items[choice->count++] = *item;
}

static struct value choice_value(struct planner *p, const struct choice *choice,
				 const struct token *tok)
{
	struct value *items;

	if (choice->full)
		return value_unknown(tok, "there are too many values that it may have");
	if (choice->count == 1)
		return choice->items[0];
	items = arena_alloc(p->c->arena, choice->count * sizeof(*items));
	for (unsigned i = 0; i < choice->count; i++)
		items[i] = choice->items[i];
	return (struct value){.kind = VALUE_CHOICE, .items = items, .nitems = choice->count};
}

struct value value_join(struct planner *p, struct value a, struct value b, const struct token *tok)
{
	struct choice choice = {0};

	if (a.kind == VALUE_UNKNOWN || same_value(&a, &b))
		return a;
	if (b.kind == VALUE_UNKNOWN)
		return b;
	if (a.kind == VALUE_TEXT || b.kind == VALUE_TEXT || a.is_text || b.is_text ||
	    a.kind == VALUE_CURRENT || b.kind == VALUE_CURRENT)
		return value_unknown(tok,
				     "it has different values on different paths to this place");
	for (unsigned i = 0; i < value_count(&a); i++)
		add_item(&choice, value_item(&a, i));
	for (unsigned i = 0; i < value_count(&b); i++)
		add_item(&choice, value_item(&b, i));
	return choice_value(p, &choice, tok);
}

/* ---- the current task ---- */

struct value value_as_address(struct planner *p, const struct expr *e, struct value v)
{
	unsigned cpus = p->c->options->catalog->cpus(p->c->options->source);
	struct choice choice = {0};

	if (v.kind != VALUE_CURRENT)
		return v;
	if (!cpus)
		return value_unknown(e->tok, "how many processors there are is not known here");
	if (cpus > VALUE_CHOICES_MAX)
		return value_unknown(e->tok,
				     "the current task's memory is read for all processors, of "
				     "which there may be 16, and there are more");
	for (unsigned i = 0; i < cpus; i++) {
		const struct value item = {
			.kind = VALUE_CONTEXT,
			.fetch = {.base = FETCH_CURRENT, .number = i},
		};

		add_item(&choice, &item);
	}
	return choice_value(p, &choice, e->tok);
}

/* The CPU of the event tells which one is meant, if all are of a CPU's task. */
static bool is_by_cpu(const struct value *v)
{
	for (unsigned i = 0; i < value_count(v); i++) {
		const struct value *item = value_item(v, i);

		if (item->kind != VALUE_CONTEXT || item->fetch.base != FETCH_CURRENT)
			return false;
	}
	return true;
}

/* ---- arithmetic ---- */

static bool compute(enum operator op, struct value a, struct value b, struct value *result)
{
	if (op == OP_ADD && a.kind == VALUE_NUMBER && b.kind == VALUE_CONTEXT)
		return compute(op, b, a, result);
	if (op == OP_SUB && a.kind == VALUE_CONTEXT && b.kind == VALUE_CONTEXT &&
	    same_fetch(&a.fetch, &b.fetch)) {
		*result = value_number((int64_t)((uint64_t)a.number - (uint64_t)b.number));
		return true;
	}
	*result = a;
	if (b.kind != VALUE_NUMBER)
		return false;
	return (a.kind == VALUE_NUMBER || op == OP_ADD || op == OP_SUB) &&
	       constant_compute(op, a.number, b.number, &result->number);
}

struct value value_compute(struct planner *p, enum operator op, const struct value *a,
			   const struct value *b, const struct token *tok)
{
	struct choice choice = {0};

	for (unsigned i = 0; i < value_count(a); i++) {
		for (unsigned j = 0; j < value_count(b); j++) {
			struct value item;

			if (!compute(op, *value_item(a, i), *value_item(b, j), &item))
				return value_unknown(tok, "it is computed after the event");
			add_item(&choice, &item);
		}
	}
	if (!choice.count)
		return value_unknown(tok, "it is computed after the event");
	return choice_value(p, &choice, tok);
}

/* ---- reads ---- */

/* The last one is what remains: it needs no comparison. */
static struct fetch_choice choice_of(struct planner *p, const struct expr *e,
				     const struct value *item, const struct fetch *fetch,
				     bool by_cpu, bool last)
{
	struct fetch_choice choice = {.planned = planned_index(p, fetch), .number = item->number};
	struct fetch address = item->fetch;

	if (by_cpu) {
		choice.number = item->fetch.number;
		choice.by_cpu = true;
		return choice;
	}
	choice.is_constant = item->kind == VALUE_NUMBER;
	address.type = FETCH_U64;
	address.near = near_of(p, e->tok);
	if (!choice.is_constant && !last)
		choice.planned_address = planned_index(p, &address);
	return choice;
}

struct value use_slots(struct planner *p, const struct expr *e, const struct value *address,
		       const struct fetch *fetches)
{
	struct fetch_use use = {.expr = e};
	unsigned count = value_count(address);
	struct value result = value_of(&fetches[0], e->tok);

	if (count == 1) {
		use_slot(p, e, &fetches[0]);
		return result;
	}
	for (unsigned i = 0; i < count; i++) {
		struct fetch_choice choice = choice_of(p, e, value_item(address, i), &fetches[i],
						       is_by_cpu(address), i + 1 == count);

		arena_push(p->c->arena, use.choices, use.nchoices, choice);
		result = value_join(p, result, value_of(&fetches[i], e->tok), e->tok);
	}
	arena_push(p->c->arena, p->instance->fetches, p->instance->nfetches, use);
	return result;
}
