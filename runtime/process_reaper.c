/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who gets the children of a process that ended: its nearest ancestor that is a subreaper
 * (PR_SET_CHILD_SUBREAPER), but none outside of its pid namespace, else that one's init
 * (kernel/exit.c find_new_reaper(), 6.1). No event and no file of /proc says which processes are
 * subreapers; it is read at each exit.
 */
#include "config.h"
#include "runtime/process_table.h"

#include "runtime/process_entries.h"
#include "runtime/record.h"

#define INIT_TID 1

void process_reaper_take(struct process_table *table, int32_t tid, const struct record *record,
			 const struct field_place *slots)
{
	struct process_entry *entry = process_entry_find(table, tid);

	if (entry)
		entry = process_entry_find(table, entry->process.tgid);
	if (!entry)
		return;
	entry->init_tid = (int32_t)record_integer(record, &slots[REAPER_INIT]);
	for (unsigned i = 0; i < REAPER_ANCESTORS; i++) {
		entry = process_entry_find(table, entry->process.ppid);
		if (!entry)
			break;
		entry->is_subreaper = record_integer(record, &slots[REAPER_ANCESTOR + i]);
	}
}

static int32_t find_reaper(const struct process_table *table, const struct process_entry *first)
{
	int32_t init_tid = first->init_tid > 0 ? first->init_tid : INIT_TID, found = 0;
	const struct process_entry *at = process_entry_find(table, first->process.ppid);

	/* The bound is for recordings in which a process is its own ancestor. */
	for (unsigned i = 0; at && i < table->nentries; i++) {
		if (at->process.tid == init_tid)
			return found ? found : init_tid;
		if (!found && at->is_subreaper && !at->process.exited)
			found = at->process.tid;
		at = process_entry_find(table, at->process.ppid);
	}
	/* Not below that init: who entered the namespace has its parents outside. */
	return init_tid == INIT_TID && found ? found : init_tid;
}

void process_reparent(struct process_table *table, const struct process_entry *first)
{
	int32_t tgid = first->process.tid, reaper_tid = find_reaper(table, first);
	struct process_entry *reaper = process_entry_find(table, reaper_tid);

	for (uint32_t i = 0; i < table->nentries; i++) {
		struct process *process = &table->entries[i].process;

		if (!process->tid || process->ppid != tgid || process->exited)
			continue;
		process->ppid = reaper_tid;
		process->parent_tid = reaper_tid;
		if (reaper && process->tid == process->tgid)
			reaper->nchildren++;
	}
}
