/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/followed.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "runtime/tracefs/reader.h"
#include "runtime/tracefs/state.h"

/* ---- for which events ---- */

static bool implies_target(const struct guard *guard)
{
	if (!guard)
		return false;
	switch (guard->kind) {
	case GUARD_AND:
		return implies_target(guard->left) || implies_target(guard->right);
	case GUARD_OR:
		return implies_target(guard->left) && implies_target(guard->right);
	case GUARD_TEST:
		return guard->subject == GUARD_PID && guard->with_target &&
		       guard->relation == GUARD_EQ;
	default:
		return false;
	}
}

/*
 * The kernel goes over to the next thread at the tracepoint sched_switch, its record at the switch
 * itself (event_filter_pid_sched_switch_probe_post(), kernel/trace/trace_events.c; __schedule(),
 * kernel/sched/core.c; 6.1 and 6.12). What happens in between, with interrupts off, would be lost
 * of the one thread. Functions may be called there, and so may the tracepoints of page tables,
 * registers and non-maskable interrupts; these systems have none of that.
 */
static bool is_outside_of_switches(const char *system)
{
	static const char *const systems[] = {
		"block",	"cgroup", "ext4", "fib",    "filelock", "filemap",
		"io_uring",	"jbd2",	  "napi", "neigh",  "net",	"oom",
		"raw_syscalls", "sched",  "scsi", "signal", "skb",	"sock",
		"syscalls",	"task",	  "tcp",  "udp",    "vmscan",	"writeback",
	};

	for (unsigned i = 0; i < sizeof(systems) / sizeof(systems[0]); i++)
		if (!strcmp(systems[i], system))
			return true;
	return false;
}

static bool can_follow(const struct probe *probe)
{
	enum definition_kind kind = definition_kind_of(probe);

	/* A stack is taken before anybody asks whose. */
	return probe->kind == PROBE_TRACEPOINT && !probe->wants_stack &&
	       (kind == DEFINITION_NONE || kind == DEFINITION_EVENT) &&
	       implies_target(probe->guard) && is_outside_of_switches(probe->system);
}

/* An event that all its probes would follow, or none: it must not be recorded twice. */
bool followed_is_enough(const struct attach_options *options, uint32_t index)
{
	const struct probe *probes = options->probes;

	if (!options->target_pid)
		return false;
	for (uint32_t i = 0; i < options->nprobes; i++)
		if ((i == index || definition_same_event(&probes[index], &probes[i])) &&
		    !can_follow(&probes[i]))
			return false;
	return true;
}

/* ---- the instance ---- */

static bool is_any_followed(const struct attach_options *options)
{
	for (uint32_t i = 0; i < options->nprobes - options->noptional; i++)
		if (followed_is_enough(options, i))
			return true;
	return false;
}

struct instance *followed_make(struct tracefs_source *state)
{
	const char *what;

	state->follows = is_any_followed(&state->options) &&
			 !instance_make(&state->followed, &state->dir, state->undo, &what);
	return state->follows ? &state->followed : NULL;
}

void followed_open(struct tracefs_source *state)
{
	struct instance *followed = &state->followed;

	state->follows = state->follows && followed->page_bytes == state->instance.page_bytes &&
			 !instance_write(followed, "options/event-fork", "1") &&
			 !instance_open_streams(followed, state->reader);
	for (uint32_t i = 0; state->follows && i < state->options.nprobes; i++)
		if (state->events[i].instance && followed_is_enough(&state->options, i))
			state->events[i].instance = followed;
}

/* ---- the threads ---- */

struct threads {
	int *tids;
	unsigned count, room;
};

static bool add_thread(struct threads *threads, int tid)
{
	for (unsigned i = 0; i < threads->count; i++)
		if (threads->tids[i] == tid)
			return false;
	if (threads->count == threads->room) {
		threads->room = threads->room ? 2 * threads->room : 64;
		threads->tids = xrealloc(threads->tids, threads->room * sizeof(*threads->tids));
	}
	threads->tids[threads->count++] = tid;
	return true;
}

/*
 * Adds what is not in the kernel's list yet, in one write: at each that finds a list there already,
 * the kernel waits until nobody uses that any more (tracepoint_synchronize_unregister()), tens of
 * milliseconds. Returns how many that were.
 */
static unsigned add_threads(struct tracefs_source *state, struct threads *threads)
{
	unsigned added = 0;
	struct buf text = {0};
	char path[48];
	struct dirent *entry;
	DIR *list;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)state->options.target_pid);
	list = opendir(path);
	while (list && (entry = readdir(list))) {
		int tid = atoi(entry->d_name);

		if (tid <= 0 || !add_thread(threads, tid))
			continue;
		buf_printf(&text, "%d\n", tid);
		added++;
	}
	if (list)
		closedir(list);
	if (added)
		tracefs_instance_file_append(state->followed.handle, "set_event_pid", text.data);
	buf_free(&text);
	return added;
}

static bool is_any_served(const struct tracefs_source *state, uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count; i++)
		if (state->events[i].instance == &state->followed)
			return true;
	return false;
}

/*
 * Threads that a listed one makes are added by the kernel; those that others made meanwhile are
 * there when one looks again. An empty list filters nothing.
 */
void followed_set_threads(struct tracefs_source *state, uint32_t first, uint32_t count)
{
	struct threads threads = {0};

	if (!is_any_served(state, first, count))
		return;
	while (add_threads(state, &threads))
		;
	free(threads.tids);
}
