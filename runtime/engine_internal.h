/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the engine share: engine.c (order of a run), engine_loop.c (records and
 * timers), engine_handlers.c (calls, errors, messages), engine_losses.c,
 * engine_timing.c (-t).
 *
 * Owner:    engine_run(); on its stack.
 */
#ifndef MSTAP_RUNTIME_ENGINE_INTERNAL_H
#define MSTAP_RUNTIME_ENGINE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/child.h"
#include "runtime/dispatch.h"
#include "runtime/engine.h"
#include "runtime/halves.h"
#include "runtime/output.h"
#include "runtime/pairing.h"
#include "runtime/session.h"
#include "runtime/shell.h"
#include "runtime/sources.h"
#include "runtime/timers.h"
#include "runtime/wakeup.h"

struct vm;

struct engine {
	const struct program *program;
	struct record_source *source; /* the main one */
	struct sources sources;	      /* from attaching on */
	const struct engine_options *options;
	struct diag_list *diags;
	struct probe *probes; /* the program's, then those of process_table.h */
	uint32_t nprobes;     /* of both */
	const struct binding *bindings;
	uint64_t begun_ns; /* handlers see what came from here on; 0: all of a recording */
	bool attached;
	bool started; /* some of the events are on */
	struct dispatch dispatch;
	struct session session;
	struct output output;
	struct wakeup wakeup;
	struct child child;
	struct shell shell;
	struct timers timers;
	uint64_t deadline_ns;	/* of a replay with -T, else TIMERS_NEVER */
	bool timed_out;		/* it has passed */
	struct timing *timings; /* of the program's probes; NULL without -t */
	struct vm *vm;
	struct record record; /* the next one, when @has_record */
	bool has_record;
	bool command_ended;
	bool by_errors;	      /* too many errors: error probes instead of end probes */
	bool output_reported; /* that it cannot be written */
	bool failed;	      /* the exit status is not 0 */
	struct pairing *pairing;
	uint64_t *unpaired; /* by probe: returns of which the entry was not recorded */
	struct halves *halves;
	uint64_t *halved;    /* by probe: hits of which one of two records is missing */
	uint64_t *stackless; /* by probe: records of which the stack was lost */
	struct loss *losses;
	unsigned nlosses;
	uint64_t losses_due_ns;
};

/* How often a handler was called, and how long it took. */
struct timing {
	uint64_t hits;
	uint64_t min_ns, max_ns, sum_ns;
	double mean_ns, squares; /* the variance so far, by Welford's method */
};

/* ---- engine_handlers.c ---- */

/* Writes out what the script printed; the first failure is reported and ends the run. */
void engine_flush(struct engine *e);
/* "ERROR: TEXT" and "WARNING: ..." on stderr, behind what the script printed before. */
void engine_error(struct engine *e, const char *text);
void engine_warning(struct engine *e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Prints what attaching or starting had to say about probes that could not be had. */
void engine_show_diags(struct engine *e);

/* May handlers still be called for what happened before the end? */
bool engine_is_open(const struct engine *e);
/* ... and is there no reason to end either? */
bool engine_is_running(const struct engine *e);

/* Calls a handler that no record called: begin, end, error, timer. */
void engine_call_probe(struct engine *e, uint32_t probe, uint64_t time_ns);
/* Calls all that e->record is for. */
void engine_take_record(struct engine *e);

/* ---- engine_halves.c ---- */

/*
 * e->record is for @probe, a part of another. When it completes a hit, fills in of *@event what the
 * handler is to be called with and returns true.
 */
bool engine_take_half(struct engine *e, uint32_t probe, struct event_context *event);
/* Adds to the counts the hits that will not be completed any more. */
void engine_count_halves(struct engine *e);

/* ---- engine_loop.c ---- */

/* Runs until there is a reason to end. */
void engine_loop(struct engine *e);
/* Stops the events, handles what they left unless the script exited, and ends the command. */
void engine_drain(struct engine *e);

/* ---- engine_markers.c ---- */

/* Call the probes of their kind in order, until something ends the run. */
void engine_call_begin(struct engine *e);
void engine_call_end(struct engine *e); /* and shows the globals that nobody read */
void engine_call_error(struct engine *e);

/* ---- engine_timing.c ---- */

/* Monotonic. */
uint64_t timing_now(void);
/* One call that began at @begin_ns of timing_now() has ended. */
void timing_add(struct timing *timing, uint64_t begin_ns);
/* Prints them behind the script's own output, as stap -t does. */
void engine_report_timings(struct engine *e);

/* ---- engine_losses.c ---- */

/* Ends a live run by errors when more than MAXSKIPPED events were lost. */
void engine_check_losses(struct engine *e);
/* The same at most once a second: asking the kernel costs a file a CPU. */
void engine_check_losses_now_and_then(struct engine *e);
/* "WARNING: Number of errors: ..." and a line for each cause of skipped probes. */
void engine_report_totals(struct engine *e);

#endif
