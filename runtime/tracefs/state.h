/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The live source's state, and its operations by file.
 *
 * Owner:    tracefs_source.c makes and frees it; private to this room.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_STATE_H
#define MSTAP_RUNTIME_TRACEFS_STATE_H

#include "runtime/record_source.h"
#include "runtime/records/ring_stack.h"
#include "runtime/tracefs/btf.h"
#include "runtime/tracefs/buffers.h"
#include "runtime/tracefs/clock.h"
#include "runtime/tracefs/definition.h"
#include "runtime/tracefs/function_tracer.h"
#include "runtime/tracefs/instance.h"
#include "runtime/tracefs/kallsyms.h"
#include "runtime/tracefs/tracing_dir.h"

struct arena;
struct reader;
struct undo_stack;

/* One probe of attach_options, where it became an event. */
struct attached_event {
	const char *system; /* NULL: no event (begin, timer, refused) */
	const char *name;
	const struct instance *instance;
	bool defined;  /* by us, in dynamic_events */
	bool traced;   /* by the function tracer: no event */
	bool iterates; /* on a tracepoint's iterator: runs with two consumers only */
	bool stacks;   /* its records come with stacks */
};

struct tracefs_source {
	struct record_source base;
	struct arena *arena;
	struct undo_stack *undo;
	struct tracing_dir dir;
	struct kallsyms symbols;
	struct btf_types types;
	struct kernel_syntax syntax;
	bool syntax_known;
	struct ring_stack_layout stacks;
	const struct event_format **formats; /* those asked for */
	unsigned nformats;

	/* from attach() on */
	struct attach_options options;
	struct instance instance;
	struct instance followed; /* of the target's threads only, when @follows: followed.h */
	bool follows;
	struct buffers buffers;	  /* of both */
	struct trace_clock clock; /* of both instances */
	struct reader *reader;
	struct function_tracer tracer;
	struct attached_event *events;
	uint64_t *misses; /* by probe, as last read from kprobe_profile */
	int profile_fd;	  /* kprobe_profile; -1: there is none */
	struct binding *bindings;
	bool reading; /* the streams are open */
	bool stopped;
};

static inline struct tracefs_source *tracefs_state(struct record_source *source)
{
	return (struct tracefs_source *)source; /* base is the first member */
}

/* What the kernel understands; reads README at the first call. */
const struct kernel_syntax *tracefs_syntax(struct tracefs_source *state);

/* catalog.c */
int tracefs_find_events(struct record_source *source, const char *system, const char *name,
			const struct event_name **out, const char **why);
const struct event_format *tracefs_event_format(struct record_source *source, const char *system,
						const char *name, const char **why);
enum answer tracefs_has_function(struct record_source *source, const char *module,
				 const char *name);
unsigned tracefs_similar_symbols(struct record_source *source, enum symbol_kind kind,
				 const char *name, const char **out, unsigned max);
enum answer tracefs_has_module(struct record_source *source, const char *name);
const char *tracefs_samples_missing(struct record_source *source);
enum answer tracefs_symbol_address(struct record_source *source, const char *name,
				   uint64_t *address);
const char *tracefs_kprobes_missing(struct record_source *source);
const char *tracefs_event_probes_missing(struct record_source *source);
int tracefs_find_functions(struct record_source *source, const char *module, const char *pattern,
			   const struct kernel_function **out, const char **why);

/* attach.c */
int tracefs_attach(struct record_source *source, const struct attach_options *options,
		   const struct binding **bindings, struct diag_list *diags);

/* pushdown.c */
/* What the kernel is to test on records of the event of probe @index; NULL: nothing. */
const char *tracefs_filter(struct tracefs_source *state, const struct attach_options *options,
			   uint32_t index);
void tracefs_plan(struct record_source *source, const struct attach_options *options,
		  uint32_t index, struct probe_plan *plan);

/* tracepoints.c */
const char *tracefs_tracepoint_args_missing(struct record_source *source);
bool tracefs_tracepoint_type(struct record_source *source, const char *name, const char **module,
			     struct cfunction *out);
/*
 * Gives the tracepoint of the event @system:@name two consumers of our own, that do next to
 * nothing: then its iterator runs. Both go with the instance and the undo stack. Returns 0, or -1
 * with errno.
 */
int tracefs_wake_iterator(struct tracefs_source *state, const char *system, const char *name);

/* stacks.c */
/* NULL: there are none. */
const struct ring_stack_layout *tracefs_stack_layout(struct tracefs_source *state);
const char *tracefs_stacks_missing(struct record_source *source);

/* run.c */
int tracefs_start(struct record_source *source, uint32_t first, uint32_t count,
		  struct diag_list *diags);
void tracefs_stop(struct record_source *source, struct diag_list *diags);
void tracefs_wait(struct record_source *source, int fd, int timeout_ms);
int tracefs_collect(struct record_source *source, uint64_t *horizon_ns, struct diag_list *diags);
bool tracefs_next(struct record_source *source, uint64_t until_ns, struct record *out);
bool tracefs_lost_between(struct record_source *source, uint64_t from_ns, uint64_t until_ns);
unsigned tracefs_losses(struct record_source *source, struct loss *out, unsigned max);
uint64_t tracefs_now(struct record_source *source);
int64_t tracefs_wall_offset(struct record_source *source);

/* processes.c */
void tracefs_seed_processes(struct record_source *source, unsigned needs,
			    void (*take)(void *context, const struct process_seed *seed),
			    void *context);

#endif
