/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/leftovers.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "runtime/tracefs/tracing_dir.h"

#define NAME_MAX_BYTES 128

static const char *skip_digits(const char *at)
{
	return at + strspn(at, "0123456789");
}

bool leftovers_is_session_name(const char *name)
{
	static const char prefix[] = "mstap_";
	const char *at;

	if (strncmp(name, prefix, sizeof(prefix) - 1))
		return false;
	name += sizeof(prefix) - 1;
	at = skip_digits(name);
	if (at == name)
		return false;
	if (*at == '_' && skip_digits(at + 1) > at + 1)
		at = skip_digits(at + 1);
	return !*at;
}

/* ---- instances ---- */

static void remove_instance_if_dead(int instances_fd, const char *name)
{
	int fd = openat(instances_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (!flock(fd, LOCK_EX | LOCK_NB))
		unlinkat(instances_fd, name, AT_REMOVEDIR);
	close(fd);
}

static void remove_dead_instances(const struct tracing_dir *dir)
{
	int fd = openat(dir->fd, "instances", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!list) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(list))) {
		if (leftovers_is_session_name(entry->d_name))
			remove_instance_if_dead(fd, entry->d_name);
	}
	closedir(list);
}

/* ---- dynamic events ---- */

/* From "p:GROUP/EVENT PLACE ARGS": one line of dynamic_events. */
struct dynamic_event {
	char group[NAME_MAX_BYTES];
	char event[NAME_MAX_BYTES];
};

/* Takes the next line off *@at; returns false at the end of the text. */
static bool next_dynamic_event(const char **at, struct dynamic_event *out)
{
	while (*at && **at) {
		const char *line = *at;
		const char *end = strchr(line, '\n');
		int matched =
			sscanf(line, "%*[^: \n]:%127[^/ \n]/%127[^ \n]", out->group, out->event);

		*at = end ? end + 1 : NULL;
		if (matched == 2)
			return true;
	}
	return false;
}

static void remove_event(int events_fd, const struct dynamic_event *event)
{
	dprintf(events_fd, "-:%s/%s\n", event->group, event->event);
}

static bool instance_exists(const struct tracing_dir *dir, const char *name)
{
	char path[sizeof("instances/") + NAME_MAX_BYTES];

	snprintf(path, sizeof(path), "instances/%s", name);
	return !faccessat(dir->fd, path, F_OK, 0);
}

static bool is_dead_group(const struct tracing_dir *dir, const char *group)
{
	return leftovers_is_session_name(group) && !instance_exists(dir, group);
}

/* @group NULL: the groups of the dead. */
static void remove_events(const struct tracing_dir *dir, const char *group)
{
	int fd = openat(dir->fd, "dynamic_events", O_RDWR | O_APPEND | O_CLOEXEC);
	struct buf text = {0};
	struct dynamic_event event;

	if (fd < 0)
		return;
	if (!buf_read_fd(&text, fd)) {
		for (const char *at = text.data; next_dynamic_event(&at, &event);) {
			if (group ? !strcmp(event.group, group) : is_dead_group(dir, event.group))
				remove_event(fd, &event);
		}
	}
	buf_free(&text);
	close(fd);
}

void leftovers_remove_group(const struct tracing_dir *dir, const char *group)
{
	remove_events(dir, group);
}

void leftovers_remove(const struct tracing_dir *dir)
{
	remove_dead_instances(dir);
	remove_events(dir, NULL);
}
