/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * storm N [SET-UID-COPY] - N short-lived processes, one after the other in each of three rows, that
 * change name, user, group and session, make threads, orphans and siblings, and exec, also from a
 * thread and (with a set-uid copy of this program, to be named storm-suid) to another user.
 * Wherever something has changed the thread tells the truth about itself, by system calls that
 * fail:
 *
 *     fadvise64(0x5a000000 | NAME, pid << 32 | tid, uid << 32 | euid, ppid)
 *     fadvise64(0x5b000000 | NAME, pgrp << 32 | sid, gid << 32 | egid, 0)
 *
 * where the thread's name is then "s%06x" of NAME, or one of the names below. Prints how many it
 * told. Takes root.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAMED_EXE   0xffffff /* "exe": by exec of /proc/self/exe */
#define NAMED_SUID  0xfffffe /* "storm-suid" */
#define NAMED_STORM 0xfffffd /* "storm" */

#define ROWS 3

static unsigned *told; /* shared by all: how many, and whether something failed */
static const char *suid_copy;

static void tell(unsigned name)
{
	uint64_t pid = (uint64_t)getpid(), uid = getuid(), gid = getgid();

	if (told)
		__atomic_add_fetch(told, 2, __ATOMIC_RELAXED);
	syscall(SYS_fadvise64, 0x5a000000 | name, pid << 32 | (uint64_t)gettid(),
		uid << 32 | geteuid(), getppid());
	syscall(SYS_fadvise64, 0x5b000000 | name, (uint64_t)getpgrp() << 32 | (uint64_t)getsid(0),
		gid << 32 | getegid(), 0);
}

static void take_name(unsigned name)
{
	char text[16];

	snprintf(text, sizeof(text), "s%06x", name);
	prctl(PR_SET_NAME, text);
}

/* Of this thread alone: the library's functions are for all threads of a process. */
static void become(unsigned uid, unsigned euid)
{
	syscall(SYS_setresgid, uid + 1, euid + 1, 0);
	syscall(SYS_setresuid, uid, euid, 0);
}

/* Without it the numbers told and seen would not agree for no fault of the tracer. */
static void must(int good, const char *what)
{
	if (good)
		return;
	perror(what);
	told[1] = 1;
	_exit(1);
}

static pid_t must_fork(void)
{
	pid_t pid = fork();

	must(pid >= 0, "storm: fork");
	return pid;
}

static void make_thread(pthread_t *thread, void *(*run)(void *), unsigned i)
{
	must(!pthread_create(thread, NULL, run, (void *)(uintptr_t)i), "storm: pthread_create");
}

static void run_self(const char *path, unsigned name)
{
	char number[16];

	snprintf(number, sizeof(number), "%u", name);
	__atomic_add_fetch(told, 2, __ATOMIC_RELAXED); /* it cannot count itself */
	execl(path, path, "tell", number, NULL);
	must(0, "storm: execl");
}

/* ---- what a child does; @i is its number ---- */

static void change_name_and_user(unsigned i)
{
	tell(NAMED_STORM);
	take_name(i);
	tell(i);
	become(1000 + i, 2000 + i);
	tell(i);
}

static void *be_thread(void *number)
{
	unsigned i = (unsigned)(uintptr_t)number;

	tell(NAMED_STORM);
	take_name(i);
	become(3000 + i, 4000 + i);
	tell(i);
	return NULL;
}

static void make_threads(unsigned i)
{
	pthread_t threads[2];

	for (unsigned n = 0; n < 2; n++)
		make_thread(&threads[n], be_thread, i + n);
	tell(NAMED_STORM);
	for (unsigned n = 0; n < 2; n++)
		pthread_join(threads[n], NULL);
	tell(NAMED_STORM);
}

static void exec_after_change(unsigned i)
{
	take_name(i);
	tell(i);
	become(5000 + i, 0);
	run_self("/proc/self/exe", NAMED_EXE);
}

static void *exec_in_thread(void *number)
{
	unsigned i = (unsigned)(uintptr_t)number;

	take_name(i);
	become(6000 + i, 0);
	tell(i);
	run_self("/proc/self/exe", NAMED_EXE);
	return NULL;
}

static void exec_from_thread(unsigned i)
{
	pthread_t thread;

	make_thread(&thread, exec_in_thread, i);
	pthread_join(thread, NULL);
}

static void exec_to_other_user(unsigned i)
{
	become(7000 + i, 0); /* who else may not come to the copy */
	tell(NAMED_STORM);
	if (suid_copy)
		run_self(suid_copy, NAMED_SUID);
}

static void leave_orphan(unsigned i)
{
	pid_t father = getpid();

	if (must_fork())
		return;
	take_name(i);
	while (getppid() == father)
		sched_yield();
	tell(i);
	_exit(0);
}

static void make_sibling(unsigned i)
{
	pid_t sibling = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);

	must(sibling >= 0, "storm: clone");
	if (sibling == 0)
		take_name(i);
	tell(sibling == 0 ? i : NAMED_STORM);
	if (sibling == 0)
		_exit(0);
}

static void change_session(unsigned i)
{
	setpgid(0, 0);
	tell(NAMED_STORM);
	if (must_fork()) {
		wait(NULL);
		return;
	}
	setsid();
	take_name(i);
	tell(i);
	_exit(0);
}

static void fork_in_vfork(unsigned i)
{
	/* NOLINTNEXTLINE(clang-analyzer-security.*): vfork() is what is to be seen */
	pid_t child = vfork();

	if (child == 0) {
		execl("/proc/self/exe", "storm", "tell", "16777215", NULL);
		_exit(1);
	}
	must(child > 0, "storm: vfork");
	__atomic_add_fetch(told, 2, __ATOMIC_RELAXED);
	take_name(i);
	tell(i);
	waitpid(child, NULL, 0);
}

static void do_row(unsigned first, unsigned n)
{
	static void (*const children[])(unsigned i) = {
		change_name_and_user, make_threads,	  exec_after_change,
		exec_from_thread,     exec_to_other_user, leave_orphan,
		make_sibling,	      change_session,	  fork_in_vfork,
	};
	unsigned kinds = sizeof(children) / sizeof(*children);

	/* It gets the orphans of its row, init those of the others. */
	if (first == 1)
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (unsigned i = first; i < n; i += ROWS) {
		if (must_fork() == 0) {
			children[i / ROWS % kinds](i);
			_exit(0);
		}
		wait(NULL);
	}
	while (wait(NULL) > 0)
		;
	_exit(0);
}

int main(int argc, char **argv)
{
	unsigned n = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;

	if (argc > 2 && !strcmp(argv[1], "tell")) {
		tell((unsigned)strtoul(argv[2], NULL, 10));
		return 0;
	}
	if (!n) {
		fprintf(stderr, "usage: storm N [SET-UID-COPY]\n");
		return 2;
	}
	suid_copy = argc > 2 ? argv[2] : NULL;
	told = mmap(NULL, 2 * sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		    0);
	if (told == MAP_FAILED) {
		perror("storm");
		return 1;
	}
	prctl(PR_SET_NAME, "storm");
	for (unsigned row = 0; row < ROWS; row++)
		if (must_fork() == 0)
			do_row(row, n);
	while (wait(NULL) > 0)
		;
	printf("%u\n", told[0]);
	return (int)told[1];
}
