/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process table, fed with lifecycle records made by hand. */
#include "config.h"

#include "tests/unit/lifecycle.h"

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

/* main() has ended, its process goes on for long. */
static void test_first_thread_gone(void)
{
	seed(1, 1, 0, "init", 0);
	seed(10, 10, 1, "main", 0);
	newtask(10, 11, "worker", CLONE_THREAD);
	exit_task(10);
	for (int32_t tid = 1000; tid < 30000; tid++) {
		newtask(1, tid, "many", 0);
		exit_task(tid);
	}
	WAS(10, 10, 1, "main");
	newtask(11, 12, "child", 0);
	CHECK_INT(process_table_find(table, 12)->pgrp, 9);
	exit_task(11);
	IS(12, 12, 1, "child");
	for (int32_t tid = 1000; tid < 30000; tid++) {
		newtask(1, tid, "many", 0);
		exit_task(tid);
	}
	UNKNOWN(10);
	UNKNOWN(11);
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
		test_fork_exec_exit,	test_thread,
		test_tid_reuse,		test_thread_exec,
		test_orphans,		test_thread_exec_number_reused,
		test_seed_time,		test_little_known,
		test_fork_event_only,	test_many,
		test_first_thread_gone, test_truncated_record,
	};

	return run_tests(tests, sizeof(tests) / sizeof(*tests));
}
