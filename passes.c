/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From text to program: what the passes before the run do. */
#include "config.h"

#include "driver.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/source.h"
#include "parser/parse.h"
#include "runtime/program.h"
#include "runtime/vm.h"

static bool script_has_content(const struct script *script)
{
	return script->nprobes || script->naliases || script->nfunctions || script->nglobals ||
	       script->nembeds;
}

/* One of the user's scripts. NULL after its errors have been printed. */
static struct script *parse(struct driver *d, const char *file, const char *text)
{
	const struct source *source = input_read(d->arena, file, text);
	unsigned nerrors = d->diags.nerrors;
	struct script *script;

	if (!source)
		return NULL;
	script = parse_script(&d->compile.parse, source);
	driver_print_diags(d);
	if (script && script_has_content(script))
		return script;
	nerrors = d->diags.nerrors - nerrors;
	if (script)
		input_report_empty(&d->compile.parse, source);
	else
		fprintf(stderr, "%u parse error%s.\n", COUNTED(nerrors));
	return NULL;
}

bool pass_parse(struct driver *d, struct buf *told)
{
	const struct options *options = &d->options;
	struct buf tree = {0};
	bool good;

	d->script = parse(d, options->script ? "<input>" : options->file, options->script);
	good = d->script;
	if (good)
		ast_print_script(&tree, d->script);
	for (unsigned i = 0; i < options->more_scripts.count; i++) {
		const char *name = arena_printf(d->arena, "<input%u>", i + 1);
		struct script *script = parse(d, name, options->more_scripts.items[i]);

		good = good && script;
		if (!good)
			continue;
		ast_print_script(&tree, script);
		ast_join_scripts(d->arena, d->script, script);
	}
	good = good && !d->macros.failed;
	if (good && options->last_pass == 1)
		printf("# parse tree dump\n%s\n", tree.data);
	buf_free(&tree);
	buf_printf(told, "parsed user script and %u library scripts", d->macros.nfiles);
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

	d->compilation = compile_analyze(&d->compile, d->script);
	driver_print_diags(d);
	good = d->compilation && !is_warned(d) && !d->macros.failed;
	if (good && d->options.last_pass == 2) {
		compilation_print(d->compilation, &text);
		driver_print(stdout, &text);
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
	driver_print(stdout, &text);
}

bool pass_translate(struct driver *d, struct buf *told)
{
	uint32_t ninsns = 0;

	d->program = compile_translate(d->compilation);
	driver_print_diags(d);
	if (d->program && d->options.last_pass == 3)
		show_program(d);
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
