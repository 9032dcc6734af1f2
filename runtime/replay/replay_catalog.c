/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/replay/replay_catalog.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <event-parse.h>

#include "base/arena.h"
#include "runtime/records/event_format.h"
#include "runtime/replay/replay_state.h"

int replay_find_events(struct record_source *source, const char *system, const char *name,
		       const struct event_name **out, const char **why)
{
	struct replay_source *replay = replay_of(source);
	int total = tep_get_events_count(replay->tep), count = 0;
	struct event_name *names = NULL;

	for (int i = 0; i < total; i++) {
		struct tep_event *event = tep_get_event(replay->tep, i);

		if ((system && fnmatch(system, event->system, 0) != 0) ||
		    fnmatch(name, event->name, 0) != 0)
			continue;
		names = arena_grow(replay->arena, names, (size_t)count, sizeof(*names));
		names[count++] = (struct event_name){.system = event->system, .name = event->name};
	}
	if (count)
		qsort(names, (size_t)count, sizeof(*names), event_name_compare);
	*out = names;
	*why = NULL;
	return count;
}

static const struct event_format *make_format(struct replay_source *replay, struct tep_event *event)
{
	const struct event_format *format = event_format_convert(replay->arena, event);

	arena_push(replay->arena, replay->formats, replay->nformats, format);
	return format;
}

const struct event_format *replay_event_format(struct record_source *source, const char *system,
					       const char *name, const char **why)
{
	struct replay_source *replay = replay_of(source);
	struct tep_event *event;

	for (unsigned i = 0; i < replay->nformats; i++) {
		const struct event_format *format = replay->formats[i];

		if (strcmp(format->system, system) == 0 && strcmp(format->name, name) == 0)
			return format;
	}
	event = tep_find_event_by_name(replay->tep, system, name);
	if (event)
		return make_format(replay, event);
	*why = arena_printf(replay->arena, "the recording %s has no event %s:%s", replay->path,
			    system, name);
	return NULL;
}

const char *replay_catalog_kallsyms(struct replay_source *replay, unsigned long *len)
{
	if (!replay->kallsyms_read) {
		replay->kallsyms_read = true;
		trace_file_text(&replay->file, TRACE_KALLSYMS, &replay->kallsyms);
	}
	*len = replay->kallsyms.len;
	return replay->kallsyms.data ? replay->kallsyms.data : "";
}

/*
 * Looks for a line "ADDRESS t NAME" or "ADDRESS t NAME\t[MODULE]". A list that has been cut down
 * to what its records name is as good as a whole one, so that an absent name says nothing.
 */
enum answer replay_has_function(struct record_source *source, const char *module, const char *name)
{
	struct replay_source *replay = replay_of(source);
	const char *wanted = module ? arena_printf(replay->arena, " %s\t[%s]\n", name, module)
				    : arena_printf(replay->arena, " %s\n", name);
	unsigned long len;
	const char *text = replay_catalog_kallsyms(replay, &len);
	const char *at = text;

	while ((at = strstr(at, wanted))) {
		if (at > text && strchr("tTwW", at[-1]))
			return ANSWER_YES;
		at++;
	}
	return ANSWER_UNKNOWN;
}

unsigned replay_similar_symbols(struct record_source *source, enum symbol_kind kind,
				const char *name, const char **out, unsigned max)
{
	/* Asked only where has_function() says no, which it never does. */
	(void)source, (void)kind, (void)name, (void)out, (void)max;
	return 0;
}

enum answer replay_has_module(struct record_source *source, const char *name)
{
	struct replay_source *replay = replay_of(source);
	unsigned long len;
	const char *text = replay_catalog_kallsyms(replay, &len);

	return strstr(text, arena_printf(replay->arena, "\t[%s]\n", name)) ? ANSWER_YES
									   : ANSWER_UNKNOWN;
}

/* What a kprobe would need is said by attach(), for the probe it is about. */
const char *replay_kprobes_missing(struct record_source *source)
{
	(void)source;
	return NULL;
}

const char *replay_event_probes_missing(struct record_source *source)
{
	(void)source;
	return "a recording holds the events' own fields and nothing that they point to: run the "
	       "script without --replay";
}

const char *replay_stacks_missing(struct record_source *source)
{
	(void)source;
	return "of a recording, stacks are not read: run the script without --replay";
}

const char *replay_tracepoint_args_missing(struct record_source *source)
{
	(void)source;
	return "a recording holds the events' fields, not the tracepoints' arguments";
}

const char *replay_samples_missing(struct record_source *source)
{
	(void)source;
	return "a recording holds events and no samples: run the script without --replay";
}

bool replay_tracepoint_type(struct record_source *source, const char *name, const char **module,
			    struct cfunction *out)
{
	(void)source;
	(void)name;
	(void)module;
	(void)out;
	return false;
}

/* A recording has no place for the types of the kernel it was made on. */
const char *replay_ctypes_missing(struct record_source *source)
{
	(void)source;
	return "a recording does not hold the kernel's C types";
}

bool replay_function_type(struct record_source *source, const char *module, const char *function,
			  struct cfunction *out)
{
	(void)source;
	(void)module;
	(void)function;
	(void)out;
	return false;
}

int replay_find_functions(struct record_source *source, const char *module, const char *pattern,
			  const struct kernel_function **out, const char **why)
{
	(void)source;
	(void)module;
	(void)pattern;
	*out = NULL;
	*why = "a recording does not list the kernel's functions";
	return -1;
}

bool replay_find_variable(struct record_source *source, const char *module, const char *name,
			  struct kernel_variable *out)
{
	(void)source;
	(void)module;
	(void)name;
	(void)out;
	return false;
}

bool replay_find_enumerator(struct record_source *source, const char *name, int64_t *out)
{
	(void)source;
	(void)name;
	(void)out;
	return false;
}

unsigned replay_names(struct record_source *source, const char *module, enum kernel_names kind,
		      const char *const **out)
{
	(void)source;
	(void)module;
	(void)kind;
	(void)out;
	return 0;
}

bool replay_find_ctype(struct record_source *source, const char *module, const char *name,
		       struct ctype_ref *out)
{
	(void)source;
	(void)module;
	(void)name;
	(void)out;
	return false;
}

bool replay_define_ctype(struct record_source *source, struct ctype_ref *ref)
{
	(void)source;
	(void)ref;
	return false;
}

const char *replay_ctype_text(struct record_source *source, struct ctype_ref ref)
{
	(void)source;
	(void)ref;
	return "void";
}

const struct ctype *replay_ctype(struct record_source *source, struct ctype_ref ref)
{
	static const struct ctype nothing = {.kind = CTYPE_VOID, .name = "void"};

	(void)source;
	(void)ref;
	return &nothing;
}
