/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * @entry(expr), and parameters in return probes: a second probe, on the entry of the function or
 * system call, evaluates them, and the runtime keeps what they came to until it returns (as stap
 * does; man stapprobes, RETURN PROBES).
 */
#include "config.h"

#include <string.h>

#include "compiler/compiler.h"

/* "kernel.function("f").return.maxactive(9)" returns, "kernel.function("f").call" is entered. */
static const char *entry_text(struct compilation *c, const char *point)
{
	const char *end = point, *at = point;

	while ((at = strstr(at, ").return")))
		end = ++at;
	return arena_printf(c->arena, "%.*s.call", (int)(end - point), point);
}

static void enter_function(struct compilation *c, struct derived *entry, struct derived *d)
{
	entry->signature = derived_signature(c, d);
	entry->probe->kind = PROBE_KPROBE;
	entry->probe->point = entry_text(c, d->probe->point);
	entry->probe->maxactive = 0;
}

/* A recording may have the one event and not the other. */
static bool enter_call(struct compilation *c, struct derived *entry, const struct derived *d,
		       const struct token *tok)
{
	const char *system = d->probe->system, *why = NULL;

	entry->format =
		c->options->catalog->event_format(c->options->source, system, d->call_entry, &why);
	if (!entry->format) {
		semantic_error(c, tok, "nothing is known of the call's entry: event %s:%s: %s",
			       system, d->call_entry, why);
		return false;
	}
	entry->probe->event = d->call_entry;
	entry->probe->point =
		arena_printf(c->arena, "kernel.trace(\"%s:%s\")", system, d->call_entry);
	return true;
}

bool has_entry(const struct derived *d)
{
	return d->probe->kind == PROBE_KRETPROBE || d->call_entry;
}

struct derived *entry_of(struct compilation *c, struct derived *d, const struct token *tok)
{
	struct derived *entry = d->entry;

	if (entry)
		return entry;
	entry = arena_new_of(c->arena, struct derived);
	entry->decl = d->decl;
	entry->script = d->script;
	entry->name = d->name;
	entry->named = d->named;
	entry->probe = arena_new_of(c->arena, struct probe);
	*entry->probe = *d->probe;
	entry->probe->name = NULL;
	if (!d->call_entry)
		enter_function(c, entry, d);
	else if (!enter_call(c, entry, d, tok))
		return NULL;
	entry->shown = entry->probe->point;
	entry->derivation = arena_printf(c->arena, " <- %s", d->shown);
	entry->aliased = true;
	d->entry = entry;
	return entry;
}

/* The statement that saves: it is all that an entry's part consists of. */
static void add_save(struct compilation *c, struct derived *entry, const struct expr *e,
		     struct entry_value *value)
{
	struct expr *save = ast_expr(c->arena, EXPR_SAVE, e->tok);
	struct stmt *s = ast_stmt(c->arena, STMT_EXPR, e->tok);
	unsigned count = entry->nparts;

	save->saved.operand = value->operand;
	save->saved.value = value;
	s->expr = save;
	entry->part_scripts =
		arena_grow(c->arena, entry->part_scripts, count, sizeof(*entry->part_scripts));
	entry->part_scripts[count] = entry->script;
	arena_push(c->arena, entry->parts, entry->nparts, s);
	arena_push(c->arena, entry->values, entry->nvalues, value);
}

void save_at_entry(struct compilation *c, struct derived *d, struct expr *e, struct expr *operand)
{
	struct derived *entry = entry_of(c, d, e->tok);
	struct entry_value *value = arena_new_of(c->arena, struct entry_value);

	value->operand = operand;
	value->index = (uint16_t)entry->nvalues;
	add_save(c, entry, e, value);
	e->kind = EXPR_SAVED;
	e->type = TYPE_UNKNOWN;
	e->saved.operand = operand;
	e->saved.value = value;
}

/* As stap does, with its words. */
void capture_at_entry(struct compilation *c, struct derived *d, struct expr *e)
{
	struct expr *operand = ast_clone_expr(c->arena, e);
	unsigned nerrors = c->diags->nerrors;

	resolve_target(c, entry_of(c, d, e->tok), operand);
	if (c->diags->nerrors > nerrors)
		return;
	if (!e->tok->span.source->is_library)
		semantic_warning(c, e->tok,
				 "confusing usage, value is captured as @entry(%s) in .return "
				 "probe [man stapprobes] RETURN PROBES",
				 e->target.name);
	save_at_entry(c, d, e, operand);
}

/* Threads are told apart by their numbers, which some give back or change inside of a call. */
void describe_pair(struct compilation *c, struct derived *d)
{
	const struct derived *entry = d->entry ? d->entry : d;

	d->probe->nsaved = (uint16_t)entry->nvalues;
	if (!entry->nvalues)
		return;
	d->probe->pair = d->entry ? PAIR_RETURN : PAIR_ENTRY;
	if (entry == d)
		d->probe->pair_number = c->npairs++;
	else
		d->probe->pair_number = entry->probe->pair_number;
	if (d->probe->kind == PROBE_TRACEPOINT)
		c->program.needs |= NEED_THREADS;
}

void insert_entries(struct compilation *c)
{
	struct derived **all = NULL;
	unsigned count = 0;

	for (unsigned i = 0; i < c->nderived; i++) {
		struct derived *d = c->derived[i];

		/* It may only have been asked what it has. */
		if (d->entry && !d->entry->nvalues)
			d->entry = NULL;
		if (d->entry)
			arena_push(c->arena, all, count, d->entry);
		arena_push(c->arena, all, count, d);
	}
	c->derived = all;
	c->nderived = count;
}
