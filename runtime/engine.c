/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/engine_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/xalloc.h"
#include "runtime/process_table.h"
#include "runtime/symbols.h"
#include "runtime/vm.h"

static bool is_event_probe(const struct probe *probe)
{
	return probe->kind >= PROBE_TRACEPOINT;
}

/* Begin probes make do with the processes that there are then. */
static bool wants_events(const struct program *program)
{
	for (uint32_t i = 0; i < program->nprobes; i++)
		if (is_event_probe(&program->probes[i]) ||
		    (program->needs & NEED_OTHERS && program->probes[i].kind != PROBE_BEGIN))
			return true;
	return false;
}

/* The script's probes, and behind them those that tell of processes and threads. */
static void list_probes(struct engine *e)
{
	const struct probe *own = NULL;
	uint32_t nown = 0, nscript = e->program->nprobes;

	if (e->program->needs & (NEED_PROCESSES | NEED_THREADS))
		nown = process_table_probes(e->program->needs, e->source, e->diags->arena, &own);
	e->nprobes = nscript + nown;
	e->probes = xcalloc(e->nprobes, sizeof(*e->probes));
	e->losses = xcalloc(2 * e->nprobes + 2, sizeof(*e->losses));
	e->unpaired = xcalloc(nscript, sizeof(*e->unpaired));
	e->stackless = xcalloc(nscript, sizeof(*e->stackless));
	e->halved = xcalloc(nscript, sizeof(*e->halved));
	e->pairing = pairing_new();
	e->halves = halves_new();
	if (e->options->timing)
		e->timings = xcalloc(nscript, sizeof(*e->timings));
	if (nscript)
		memcpy(e->probes, e->program->probes, nscript * sizeof(*e->probes));
	if (nown)
		memcpy(e->probes + nscript, own, nown * sizeof(*e->probes));
}

static int attach(struct engine *e)
{
	struct attach_options options = {
		.program = e->program,
		.probes = e->probes,
		.nprobes = e->nprobes,
		.noptional = e->nprobes - e->program->nprobes,
		.buffer_kb = e->options->buffer_kb,
		.target_pid = e->session.target_pid,
	};

	if (e->source->live && !wants_events(e->program))
		return 0;
	if (sources_attach(&e->sources, e->source, &options, &e->bindings, e->diags) < 0)
		return -1;
	e->attached = true;
	dispatch_build(&e->dispatch, e->bindings, e->nprobes);
	return 0;
}

static int start_command(struct engine *e)
{
	e->session.target_pid = e->options->target_pid;
	if (!e->options->command)
		return 0;
	if (child_start(&e->child, e->options->command, e->diags) < 0)
		return -1;
	e->session.target_pid = e->child.pid;
	return 0;
}

/* A recording's maker was told; what it has not got is not there to be warned of. */
static void warn_of_missing(struct engine *e)
{
	const struct catalog_ops *catalog = &e->source->ops->catalog;
	const char *missing, *why;

	for (uint32_t i = e->program->nprobes; e->attached && e->source->live && i < e->nprobes;
	     i++) {
		missing = process_table_missing(e->program->needs, i - e->program->nprobes,
						e->bindings + e->program->nprobes);
		if (!missing)
			continue;
		why = catalog->kprobes_missing(e->source);
		if (!why)
			why = catalog->ctypes_missing(e->source);
		diag_add(e->diags, DIAG_WARNING, (struct span){0}, NULL, "%s here: %s", missing,
			 why ? why : "this kernel has no function for it that can be probed");
	}
}

/* Its events are on before /proc is read, so that no process can slip between the two. */
static int start_processes(struct engine *e)
{
	uint32_t nscript = e->program->nprobes;

	e->started = e->attached && e->nprobes > nscript;
	if (e->started && sources_start(&e->sources, nscript, e->nprobes - nscript, e->diags) < 0)
		return -1;
	if (!(e->program->needs & NEED_PROCESSES))
		return 0;
	e->session.processes = process_table_new();
	warn_of_missing(e);
	e->source->ops->seed_processes(e->source, e->program->needs, process_table_seed,
				       e->session.processes);
	if (e->session.target_pid)
		process_table_set_target(e->session.processes, e->session.target_pid, getpid());
	return 0;
}

static int start_events(struct engine *e)
{
	e->started = e->attached;
	if (e->attached && sources_start(&e->sources, 0, e->program->nprobes, e->diags) < 0)
		return -1;
	/* One moment for all; events that the process table lives on have been on for a while. */
	if (e->source->live)
		e->begun_ns = e->source->ops->now(e->source);
	/* A replay repeats itself; live runs have no reason to. */
	timers_start(&e->timers, e->program, e->source->ops->now(e->source),
		     e->source->live ? (uint64_t)time(NULL) ^ (uint64_t)getpid() << 20 : 0);
	engine_show_diags(e);
	return 0;
}

static int set_up(struct engine *e)
{
	list_probes(e);
	/* The command comes first: what the kernel is told to look for may be its number. */
	if (start_command(e) < 0 || attach(e) < 0 || start_processes(e) < 0)
		return -1;
	e->session.program = e->program;
	e->session.source = e->attached ? e->sources.items[0] : NULL;
	e->session.output = &e->output;
	e->session.symbols = symbol_table_new(e->source);
	e->session.wall_offset_ns = e->source->ops->wall_offset(e->source);
	e->session.command = e->options->command;
	e->session.skip_faults = e->options->skip_faults;
	e->vm = vm_new(e->program, &e->session);
	engine_show_diags(e);
	return 0;
}

static void tear_down(struct engine *e)
{
	child_close(&e->child);
	shell_close(&e->shell);
	buf_free(&e->session.commands);
	timers_stop(&e->timers);
	if (e->vm)
		vm_free(e->vm);
	if (e->session.symbols)
		symbol_table_free(e->session.symbols);
	if (e->session.processes)
		process_table_free(e->session.processes);
	dispatch_free(&e->dispatch);
	sources_close(&e->sources);
	pairing_free(e->pairing);
	halves_free(e->halves);
	free(e->halved);
	free(e->unpaired);
	free(e->stackless);
	free(e->losses);
	free(e->timings);
	free(e->probes);
	output_free(&e->output);
}

/* -T: a live run is ended by an alarm, a replay by its own clock. */
static void start_timeout(struct engine *e)
{
	e->deadline_ns = TIMERS_NEVER;
	if (e->options->timeout_s && e->source->live)
		wakeup_set_timeout(e->options->timeout_s);
	else if (e->options->timeout_s)
		e->deadline_ns = e->source->ops->now(e->source) +
				 e->options->timeout_s * UINT64_C(1000000000);
}

/* Who does not wait any more, is not told. */
static void tell_ready(const int *fd)
{
	if (!fd)
		return;
	(void)!write(*fd, "", 1);
	close(*fd);
}

static int run(struct engine *e)
{
	bool running;

	start_timeout(e);
	engine_call_begin(e);
	running = engine_is_running(e);
	if (running && start_events(e) < 0)
		return -1;
	/* As in stap, also where a begin probe has ended the run. */
	child_release(&e->child);
	tell_ready(e->options->ready_fd);
	if (running)
		engine_loop(e);
	engine_drain(e);
	wakeup_noticed(&e->wakeup);
	engine_call_end(e);
	if (e->by_errors)
		engine_call_error(e);
	if (e->timings)
		engine_report_timings(e);
	engine_flush(e);
	engine_report_totals(e);
	return 0;
}

enum engine_status engine_run(const struct program *program, struct record_source *source,
			      const struct engine_options *options, struct diag_list *diags)
{
	struct engine engine = {
		.program = program,
		.source = source,
		.options = options,
		.diags = diags,
		.output.file = options->output,
		.output.quiet = options->suppress_warnings,
		.child = {.gate = -1},
	};
	int result;

	if (wakeup_open(&engine.wakeup, &engine.session.interrupt) < 0) {
		diag_add(diags, DIAG_ERROR, (struct span){0}, NULL, "eventfd: %s", strerror(errno));
		return ENGINE_REFUSED;
	}
	result = set_up(&engine);
	if (result == 0)
		result = run(&engine);
	tear_down(&engine);
	wakeup_close(&engine.wakeup);
	if (result < 0)
		return ENGINE_REFUSED;
	return engine.failed ? ENGINE_FAILED : ENGINE_OK;
}
