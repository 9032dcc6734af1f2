/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who was there when the recording began.
 *
 * trace-cmd saves the names that the kernel remembered (saved_cmdlines) when recording ended.
 * That is the name a thread had last; the one it had first is in its first task_rename record,
 * so those are looked for before the replay begins. Not told by a recording: thread groups,
 * parents, credentials.
 */
#include "config.h"
#include "runtime/replay/replay_state.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/process_table.h"
#include "runtime/record.h"
#include "runtime/replay/replay_catalog.h"
#include "runtime/replay/replay_records.h"

struct taker {
	void (*take)(void *context, const struct process_seed *seed);
	void *context;
};

static void give(const struct taker *taker, int32_t tid, const char *comm)
{
	struct process_seed seed = {
		.tid = tid,
		.tgid = -1,
		.ppid = -1,
		.uid = -1,
		.euid = -1,
		.gid = -1,
		.egid = -1,
		.pgrp = -1,
		.sid = -1,
		.comm = comm,
	};

	taker->take(taker->context, &seed);
}

/* One line "PID COMM"; a comm may hold spaces. */
static void take_cmdline(const struct taker *taker, const char *line)
{
	char *comm;
	long tid = strtol(line, &comm, 10);

	if (comm != line && *comm == ' ' && comm[1] != '\0' && tid > 0 && tid <= INT32_MAX)
		give(taker, (int32_t)tid, comm + 1);
}

static void take_cmdlines(const struct replay_source *replay, const struct taker *taker)
{
	struct buf text = {0};
	char *rest;

	if (trace_file_text(&replay->file, TRACE_CMDLINES, &text) == 0) {
		for (char *line = strtok_r(text.data, "\n", &rest); line;
		     line = strtok_r(NULL, "\n", &rest))
			take_cmdline(taker, line);
	}
	buf_free(&text);
}

/* An event and two of its fields; @format NULL: not in the recording. */
struct naming_event {
	const struct event_format *format;
	struct field_place tid, comm;
};

static struct naming_event find_naming_event(struct replay_source *replay, const char *name,
					     const char *comm)
{
	struct naming_event event = {0};
	const struct event_format *format;
	const char *why;
	unsigned found = 0;

	format = replay_event_format(&replay->source, "task", name, &why);
	for (unsigned i = 0; format && i < format->nfields; i++) {
		const struct event_field *field = &format->fields[i];

		if (strcmp(field->name, "pid") == 0) {
			event.tid = field->place;
			found |= 1;
		} else if (strcmp(field->name, comm) == 0) {
			event.comm = field->place;
			found |= 2;
		}
	}
	event.format = found == 3 ? format : NULL;
	return event;
}

/* Is @record the first that names a thread by @event? Sets *@tid. */
static bool is_first(const struct naming_event *event, const struct record *record,
		     const struct process_table *seen, int32_t *tid)
{
	if (!event->format || record->event != event->format->id)
		return false;
	*tid = (int32_t)record_integer(record, &event->tid);
	return *tid > 0 && !process_table_find(seen, *tid);
}

static void take_first_names(struct replay_source *replay, const struct naming_event *rename,
			     const struct taker *taker)
{
	struct naming_event birth = find_naming_event(replay, "task_newtask", "comm");
	struct process_table *seen = process_table_new();
	const struct taker note = {.take = process_table_seed, .context = seen};
	struct record record;
	const char *text;
	uint32_t len;
	int32_t tid;

	while (replay_records_next(replay->records, UINT64_MAX, &record)) {
		if (is_first(rename, &record, seen, &tid) &&
		    record_text(&record, &rename->comm, &text, &len)) {
			char *comm = strndup(text, len);

			give(taker, tid, comm);
			give(&note, tid, comm);
			free(comm);
		} else if (is_first(&birth, &record, seen, &tid)) {
			give(&note, tid, NULL);
		}
	}
	process_table_free(seen);
	replay_records_rewind(replay->records);
}

void replay_seed_processes(struct record_source *source, unsigned needs,
			   void (*take)(void *context, const struct process_seed *seed),
			   void *context)
{
	struct replay_source *replay = replay_of(source);
	const struct taker taker = {.take = take, .context = context};
	struct naming_event rename = find_naming_event(replay, "task_rename", "oldcomm");

	(void)needs; /* a recording knows no more than names */
	take_cmdlines(replay, &taker);
	if (rename.format && !replay->begun)
		take_first_names(replay, &rename, &taker);
}
