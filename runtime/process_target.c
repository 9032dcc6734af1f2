/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The target set: the target process and those that descend from it. */
#include "config.h"
#include "runtime/process_table.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/process_entries.h"

static bool is_member(const struct process *process, int32_t current)
{
	return process->tid && process->tid == process->tgid && process->target_parent &&
	       (!process->exited || process->tid == current);
}

/* Returns whether there was one to add whose parent is in the set already. */
static bool add_children(struct process_table *table)
{
	bool added = false;

	for (uint32_t i = 0; i < table->nentries; i++) {
		struct process *process = &table->entries[i].process;
		const struct process *parent;

		if (!process->tid || process->tid != process->tgid || process->target_parent)
			continue;
		parent = process_table_find(table, process->ppid);
		if (parent && is_member(parent, 0)) {
			process->target_parent = process->ppid;
			added = true;
		}
	}
	return added;
}

void process_table_set_target(struct process_table *table, int32_t pid, int32_t starter)
{
	struct process_entry *entry = process_entry_find(table, pid);

	if (!entry)
		return;
	entry->process.target_parent = starter;
	while (add_children(table))
		;
}

static int by_tid(const void *a, const void *b)
{
	const struct process *const *p = a, *const *q = b;

	return (*p)->tid < (*q)->tid ? -1 : (*p)->tid > (*q)->tid;
}

void process_table_walk_target_set(const struct process_table *table, int32_t current,
				   void (*visit)(void *context, const struct process *process),
				   void *context)
{
	const struct process **members = xcalloc(table->nentries + 1u, sizeof(*members));
	uint32_t count = 0;

	for (uint32_t i = 0; i < table->nentries; i++)
		if (is_member(&table->entries[i].process, current))
			members[count++] = &table->entries[i].process;
	qsort(members, count, sizeof(*members), by_tid);
	for (uint32_t i = 0; i < count; i++)
		visit(context, members[i]);
	free(members);
}
