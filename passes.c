/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From text to program: what the passes before the run do. */
#include "config.h"

#include "driver.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/source.h"
#include "parser/parse.h"
#include "runtime/explain.h"
#include "runtime/program.h"
#include "runtime/vm.h"

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
	driver_print_diags(d);
	if (script && script_has_content(script)) {
		arena_push(d->arena, d->scripts, d->nscripts, script);
		return true;
	}
	if (script)
		input_report_empty(&d->compile.parse, source);
	return false;
}

/* One PROBE of -l or -L; false: there is none. What some points lack does not matter to others. */
bool list_matching(struct driver *d, struct buf *out)
{
	const char *variables = d->options.list_variables;
	const char *points = variables ? variables : d->options.list;
	struct diag_list before;
	unsigned count;

	if (!parse(d, "<input>", arena_printf(d->arena, "probe %s {}", points)))
		return false;
	before = d->diags;
	count = compile_list(&d->compile, d->scripts, d->nscripts, variables, out);
	if (count && !d->options.verbose[2])
		diag_retract(&d->diags, &before);
	return count > 0;
}

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
	driver_print_diags(d);
}

static void print_trees(const struct driver *d)
{
	struct buf trees = {0};

	for (unsigned i = 0; i < d->nscripts; i++)
		ast_print_script(&trees, d->scripts[i]);
	printf("# parse tree dump\n%s\n", trees.data);
	buf_free(&trees);
}

bool pass_parse(struct driver *d, struct buf *told)
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

bool pass_analyze(struct driver *d, struct buf *told)
{
	const struct compile_counts *n = &d->counts;
	struct buf text = {0};
	bool good;

	d->compilation = compile_analyze(&d->compile, d->scripts, d->nscripts);
	driver_print_diags(d);
	good = d->compilation && !is_warned(d) && !d->macros.failed;
	if (good && d->options.last_pass == 2) {
		compilation_print(d->compilation, &text);
		driver_print(stdout, &text);
	}
	if (d->options.verbose[2] && n->nlibrary_files)
		fprintf(stderr, "Searched the library: %u scripts parsed.\n", n->nlibrary_files);
	buf_printf(told, "analyzed script: %u probe%s, %u function%s, %u embed%s, %u global%s",
		   COUNTED(n->nprobes), COUNTED(n->nfunctions), COUNTED(n->nembeds),
		   COUNTED(n->nglobals));
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
	explain_lines(d->source, &attach, &text);
	driver_print(stdout, &text);
}

static void explain(struct driver *d)
{
	const struct options *options = &d->options;
	struct buf text = {0};

	explain_program(d->program, d->source, options->command ? -1 : options->target_pid,
			d->arena, &text);
	driver_print(stdout, &text);
}

bool pass_translate(struct driver *d, struct buf *told)
{
	uint32_t ninsns = 0;

	d->program = compile_translate(d->compilation);
	driver_print_diags(d);
	if (d->program && d->options.last_pass == 3)
		show_program(d);
	if (d->program && d->options.explain)
		explain(d);
	for (uint32_t i = 0; d->program && i < d->program->ncodes; i++)
		ninsns += d->program->codes[i].ninsns;
	buf_printf(told, "translated to %u instruction%s of bytecode", COUNTED(ninsns));
	return d->program;
}

bool pass_compile(struct driver *d, struct buf *told)
{
	(void)d;
	buf_puts(told, "nothing to compile");
	return true;
}
