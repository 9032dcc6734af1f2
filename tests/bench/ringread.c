/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ringread iterate|walk N: what a recorded buffer of N getppid() events costs to read, without
 * mstap: by libtracefs's iteration that counts them, or by a bare walk over the pages read.
 *
 * Records raw_syscalls:sys_enter of "getppid N" (beside us on the path of argv[0]) in an instance
 * of its own, then reads with the tracing off. Prints "NS EVENTS": processor time an event.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tracefs.h>
#include <unistd.h>

#include "runtime/records/ring_page.h"

static const char instance_name[] = "mstap-bench";

static double cpu_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int count_one(struct tep_event *event, struct tep_record *record, int cpu, void *context)
{
	(void)event;
	(void)record;
	(void)cpu;
	++*(long *)context;
	return 0;
}

static long iterate(struct tracefs_instance *instance, struct tep_handle *tep)
{
	long count = 0;

	tracefs_iterate_raw_events(tep, instance, NULL, 0, count_one, &count);
	return count;
}

static long walk_page(const unsigned char *page, size_t bytes)
{
	struct ring_cursor cursor;
	struct ring_event event;
	long count = 0;

	if (ring_cursor_open(&cursor, page, bytes))
		while (ring_cursor_next(&cursor, &event))
			count++;
	return count;
}

static long walk(struct tracefs_instance *instance)
{
	static unsigned char page[1 << 16];
	long count = 0, cpus = sysconf(_SC_NPROCESSORS_CONF);
	char file[64];

	for (long cpu = 0; cpu < cpus; cpu++) {
		ssize_t got;
		int fd;

		snprintf(file, sizeof(file), "per_cpu/cpu%ld/trace_pipe_raw", cpu);
		fd = tracefs_instance_file_open(instance, file, O_RDONLY | O_NONBLOCK);
		while (fd >= 0 && (got = read(fd, page, sizeof(page))) > 0)
			count += walk_page(page, (size_t)got);
		if (fd >= 0)
			close(fd);
	}
	return count;
}

static int record(struct tracefs_instance *instance, const char *self, const char *n)
{
	const char *slash = strrchr(self, '/');
	char command[4200];

	snprintf(command, sizeof(command), "%.*sgetppid %s > /dev/null",
		 slash ? (int)(slash - self + 1) : 0, self, n);
	if (tracefs_instance_file_write(instance, "buffer_size_kb", "100000") < 0 ||
	    tracefs_event_enable(instance, "raw_syscalls", "sys_enter"))
		return -1;
	if (system(command))
		return -1;
	return tracefs_trace_off(instance);
}

int main(int argc, char **argv)
{
	static const char *const systems[] = {"raw_syscalls", NULL};
	struct tracefs_instance *instance;
	struct tep_handle *tep;
	int status = 1;

	if (argc != 3)
		return 2;
	instance = tracefs_instance_create(instance_name);
	tep = tracefs_local_events_system(NULL, systems);
	if (instance && tep && !record(instance, argv[0], argv[2])) {
		double begin = cpu_ns();
		long count = strcmp(argv[1], "walk") ? iterate(instance, tep) : walk(instance);

		printf("%.1f %ld\n", (cpu_ns() - begin) / (double)(count ? count : 1), count);
		status = count < strtol(argv[2], NULL, 10);
	}
	if (instance) {
		tracefs_instance_destroy(instance);
		tracefs_instance_free(instance);
	}
	tep_free(tep);
	return status;
}
