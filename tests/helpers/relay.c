/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * relay N - two threads on two CPUs take turns as fast as they can, N in all. In turn I, counted
 * from 0, the one whose turn it is seeks in file 1000000 + I, which is not open.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_long turn;
static long turns;

static void rest(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#endif
}

/* The @index-th of the CPUs that we may run on. */
static int pin(int index)
{
	cpu_set_t all, one;

	if (sched_getaffinity(0, sizeof(all), &all))
		return -1;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &all) || index--)
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		return sched_setaffinity(0, sizeof(one), &one);
	}
	return -1;
}

static void *run(void *first)
{
	for (long i = *(long *)first; i < turns; i += 2) {
		while (atomic_load(&turn) != i)
			rest();
		(void)lseek((int)(1000000 + i), 0, SEEK_SET);
		atomic_store(&turn, i + 1);
	}
	return NULL;
}

static void *run_second(void *first)
{
	if (pin(1)) {
		fprintf(stderr, "relay: there is only one CPU\n");
		exit(1);
	}
	return run(first);
}

int main(int argc, char **argv)
{
	long first[] = {0, 1};
	pthread_t other;

	turns = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	if (turns <= 0) {
		fprintf(stderr, "usage: relay N\n");
		return 2;
	}
	if (pthread_create(&other, NULL, run_second, &first[1]) || pin(0)) {
		perror("relay");
		return 1;
	}
	run(&first[0]);
	return pthread_join(other, NULL);
}
