/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lifecycle records made by hand, for the tests of the process table.
 *
 * Owner:    each test program has its own table, made anew for each test.
 */
#ifndef MSTAP_TESTS_UNIT_LIFECYCLE_H
#define MSTAP_TESTS_UNIT_LIFECYCLE_H

#include <sched.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "runtime/process_table.h"
#include "tests/unit/check.h"

/* All five events use this one layout. */
struct event {
	int32_t pid, other_pid;
	char comm[16];
	uint64_t flags;
	char filename[32];
};

#define PLACE(field, of_kind, sign)                                                             \
	{                                                                                       \
		.offset = offsetof(struct event, field),                                        \
		.size = sizeof(((struct event *)0)->field), .kind = of_kind, .is_signed = sign, \
	}

static const struct field_place pid_comm_flags[] = {
	PLACE(pid, FIELD_INT, true),
	PLACE(comm, FIELD_CHARS, false),
	PLACE(flags, FIELD_INT, false),
};
static const struct field_place pid_old_filename[] = {
	PLACE(pid, FIELD_INT, true),
	PLACE(other_pid, FIELD_INT, true),
	PLACE(filename, FIELD_CHARS, false),
};
static const struct binding by_comm = {.attached = true, .slots = pid_comm_flags};
static const struct binding by_filename = {.attached = true, .slots = pid_old_filename};

static struct process_table *table;
static struct arena *arena;
static uint64_t now_ns;

/* A record of the probe on @event, by thread @by. */
static inline void happen(const char *event, int32_t by, struct event data)
{
	const struct probe *probes;
	uint32_t count = process_table_probes(NEED_PROCESSES, NULL, arena, &probes);
	struct record record = {
		.time_ns = ++now_ns,
		.tid = by,
		.size = sizeof(data),
		.data = (const unsigned char *)&data,
	};
	uint32_t i = 0;

	while (i < count && (!probes[i].event || strcmp(probes[i].event, event) != 0))
		i++;
	if (CHECK(i < count))
		process_table_update(table, i, strstr(event, "exec") ? &by_filename : &by_comm,
				     &record);
}

static inline void newtask(int32_t by, int32_t tid, const char *comm, uint64_t flags)
{
	struct event data = {.pid = tid, .flags = flags};

	snprintf(data.comm, sizeof(data.comm), "%s", comm);
	happen("task_newtask", by, data);
}

static inline void rename_task(int32_t tid, const char *comm)
{
	struct event data = {.pid = tid};

	snprintf(data.comm, sizeof(data.comm), "%s", comm);
	happen("task_rename", tid, data);
}

static inline void exec_task(int32_t tid, int32_t old_tid, const char *filename)
{
	struct event data = {.pid = tid, .other_pid = old_tid};

	snprintf(data.filename, sizeof(data.filename), "%s", filename);
	happen("sched_process_exec", tid, data);
}

static inline void exit_task(int32_t tid)
{
	happen("sched_process_exit", tid, (struct event){.pid = tid});
}

static inline void seed(int32_t tid, int32_t tgid, int32_t ppid, const char *comm, uint64_t time_ns)
{
	struct process_seed one = {
		.tid = tid,
		.tgid = tgid,
		.ppid = ppid,
		.uid = 1000,
		.euid = 0,
		.gid = 100,
		.egid = 10,
		.pgrp = 9,
		.sid = 8,
		.comm = comm,
		.time_ns = time_ns,
	};

	process_table_seed(table, &one);
}

static inline void check_process(int line, int32_t tid, int32_t tgid, int32_t ppid,
				 const char *comm, bool exited)
{
	const struct process *process = process_table_find(table, tid);
	int before = check_failures;

	if (CHECK(process != NULL)) {
		CHECK_INT(process->tid, tid);
		CHECK_INT(process->tgid, tgid);
		CHECK_INT(process->ppid, ppid);
		CHECK_STR(process->comm, comm);
		CHECK_INT(process->exited, exited);
	}
	if (check_failures != before)
		printf("  (checked in line %d)\n", line);
}

#define IS(tid, tgid, ppid, comm)  check_process(__LINE__, tid, tgid, ppid, comm, false)
#define WAS(tid, tgid, ppid, comm) check_process(__LINE__, tid, tgid, ppid, comm, true)
#define UNKNOWN(tid)		   CHECK(process_table_find(table, tid) == NULL)

/* Runs each of the @count @tests on a table of its own. */
static inline int run_tests(void (*const tests[])(void), unsigned count)
{
	arena = arena_new();
	for (unsigned i = 0; i < count; i++) {
		table = process_table_new();
		now_ns = 0;
		tests[i]();
		process_table_free(table);
	}
	arena_free(arena);
	return check_done();
}

#endif
