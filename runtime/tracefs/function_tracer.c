/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/function_tracer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "runtime/tracefs/formats.h"
#include "runtime/tracefs/state.h"

/* Kernel event numbers have 16 bits (common_type). */
#define FIRST_EVENT (UINT16_MAX + 1u)
/* Fewer functions are as soon had by kprobes. */
#define LEAST_FUNCTIONS 4
/* The call to the tracer comes within so many bytes of the entry (behind endbr64, bti and the
 * like). */
#define ENTRY_BYTES 16

#define FILTER "set_ftrace_filter"

/* ---- which probes ---- */

/* The kernel tells names, not modules, in its filter. */
static bool could_take(const struct probe *probe)
{
	return probe->kind == PROBE_KPROBE && probe->pattern && !probe->module &&
	       !probe->nfetches && probe->pair == PAIR_NONE && !probe->wants_stack;
}

static bool is_first_of_pattern(const struct attach_options *options, uint32_t index)
{
	for (uint32_t i = 0; i < index; i++)
		if (could_take(&options->probes[i]) &&
		    !strcmp(options->probes[i].pattern, options->probes[index].pattern))
			return false;
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct traced_function *)a)->name,
		      ((const struct traced_function *)b)->name);
}

static int compare_addresses(const void *a, const void *b)
{
	uint64_t left = ((const struct traced_function *)a)->address;
	uint64_t right = ((const struct traced_function *)b)->address;

	return (left > right) - (left < right);
}

static struct traced_function *find_by_name(const struct function_tracer *tracer, const char *name)
{
	const struct traced_function key = {.name = name};

	if (!tracer->nfunctions)
		return NULL;
	return bsearch(&key, tracer->functions, tracer->nfunctions, sizeof(key), compare_names);
}

static void drop_repeated(struct function_tracer *tracer)
{
	uint32_t kept = 0;

	qsort(tracer->functions, tracer->nfunctions, sizeof(*tracer->functions), compare_names);
	for (uint32_t i = 0; i < tracer->nfunctions; i++)
		if (!kept || compare_names(&tracer->functions[kept - 1], &tracer->functions[i]))
			tracer->functions[kept++] = tracer->functions[i];
	tracer->nfunctions = kept;
}

/* ---- addresses ---- */

/* A name that stands for several functions is left to kprobes, which refuse it with the reason. */
static void note_address(void *context, const char *name, uint64_t address)
{
	struct traced_function *found = find_by_name(context, name);

	if (!found)
		return;
	found->taken = !found->address && address;
	found->address = address;
}

/*
 * Where a kprobe stands at the same function, both are kprobes: their records come in the script's
 * order only so.
 */
static void leave_to_kprobes(struct function_tracer *tracer, const struct attach_options *options)
{
	for (uint32_t i = 0; i < options->nprobes; i++) {
		const struct probe *probe = &options->probes[i];
		struct traced_function *found =
			probe->kind == PROBE_KPROBE && probe->function && !could_take(probe)
				? find_by_name(tracer, probe->function)
				: NULL;

		if (found)
			found->taken = false;
	}
}

static void drop_untaken(struct function_tracer *tracer)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < tracer->nfunctions; i++) {
		if (!tracer->functions[i].taken)
			continue;
		tracer->functions[kept] = tracer->functions[i];
		tracer->functions[kept++].taken = false;
	}
	tracer->nfunctions = kept;
}

/* ---- the filter ---- */

/* Several functions may be said of one name; "FUNCTION [MODULE]" is not ours. */
static void note_taken(struct function_tracer *tracer, char *text)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		struct traced_function *found = find_by_name(tracer, line);

		if (found)
			found->taken = true;
	}
}

/* Without a filter all functions are traced: the kernel then says so in a line with '#'. */
static void read_filter(struct tracefs_source *state)
{
	int fd = instance_open_file(&state->instance, FILTER, O_RDONLY | O_CLOEXEC);
	struct buf text = {0};

	if (fd < 0)
		return;
	if (!buf_read_fd(&text, fd) && text.data && text.data[0] != '#')
		note_taken(&state->tracer, text.data);
	buf_free(&text);
	close(fd);
}

/* Each pattern is looked for among all functions, which takes some milliseconds; so no names. */
static bool write_filter(struct tracefs_source *state, const struct attach_options *options)
{
	int fd = state->tracer.filter_fd;
	bool written = true;

	for (uint32_t i = 0; written && i < options->nprobes; i++) {
		struct buf word = {0};

		if (!could_take(&options->probes[i]) || !is_first_of_pattern(options, i))
			continue;
		buf_printf(&word, "%s\n", options->probes[i].pattern);
		written = write(fd, word.data, word.len) == (ssize_t)word.len;
		buf_free(&word);
	}
	state->tracer.filter_fd = -1;
	return !close(fd) && written; /* takes effect here */
}

/* ---- whether ---- */

bool function_tracer_switched_off(void)
{
	return buf_fd_says(open("/proc/sys/kernel/ftrace_enabled", O_RDONLY | O_CLOEXEC), "0");
}

static bool is_usable(const struct tracefs_source *state)
{
	return !function_tracer_switched_off() &&
	       buf_fd_says(instance_open_file(&state->instance, "available_tracers",
					      O_RDONLY | O_CLOEXEC),
			   "function");
}

static bool read_format(struct tracefs_source *state)
{
	const char *why;
	const struct event_format *format = format_load(state->arena, "ftrace", "function", &why);
	const struct event_field *ip = format ? format_find_field(format, "ip") : NULL;

	if (!ip || ip->place.size != sizeof(uint64_t))
		return false;
	state->tracer.event = format->id;
	state->tracer.ip_offset = ip->place.offset;
	return true;
}

static void list_functions(struct tracefs_source *state, const struct attach_options *options)
{
	struct function_tracer *tracer = &state->tracer;

	for (uint32_t i = 0; i < options->nprobes; i++) {
		struct traced_function function = {.name = options->probes[i].function};

		if (could_take(&options->probes[i]))
			arena_push(state->arena, tracer->functions, tracer->nfunctions, function);
	}
}

static bool find_addresses(struct tracefs_source *state, const struct attach_options *options)
{
	for (uint32_t i = 0; i < options->nprobes; i++)
		if (could_take(&options->probes[i]) && is_first_of_pattern(options, i) &&
		    kallsyms_each_function(&state->symbols, options->probes[i].pattern,
					   note_address, &state->tracer))
			return false;
	leave_to_kprobes(&state->tracer, options);
	drop_untaken(&state->tracer);
	return state->tracer.nfunctions > 0;
}

void function_tracer_open(struct tracefs_source *state, const struct attach_options *options)
{
	struct function_tracer *tracer = &state->tracer;

	*tracer = (struct function_tracer){.filter_fd = -1};
	list_functions(state, options);
	if (!tracer->nfunctions)
		return;
	drop_repeated(tracer);
	if (tracer->nfunctions >= LEAST_FUNCTIONS && is_usable(state))
		tracer->filter_fd =
			instance_open_file(&state->instance, FILTER, O_WRONLY | O_CLOEXEC);
}

void function_tracer_prepare(struct tracefs_source *state, const struct attach_options *options)
{
	struct function_tracer *tracer = &state->tracer;

	if (tracer->filter_fd >= 0 && read_format(state) && find_addresses(state, options) &&
	    write_filter(state, options))
		read_filter(state);
	function_tracer_close(tracer);
	drop_untaken(tracer);
	qsort(tracer->functions, tracer->nfunctions, sizeof(*tracer->functions), compare_addresses);
}

void function_tracer_close(struct function_tracer *tracer)
{
	if (tracer->filter_fd >= 0)
		close(tracer->filter_fd);
	tracer->filter_fd = -1;
}

/* ---- use ---- */

uint32_t function_tracer_event(const struct tracefs_source *state, uint32_t index)
{
	const struct function_tracer *tracer = &state->tracer;
	const struct probe *probe = &state->options.probes[index];

	for (uint32_t i = 0; could_take(probe) && i < tracer->nfunctions; i++)
		if (!strcmp(tracer->functions[i].name, probe->function))
			return FIRST_EVENT + i;
	return 0;
}

int function_tracer_start(struct tracefs_source *state)
{
	if (state->tracer.running)
		return 0;
	state->tracer.running = !instance_write(&state->instance, "current_tracer", "function");
	return state->tracer.running ? 0 : -1;
}

/* How many functions begin at or before @address. */
static uint32_t count_before(const struct function_tracer *tracer, uint64_t address)
{
	uint32_t low = 0, high = tracer->nfunctions;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (tracer->functions[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool function_tracer_translate(const struct function_tracer *tracer, struct record *record)
{
	uint64_t address;
	uint32_t count;

	if (!tracer->nfunctions || record->event != tracer->event)
		return true;
	if (record->size < tracer->ip_offset + sizeof(address))
		return false;
	memcpy(&address, record->data + tracer->ip_offset, sizeof(address));
	count = count_before(tracer, address);
	if (!count || address - tracer->functions[count - 1].address > ENTRY_BYTES)
		return false;
	record->event = FIRST_EVENT + count - 1;
	return true;
}
