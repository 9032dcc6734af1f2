/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine: runs a program from its begin probes to its end.
 *
 * Purpose:  one loop that merges records and timers in time order and calls the handlers.
 * Owner:    nothing outlives engine_run().
 */
#ifndef MSTAP_RUNTIME_ENGINE_H
#define MSTAP_RUNTIME_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"
#include "runtime/record_source.h"

struct diag_list;
struct output_file;

struct engine_options {
	const char *command; /* -c: started when all probes are on; its end ends the run */
	int32_t target_pid;  /* -x: 0 none; the run does not depend on it (as in stap) */
	unsigned timeout_s;  /* -T: the run ends so long after its begin; 0: by itself */
	const int *ready_fd; /* gets a byte when all probes are on, and is closed; NULL: none */
	struct output_file *output;
	uint64_t buffer_kb;
	bool skip_faults; /* --skip-badvars: what cannot be read is 0 or "" */
	bool suppress_handler_errors;
	bool suppress_warnings; /* -w */
	bool display_globals;
	bool timing; /* -t: tell how often probes were hit and how long their handlers took */
};

enum engine_status {
	ENGINE_OK,
	ENGINE_FAILED,	/* errors, or a -c command that failed: reported on stderr as stap does */
	ENGINE_REFUSED, /* could not start; @diags say why */
};

/*
 * Warnings of @diags are printed as they come; what is left in it is why it was refused.
 *
 * Order of a run: attach (events made, disabled), start the -c child stopped at its exec, begin
 * probes, start events, flush, let the child go, loop, stop, drain, end (or error) probes, losses.
 * A live source is attached only when the program probes events; a recording always, because
 * the timers run on its clock.
 */
enum engine_status engine_run(const struct program *program, struct record_source *source,
			      const struct engine_options *options, struct diag_list *diags);

#endif
