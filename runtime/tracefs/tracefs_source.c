/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/tracefs_source.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/xalloc.h"
#include "runtime/tracefs/state.h"
#include "runtime/tracefs/undo.h"

static int read_symbols(struct record_source *source, struct buf *text)
{
	const struct buf *symbols = kallsyms_text(&tracefs_state(source)->symbols);

	if (!symbols)
		return -1;
	buf_put(text, symbols->data, symbols->len);
	return 0;
}

static void close_source(struct record_source *source)
{
	struct tracefs_source *state = tracefs_state(source);

	undo_stack_free(state->undo);
	kallsyms_free(&state->symbols);
	arena_free(state->arena);
	free(state);
}

static const struct record_source_ops ops = {
	.catalog =
		{
			.find_events = tracefs_find_events,
			.event_format = tracefs_event_format,
			.has_function = tracefs_has_function,
			.similar_functions = tracefs_similar_functions,
			.has_module = tracefs_has_module,
			.kprobes_missing = tracefs_kprobes_missing,
		},
	.attach = tracefs_attach,
	.describe = tracefs_describe,
	.start = tracefs_start,
	.stop = tracefs_stop,
	.wait = tracefs_wait,
	.collect = tracefs_collect,
	.next = tracefs_next,
	.now = tracefs_now,
	.wall_offset = tracefs_wall_offset,
	.seed_processes = tracefs_seed_processes,
	.symbols = read_symbols,
	.losses = tracefs_losses,
	.close = close_source,
};

struct record_source *tracefs_source_open(void)
{
	struct tracefs_source *state = xcalloc(1, sizeof(*state));

	state->base.ops = &ops;
	state->base.live = true;
	state->arena = arena_new();
	state->undo = undo_stack_new();
	state->dir.undo = state->undo;
	return &state->base;
}
