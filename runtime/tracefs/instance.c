/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/instance.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <tracefs.h>
#include <unistd.h>

#include "base/buf.h"
#include "runtime/tracefs/leftovers.h"
#include "runtime/tracefs/reader.h"
#include "runtime/tracefs/tracing_dir.h"
#include "runtime/tracefs/undo.h"

int instance_write(const struct instance *instance, const char *file, const char *text)
{
	return tracefs_instance_file_write(instance->handle, file, text) < 0 ? -1 : 0;
}

int instance_open_file(const struct instance *instance, const char *file, int flags)
{
	return tracefs_instance_file_open(instance->handle, file, flags);
}

int instance_switch_event(const struct instance *instance, const char *system, const char *event,
			  int on)
{
	int written =
		tracefs_event_file_write(instance->handle, system, event, "enable", on ? "1" : "0");

	return written < 0 ? -1 : 0;
}

/* ---- making and removing ---- */

static void remove_instance(void *context)
{
	struct instance *instance = context;

	if (instance->handle) {
		tracefs_instance_destroy(instance->handle);
		tracefs_instance_free(instance->handle);
		instance->handle = NULL;
	}
	if (instance->lock_fd >= 0)
		close(instance->lock_fd);
	instance->lock_fd = -1;
}

static void remove_group(void *context)
{
	const struct instance *instance = context;

	leftovers_remove_group(instance->dir, instance->name);
}

/*
 * Locks instances/ against others that make or remove instances. They take some tens of
 * milliseconds, seconds with many leftovers; one that is stopped inside must not stop us for
 * good. Returns the descriptor to close.
 */
static int lock_instances(const struct tracing_dir *dir)
{
	const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
	int fd = openat(dir->fd, "instances", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (int tries = 1000; fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) && tries; tries--)
		nanosleep(&pause, NULL);
	return fd;
}

/* Fails with EEXIST if somebody has an instance of this name. */
static struct tracefs_instance *create_new(const char *name)
{
	struct tracefs_instance *handle = tracefs_instance_create(name);

	if (handle && !tracefs_instance_is_new(handle)) {
		tracefs_instance_free(handle);
		errno = EEXIST;
		return NULL;
	}
	return handle;
}

static int lock_directory(struct instance *instance)
{
	char *path = tracefs_instance_get_dir(instance->handle);

	instance->lock_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	tracefs_put_tracing_file(path);
	return instance->lock_fd < 0 ? -1 : flock(instance->lock_fd, LOCK_EX | LOCK_NB);
}

/* A living mstap of the same number may exist in another pid namespace: then "_2" and so on. */
static int make(struct instance *instance, struct undo_stack *undo)
{
	int prefix = snprintf(instance->name, sizeof(instance->name), "mstap_");
	size_t room = sizeof(instance->name) - (size_t)prefix;

	instance->tag = instance->name + prefix;
	/* Removing the instance switches its events off; so it goes before the events do. */
	undo_push(undo, remove_group, instance);
	undo_push(undo, remove_instance, instance);
	for (int n = 1; n < 100; n++) {
		snprintf(instance->name + prefix, room, n > 1 ? "%d_%d" : "%d", (int)getpid(), n);
		instance->handle = create_new(instance->name);
		if (instance->handle)
			return lock_directory(instance);
		if (errno != EEXIST)
			break;
	}
	return -1;
}

/* ---- the whole ---- */

int instance_make(struct instance *instance, const struct tracing_dir *dir, struct undo_stack *undo,
		  const char **what)
{
	int lock_fd = lock_instances(dir);
	int status, saved;

	*instance = (struct instance){.dir = dir, .lock_fd = -1};
	leftovers_remove(dir);
	status = make(instance, undo);
	saved = errno;
	*what = "cannot create a trace instance";
	if (lock_fd >= 0)
		close(lock_fd);
	errno = saved;
	return status;
}

int instance_set_trigger(const struct instance *instance, const char *system, const char *event,
			 const char *trigger)
{
	int written =
		tracefs_event_file_append(instance->handle, system, event, "trigger", trigger);

	return written < 0 && errno != EEXIST ? -1 : 0;
}

/* ---- streams ---- */

static void close_keeping_errno(int fd)
{
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
}

/* Calls @visit for each CPU's directory. Numbers may have gaps. Returns 0, or -1 with errno. */
static int walk_cpus(const struct instance *instance,
		     int (*visit)(int cpu_fd, uint32_t cpu, void *context), void *context)
{
	int fd = tracefs_instance_file_open(instance->handle, "per_cpu",
					    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int status = 0, error = 0;

	if (!list) {
		close_keeping_errno(fd);
		return -1;
	}
	while (!status && (entry = readdir(list))) {
		unsigned cpu;
		int cpu_fd;

		if (sscanf(entry->d_name, "cpu%u", &cpu) != 1)
			continue;
		cpu_fd = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		status = cpu_fd < 0 ? -1 : visit(cpu_fd, cpu, context);
		error = errno;
		if (cpu_fd >= 0)
			close(cpu_fd);
	}
	closedir(list);
	errno = error;
	return status;
}

static int open_stream(int cpu_fd, uint32_t cpu, void *context)
{
	int fd = openat(cpu_fd, "trace_pipe_raw", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int stats_fd = fd < 0 ? -1 : openat(cpu_fd, "stats", O_RDONLY | O_CLOEXEC);

	if (stats_fd < 0) {
		close_keeping_errno(fd);
		return -1;
	}
	reader_add_stream(context, fd, stats_fd, cpu);
	return 0;
}

int instance_open_streams(const struct instance *instance, struct reader *reader)
{
	return walk_cpus(instance, open_stream, reader);
}
