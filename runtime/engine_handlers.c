/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/engine_internal.h"

#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/xalloc.h"
#include "runtime/output_file.h"
#include "runtime/process_table.h"
#include "runtime/record.h"
#include "runtime/vm.h"

#define OUTPUT_MAX (64 * 1024)

/* ---- messages ---- */

void engine_flush(struct engine *e)
{
	if (output_flush(&e->output) == 0 || e->output_reported)
		return;
	dprintf(STDERR_FILENO, "ERROR: write to %s: %s\n", e->options->output->path,
		strerror(e->output.error));
	e->output_reported = e->failed = true;
}

void engine_error(struct engine *e, const char *text)
{
	engine_flush(e);
	dprintf(STDERR_FILENO, "ERROR: %s\n", text);
	e->failed = true;
}

void engine_show_diags(struct engine *e)
{
	struct buf text = {0};

	diag_render(e->diags, &text);
	if (text.len)
		dprintf(STDERR_FILENO, "%s", text.data);
	buf_free(&text);
}

void engine_warning(struct engine *e, const char *format, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	output_warning(&e->output, text.data);
	buf_free(&text);
}

/* ---- handlers ---- */

bool engine_is_open(const struct engine *e)
{
	return !e->session.exiting && !e->by_errors && !e->output.error && !e->session.interrupt;
}

bool engine_is_running(const struct engine *e)
{
	return engine_is_open(e) && !e->wakeup.signals && !e->command_ended && !e->timed_out;
}

/* One that was interrupted is no error: who pressed Ctrl-C knows why it ended. */
static void handler_failed(struct engine *e)
{
	if (e->session.interrupt)
		return;
	e->session.nerrors++;
	if (e->options->suppress_handler_errors)
		return;
	engine_error(e, vm_error(e->vm));
	if ((int64_t)e->session.nerrors > e->program->limits.MAXERRORS)
		e->by_errors = true;
}

/* What system() asked for. Its output comes behind ours. */
static void start_commands(struct engine *e)
{
	struct buf *commands = &e->session.commands;
	int error;

	engine_flush(e);
	error = shell_start(&e->shell, commands);
	if (error)
		engine_warning(e, "cannot run '%s': %s", commands->data, strerror(error));
}

static void call(struct engine *e, uint32_t probe, const struct event_context *event)
{
	uint64_t begin_ns = e->timings ? timing_now() : 0;
	bool good = vm_run(e->vm, e->program->probes[probe].handler, event);

	if (e->timings)
		timing_add(&e->timings[probe], begin_ns);
	if (!good)
		handler_failed(e);
	if (e->session.commands.len)
		start_commands(e);
	if (e->output.text.len > OUTPUT_MAX)
		engine_flush(e);
}

void engine_call_probe(struct engine *e, uint32_t probe, uint64_t time_ns)
{
	int cpu = sched_getcpu();
	struct event_context event = {
		.probe = &e->program->probes[probe],
		.time_ns = time_ns,
		.tid = getpid(),
		.cpu = cpu < 0 ? 0 : (uint32_t)cpu,
	};

	call(e, probe, &event);
}

/* Of the entry, also where the record is of the return. */
static uint64_t frame_of(const struct engine *e, uint32_t probe)
{
	const struct binding *binding = &e->bindings[probe];
	const struct probe *p = &e->program->probes[probe];

	if (p->kind == PROBE_TRACEPOINT)
		return PAIRING_SYSTEM_CALL;
	return (uint64_t)(record_integer(&e->record, &binding->slots[p->frame_fetch]) -
			  binding->frame_shift);
}

/* The idle threads of all CPUs are called 0. */
static struct pairing_key key_of(const struct engine *e, uint32_t probe)
{
	int32_t tid = e->record.tid;

	return (struct pairing_key){
		.pair = e->program->probes[probe].pair_number,
		.thread = tid ? tid : -1 - (int32_t)e->record.cpu,
	};
}

static bool was_lost(const struct engine *e, uint64_t since_ns)
{
	return e->source->ops->lost_between(e->source, since_ns, e->record.time_ns);
}

/*
 * A function's return is only recorded if its entry was probed; that of a system call may be of
 * one that was entered before all began, and is taken for that unless records were lost.
 */
static bool is_skipped(const struct engine *e, const struct probe *probe)
{
	return probe->kind != PROBE_TRACEPOINT || was_lost(e, e->begun_ns);
}

static struct saved_call *find_entry(struct engine *e, uint32_t probe)
{
	struct saved_call *call = pairing_leave(e->pairing, key_of(e, probe), frame_of(e, probe));

	if (call && !was_lost(e, call->time_ns))
		return call;
	e->unpaired[probe] += call || is_skipped(e, &e->program->probes[probe]);
	return NULL;
}

/* Returns false for a return that cannot be handled, because its entry is not known. */
static bool pair(struct engine *e, uint32_t probe, struct event_context *event)
{
	const struct probe *p = event->probe;

	if (p->pair == PAIR_RETURN)
		event->call = find_entry(e, probe);
	else
		event->call = pairing_enter(e->pairing, key_of(e, probe), frame_of(e, probe),
					    event->time_ns, p->nsaved);
	return event->call != NULL;
}

static void call_for_record(struct engine *e, uint32_t probe)
{
	struct event_context event = {
		.probe = &e->program->probes[probe],
		.record = &e->record,
		.binding = &e->bindings[probe],
		.time_ns = e->record.time_ns,
		.tid = e->record.tid,
		.cpu = e->record.cpu,
	};

	if (event.probe->part != PART_WHOLE) {
		if (!engine_take_half(e, probe, &event))
			return;
		probe = (uint32_t)(event.probe - e->program->probes);
	} else if (e->record.time_ns < e->begun_ns) {
		return;
	}
	e->stackless[probe] += event.probe->wants_stack && !event.record->stack;
	if (event.probe->pair == PAIR_NONE || pair(e, probe, &event))
		call(e, probe, &event);
}

/* What the @index-th probe of those that are not the script's has recorded. */
static void take_own_record(struct engine *e, uint32_t index)
{
	const struct binding *binding = &e->bindings[e->program->nprobes + index];
	struct thread_change change = process_thread_change(index, binding, &e->record);

	if (e->session.processes)
		process_table_update(e->session.processes, index, binding, &e->record);
	if (change.kind == THREAD_BEGINS)
		pairing_begin_thread(e->pairing, change.other, change.tid);
	else if (change.kind == THREAD_RENUMBERED)
		pairing_renumber_thread(e->pairing, change.other, change.tid);
	else if (change.kind == THREAD_ENDS)
		pairing_end_thread(e->pairing, change.tid);
}

void engine_take_record(struct engine *e)
{
	struct probe_range range = dispatch_find(&e->dispatch, e->record.event);
	uint32_t nscript = e->program->nprobes;

	for (uint32_t i = 0; i < range.count; i++)
		if (range.items[i] >= nscript)
			take_own_record(e, range.items[i] - nscript);
	for (uint32_t i = 0; i < range.count && engine_is_open(e); i++)
		if (range.items[i] < nscript)
			call_for_record(e, range.items[i]);
}
