/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lifecycle records say about threads. */
#include "config.h"
#include "runtime/process_table.h"

#include <sched.h>
#include <string.h>

#include "runtime/process_entries.h"
#include "runtime/record.h"

struct change {
	struct process_table *table;
	const struct binding *binding;
	const struct record *record;
	int32_t tid;		     /* slot 0 */
	enum process_call call;	     /* that the record is of */
	struct process_entry *entry; /* of it; NULL: not known yet */
};

static void take_comm(const struct change *change, struct process *process, unsigned slot)
{
	const char *text;
	uint32_t len;

	if (record_text(change->record, &change->binding->slots[slot], &text, &len))
		process_set_comm(process, text, len);
}

static void inherit_credentials(struct process *process, const struct process *from)
{
	process->uid = from->uid;
	process->euid = from->euid;
	process->gid = from->gid;
	process->egid = from->egid;
}

/* A new thread's entry, with what it has from the one that made it, which is *@maker. */
static struct process_entry *make_child(const struct change *change, struct process *maker)
{
	const struct process_entry *known = process_entry_find(change->table, change->record->tid);
	struct process_entry *entry;

	if (known)
		*maker = known->process;
	entry = process_entry_renew(change->table, change->tid);
	inherit_credentials(&entry->process, maker);
	take_comm(change, &entry->process, 1);
	return entry;
}

/* @sibling: the maker's parent is the new one's, too. */
static void take_parent(struct process *process, const struct process *maker, bool sibling)
{
	process->ppid = sibling ? maker->ppid : maker->tgid;
	process->parent_tid = sibling ? maker->parent_tid : maker->tid;
}

/* What a process keeps with its first thread: group, session, arguments. */
static void take_from_process(const struct process_table *table, struct process_entry *entry,
			      const struct process *maker)
{
	const struct process_entry *first = process_entry_find(table, maker->tgid);
	struct process *process = &entry->process;

	if (process->tid != process->tgid || !first)
		return;
	process->pgrp = first->process.pgrp;
	process->sid = first->process.sid;
	process->target_parent = first->process.target_parent ? maker->tgid : 0;
	process_strings_set(entry, &first->strings);
}

/* Thread group and parent as kernel/fork.c copy_process() gives them (6.1). */
static void take_newtask(const struct change *change)
{
	struct process maker = process_unknown(change->record->tid);
	struct process_entry *entry = make_child(change, &maker);
	uint64_t flags = (uint64_t)record_integer(change->record, &change->binding->slots[2]);

	change->table->sees_newtask = true;
	entry->process.tgid = flags & CLONE_THREAD ? maker.tgid : change->tid;
	take_parent(&entry->process, &maker, flags & (CLONE_THREAD | CLONE_PARENT));
	take_from_process(change->table, entry, &maker);
	process_entry_count(change->table, entry);
}

/* For recordings without task_newtask: whether a thread or a process began is not said. */
static void take_fork(const struct change *change)
{
	struct process maker = process_unknown(change->record->tid);

	if (!change->table->sees_newtask)
		make_child(change, &maker);
}

static struct process_entry *known_entry(const struct change *change)
{
	return change->entry ? change->entry : process_entry_renew(change->table, change->tid);
}

static void take_rename(const struct change *change)
{
	change->table->sees_rename = true;
	take_comm(change, &known_entry(change)->process, 1);
}

/* Without task_rename: exec names the thread after its file (fs/exec.c begin_new_exec(), 6.1). */
static void take_filename(const struct change *change, struct process *process)
{
	const char *text, *slash;
	uint32_t len;

	if (change->table->sees_rename ||
	    !record_text(change->record, &change->binding->slots[2], &text, &len))
		return;
	slash = memrchr(text, '/', len);
	if (slash) {
		len -= (uint32_t)(slash + 1 - text);
		text = slash + 1;
	}
	process_set_comm(process, text, len);
}

/*
 * An exec ends the other threads of its process, and the thread that did it goes on under the
 * process's number; its own goes without an exit record (fs/exec.c de_thread(), 6.1).
 */
static void take_exec(const struct change *change)
{
	int32_t old_tid = (int32_t)record_integer(change->record, &change->binding->slots[1]);
	struct process_entry *entry = known_entry(change), *old;

	entry->process.tgid = change->tid;
	entry->process.exited = false;
	entry->nthreads = 1;
	process_strings_done(entry);
	take_filename(change, &entry->process);
	old = old_tid != change->tid ? process_entry_find(change->table, old_tid) : NULL;
	/* The number was free before exec was done, and may be another's by now. */
	if (!old || old->process.tgid != change->tid || old->process.exited ||
	    change->record->time_ns <= old->process.seeded_ns)
		return;
	/* Those that exec gave it came before, and under its new number. */
	if (!change->table->sees_credentials)
		inherit_credentials(&entry->process, &old->process);
	process_entry_exit(change->table, old);
}

static void end_process(struct process_table *table, const struct process_entry *first)
{
	struct process_entry *parent = process_entry_find(table, first->process.ppid);

	if (parent && parent->nchildren)
		parent->nchildren--;
	/* Whose children were seeded before it was is not counted. */
	if (first->nchildren || first->process.seeded_ns)
		process_reparent(table, first);
}

static void take_exit(const struct change *change)
{
	struct process_entry *first;

	if (!change->entry || change->entry->process.exited)
		return;
	first = process_entry_find(change->table, change->entry->process.tgid);
	if (first && first->nthreads && --first->nthreads == 0)
		end_process(change->table, first);
	process_entry_exit(change->table, change->entry);
	/* It may have been passed over while others of its process lived. */
	if (first && first != change->entry && !first->nthreads && first->process.exited)
		process_entry_exit(change->table, first);
}

/* Those of the current thread; see process_probes.c for the slots. */
static void take_credentials(const struct change *change)
{
	const struct field_place *slots = change->binding->slots;
	struct process *process = &known_entry(change)->process;

	change->table->sees_credentials = true;
	process->uid = record_integer(change->record, &slots[0]);
	process->euid = record_integer(change->record, &slots[1]);
	process->gid = record_integer(change->record, &slots[2]);
	process->egid = record_integer(change->record, &slots[3]);
}

static void take_strings0(const struct change *change)
{
	process_strings_take(known_entry(change), 0, change->record, change->binding->slots);
}

static void take_strings1(const struct change *change)
{
	process_strings_take(known_entry(change), 1, change->record, change->binding->slots);
}

static void take_strings2(const struct change *change)
{
	process_strings_take(known_entry(change), 2, change->record, change->binding->slots);
}

static void take_strings3(const struct change *change)
{
	process_strings_take(known_entry(change), 3, change->record, change->binding->slots);
}

/*
 * The current thread has its process's number from here on, long before its exec is done; where
 * this is not seen, its name and credentials are those of the first thread for so long.
 */
static void take_exchange(const struct change *change)
{
	struct process_entry *first =
		change->entry ? process_entry_find(change->table, change->entry->process.tgid)
			      : NULL;

	if (!first || first == change->entry)
		return;
	memcpy(first->process.comm, change->entry->process.comm, sizeof(first->process.comm));
	inherit_credentials(&first->process, &change->entry->process);
	first->process.exited = false;
	process_entry_exit(change->table, change->entry);
}

static void take_reaper(const struct change *change)
{
	process_reaper_take(change->table, change->tid, change->record, change->binding->slots);
}

/* enum pid_type, include/linux/pid.h (4.19 on) */
#define PIDTYPE_PGID 2
#define PIDTYPE_SID  3

static void take_group(const struct change *change)
{
	const struct field_place *slots = change->binding->slots;
	int64_t type = record_integer(change->record, &slots[1]);
	int32_t number = (int32_t)record_integer(change->record, &slots[2]);
	struct process *process = &known_entry(change)->process;

	if (type == PIDTYPE_PGID)
		process->pgrp = number;
	else if (type == PIDTYPE_SID)
		process->sid = number;
}

static void take_call(const struct change *change)
{
	struct process_entry *entry = known_entry(change);

	entry->call = change->call;
	for (unsigned i = 0; i < 2; i++)
		entry->call_arguments[i] =
			(uint32_t)record_integer(change->record, &change->binding->slots[i]);
}

static void take_return(const struct change *change)
{
	process_call_done(change->table, known_entry(change), change->call,
			  record_integer(change->record, &change->binding->slots[0]));
}

void process_table_update(struct process_table *table, uint32_t index,
			  const struct binding *binding, const struct record *record)
{
	static const struct {
		void (*take)(const struct change *);
		bool in_slot; /* slot 0 says which thread it is about */
		enum process_call call;
	} rows[] = {
#define TRACEPOINT(row, need, system, name)		  {take_##row, true, 0},
#define FUNCTION(row, need, name, slot, missing, instead) {take_##row, slot, 0},
		PROCESS_EVENTS(TRACEPOINT, FUNCTION)
#undef TRACEPOINT
#undef FUNCTION
#define CALL(name, needs, row, first, second) \
	{take_call, false, PROCESS_CALL_##name}, {take_return, false, PROCESS_CALL_##name},
#include "runtime/process_calls.def"
#undef CALL
	};
	struct change change = {.table = table, .binding = binding, .record = record};

	change.call = rows[index].call;
	change.tid = rows[index].in_slot ? (int32_t)record_integer(record, &binding->slots[0])
					 : record->tid;
	if (change.tid <= 0)
		return;
	change.entry = process_entry_find(table, change.tid);
	if (!change.entry || record->time_ns > change.entry->process.seeded_ns)
		rows[index].take(&change);
}
