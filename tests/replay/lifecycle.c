/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lifecycle - one of each thing that can happen to a process, for recordings of a process table:
 * a child that renames itself, a thread that renames itself, an exec by a thread that is not its
 * process's first, an orphan, an exec by a plain child.
 */
#include <pthread.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void *run_thread(void *unused)
{
	prctl(PR_SET_NAME, "lc-thread");
	usleep(10000);
	return unused;
}

static void *exec_thread(void *unused)
{
	prctl(PR_SET_NAME, "lc-exec-thread");
	execlp("sleep", "lc-sleep", "0.1", NULL);
	return unused;
}

static void rename_self(void)
{
	prctl(PR_SET_NAME, "lc renamed");
	usleep(10000);
}

static void make_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, run_thread, NULL);
	pthread_join(thread, NULL);
}

static void exec_in_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, exec_thread, NULL);
	pause();
}

static void leave_orphan(void)
{
	if (fork() == 0) {
		prctl(PR_SET_NAME, "lc-orphan");
		usleep(50000);
	}
}

static void exec_child(void)
{
	execlp("sleep", "sleep", "0.1", NULL);
}

int main(void)
{
	static void (*const steps[])(void) = {rename_self, make_thread, exec_in_thread,
					      leave_orphan, exec_child};

	for (unsigned i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		if (fork() == 0) {
			steps[i]();
			_exit(0);
		}
		wait(NULL);
	}
	usleep(100000);
	return 0;
}
