/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * @entry(expr), and parameters in return probes: a second probe, on the entry of the function,
 * evaluates them, and the runtime keeps what they came to until the function returns (as stap
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

struct derived *entry_of(struct compilation *c, struct derived *d)
{
	struct derived *entry = d->entry;

	if (entry)
		return entry;
	entry = arena_new_of(c->arena, struct derived);
	entry->decl = d->decl;
	entry->script = d->script;
	entry->name = d->name;
	entry->named = d->named;
	entry->signature = d->signature;
	entry->probe = arena_new_of(c->arena, struct probe);
	*entry->probe = *d->probe;
	entry->probe->kind = PROBE_KPROBE;
	entry->probe->point = entry_text(c, d->probe->point);
	entry->probe->name = NULL;
	entry->probe->maxactive = 0;
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
	struct derived *entry = entry_of(c, d);
	struct entry_value *value = arena_new_of(c->arena, struct entry_value);

	value->operand = operand;
	value->index = (uint16_t)entry->nvalues;
	add_save(c, entry, e, value);
	e->kind = EXPR_SAVED;
	e->type = TYPE_UNKNOWN;
	e->saved.operand = operand;
	e->saved.value = value;
}

void insert_entries(struct compilation *c)
{
	struct derived **all = NULL;
	unsigned count = 0;

	for (unsigned i = 0; i < c->nderived; i++) {
		if (c->derived[i]->entry)
			arena_push(c->arena, all, count, c->derived[i]->entry);
		arena_push(c->arena, all, count, c->derived[i]);
	}
	c->derived = all;
	c->nderived = count;
}
