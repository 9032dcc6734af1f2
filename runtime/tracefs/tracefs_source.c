/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/tracefs_source.h"

#include <stdlib.h>
#include <unistd.h>

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

static const char *ctypes_missing(struct record_source *source)
{
	return btf_types_missing(&tracefs_state(source)->types);
}

static bool function_type(struct record_source *source, const char *module, const char *function,
			  struct cfunction *out)
{
	return btf_function_type(&tracefs_state(source)->types, module, function, out);
}

static bool find_ctype(struct record_source *source, const char *module, const char *name,
		       struct ctype_ref *out)
{
	return btf_find_ctype(&tracefs_state(source)->types, module, name, out);
}

static bool define_ctype(struct record_source *source, struct ctype_ref *ref)
{
	return btf_define_ctype(&tracefs_state(source)->types, ref);
}

static bool find_variable(struct record_source *source, const char *module, const char *name,
			  struct kernel_variable *out)
{
	struct tracefs_source *state = tracefs_state(source);

	*out = (struct kernel_variable){
		.address = kallsyms_module_address(&state->symbols, module, name),
	};
	return btf_find_variable(&state->types, module, name, out) || out->address;
}

static bool find_enumerator(struct record_source *source, const char *name, int64_t *out)
{
	return btf_find_enumerator(&tracefs_state(source)->types, name, out);
}

static unsigned names(struct record_source *source, const char *module, enum kernel_names kind,
		      const char *const **out)
{
	return btf_names(&tracefs_state(source)->types, module, kind, out);
}

static const struct ctype *ctype(struct record_source *source, struct ctype_ref ref)
{
	return btf_ctype(&tracefs_state(source)->types, ref);
}

static const char *ctype_text(struct record_source *source, struct ctype_ref ref)
{
	return btf_ctype_text(&tracefs_state(source)->types, ref);
}

static void close_source(struct record_source *source)
{
	struct tracefs_source *state = tracefs_state(source);

	undo_stack_free(state->undo);
	kallsyms_free(&state->symbols);
	btf_types_free(&state->types);
	arena_free(state->arena);
	free(state);
}

static unsigned cpus(struct record_source *source)
{
	long count = sysconf(_SC_NPROCESSORS_CONF);

	(void)source;
	return count > 0 ? (unsigned)count : 0;
}

static const struct record_source_ops ops = {
	.catalog =
		{
			.find_events = tracefs_find_events,
			.event_format = tracefs_event_format,
			.has_function = tracefs_has_function,
			.similar_symbols = tracefs_similar_symbols,
			.has_module = tracefs_has_module,
			.kprobes_missing = tracefs_kprobes_missing,
			.event_probes_missing = tracefs_event_probes_missing,
			.stacks_missing = tracefs_stacks_missing,
			.tracepoint_args_missing = tracefs_tracepoint_args_missing,
			.samples_missing = tracefs_samples_missing,
			.cpus = cpus,
			.symbol_address = tracefs_symbol_address,
			.tracepoint_type = tracefs_tracepoint_type,
			.find_functions = tracefs_find_functions,
			.ctypes_missing = ctypes_missing,
			.function_type = function_type,
			.find_ctype = find_ctype,
			.define_ctype = define_ctype,
			.find_variable = find_variable,
			.find_enumerator = find_enumerator,
			.names = names,
			.ctype = ctype,
			.ctype_text = ctype_text,
		},
	.attach = tracefs_attach,
	.plan = tracefs_plan,
	.start = tracefs_start,
	.stop = tracefs_stop,
	.wait = tracefs_wait,
	.collect = tracefs_collect,
	.next = tracefs_next,
	.lost_between = tracefs_lost_between,
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
	state->types.arena = state->arena;
	state->undo = undo_stack_new();
	state->dir.undo = state->undo;
	return &state->base;
}
