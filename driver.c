/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "driver.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "host.h"
#include "runtime/perf/perf_source.h"
#include "runtime/replay/replay_source.h"
#include "runtime/tracefs/tracefs_source.h"

void driver_print(FILE *to, struct buf *text)
{
	if (text->len)
		fwrite(text->data, 1, text->len, to);
	buf_free(text);
}

void driver_print_diags(struct driver *d)
{
	struct buf text = {0};

	diag_render(&d->diags, &text);
	driver_print(stderr, &text);
}

/* Cheap, and for a live source without effect, so that no pass need ask whether it is there. */
static bool open_source(struct driver *d)
{
	if (d->options.replay)
		d->source = replay_source_open(d->options.replay, &d->diags);
	else
		d->source = tracefs_source_open();
	if (d->source && d->source->live)
		d->source->beside = perf_source_open();
	return d->source;
}

static void prepare_compiler(struct driver *d)
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
	compile->pushdown = !options->no_pushdown;
	compile->will_run =
		(options->last_pass == NPASSES && !options->list && !options->list_variables) ||
		options->explain || options->replay;
	compile->skip_badvars = options->skip_badvars;
}

bool driver_open(struct driver *d)
{
	if (!open_source(d)) {
		driver_print_diags(d);
		return false;
	}
	prepare_compiler(d);
	return true;
}

static void close_source(struct record_source *source)
{
	if (source && source->beside)
		source->beside->ops->close(source->beside);
	if (source)
		source->ops->close(source);
}

void driver_close(struct driver *d)
{
	close_source(d->source);
	if (d->names)
		intern_free(d->names);
	arena_free(d->arena);
}
