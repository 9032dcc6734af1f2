/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes there are now: the seed of the process table, from /proc. */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "runtime/tracefs/state.h"

struct seeding {
	struct record_source *source;
	void (*take)(void *context, const struct process_seed *seed);
	void *context;
	unsigned needs;
	struct buf status;  /* of one thread */
	struct buf strings; /* of one process */
};

static bool is_number(const char *name)
{
	return *name && !name[strspn(name, "0123456789")];
}

/* The value behind "LABEL:\t", or NULL. */
static const char *value_of(const char *status, const char *label)
{
	const char *at = strstr(status, label);

	return at ? at + strlen(label) : NULL;
}

static int64_t number_of(const char *status, const char *label)
{
	const char *value = value_of(status, label);

	return value ? strtoll(value, NULL, 10) : -1;
}

/* The kernel writes newline and backslash in a name as \n and \\ (proc_task_name()). */
static void copy_name(char *name, size_t size, const char *value)
{
	size_t len = 0;

	for (; *value && *value != '\n' && len + 1 < size; value++) {
		if (*value == '\\' && (value[1] == 'n' || value[1] == '\\')) {
			value++;
			name[len++] = *value == 'n' ? '\n' : '\\';
		} else {
			name[len++] = *value;
		}
	}
	name[len] = '\0';
}

/* "Uid:\treal\teffective\t..." */
static void parse_ids(const char *status, const char *label, int64_t *real, int64_t *effective)
{
	const char *value = value_of(status, label);

	*real = *effective = -1;
	if (value)
		sscanf(value, "%" SCNd64 " %" SCNd64, real, effective);
}

static void read_file(struct buf *text, int task_fd, int32_t tid, const char *name)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "%d/%s", tid, name);
	fd = openat(task_fd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	/* What cannot be read (any more) is empty, as in a kernel thread. */
	(void)buf_read_fd(text, fd);
	close(fd);
}

/* A program that writes over its arguments may leave out the last NUL. */
static void end_string(struct buf *text)
{
	if (text->len && text->data[text->len - 1])
		buf_put(text, "", 1);
}

static uint32_t count_strings(const struct buf *text)
{
	uint32_t count = 0;

	for (size_t i = 0; i < text->len; i++)
		count += !text->data[i];
	return count;
}

static void read_strings(struct seeding *s, int task_fd, struct process_seed *seed)
{
	buf_clear(&s->strings);
	read_file(&s->strings, task_fd, seed->tid, "cmdline");
	end_string(&s->strings);
	seed->nargs = count_strings(&s->strings);
	if (s->needs & NEED_ENVIRONMENT)
		read_file(&s->strings, task_fd, seed->tid, "environ");
	end_string(&s->strings);
	seed->nvariables = count_strings(&s->strings) - seed->nargs;
	seed->strings = s->strings.data;
	seed->strings_len = (uint32_t)s->strings.len;
}

/* All else one file has: /proc/PID/task/TID/status. */
static void seed_thread(struct seeding *s, int task_fd, const char *tid)
{
	char path[32], comm[64];
	struct process_seed seed = {.tid = atoi(tid), .comm = comm};
	const char *name;
	int fd;

	snprintf(path, sizeof(path), "%.16s/status", tid);
	fd = openat(task_fd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return; /* gone meanwhile */
	buf_clear(&s->status);
	/* Before the reading: what changes during it will be seen as an event. */
	seed.time_ns = trace_clock_passed(&tracefs_state(s->source)->clock);
	if (!buf_read_fd(&s->status, fd) && s->status.len) {
		name = value_of(s->status.data, "Name:\t");
		copy_name(comm, sizeof(comm), name ? name : "");
		seed.tgid = (int32_t)number_of(s->status.data, "\nTgid:\t");
		seed.ppid = (int32_t)number_of(s->status.data, "\nPPid:\t");
		/* With several pid namespaces, first the number in ours. */
		seed.pgrp = (int32_t)number_of(s->status.data, "\nNSpgid:\t");
		seed.sid = (int32_t)number_of(s->status.data, "\nNSsid:\t");
		parse_ids(s->status.data, "\nUid:\t", &seed.uid, &seed.euid);
		parse_ids(s->status.data, "\nGid:\t", &seed.gid, &seed.egid);
		if (seed.tid == seed.tgid && s->needs & (NEED_ARGUMENTS | NEED_ENVIRONMENT))
			read_strings(s, task_fd, &seed);
		s->take(s->context, &seed);
	}
	close(fd);
}

/* Calls @visit for each number in a directory; takes over @fd. */
static void walk_numbers(int fd, void (*visit)(struct seeding *s, int dir_fd, const char *name),
			 struct seeding *s)
{
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(dir))) {
		if (is_number(entry->d_name))
			visit(s, fd, entry->d_name);
	}
	closedir(dir);
}

static void seed_process(struct seeding *s, int proc_fd, const char *pid)
{
	char path[32];

	snprintf(path, sizeof(path), "%.16s/task", pid);
	walk_numbers(openat(proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), seed_thread, s);
}

void tracefs_seed_processes(struct record_source *source, unsigned needs,
			    void (*take)(void *context, const struct process_seed *seed),
			    void *context)
{
	struct seeding s = {.source = source, .needs = needs, .take = take, .context = context};

	walk_numbers(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC), seed_process, &s);
	buf_free(&s.status);
	buf_free(&s.strings);
}
