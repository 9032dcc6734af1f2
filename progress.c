/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static int64_t timeval_ms(struct timeval time)
{
	return (int64_t)time.tv_sec * 1000 + time.tv_usec / 1000;
}

void pass_begin(struct pass_clock *clock)
{
	struct timespec now;
	struct rusage usage;

	clock_gettime(CLOCK_MONOTONIC, &now);
	getrusage(RUSAGE_SELF, &usage);
	clock->user_ms = timeval_ms(usage.ru_utime);
	clock->system_ms = timeval_ms(usage.ru_stime);
	clock->real_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void print_time(const struct pass_clock *begin)
{
	struct pass_clock now;

	pass_begin(&now);
	fprintf(stderr, " in %" PRId64 "usr/%" PRId64 "sys/%" PRId64 "real ms.\n",
		now.user_ms - begin->user_ms, now.system_ms - begin->system_ms,
		now.real_ms - begin->real_ms);
}

/* From /proc/self/statm, which counts pages: size, resident, shared, text, lib, data. */
static void print_memory(void)
{
	unsigned long size, resident, shared, data;
	unsigned long page_kb = (unsigned long)sysconf(_SC_PAGESIZE) / 1024;
	FILE *statm = fopen("/proc/self/statm", "re");

	if (!statm)
		return;
	if (fscanf(statm, "%lu %lu %lu %*u %*u %lu", &size, &resident, &shared, &data) == 4)
		fprintf(stderr, " using %luvirt/%lures/%lushr/%ludata kb,", size * page_kb,
			resident * page_kb, shared * page_kb, data * page_kb);
	fclose(statm);
}

void pass_report(const struct pass_clock *clock, int number, const char *what, bool memory)
{
	fprintf(stderr, "Pass %d: %s", number, what);
	if (memory)
		print_memory();
	print_time(clock);
}
