/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * callers N TURNS - N threads at once, each under a name of its own, "caller I". In each of its
 * turns one seeks in a file of its own, to a place that nobody else seeks to, and opens
 * "/nowhere/caller I". Then a read of one byte is interrupted by a signal and started again, a
 * thread that is not the first execs, and what it execs forks once.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static long nthreads, turns;
static pthread_barrier_t start;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* ---- many at once ---- */

static void *call(void *which)
{
	long index = (long)which;
	char name[16], path[64];
	int fd = open("/proc/self/exe", O_RDONLY);

	if (fd < 0)
		fail("/proc/self/exe");
	snprintf(name, sizeof(name), "caller %ld", index);
	snprintf(path, sizeof(path), "/nowhere/%s", name);
	pthread_setname_np(pthread_self(), name);
	pthread_barrier_wait(&start);
	for (long i = 0; i < turns; i++) {
		(void)lseek(fd, i * nthreads + index, SEEK_SET);
		(void)open(path, O_RDONLY);
	}
	close(fd);
	return NULL;
}

static void call_at_once(void)
{
	pthread_t *threads = calloc((size_t)nthreads, sizeof(*threads));

	pthread_barrier_init(&start, NULL, (unsigned)nthreads);
	for (long i = 0; threads && i < nthreads; i++)
		if (pthread_create(&threads[i], NULL, call, (void *)i))
			fail("pthread_create");
	for (long i = 0; threads && i < nthreads; i++)
		pthread_join(threads[i], NULL);
	free(threads);
}

/* ---- a call that is started again ---- */

static int channel[2];
static volatile pid_t reader;
static volatile sig_atomic_t handled;

static void handle(int number)
{
	(void)number;
	handled = 1;
}

static void *read_byte(void *unused)
{
	char byte;

	reader = (pid_t)syscall(SYS_gettid);
	if (read(channel[0], &byte, 1) != 1)
		fail("read");
	return unused;
}

/* Is the reader asleep in its call? */
static int is_waiting(void)
{
	char path[64], text[32] = "";
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/syscall", (int)reader);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return 0;
	if (pread(fd, text, sizeof(text) - 1, 0) < 0)
		text[0] = 0;
	close(fd);
	return strtol(text, NULL, 10) == SYS_read && strchr(text, 'x');
}

static void interrupt_read(void)
{
	struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
	pthread_t thread;

	sigaction(SIGUSR1, &action, NULL);
	if (pipe(channel) || pthread_create(&thread, NULL, read_byte, NULL))
		fail("pipe");
	while (!reader || !is_waiting())
		usleep(1000);
	pthread_kill(thread, SIGUSR1);
	while (!handled || !is_waiting())
		usleep(1000);
	if (write(channel[1], "", 1) != 1)
		fail("write");
	pthread_join(thread, NULL);
}

/* ---- a call that returns to another number, and one that returns twice ---- */

static void *exec_self(void *unused)
{
	execl("/proc/self/exe", "callers", "fork", (char *)NULL);
	perror("exec");
	return unused;
}

static int fork_once(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child < 0 || waitpid(child, NULL, 0) != child;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc == 2 && strcmp(argv[1], "fork") == 0)
		return fork_once();
	if (argc == 3) {
		nthreads = strtol(argv[1], NULL, 10);
		turns = strtol(argv[2], NULL, 10);
	}
	if (nthreads <= 0 || turns <= 0) {
		fprintf(stderr, "usage: callers N TURNS\n");
		return 2;
	}
	call_at_once();
	interrupt_read();
	if (pthread_create(&thread, NULL, exec_self, NULL))
		fail("pthread_create");
	for (;;)
		pause();
}
