/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process table, fed with records of the kernel functions that change processes. */
#include "config.h"

#include "tests/unit/lifecycle.h"

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

static bool is_of(const struct probe *probe, const char *name)
{
	return !strcmp(probe->function ? probe->function : probe->event, name);
}

/* A record of the @nth probe on function or event @name, by thread @by. */
static void call(const char *name, unsigned nth, int32_t by, const struct call *data)
{
	const struct probe *probes;
	uint32_t count = process_table_probes(NEED_PROCESSES, NULL, arena, &probes), i = 0;
	struct record record = {
		.time_ns = ++now_ns,
		.tid = by,
		.size = sizeof(*data),
		.data = (const unsigned char *)data,
	};

	while (i < count && (!is_of(&probes[i], name) || nth--))
		i++;
	if (CHECK(i < count))
		process_table_update(table, i, &by_call, &record);
}

static void commit_creds(int32_t by, int64_t uid, int64_t euid, int64_t gid, int64_t egid)
{
	call("commit_creds", 0, by, &(struct call){.numbers = {uid, euid, gid, egid}});
}

/* Thread @by is in a system call; @result: it returned. */
static void system_call(const char *name, int32_t by, int64_t a, int64_t b, int64_t result)
{
	char event[40];

	snprintf(event, sizeof(event), "sys_enter_%s", name);
	call(event, 0, by, &(struct call){.numbers = {a, b}});
	snprintf(event, sizeof(event), "sys_exit_%s", name);
	call(event, 0, by, &(struct call){.numbers = {result}});
}

static void has_ids(int32_t tid, int64_t uid, int64_t euid, int64_t gid, int64_t egid)
{
	const struct process *process = process_table_find(table, tid);

	CHECK_INT(process->uid, uid);
	CHECK_INT(process->euid, euid);
	CHECK_INT(process->gid, gid);
	CHECK_INT(process->egid, egid);
}

/* Where commit_creds() cannot be probed: the calls, and what root's privilege makes of them. */
static void test_credentials_by_calls(void)
{
	seed(10, 10, 1, "root", 0);
	commit_creds(10, 0, 0, 0, 0);
	newtask(10, 11, "child", 0);
	system_call("setgid", 11, 7, 0, 0);
	system_call("setuid", 11, 5, 0, 0);
	has_ids(11, 5, 5, 7, 7);
	has_ids(10, 0, 0, 0, 0);
	system_call("setuid", 11, 0, 0, -1 /* EPERM */);
	has_ids(11, 5, 5, 7, 7);
	/* Without privilege only the effective one changes. */
	system_call("setuid", 11, 6, 0, 0);
	system_call("setgid", 11, 8, 0, 0);
	has_ids(11, 5, 6, 7, 8);
	system_call("setreuid", 10, UINT32_MAX, 3, 0);
	system_call("setregid", 10, 4, -1, 0);
	has_ids(10, 0, 3, 4, 0);
	system_call("setresuid", 10, 21, 22, 0);
	system_call("setresgid", 10, 23, 24, 0);
	has_ids(10, 21, 22, 23, 24);
	/* What was under way when the table began says nothing. */
	call("sys_exit_setuid", 0, 10, &(struct call){.numbers = {0}});
	has_ids(10, 21, 22, 23, 24);
}

static void test_groups_by_calls(void)
{
	seed(10, 10, 1, "shell", 0);
	newtask(10, 20, "job", 0);
	newtask(10, 21, "job", 0);
	system_call("setpgid", 10, 20, 0, 0);
	system_call("setpgid", 10, 21, 20, 0);
	CHECK_INT(process_table_find(table, 20)->pgrp, 20);
	CHECK_INT(process_table_find(table, 21)->pgrp, 20);
	newtask(21, 22, "thread", CLONE_THREAD);
	system_call("setpgid", 22, 0, 0, 0);
	CHECK_INT(process_table_find(table, 21)->pgrp, 21);
	system_call("setsid", 20, 0, 0, -1);
	CHECK(process_table_find(table, 20)->sid != 20);
	system_call("setsid", 20, 0, 0, 20);
	CHECK_INT(process_table_find(table, 20)->sid, 20);
	/* 36 is PR_SET_CHILD_SUBREAPER. */
	system_call("prctl", 10, 36, 1, 0);
	newtask(21, 23, "orphan", 0);
	exit_task(22);
	exit_task(21);
	CHECK_INT(process_table_find(table, 23)->ppid, 10);
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
	rename_task(11, "thread");
	exit_task(10);
	call("exchange_tids", 0, 11, &(struct call){.numbers = {11}});
	IS(10, 10, 1, "thread");
	WAS(11, 10, 1, "thread");
	CHECK_INT(process_table_find(table, 10)->uid, 1);
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

static void test_reapers(void)
{
	seed(1, 1, 0, "init", 0);
	seed(10, 10, 1, "manager", 0);
	newtask(10, 20, "shell", 0);
	newtask(20, 30, "father", 0);
	newtask(30, 31, "father", CLONE_THREAD);
	newtask(31, 40, "child", 0);
	newtask(40, 41, "child", CLONE_THREAD);
	exit_task(31);
	call("exit_signals", 0, 30, &(struct call){.numbers = {1, 0, 1}});
	exit_task(30);
	IS(40, 40, 10, "child");
	IS(41, 40, 10, "child");
	exit_task(10); /* who had no child of its own left but took one */
	IS(40, 40, 1, "child");
	/* In a pid namespace whose init is 50, entered from outside. */
	seed(50, 50, 20, "inner init", 0);
	newtask(20, 60, "father", 0);
	newtask(60, 61, "child", 0);
	call("exit_signals", 0, 60, &(struct call){.numbers = {50, 1}});
	exit_task(60);
	IS(61, 61, 50, "child");
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

int main(void)
{
	static void (*const tests[])(void) = {
		test_credentials,     test_groups,  test_reapers,    test_credentials_by_calls,
		test_groups_by_calls, test_strings, test_target_set,
	};

	return run_tests(tests, sizeof(tests) / sizeof(*tests));
}
