/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * getppid N: N system calls as fast as they go, on the highest CPU (a reader has the others).
 * Prints the nanoseconds that one took, of processor time and by the clock.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static double now_ns(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	double begin, begin_cpu;
	cpu_set_t set;

	if (n <= 0)
		return 2;
	CPU_ZERO(&set);
	CPU_SET((size_t)cpus - 1, &set);
	sched_setaffinity(0, sizeof(set), &set);
	begin = now_ns(CLOCK_MONOTONIC);
	begin_cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID);
	for (long i = 0; i < n; i++)
		syscall(SYS_getppid);
	begin_cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID) - begin_cpu;
	begin = now_ns(CLOCK_MONOTONIC) - begin;
	printf("%.1f %.1f\n", begin_cpu / (double)n, begin / (double)n);
	return 0;
}
