/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What system calls change in the process table, where the kernel's functions behind them cannot
 * be probed: arguments at the entry, which hold once the call has returned 0 (setsid(2): no error).
 *
 * Capabilities are taken for those of root: an effective user 0 has them, nobody else does
 * (kernel/sys.c __sys_setuid(), __sys_setreuid(), __sys_setresuid() and their likes, 6.1 to 6.18).
 */
#include "config.h"
#include "runtime/process_table.h"

#include <sys/prctl.h>

#include "runtime/process_entries.h"

#define UNCHANGED UINT32_MAX

struct returned {
	struct process_table *table;
	struct process *process;     /* the thread's */
	struct process_entry *first; /* of its process; NULL: not known */
	uint32_t a, b;
};

static void set_if(int64_t *id, uint32_t value)
{
	if (value != UNCHANGED)
		*id = value;
}

static void done_setuid(const struct returned *call)
{
	if (call->process->euid == 0)
		call->process->uid = call->a;
	call->process->euid = call->a;
}

static void done_setgid(const struct returned *call)
{
	if (call->process->euid == 0)
		call->process->gid = call->a;
	call->process->egid = call->a;
}

static void done_setreuid(const struct returned *call)
{
	set_if(&call->process->uid, call->a);
	set_if(&call->process->euid, call->b);
}

static void done_setregid(const struct returned *call)
{
	set_if(&call->process->gid, call->a);
	set_if(&call->process->egid, call->b);
}

/* Of real and effective ones the two calls differ only in what they permit. */
#define done_setresuid done_setreuid
#define done_setresgid done_setregid

/* 0 is the caller itself, and a group of the same number as the process. */
static void done_setpgid(const struct returned *call)
{
	int32_t tgid = call->a ? (int32_t)call->a : call->process->tgid;
	struct process_entry *entry = process_entry_find(call->table, tgid);

	if (entry)
		entry->process.pgrp = call->b ? (int32_t)call->b : tgid;
}

static void done_setsid(const struct returned *call)
{
	if (!call->first)
		return;
	call->first->process.pgrp = call->process->tgid;
	call->first->process.sid = call->process->tgid;
}

static void done_prctl(const struct returned *call)
{
	if (call->first && call->a == PR_SET_CHILD_SUBREAPER)
		call->first->is_subreaper = call->b != 0;
}

void process_call_done(struct process_table *table, struct process_entry *entry,
		       enum process_call number, int64_t result)
{
	static void (*const done[])(const struct returned *call) = {
#define CALL(name, needs, row, first, second) [PROCESS_CALL_##name] = done_##name,
#include "runtime/process_calls.def"
#undef CALL
	};
	struct returned call = {
		.table = table,
		.process = &entry->process,
		.first = process_entry_find(table, entry->process.tgid),
		.a = entry->call_arguments[0],
		.b = entry->call_arguments[1],
	};

	/* It was under way when the table began. */
	if (entry->call != number)
		return;
	entry->call = PROCESS_CALL_NONE;
	if (result >= 0)
		done[number](&call);
}
