/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * relay N - two threads on two CPUs take turns as fast as they can, N in all. In turn I, counted
 * from 0, the one whose turn it is seeks in file 1000000 + I, which is not open.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static sem_t ready[2];
static long turns;

/* Soon there where there are two processors; a virtual one is better left to the other by then. */
static void wait_for_turn(sem_t *mine)
{
	for (int i = 0; i < 1000; i++)
		if (!sem_trywait(mine))
			return;
	sem_wait(mine);
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
		wait_for_turn(&ready[i % 2]);
		(void)lseek((int)(1000000 + i), 0, SEEK_SET);
		sem_post(&ready[(i + 1) % 2]);
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
	sem_init(&ready[0], 0, 1);
	sem_init(&ready[1], 0, 0);
	if (pthread_create(&other, NULL, run_second, &first[1]) || pin(0)) {
		perror("relay");
		return 1;
	}
	run(&first[0]);
	return pthread_join(other, NULL);
}
