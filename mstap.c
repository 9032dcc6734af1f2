/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The driver: options, then five passes as stap numbers them. main() is the list.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "compiler/compile.h"
#include "compiler/library.h"
#include "host.h"
#include "input.h"
#include "lexer/preprocessor.h"
#include "options.h"
#include "parser/parse.h"
#include "progress.h"
#include "runtime/engine.h"
#include "runtime/output_file.h"
#include "runtime/replay/replay_source.h"
#include "runtime/tracefs/tracefs_source.h"
#include "runtime/vm.h"

struct driver {
	struct options options;
	struct arena *arena;
	struct intern *names;
	struct diag_list diags;
	struct record_source *source;
	struct macro_input macros; /* of the tapset */
	struct compile_options compile;
	struct script **scripts; /* the main one, then those of -E */
	unsigned nscripts;
	struct compile_counts counts;
	struct compilation *compilation;
	const struct program *program;
};

/* For "%u thing%s". */
#define COUNTED(count) (count), (count) == 1 ? "" : "s"

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
		.compatible = options->compatible,
		.guru = options->guru,
		.library_macros = &d->macros.table,
	};
	arena_push(d->arena, options->tapset_dirs.items, options->tapset_dirs.count,
		   host_tapset_dir(d->arena));
	macro_input_init(&d->macros, &compile->parse, &options->tapset_dirs);
	compile->catalog = &d->source->ops->catalog;
	compile->source = d->source;
	compile->library = library_new(&compile->parse, options->tapset_dirs.items,
				       options->tapset_dirs.count);
	compile->defines = options->defines.items;
	compile->ndefines = options->defines.count;
	compile->globals = options->globals.items;
	compile->nglobals = options->globals.count;
	compile->guru = options->guru;
	compile->unoptimized = options->unoptimized;
	compile->counts = &d->counts;
	compile->warnings_are_errors = options->warnings_are_errors;
	compile->skip_badvars = options->skip_badvars;
}

static bool script_has_content(const struct script *script)
{
	return script->nprobes || script->naliases || script->nfunctions || script->nglobals ||
	       script->nembeds;
}

/* Adds one of the user's scripts. False after its errors have been printed. */
static bool parse(struct driver *d, const char *file, const char *text)
{
	const struct source *source = input_read(d->arena, file, text);
	unsigned nerrors = d->diags.nerrors;
	struct script *script;

	if (!source)
		return false;
	script = parse_script(&d->compile.parse, source);
	if (!script)
		parse_count_errors(&d->compile.parse, nerrors);
	print_diags(d);
	if (script && script_has_content(script)) {
		arena_push(d->arena, d->scripts, d->nscripts, script);
		return true;
	}
	if (script)
		input_report_empty(&d->compile.parse, source);
	return false;
}

/* ---- the passes: what each does, and what -v tells of it ---- */

/*
 * Our own library is read when it is needed; what -I names is looked at in any case, so that its
 * author is told of errors, as by stap.
 */
static void read_given_library(struct driver *d)
{
	unsigned count;

	if (d->options.tapset_dirs.count == 1)
		return;
	macro_input_read(&d->macros);
	library_scripts(d->compile.library, &count);
	print_diags(d);
}

static void print_trees(const struct driver *d)
{
	struct buf trees = {0};

	for (unsigned i = 0; i < d->nscripts; i++)
		ast_print_script(&trees, d->scripts[i]);
	printf("# parse tree dump\n%s\n", trees.data);
	buf_free(&trees);
}

static bool pass_1_parse(struct driver *d, struct buf *told)
{
	const struct options *options = &d->options;
	const struct text_list *more = &options->more_scripts;
	bool good;

	read_given_library(d);
	good = parse(d, options->script ? "<input>" : options->file, options->script);
	for (unsigned i = 0; i < more->count; i++)
		good &= parse(d, arena_printf(d->arena, "<input%u>", i + 1), more->items[i]);
	good &= !d->macros.failed;
	if (good && options->last_pass == 1)
		print_trees(d);
	buf_printf(told, "parsed user script and %u library scripts",
		   d->macros.nfiles + library_file_count(d->compile.library));
	return good;
}

/* -W */
static bool is_warned(const struct driver *d)
{
	return d->options.warnings_are_errors && d->diags.nwarnings;
}

static bool pass_2_analyze(struct driver *d, struct buf *told)
{
	const struct compile_counts *n = &d->counts;
	struct buf text = {0};
	bool good;

	d->compilation = compile_analyze(&d->compile, d->scripts, d->nscripts);
	print_diags(d);
	good = d->compilation && !is_warned(d) && !d->macros.failed;
	if (good && d->options.last_pass == 2) {
		compilation_print(d->compilation, &text);
		print(stdout, &text);
	}
	if (d->options.verbose[2] && n->nlibrary_files)
		fprintf(stderr, "Searched the library: %u scripts parsed.\n", n->nlibrary_files);
	buf_printf(told, "analyzed script: %u probe%s, %u function%s, 0 embeds, %u global%s",
		   COUNTED(n->nprobes), COUNTED(n->nfunctions), COUNTED(n->nglobals));
	return good;
}

/* The bytecode, and what attach() would write into tracefs. */
static void show_program(struct driver *d)
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

static bool pass_3_translate(struct driver *d, struct buf *told)
{
	uint32_t ninsns = 0;

	d->program = compile_translate(d->compilation);
	print_diags(d);
	if (d->program && d->options.last_pass == 3)
		show_program(d);
	for (uint32_t i = 0; d->program && i < d->program->ncodes; i++)
		ninsns += d->program->codes[i].ninsns;
	buf_printf(told, "translated to %u instruction%s of bytecode", COUNTED(ninsns));
	return d->program;
}

/* Bytecode needs no compiler. */
static bool pass_4_compile(struct driver *d, struct buf *told)
{
	(void)d;
	buf_puts(told, "nothing to compile");
	return true;
}

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

static bool pass_5_run(struct driver *d, struct buf *told)
{
	const struct options *options = &d->options;
	struct output_file file = {.fd = STDOUT_FILENO, .path = "standard output"};
	struct engine_options engine = {
		.command = options->command,
		.target_pid = options->target_pid,
		.timeout_s = (unsigned)options->timeout_s,
		.output = &file,
		.buffer_kb = (uint64_t)options->buffer_mb * 1024,
		.skip_faults = options->skip_badvars,
		.suppress_handler_errors = options->suppress_handler_errors,
		.suppress_warnings = options->suppress_warnings,
		.display_globals = !options->no_global_var_display,
		.timing = options->timing,
	};
	enum engine_status status;

	buf_puts(told, "run completed");
	if (!open_output(options, &file))
		return false;
	if (options->verbose[5])
		fputs("Pass 5: starting run.\n", stderr);
	status = engine_run(d->program, d->source, &engine, &d->diags);
	print_diags(d);
	/* A disk can say as late as here that it is full. */
	if (options->output && output_file_close(&file) < 0) {
		fprintf(stderr, "ERROR: write to %s: %s\n", file.path, strerror(errno));
		return false;
	}
	return status == ENGINE_OK;
}

static const struct pass {
	bool (*run)(struct driver *d, struct buf *told);
	const char *name;
	bool tells_memory;
} passes[NPASSES + 1] = {
	[1] = {pass_1_parse, "parse", true},
	[2] = {pass_2_analyze, "analysis", true},
	[3] = {pass_3_translate, "translation", true},
	[4] = {pass_4_compile, "compilation", false},
	[5] = {pass_5_run, "run", false},
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

/* ---- the run ---- */

static void report_end(struct driver *d, int failed_pass)
{
	struct buf text = {0};

	if (failed_pass)
		buf_printf(&text, "Pass %d: %s failed.  [man error::pass%d]\n", failed_pass,
			   passes[failed_pass].name, failed_pass);
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
	int failed_pass = 0;

	if (!open_source(d)) {
		print_diags(d);
		return 1;
	}
	set_up(d);
	for (int number = 1; number <= d->options.last_pass && !failed_pass; number++)
		if (!run_pass(d, number))
			failed_pass = number;
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
