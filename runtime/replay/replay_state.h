/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The replay source's own state, for the files of this room.
 *
 * Owner:    replay_source_open() makes it, ops->close ends it.
 */
#ifndef MSTAP_RUNTIME_REPLAY_REPLAY_STATE_H
#define MSTAP_RUNTIME_REPLAY_REPLAY_STATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "runtime/record_source.h"
#include "runtime/replay/trace_file.h"

struct arena;
struct replay_records;
struct tep_handle;
struct tracecmd_input;

struct replay_source {
	struct record_source source; /* first: the engine's pointer is to it */
	struct arena *arena;
	const char *path;
	struct trace_file file;
	struct tracecmd_input *input;
	struct tep_handle *tep;
	struct replay_records *records;
	const struct event_format **formats; /* asked for so far */
	unsigned nformats;
	struct buf kallsyms; /* read at the first question */
	bool kallsyms_read;
	bool begun; /* next() was called */
	bool stopped;
};

static inline struct replay_source *replay_of(struct record_source *source)
{
	return (struct replay_source *)source;
}

/* How replay_source_open()'s ops bind probes (runtime/record_source.h). */
void replay_plan(struct record_source *source, const struct attach_options *options, uint32_t index,
		 struct probe_plan *plan);
int replay_attach(struct record_source *source, const struct attach_options *options,
		  const struct binding **bindings, struct diag_list *diags);

/* The same row's seed_processes, from the saved command lines. */
void replay_seed_processes(struct record_source *source, unsigned needs,
			   void (*take)(void *context, const struct process_seed *seed),
			   void *context);

#endif
