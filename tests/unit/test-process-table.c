/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process table, fed with lifecycle records made by hand. */
#include "config.h"
#include "runtime/process_table.h"

#include <sched.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
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
static void happen(const char *event, int32_t by, struct event data)
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

static void newtask(int32_t by, int32_t tid, const char *comm, uint64_t flags)
{
	struct event data = {.pid = tid, .flags = flags};

	snprintf(data.comm, sizeof(data.comm), "%s", comm);
	happen("task_newtask", by, data);
}

static void rename_task(int32_t tid, const char *comm)
{
	struct event data = {.pid = tid};

	snprintf(data.comm, sizeof(data.comm), "%s", comm);
	happen("task_rename", tid, data);
}

static void exec_task(int32_t tid, int32_t old_tid, const char *filename)
{
	struct event data = {.pid = tid, .other_pid = old_tid};

	snprintf(data.filename, sizeof(data.filename), "%s", filename);
	happen("sched_process_exec", tid, data);
}

static void exit_task(int32_t tid)
{
	happen("sched_process_exit", tid, (struct event){.pid = tid});
}

static void seed(int32_t tid, int32_t tgid, int32_t ppid, const char *comm, uint64_t time_ns)
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

static void check_process(int line, int32_t tid, int32_t tgid, int32_t ppid, const char *comm,
			  bool exited)
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

static void test_fork_exec_exit(void)
{
	seed(10, 10, 1, "shell", 0);
	newtask(10, 20, "shell", 0x1200000);
	IS(20, 20, 10, "shell");
	CHECK_INT(process_table_find(table, 20)->uid, 1000);
	CHECK_INT(process_table_find(table, 20)->euid, 0);
	CHECK_INT(process_table_find(table, 20)->gid, 100);
	CHECK_INT(process_table_find(table, 20)->egid, 10);
	rename_task(20, "sixteen-and-mor");
	exec_task(20, 20, "/bin/sixteen-and-more");
	IS(20, 20, 10, "sixteen-and-mor");
	exit_task(20);
	WAS(20, 20, 10, "sixteen-and-mor");
	IS(10, 10, 1, "shell");
}

static void test_thread(void)
{
	seed(10, 10, 1, "main", 0);
	newtask(10, 11, "main", CLONE_THREAD | CLONE_VM);
	IS(11, 10, 1, "main");
	rename_task(11, "worker");
	IS(11, 10, 1, "worker");
	IS(10, 10, 1, "main");
	/* A process made by a thread is a child of the process. */
	newtask(11, 12, "worker", 0);
	IS(12, 12, 10, "worker");
	newtask(11, 13, "worker", CLONE_PARENT);
	IS(13, 13, 1, "worker");
}

static void test_tid_reuse(void)
{
	seed(10, 10, 1, "a", 0);
	newtask(10, 20, "a", CLONE_THREAD);
	exit_task(20);
	WAS(20, 10, 1, "a");
	seed(30, 30, 1, "b", 0);
	newtask(30, 20, "b", 0);
	IS(20, 20, 30, "b");
}

static void test_thread_exec(void)
{
	seed(10, 10, 1, "main", 0);
	newtask(10, 11, "main", CLONE_THREAD);
	rename_task(11, "thread");
	exit_task(10); /* de_thread() ends the first thread */
	WAS(10, 10, 1, "main");
	rename_task(10, "new");
	exec_task(10, 11, "/bin/new");
	IS(10, 10, 1, "new");
	WAS(11, 10, 1, "thread");
	newtask(10, 40, "new", 0);
	IS(40, 40, 10, "new");
	exit_task(10);
	IS(40, 40, 1, "new");
}

/* de_thread() gives the thread's number back long before the exec is said to be done. */
static void test_thread_exec_number_reused(void)
{
	seed(1, 1, 0, "init", 0);
	seed(10, 10, 1, "main", 0);
	newtask(10, 11, "main", CLONE_THREAD);
	exit_task(10);
	newtask(1, 11, "other", 0);
	exec_task(10, 11, "/bin/new");
	IS(11, 11, 1, "other");
	newtask(11, 12, "child", 0);
	exit_task(11);
	IS(12, 12, 1, "child");
}

static void test_orphans(void)
{
	seed(10, 10, 1, "grandfather", 0);
	newtask(10, 20, "father", 0);
	newtask(20, 21, "father", CLONE_THREAD);
	newtask(20, 30, "child", 0);
	exit_task(20);
	IS(30, 30, 20, "child"); /* a thread of the father still lives */
	exit_task(21);
	IS(30, 30, 1, "child");
}

static void test_seed_time(void)
{
	now_ns = 100;
	seed(10, 10, 1, "new", 150);
	rename_task(10, "old");
	exit_task(10);
	newtask(1, 10, "older", 0);
	IS(10, 10, 1, "new");
	now_ns = 150;
	rename_task(10, "newest");
	IS(10, 10, 1, "newest");
}

/* A recording with neither seed nor task events. */
static void test_little_known(void)
{
	rename_task(10, "ten");
	IS(10, -1, -1, "ten");
	newtask(50, 51, "child", CLONE_THREAD);
	IS(51, -1, -1, "child");
	newtask(50, 52, "child", 0);
	IS(52, 52, -1, "child");
	exit_task(60);
	UNKNOWN(60);
	UNKNOWN(50);
	exec_task(70, 70, "/bin/seventy");
	IS(70, 70, -1, "");
}

static void test_fork_event_only(void)
{
	struct event data = {.pid = 20, .comm = "child"};
	static const struct field_place places[] = {
		PLACE(pid, FIELD_INT, true),
		PLACE(comm, FIELD_CHARS, false),
	};
	const struct binding binding = {.attached = true, .slots = places};
	struct record record = {
		.time_ns = 1,
		.tid = 10,
		.size = sizeof(data),
		.data = (const unsigned char *)&data,
	};

	seed(10, 10, 1, "parent", 0);
	process_table_update(table, 1, &binding, &record);
	IS(20, -1, -1, "child");
	CHECK_INT(process_table_find(table, 20)->uid, 1000);
	exec_task(20, 20, "/usr/bin/program-with-long-name");
	IS(20, 20, -1, "program-with-lo");
}

/* ---- functions of the kernel ---- */

/* What their records hold, whichever it is. */
struct call {
	int64_t numbers[4];
	char block[5][8];
};

#define NUMBER(i)                                                                \
	{                                                                        \
		.offset = 8 * i, .size = 8, .kind = FIELD_INT, .is_signed = true \
	}
#define BLOCK(i)                                                     \
	{                                                            \
		.offset = 32 + 8 * i, .size = 8, .kind = FIELD_BYTES \
	}

static const struct field_place call_places[] = {
	NUMBER(0), NUMBER(1), NUMBER(2), NUMBER(3), BLOCK(0),
	BLOCK(1),  BLOCK(2),  BLOCK(3),	 BLOCK(4),
};
static const struct binding by_call = {.attached = true, .slots = call_places};

/* A record of the @nth probe on @function, by thread @by. */
static void call(const char *function, unsigned nth, int32_t by, const struct call *data)
{
	const struct probe *probes;
	uint32_t count = process_table_probes(NEED_PROCESSES, NULL, arena, &probes), i = 0;
	struct record record = {
		.time_ns = ++now_ns,
		.tid = by,
		.size = sizeof(*data),
		.data = (const unsigned char *)data,
	};

	while (i < count && (!probes[i].function || strcmp(probes[i].function, function) || nth--))
		i++;
	if (CHECK(i < count))
		process_table_update(table, i, &by_call, &record);
}

static void commit_creds(int32_t by, int64_t uid, int64_t euid, int64_t gid, int64_t egid)
{
	call("commit_creds", 0, by, &(struct call){.numbers = {uid, euid, gid, egid}});
}

static void test_credentials(void)
{
	const struct process *process;

	seed(10, 10, 1, "main", 0);
	newtask(10, 11, "main", CLONE_THREAD);
	commit_creds(11, 1, 2, 3, 4);
	newtask(11, 12, "child", 0);
	process = process_table_find(table, 12);
	CHECK_INT(process->uid, 1);
	CHECK_INT(process->euid, 2);
	CHECK_INT(process->gid, 3);
	CHECK_INT(process->egid, 4);
	CHECK_INT(process_table_find(table, 10)->uid, 1000); /* each thread has its own */
	/* An exec from the thread: its new credentials come under its new number. */
	exit_task(10);
	commit_creds(10, 1, 0, 3, 0);
	exec_task(10, 11, "/bin/su");
	CHECK_INT(process_table_find(table, 10)->uid, 1);
	CHECK_INT(process_table_find(table, 10)->euid, 0);
}

static void test_groups(void)
{
	const struct process *process;

	seed(10, 10, 1, "main", 0);
	newtask(10, 20, "child", 0);
	process = process_table_find(table, 20);
	CHECK_INT(process->pgrp, 9);
	CHECK_INT(process->sid, 8);
	/* The parent moves it: PIDTYPE_PGID is 2, PIDTYPE_SID 3. */
	call("change_pid", 0, 10, &(struct call){.numbers = {20, 2, 20}});
	CHECK_INT(process->pgrp, 20);
	call("change_pid", 0, 20, &(struct call){.numbers = {20, 3, 21}});
	call("change_pid", 0, 20, &(struct call){.numbers = {20, 1, 99}});
	CHECK_INT(process->pgrp, 20);
	CHECK_INT(process->sid, 21);
	/* A thread asks its process. */
	newtask(20, 22, "child", CLONE_THREAD);
	newtask(22, 23, "grandchild", 0);
	CHECK_INT(process_table_find(table, 23)->sid, 21);
}

static void check_argument(int32_t tid, uint32_t number, const char *expected)
{
	uint32_t len = 0;
	const char *text = process_table_argument(table, tid, number, &len);

	CHECK_STR(text ? arena_strndup(arena, text, len) : "-", expected);
}

static void check_variable(int32_t tid, const char *name, const char *expected)
{
	uint32_t len = 0;
	const char *text = process_table_variable(table, tid, name, (uint32_t)strlen(name), &len);

	CHECK_STR(text ? arena_strndup(arena, text, len) : "-", expected);
}

static void test_strings(void)
{
	static const char before[] = "init\0-s\0A=1\0B=2";
	struct process_seed one = {
		.tid = 10,
		.tgid = 10,
		.ppid = 1,
		.strings = before,
		.strings_len = sizeof(before),
		.nargs = 2,
		.nvariables = 2,
	};
	/* 28 bytes from 1000: in the first part whole, in the second from the end. */
	struct call head = {.numbers = {1000, 1028, 2, 2},
			    .block = {"one\0two", "", "A=b\0AB=", "c\0\0"}};
	struct call tail = {.numbers = {1000, 1028, 2, 2}};

	process_table_seed(table, &one);
	newtask(10, 20, "child", 0);
	newtask(20, 21, "child", CLONE_THREAD);
	check_argument(21, 0, "init");
	check_argument(21, 1, "-s");
	check_argument(21, 2, "-");
	check_variable(21, "B", "2");
	check_variable(21, "C", "-");
	check_variable(21, "s", "-");
	call("setup_new_exec", 0, 20, &head);
	check_argument(20, 0, "one");
	check_argument(20, 1, "two");
	check_variable(20, "A", "-"); /* nothing said of the end yet */
	memcpy(tail.block[4], "ABC=new", 8);
	call("setup_new_exec", 1, 20, &tail);
	check_variable(20, "ABC", "-"); /* before the beginning */
	exec_task(20, 20, "/bin/one");
	check_argument(20, 0, "one");
	check_argument(10, 0, "init");
	/* The next exec without a word about arguments. */
	exec_task(20, 20, "/bin/one");
	check_argument(20, 0, "-");
}

static void note_member(void *context, const struct process *process)
{
	int32_t *numbers = context;

	numbers[++numbers[0]] = process->tid;
}

static void test_target_set(void)
{
	int32_t numbers[8] = {0};

	seed(10, 10, 1, "shell", 0);
	seed(30, 30, 20, "of old", 0);
	seed(20, 20, 10, "target", 0);
	process_table_set_target(table, 20, 10);
	newtask(30, 31, "thread", CLONE_THREAD);
	newtask(31, 25, "late", 0);
	newtask(10, 26, "other", 0);
	CHECK_INT(process_table_find(table, 25)->target_parent, 30);
	CHECK_INT(process_table_find(table, 26)->target_parent, 0);
	exit_task(20);
	process_table_walk_target_set(table, 10, note_member, numbers);
	CHECK_INT(numbers[0], 2);
	CHECK_INT(numbers[1], 25);
	CHECK_INT(numbers[2], 30);
}

static void test_truncated_record(void)
{
	struct record record = {.time_ns = 1, .tid = 10, .size = 2, .data = (const void *)"ab"};

	for (uint32_t i = 0; i < 5; i++)
		process_table_update(table, i, i == 3 ? &by_filename : &by_comm, &record);
	UNKNOWN(0);
}

/* Many short-lived processes: known while they live, forgotten in the end, no number lost. */
static void test_many(void)
{
	seed(1, 1, 0, "init", 0);
	for (int32_t round = 0; round < 3; round++) {
		for (int32_t tid = 2; tid < 30000; tid++)
			newtask(1, tid, "many", 0);
		for (int32_t tid = 2; tid < 30000; tid += 331)
			IS(tid, tid, 1, "many");
		for (int32_t tid = 2; tid < 30000; tid++)
			exit_task(tid);
	}
	UNKNOWN(2);
	WAS(29999, 29999, 1, "many");
	IS(1, 1, 0, "init");
}

int main(void)
{
	static void (*const tests[])(void) = {
		test_fork_exec_exit, test_thread,	test_tid_reuse,
		test_thread_exec,    test_orphans,	test_thread_exec_number_reused,
		test_seed_time,	     test_little_known, test_fork_event_only,
		test_credentials,    test_groups,	test_strings,
		test_target_set,     test_many,		test_truncated_record,
	};

	arena = arena_new();
	for (unsigned i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
		table = process_table_new();
		now_ns = 0;
		tests[i]();
		process_table_free(table);
	}
	arena_free(arena);
	return check_done();
}
