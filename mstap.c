/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The driver: options, then five passes as stap numbers them. main() is the list.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "compiler/compile.h"
#include "host.h"
#include "input.h"
#include "lexer/preprocessor.h"
#include "options.h"
#include "parser/parse.h"
#include "progress.h"
#include "runtime/engine.h"
#include "runtime/replay/replay_source.h"
#include "runtime/tracefs/tracefs_source.h"
#include "runtime/vm.h"

struct driver {
	struct options options;
	struct arena *arena;
	struct intern *names;
	struct diag_list diags;
	struct record_source *source;
	struct macro_table macros; /* of the tapset */
	unsigned nmacro_files;
	struct compile_options compile;
	struct script *script;
	struct compilation *compilation;
	const struct program *program;
};

/* Takes the text: prints and empties it. */
static void print(FILE *to, struct buf *text)
{
	if (text->len)
		fwrite(text->data, 1, text->len, to);
	buf_free(text);
}

static void print_diags(struct driver *d)
{
	struct buf text = {0};

	diag_render(&d->diags, &text);
	print(stderr, &text);
}

/* Cheap, and for a live source without effect, so that no pass need ask whether it is there. */
static bool open_source(struct driver *d)
{
	if (d->options.replay)
		d->source = replay_source_open(d->options.replay, &d->diags);
	else
		d->source = tracefs_source_open();
	return d->source;
}

static void set_up(struct driver *d)
{
	struct compile_options *compile = &d->compile;
	struct options *options = &d->options;

	d->diags.suppress_warnings = options->suppress_warnings;
	d->diags.verbose = options->verbose > 0;
	d->names = intern_new(d->arena);
	compile->parse = (struct parse_context){
		.arena = d->arena,
		.names = d->names,
		.diags = &d->diags,
		.args = options->args,
		.nargs = options->nargs,
		.kernel_release = host_kernel_release(d->arena),
		.arch = host_arch(d->arena),
		.kernel_config = host_kernel_config(d->arena),
		.guru = options->guru,
		.library_macros = &d->macros,
	};
	arena_push(d->arena, options->tapset_dirs.items, options->tapset_dirs.count,
		   host_tapset_dir(d->arena));
	compile->catalog = &d->source->ops->catalog;
	compile->source = d->source;
	compile->tapset_dirs = options->tapset_dirs.items;
	compile->ntapset_dirs = options->tapset_dirs.count;
	compile->defines = options->defines.items;
	compile->ndefines = options->defines.count;
	compile->globals = options->globals.items;
	compile->nglobals = options->globals.count;
	compile->guru = options->guru;
	compile->unoptimized = options->unoptimized;
}

static bool script_has_content(const struct script *script)
{
	return script->nprobes || script->naliases || script->nfunctions || script->nglobals ||
	       script->nembeds;
}

static bool pass_1_parse(struct driver *d)
{
	const struct source *source = input_read(d->arena, d->options.file, d->options.script);
	struct buf text = {0};

	if (source &&
	    input_read_macros(&d->compile.parse, &d->options.tapset_dirs, &d->nmacro_files))
		d->script = parse_script(&d->compile.parse, source);
	print_diags(d);
	if (source && !d->script)
		fprintf(stderr, "%u parse error%s.\n", d->diags.nerrors,
			d->diags.nerrors == 1 ? "" : "s");
	if (d->script && !script_has_content(d->script)) {
		input_report_empty(source);
		d->script = NULL;
	}
	if (d->script && d->options.last_pass == 1) {
		buf_puts(&text, "# parse tree dump\n");
		ast_print_script(&text, d->script);
		print(stdout, &text);
	}
	return d->script;
}

static bool pass_2_analyze(struct driver *d)
{
	struct buf text = {0};

	d->compilation = compile_analyze(&d->compile, d->script);
	print_diags(d);
	if (d->compilation && d->options.last_pass == 2) {
		compilation_print(d->compilation, &text);
		print(stdout, &text);
	}
	return d->compilation;
}

static bool pass_3_translate(struct driver *d)
{
	d->program = compile_translate(d->compilation);
	print_diags(d);
	return d->program;
}

/* The bytecode, and what attach() would write into tracefs. */
static void pass_3_show(struct driver *d)
{
	struct attach_options attach = {
		.program = d->program,
		.probes = d->program->probes,
		.nprobes = d->program->nprobes,
	};
	struct buf text = {0};

	program_disassemble(d->program, &text);
	d->source->ops->describe(d->source, &attach, &text);
	print(stdout, &text);
}

static bool pass_5_run(struct driver *d)
{
	const struct options *options = &d->options;
	struct engine_options engine = {
		.command = options->command,
		.target_pid = options->target_pid,
		.output_fd = STDOUT_FILENO,
		.output_name = options->output ? options->output : "standard output",
		.buffer_kb = (uint64_t)options->buffer_mb * 1024,
		.suppress_handler_errors = options->suppress_handler_errors,
		.suppress_warnings = options->suppress_warnings,
		.display_globals = !options->no_global_var_display,
	};
	enum engine_status status;

	if (options->output) {
		engine.output_fd =
			open(options->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		if (engine.output_fd < 0) {
			fprintf(stderr, "ERROR: Couldn't open output file %s: %s\n",
				options->output, strerror(errno));
			return false;
		}
	}
	status = engine_run(d->program, d->source, &engine, &d->diags);
	print_diags(d);
	/* A disk can say as late as here that it is full. */
	if (options->output && close(engine.output_fd) < 0) {
		fprintf(stderr, "ERROR: write to %s: %s\n", options->output, strerror(errno));
		return false;
	}
	return status == ENGINE_OK;
}

/* ---- what -v tells ---- */

#define COUNTED(count) (count), (count) == 1 ? "" : "s"

static void tell_pass_2(const struct driver *d, const struct pass_clock *clock)
{
	struct compile_counts n = {0};

	if (d->compilation)
		n = compilation_counts(d->compilation);
	pass_report(clock, 2, "analyzed script: %u probe%s, %u function%s, 0 embeds, %u global%s",
		    COUNTED(n.nprobes), COUNTED(n.nfunctions), COUNTED(n.nglobals));
}

static void tell_pass_3(const struct driver *d, const struct pass_clock *clock)
{
	uint32_t ninsns = 0;

	for (uint32_t i = 0; i < d->program->ncodes; i++)
		ninsns += d->program->codes[i].ninsns;
	pass_report(clock, 3, "translated to %u instruction%s of bytecode", COUNTED(ninsns));
}

/* ---- the passes ---- */

/* Returns the number of the pass that failed; 0 when all that were asked for went well. */
static int run_passes(struct driver *d)
{
	const int last = d->options.last_pass;
	const bool verbose = d->options.verbose > 0;
	struct pass_clock clock;
	bool good;

	pass_begin(&clock);
	good = pass_1_parse(d);
	if (verbose)
		pass_report(&clock, 1, "parsed user script and %u library scripts",
			    d->nmacro_files);
	if (!good || last == 1)
		return good ? 0 : 1;

	pass_begin(&clock);
	good = pass_2_analyze(d);
	if (verbose)
		tell_pass_2(d, &clock);
	if (!good || last == 2)
		return good ? 0 : 2;

	/* Bytecode needs no pass 4. */
	pass_begin(&clock);
	good = pass_3_translate(d);
	if (good && last == 3)
		pass_3_show(d);
	if (good && verbose)
		tell_pass_3(d, &clock);
	if (!good || last == 3)
		return good ? 0 : 3;
	if (verbose)
		pass_report_time(&clock, 4, "nothing to compile");
	if (last == 4)
		return 0;

	if (verbose)
		fputs("Pass 5: starting run.\n", stderr);
	pass_begin(&clock);
	good = pass_5_run(d);
	if (verbose)
		pass_report_time(&clock, 5, "run completed");
	return good ? 0 : 5;
}

static void report_end(struct driver *d, int failed_pass)
{
	static const char *const names[] = {
		[1] = "parse", [2] = "analysis", [3] = "translation", [5] = "run"};
	struct buf text = {0};

	if (failed_pass)
		buf_printf(&text, "Pass %d: %s failed.  [man error::pass%d]\n", failed_pass,
			   names[failed_pass], failed_pass);
	diag_render_suppressed(&d->diags, &text);
	print(stderr, &text);
}

/* What -p1 to -p3, --help and --version printed must have arrived. */
static bool finish_stdout(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	fprintf(stderr, "ERROR: write to standard output: %s\n", strerror(errno));
	return false;
}

static void tear_down(struct driver *d)
{
	if (d->source)
		d->source->ops->close(d->source);
	if (d->names)
		intern_free(d->names);
	arena_free(d->arena);
}

/* Returns the exit status. */
static int drive(struct driver *d)
{
	int failed_pass;

	if (!open_source(d)) {
		print_diags(d);
		return 1;
	}
	set_up(d);
	failed_pass = run_passes(d);
	report_end(d, failed_pass);
	return failed_pass != 0;
}

int main(int argc, char **argv)
{
	struct driver d = {.arena = arena_new()};
	int status = 1;

	d.diags.arena = d.arena;
	switch (options_parse(&d.options, d.arena, argc, argv)) {
	case OPTIONS_RUN:
		status = drive(&d);
		break;
	case OPTIONS_SHOWN:
		status = 0;
		break;
	case OPTIONS_WRONG:
		break;
	}
	tear_down(&d);
	return finish_stdout() ? status : 1;
}
