/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/replay/replay_source.h"

#include <stdlib.h>
#include <trace-cmd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "runtime/replay/library.h"
#include "runtime/replay/replay_catalog.h"
#include "runtime/replay/replay_records.h"
#include "runtime/replay/replay_state.h"

static int start(struct record_source *source, uint32_t first, uint32_t count,
		 struct diag_list *diags)
{
	(void)source, (void)first, (void)count, (void)diags;
	return 0;
}

static void stop(struct record_source *source, struct diag_list *diags)
{
	(void)diags;
	replay_of(source)->stopped = true;
}

static void wait_for_records(struct record_source *source, int fd, int timeout_ms)
{
	(void)source, (void)fd, (void)timeout_ms;
}

static int collect(struct record_source *source, uint64_t *horizon_ns, struct diag_list *diags)
{
	struct replay_source *replay = replay_of(source);

	*horizon_ns = UINT64_MAX;
	if (!replay_records_damaged(replay->records))
		return 0;
	diag_add(diags, DIAG_ERROR, (struct span){0}, NULL,
		 "%s: the recording is damaged: a record does not fit its page", replay->path);
	return -1;
}

/* What a recording holds beyond the point where it was stopped has not happened yet. */
static bool next(struct record_source *source, uint64_t until_ns, struct record *out)
{
	struct replay_source *replay = replay_of(source);

	replay->begun = true;
	return !replay->stopped && replay_records_next(replay->records, until_ns, out);
}

static bool lost_between(struct record_source *source, uint64_t from_ns, uint64_t until_ns)
{
	return replay_records_lost_between(replay_of(source)->records, from_ns, until_ns);
}

static uint64_t now(struct record_source *source)
{
	return replay_records_time(replay_of(source)->records);
}

static unsigned cpus(struct record_source *source)
{
	int count = tep_get_cpus(tracecmd_get_tep(replay_of(source)->input));

	return count > 0 ? (unsigned)count : 0;
}

/*
 * Recorded with --date: libtracecmd has made the times wall time. Otherwise the file's date is
 * when recording ended, which on the records' clock is what the saved buffer statistics say. A
 * copied file has the date of the copy, unless the copy keeps it (cp -p).
 */
static int64_t wall_offset(struct record_source *source)
{
	const struct replay_source *replay = replay_of(source);
	uint64_t ended_ns = replay->file.ended_ns;

	if (replay->file.dated)
		return 0;
	if (!ended_ns)
		ended_ns = replay_records_time(replay->records);
	return (int64_t)(replay->file.modified_ns - ended_ns);
}

static int symbols(struct record_source *source, struct buf *text)
{
	unsigned long len;
	const char *kallsyms = replay_catalog_kallsyms(replay_of(source), &len);

	buf_put(text, kallsyms, len);
	return len ? 0 : -1;
}

/* The ring buffers' own counts if saved, else what the pages read so far say. */
static unsigned losses(struct record_source *source, struct loss *out, unsigned max)
{
	const struct replay_source *replay = replay_of(source);
	uint64_t count =
		replay->file.has_stats ? replay->file.lost : replay_records_missed(replay->records);

	if (max == 0 || count == 0)
		return 0;
	out[0] = (struct loss){.kind = LOSS_OVERRUN, .probe = -1, .count = count};
	return 1;
}

static void close_replay(struct record_source *source)
{
	struct replay_source *replay = replay_of(source);

	replay_records_free(replay->records);
	if (replay->input)
		tracecmd_close(replay->input);
	library_guard_end();
	trace_file_close(&replay->file);
	buf_free(&replay->kallsyms);
	arena_free(replay->arena);
	free(replay);
}

static const struct record_source_ops replay_ops = {
	.catalog =
		{
			.find_events = replay_find_events,
			.event_format = replay_event_format,
			.has_function = replay_has_function,
			.similar_symbols = replay_similar_symbols,
			.has_module = replay_has_module,
			.kprobes_missing = replay_kprobes_missing,
			.event_probes_missing = replay_event_probes_missing,
			.stacks_missing = replay_stacks_missing,
			.tracepoint_args_missing = replay_tracepoint_args_missing,
			.samples_missing = replay_samples_missing,
			.tracepoint_type = replay_tracepoint_type,
			.find_functions = replay_find_functions,
			.ctypes_missing = replay_ctypes_missing,
			.function_type = replay_function_type,
			.find_ctype = replay_find_ctype,
			.cpus = cpus,
			.define_ctype = replay_define_ctype,
			.find_variable = replay_find_variable,
			.find_enumerator = replay_find_enumerator,
			.names = replay_names,
			.ctype = replay_ctype,
			.ctype_text = replay_ctype_text,
		},
	.attach = replay_attach,
	.plan = replay_plan,
	.start = start,
	.stop = stop,
	.wait = wait_for_records,
	.collect = collect,
	.next = next,
	.lost_between = lost_between,
	.now = now,
	.wall_offset = wall_offset,
	.seed_processes = replay_seed_processes,
	.symbols = symbols,
	.losses = losses,
	.close = close_replay,
};

static bool open_input(struct replay_source *replay)
{
	library_enter();
	replay->input = tracecmd_open(replay->path, TRACECMD_FL_LOAD_NO_PLUGINS);
	library_leave();
	if (!replay->input)
		return false;
	replay->tep = tracecmd_get_tep(replay->input);
	replay->records = replay_records_new(replay->input, replay->file.page_size);
	return true;
}

struct record_source *replay_source_open(const char *path, struct diag_list *diags)
{
	struct replay_source *replay = xcalloc(1, sizeof(*replay));

	replay->source.ops = &replay_ops;
	replay->arena = arena_new();
	replay->path = arena_strdup(replay->arena, path);
	library_guard_begin(path);
	if (trace_file_open(&replay->file, path, diags) < 0) {
		close_replay(&replay->source);
		return NULL;
	}
	if (!open_input(replay)) {
		diag_add(diags, DIAG_ERROR, (struct span){0}, NULL,
			 "%s: the recording is damaged: libtracecmd cannot read it", path);
		close_replay(&replay->source);
		return NULL;
	}
	return &replay->source;
}
