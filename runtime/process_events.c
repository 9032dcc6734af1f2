/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What lifecycle records say about threads, and the probes that bring them.
 *
 * Not seen: changes of credentials. They would take a kprobe on commit_creds that reads struct
 * cred, whose layout differs between kernels and comes from BTF; the set*id system calls'
 * tracepoints would slow every system call of the machine and miss exec of set-uid files. So
 * uid and gid are those of the seed, handed down at each fork.
 */
#include "config.h"
#include "runtime/process_table.h"

#include <sched.h>
#include <string.h>

#include "runtime/process_entries.h"
#include "runtime/record.h"

#define INIT_TID 1

/* ---- the probes ---- */

#define FIELD(field, how)                                               \
	{                                                               \
		.base = FETCH_FIELD, .name = field, .type = FETCH_##how \
	}

/* Slot 0 is the thread that the record is about. */
static const struct fetch newtask_fetches[] = {
	FIELD("pid", S32),
	FIELD("comm", STRING),
	FIELD("clone_flags", U64),
};
static const struct fetch fork_fetches[] = {FIELD("child_pid", S32), FIELD("child_comm", STRING)};
static const struct fetch rename_fetches[] = {FIELD("pid", S32), FIELD("newcomm", STRING)};
static const struct fetch exec_fetches[] = {
	FIELD("pid", S32),
	FIELD("old_pid", S32),
	FIELD("filename", STRING),
};
static const struct fetch exit_fetches[] = {FIELD("pid", S32)};

/* One row an event: fetch list and function, system, name. */
#define LIFECYCLE(X)                           \
	X(newtask, "task", "task_newtask")     \
	X(fork, "sched", "sched_process_fork") \
	X(rename, "task", "task_rename")       \
	X(exec, "sched", "sched_process_exec") \
	X(exit, "sched", "sched_process_exit")

static const struct probe probes[] = {
#define X(row, in_system, of_name)                                            \
	{                                                                     \
		.kind = PROBE_TRACEPOINT,                                     \
		.point = "kernel.trace(\"" in_system ":" of_name "\")",       \
		.system = in_system,                                          \
		.event = of_name,                                             \
		.fetches = row##_fetches,                                     \
		.nfetches = sizeof(row##_fetches) / sizeof(row##_fetches[0]), \
	},
	LIFECYCLE(X)
#undef X
};

#define NPROBES (sizeof(probes) / sizeof(*probes))

uint32_t process_table_probes(unsigned needs, const struct probe **out)
{
	*out = probes;
	return needs & NEED_PROCESSES ? NPROBES : 0;
}

/* ---- what they say ---- */

struct change {
	struct process_table *table;
	const struct binding *binding;
	const struct record *record;
	int32_t tid;		     /* slot 0 */
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

#define NOBODY                                                                       \
	{                                                                            \
		.tgid = -1, .ppid = -1, .uid = -1, .euid = -1, .gid = -1, .egid = -1 \
	}

/* Thread group and parent as kernel/fork.c copy_process() gives them (6.1). */
static void take_newtask(const struct change *change)
{
	struct process maker = NOBODY;
	struct process_entry *entry = make_child(change, &maker);
	uint64_t flags = (uint64_t)record_integer(change->record, &change->binding->slots[2]);

	change->table->sees_newtask = true;
	entry->process.tgid = flags & CLONE_THREAD ? maker.tgid : change->tid;
	entry->process.ppid = flags & (CLONE_THREAD | CLONE_PARENT) ? maker.ppid : maker.tgid;
	process_entry_count(change->table, entry);
}

/* For recordings without task_newtask: whether a thread or a process began is not said. */
static void take_fork(const struct change *change)
{
	struct process maker = NOBODY;

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
	take_filename(change, &entry->process);
	old = old_tid != change->tid ? process_entry_find(change->table, old_tid) : NULL;
	if (!old || old->process.exited || change->record->time_ns <= old->process.seeded_ns)
		return;
	inherit_credentials(&entry->process, &old->process);
	process_entry_exit(change->table, old);
}

/*
 * The children of a process that ended go to its nearest ancestor that is a subreaper, else to
 * init (kernel/exit.c find_new_reaper(), 6.1). Which processes are subreapers no event and no
 * file of /proc says, so it is taken to be init.
 */
static void orphan_children(struct process_table *table, int32_t tgid)
{
	for (uint32_t i = 0; i < table->nentries; i++) {
		struct process *process = &table->entries[i].process;

		if (process->tid && process->ppid == tgid && !process->exited)
			process->ppid = INIT_TID;
	}
}

static void end_process(struct process_table *table, const struct process_entry *first)
{
	struct process_entry *parent = process_entry_find(table, first->process.ppid);

	if (parent && parent->nchildren)
		parent->nchildren--;
	/* Whose children were seeded before it was is not counted. */
	if (first->nchildren || first->process.seeded_ns)
		orphan_children(table, first->process.tid);
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
}

void process_table_update(struct process_table *table, uint32_t index,
			  const struct binding *binding, const struct record *record)
{
	static void (*const takes[NPROBES])(const struct change *) = {
#define X(row, in_system, of_name) take_##row,
		LIFECYCLE(X)
#undef X
	};
	struct change change = {.table = table, .binding = binding, .record = record};

	change.tid = (int32_t)record_integer(record, &binding->slots[0]);
	if (change.tid <= 0)
		return;
	change.entry = process_entry_find(table, change.tid);
	if (!change.entry || record->time_ns > change.entry->process.seeded_ns)
		takes[index](&change);
}
