/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last pass: where the output goes, and the engine. */
#include "config.h"

#include "driver.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "background.h"
#include "base/buf.h"
#include "runtime/engine.h"
#include "runtime/output_file.h"

static bool open_output(const struct options *options, struct output_file *file)
{
	file->size_max = options->rotation.size_bytes;
	file->count_max = options->rotation.nfiles;
	if (!options->output && file->size_max) {
		fputs("ERROR: You have to specify output FILE with '-S' option.\n", stderr);
		return false;
	}
	if (!options->output || output_file_open(file, options->output) == 0)
		return true;
	fprintf(stderr, "ERROR: Couldn't open output file %s: %s\n", file->path, strerror(errno));
	return false;
}

static bool run(struct driver *d, struct output_file *file, const int *ready_fd)
{
	const struct options *options = &d->options;
	struct engine_options engine = {
		.command = options->command,
		.target_pid = options->target_pid,
		.timeout_s = (unsigned)options->timeout_s,
		.ready_fd = ready_fd,
		.output = file,
		.buffer_kb = (uint64_t)options->buffer_kb,
		.skip_faults = options->skip_badvars,
		.suppress_handler_errors = options->suppress_handler_errors,
		.suppress_warnings = options->suppress_warnings,
		.display_globals = !options->no_global_var_display,
		.timing = options->timing,
	};
	enum engine_status status;

	if (options->verbose[5])
		fputs("Pass 5: starting run.\n", stderr);
	status = engine_run(d->program, d->source, &engine, &d->diags);
	driver_print_diags(d);
	/* A disk can say as late as here that it is full. */
	if (options->output && output_file_close(file) < 0) {
		fprintf(stderr, "ERROR: write to %s: %s\n", file->path, strerror(errno));
		return false;
	}
	return status == ENGINE_OK;
}

bool pass_run(struct driver *d, struct buf *told)
{
	struct output_file file = {.fd = STDOUT_FILENO, .path = "standard output"};
	struct background background = {.ready_fd = -1};

	buf_puts(told, "run completed");
	if (!open_output(&d->options, &file))
		return false;
	if (!d->options.background)
		return run(d, &file, NULL);
	switch (background_enter(&background)) {
	case BACKGROUND_RUNS:
		return run(d, &file, &background.ready_fd);
	case BACKGROUND_PARTED:
		return true;
	default:
		return false;
	}
}
