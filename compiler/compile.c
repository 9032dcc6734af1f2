/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "compiler/compile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/compiler.h"
#include "compiler/listing.h"

struct limit_row {
	const char *name;
	size_t value;
	size_t given;
	int64_t least;
};

static const struct limit_row limit_rows[] = {
#define X(name, value, least) \
	{#name, offsetof(struct limits, name), offsetof(struct limits, name##_given), least},
	LIMITS(X)
#undef X
};

/* One -DNAME=V. What is not a limit of ours belongs to stap's kernel module and is ignored. */
static bool apply_define(struct compilation *c, const char *define)
{
	const char *equals = strchr(define, '=');
	size_t length = equals ? (size_t)(equals - define) : strlen(define);
	char *end;
	int64_t value;

	for (size_t i = 0; i < sizeof(limit_rows) / sizeof(limit_rows[0]); i++) {
		const struct limit_row *row = &limit_rows[i];

		if (strlen(row->name) != length || strncmp(row->name, define, length) != 0)
			continue;
		errno = 0;
		value = equals ? strtoll(equals + 1, &end, 0) : 1;
		/* What C takes for a number. */
		if (equals && end != equals + 1)
			end += strspn(end, "uUlL");
		if (errno || value < row->least || (equals && (end == equals + 1 || *end))) {
			diag_add(c->diags, DIAG_ERROR, (struct span){0}, NULL,
				 "-D%s: the value must be a number from %lld on", define,
				 (long long)row->least);
			return false;
		}
		*(int64_t *)((char *)&c->limits + row->value) = value;
		*(bool *)((char *)&c->limits + row->given) = true;
	}
	return true;
}

static bool set_limits(struct compilation *c)
{
	bool good = true;

#define X(name, value, least) c->limits.name = value;
	LIMITS(X)
#undef X
	for (unsigned i = 0; i < c->options->ndefines; i++)
		good &= apply_define(c, c->options->defines[i]);
	return good;
}

/* What a file uses of the library adds to the list of files while it is gone through. */
static bool resolve_scripts(struct compilation *c)
{
	collect_user_symbols(c);
	for (unsigned i = 0; i < c->nscripts; i++) {
		expand_probes(c, c->scripts[i]);
		if (!c->diags->nerrors)
			resolve_functions(c);
	}
	insert_entries(c);
	if (!c->nderived && !c->diags->nerrors)
		semantic_error(c, NULL, "no probes found");
	if (!c->diags->nerrors)
		check_iterations(c);
	return c->diags->nerrors == 0;
}

/* The passes. Each needs the results of those before it and stops at errors. */
static bool analyze(struct compilation *c)
{
	bool good = set_limits(c) &&	/* -D */
		    resolve_scripts(c); /* points to probes, names to variables, functions */

	if (!good)
		return false;
	collect_usage(c);
	warn_unassigned(c);
	if (!check_lvalues(c))
		return false;
	elide_unused(c, true); /* what has no effect */
	if (c->options->warnings_are_errors && c->diags->nwarnings)
		return drop_empty_probes(c);
	if (!infer_types(c, false)) /* long, string, stats */
		return false;
	fold_conditions(c); /* what @defined and the like exclude */
	elide_unused(c, false);
	return drop_empty_probes(c) && infer_types(c, true) && /* of what is left, all */
	       apply_settings(c) && collect_statistics(c) &&   /* what aggregates have to keep */
	       plan_fetches(c); /* context reads to slots of the record */
}

static struct compilation *begin(const struct compile_options *options, struct script **scripts,
				 unsigned nscripts)
{
	struct compilation *c = arena_new_of(options->parse.arena, struct compilation);

	c->options = options;
	c->arena = options->parse.arena;
	c->diags = options->parse.diags;
	for (unsigned i = 0; i < nscripts; i++)
		arena_push(c->arena, c->scripts, c->nscripts, scripts[i]);
	c->nuser = nscripts;
	return c;
}

unsigned compile_list(const struct compile_options *options, struct script **scripts,
		      unsigned nscripts, bool variables, struct buf *out)
{
	struct compilation *c = begin(options, scripts, nscripts);

	resolve_scripts(c);
	if (variables && !c->diags->nerrors) {
		collect_usage(c);
		infer_types(c, false);
	}
	return list_probes(c, variables, out);
}

struct compilation *compile_analyze(const struct compile_options *options, struct script **scripts,
				    unsigned nscripts)
{
	struct compilation *c = begin(options, scripts, nscripts);
	bool good = analyze(c);

	if (options->counts)
		*options->counts = (struct compile_counts){
			.nprobes = c->nderived,
			.nfunctions = c->nfunctions,
			.nembeds = embedded_count(c),
			.nglobals = c->reached.count,
			.nlibrary_files = library_file_count(options->library),
		};
	return good ? c : NULL;
}

const struct program *compile_translate(struct compilation *c)
{
	return emit_program(c) ? &c->program : NULL;
}
