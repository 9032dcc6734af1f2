/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "runtime/records/event_format.h"
#include "runtime/tracefs/formats.h"
#include "runtime/tracefs/leftovers.h"
#include "runtime/tracefs/state.h"

struct event_list {
	struct arena *arena;
	struct event_name *items;
	unsigned count;
};

static bool is_pattern(const char *text)
{
	return strpbrk(text, "*?[\\") != NULL;
}

/* What can be switched on has this file; the tracers' own record types (ftrace:*) do not. */
static bool is_event(int system_fd, const char *name)
{
	char path[512];
	int len = snprintf(path, sizeof(path), "%s/enable", name);

	if (name[0] == '.' || len >= (int)sizeof(path))
		return false;
	return !faccessat(system_fd, path, F_OK, 0);
}

static void add_event(struct event_list *list, const char *system, const char *name)
{
	struct event_name item = {arena_strdup(list->arena, system),
				  arena_strdup(list->arena, name)};

	arena_push(list->arena, list->items, list->count, item);
}

/* Takes over @fd. */
static void add_matching_of(struct event_list *list, int fd, const char *system, const char *name)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;

	if (!dir) {
		close(fd);
		return;
	}
	while ((entry = readdir(dir))) {
		if (!fnmatch(name, entry->d_name, 0) && is_event(fd, entry->d_name))
			add_event(list, system, entry->d_name);
	}
	closedir(dir);
}

/* An exact name needs no listing: a file's presence says it. */
static void add_of_system(struct event_list *list, int events_fd, const char *system,
			  const char *name)
{
	int fd = openat(events_fd, system, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (is_pattern(name)) {
		add_matching_of(list, fd, system, name);
		return;
	}
	if (is_event(fd, name))
		add_event(list, system, name);
	close(fd);
}

/* Patterns do not mean the private groups of other mstaps. */
static bool system_matches(const char *pattern, const char *system)
{
	return system[0] != '.' && !leftovers_is_session_name(system) &&
	       (!pattern || !fnmatch(pattern, system, 0));
}

/* Takes over @events_fd. */
static void add_of_systems(struct event_list *list, int events_fd, const char *system,
			   const char *name)
{
	DIR *dir = fdopendir(events_fd);
	struct dirent *entry;

	if (!dir) {
		close(events_fd);
		return;
	}
	while ((entry = readdir(dir))) {
		if (entry->d_type == DT_DIR && system_matches(system, entry->d_name))
			add_of_system(list, events_fd, entry->d_name, name);
	}
	closedir(dir);
}

int tracefs_find_events(struct record_source *source, const char *system, const char *name,
			const struct event_name **out, const char **why)
{
	struct tracefs_source *state = tracefs_state(source);
	struct event_list list = {.arena = state->arena};
	int fd;

	*out = NULL;
	*why = tracing_dir_open(&state->dir);
	if (*why)
		return -1;
	fd = openat(state->dir.fd, "events", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		*why = "this kernel has no trace events (it was built without "
		       "CONFIG_EVENT_TRACING)";
		return -1;
	}
	if (system && !is_pattern(system)) {
		add_of_system(&list, fd, system, name);
		close(fd);
	} else {
		add_of_systems(&list, fd, system, name);
	}
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), event_name_compare);
	*out = list.items;
	return (int)list.count;
}

static const struct event_format *known_format(const struct tracefs_source *state,
					       const char *system, const char *name)
{
	for (unsigned i = 0; i < state->nformats; i++) {
		if (!strcmp(state->formats[i]->name, name) &&
		    !strcmp(state->formats[i]->system, system))
			return state->formats[i];
	}
	return NULL;
}

const struct event_format *tracefs_event_format(struct record_source *source, const char *system,
						const char *name, const char **why)
{
	struct tracefs_source *state = tracefs_state(source);
	const struct event_format *format = known_format(state, system, name);

	if (format)
		return format;
	*why = tracing_dir_open(&state->dir);
	if (*why)
		return NULL;
	format = format_load(state->arena, system, name, why);
	if (format)
		arena_push(state->arena, state->formats, state->nformats, format);
	return format;
}

enum answer tracefs_has_function(struct record_source *source, const char *module, const char *name)
{
	return kallsyms_has_function(&tracefs_state(source)->symbols, module, name);
}

const char *tracefs_samples_missing(struct record_source *source)
{
	(void)source;
	return NULL;
}

/* To an unprivileged reader all addresses are 0 (kernel.kptr_restrict). */
enum answer tracefs_symbol_address(struct record_source *source, const char *name,
				   uint64_t *address)
{
	struct kallsyms *symbols = &tracefs_state(source)->symbols;
	const struct buf *text = kallsyms_text(symbols);

	*address = text ? kallsyms_address(symbols, name) : 0;
	if (*address)
		return ANSWER_YES;
	return text && kallsyms_address(symbols, "_stext") ? ANSWER_NO : ANSWER_UNKNOWN;
}

unsigned tracefs_similar_symbols(struct record_source *source, enum symbol_kind kind,
				 const char *name, const char **out, unsigned max)
{
	struct tracefs_source *state = tracefs_state(source);

	return kallsyms_similar(&state->symbols, state->arena, kind, name, out, max);
}

/* A line of /proc/modules begins with the name. A kernel without modules has no such file. */
enum answer tracefs_has_module(struct record_source *source, const char *name)
{
	struct buf text = {0};
	enum answer answer = ANSWER_NO;
	size_t len = strlen(name);

	(void)source;
	if (!buf_read_file(&text, "/proc/modules")) {
		for (const char *at = text.data; at && *at && answer == ANSWER_NO;) {
			const char *end = strchr(at, '\n');

			if (!strncmp(at, name, len) && at[len] == ' ')
				answer = ANSWER_YES;
			at = end ? end + 1 : NULL;
		}
	}
	buf_free(&text);
	return answer;
}

const char *tracefs_kprobes_missing(struct record_source *source)
{
	return tracing_dir_kprobes_missing(&tracefs_state(source)->dir);
}

const char *tracefs_event_probes_missing(struct record_source *source)
{
	return tracing_dir_event_probes_missing(&tracefs_state(source)->dir);
}

int tracefs_find_functions(struct record_source *source, const char *module, const char *pattern,
			   const struct kernel_function **out, const char **why)
{
	struct tracefs_source *state = tracefs_state(source);
	int count = kallsyms_find_functions(&state->symbols, state->arena, module, pattern, out);

	if (count < 0)
		*why = "the kernel's functions cannot be listed: /proc/kallsyms cannot be read";
	return count;
}
