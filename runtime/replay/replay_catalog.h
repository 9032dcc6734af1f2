/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a recording can answer about events and functions (runtime/catalog.h).
 *
 * Owner:    the replay source; answers live in its arena.
 */
#ifndef MSTAP_RUNTIME_REPLAY_REPLAY_CATALOG_H
#define MSTAP_RUNTIME_REPLAY_REPLAY_CATALOG_H

#include "runtime/catalog.h"

struct replay_source;

/* The rows of struct catalog_ops. */
int replay_find_events(struct record_source *source, const char *system, const char *name,
		       const struct event_name **out, const char **why);
const struct event_format *replay_event_format(struct record_source *source, const char *system,
					       const char *name, const char **why);
enum answer replay_has_function(struct record_source *source, const char *module, const char *name);
unsigned replay_similar_symbols(struct record_source *source, enum symbol_kind kind,
				const char *name, const char **out, unsigned max);
enum answer replay_has_module(struct record_source *source, const char *name);
const char *replay_kprobes_missing(struct record_source *source);
const char *replay_event_probes_missing(struct record_source *source);
const char *replay_stacks_missing(struct record_source *source);
const char *replay_tracepoint_args_missing(struct record_source *source);
const char *replay_samples_missing(struct record_source *source);
bool replay_tracepoint_type(struct record_source *source, const char *name, const char **module,
			    struct cfunction *out);
const char *replay_ctypes_missing(struct record_source *source);
bool replay_function_type(struct record_source *source, const char *module, const char *function,
			  struct cfunction *out);
int replay_find_functions(struct record_source *source, const char *module, const char *pattern,
			  const struct kernel_function **out, const char **why);
bool replay_define_ctype(struct record_source *source, struct ctype_ref *ref);
bool replay_find_ctype(struct record_source *source, const char *module, const char *name,
		       struct ctype_ref *out);
bool replay_find_variable(struct record_source *source, const char *module, const char *name,
			  struct kernel_variable *out);
bool replay_find_enumerator(struct record_source *source, const char *name, int64_t *out);
unsigned replay_names(struct record_source *source, const char *module, enum kernel_names kind,
		      const char *const **out);
const char *replay_ctype_text(struct record_source *source, struct ctype_ref ref);
const struct ctype *replay_ctype(struct record_source *source, struct ctype_ref ref);

/* The text of the recorded /proc/kallsyms, NUL-terminated; "" when the recording has none. */
const char *replay_catalog_kallsyms(struct replay_source *replay, unsigned long *len);

#endif
