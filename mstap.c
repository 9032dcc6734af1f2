/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The driver: options, then five passes as stap numbers them. What each does is in passes.c and
 * pass_run.c.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "compiler/listing.h"
#include "driver.h"
#include "options.h"
#include "progress.h"
#include "runtime/descriptors.h"

static const struct pass {
	bool (*run)(struct driver *d, struct buf *told);
	const char *name;
	bool tells_memory;
} passes[NPASSES + 1] = {
	[1] = {pass_parse, "parse", true},
	[2] = {pass_analyze, "analysis", true},
	[3] = {pass_translate, "translation", true},
	[4] = {pass_compile, "compilation", false},
	[5] = {pass_run, "run", false},
};

static bool run_pass(struct driver *d, int number)
{
	const bool verbose = d->options.verbose[number] > 0;
	struct pass_clock clock;
	struct buf told = {0};
	bool good;

	d->diags.verbose = verbose;
	pass_begin(&clock);
	good = passes[number].run(d, &told);
	if (verbose) {
		fflush(stdout);
		pass_report(&clock, number, told.data, passes[number].tells_memory);
	}
	buf_free(&told);
	return good;
}

static void report_end(struct driver *d, int failed_pass)
{
	struct buf text = {0};

	if (failed_pass)
		buf_printf(&text, "Pass %d: %s failed.  [man error::pass%d]\n", failed_pass,
			   passes[failed_pass].name, failed_pass);
	diag_render_suppressed(&d->diags, &text);
	driver_print(stderr, &text);
}

/* What -p1 to -p3, --help and --version printed must have arrived. */
static bool finish_stdout(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	fprintf(stderr, "ERROR: write to standard output: %s\n", strerror(errno));
	return false;
}

/* Returns the exit status. */
static int drive(struct driver *d)
{
	const int last_pass =
		d->options.explain && d->options.last_pass > 3 ? 3 : d->options.last_pass;
	int failed_pass = 0;

	if (!driver_open(d))
		return 1;
	for (int number = 1; number <= last_pass && !failed_pass; number++)
		if (!run_pass(d, number))
			failed_pass = number;
	report_end(d, failed_pass);
	return failed_pass != 0;
}

/* -l, -L, --dump-... */
static int list(struct driver *d)
{
	const struct options *options = &d->options;
	struct buf text = {0};
	bool good = true;

	if (!driver_open(d))
		return 1;
	if (options->list || options->list_variables)
		good = list_matching(d, &text);
	else if (options->dump_points)
		list_points(d->arena, &text);
	else if (options->dump_aliases)
		list_aliases(d->arena, d->compile.library, &text);
	else
		list_functions(d->arena, d->compile.library, &text);
	driver_print(stdout, &text);
	driver_print_diags(d);
	return !good;
}

int main(int argc, char **argv)
{
	struct driver d = {.arena = arena_new()};
	int status = 1;

	descriptors_prepare();
	d.diags.arena = d.arena;
	switch (options_parse(&d.options, d.arena, argc, argv)) {
	case OPTIONS_RUN:
		status = drive(&d);
		break;
	case OPTIONS_LIST:
		status = list(&d);
		break;
	case OPTIONS_SHOWN:
		status = 0;
		break;
	case OPTIONS_WRONG:
		break;
	}
	driver_close(&d);
	return finish_stdout() ? status : 1;
}
