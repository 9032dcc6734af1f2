/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From source text to struct script: scanner, preprocessor and grammar put together.
 *
 * Owner:    the driver fills a struct parse_context; scripts live in its arena.
 */
#ifndef MSTAP_PARSER_PARSE_H
#define MSTAP_PARSER_PARSE_H

#include <stdbool.h>

#include "parser/ast.h"

struct diag_list;
struct intern;
struct macro_table;

/* What %( %) conditions and $N can ask. Plain data, filled by the driver. */
struct parse_context {
	struct arena *arena;
	struct intern *names;
	struct diag_list *diags;
	const char *const *args; /* script arguments $1.. */
	unsigned nargs;
	const char *kernel_release; /* "6.1.0-56-cloud-amd64": kernel_vr; kernel_v is its numeric
				       head */
	const char *arch;	    /* stap's name: "x86_64", "arm64" */
	const char
		*kernel_config; /* text of the kernel's .config, or NULL when it cannot be read */
	const char *compatible; /* what systemtap_v is; NULL: the language's own version */
	bool guru;
	struct macro_table *library_macros; /* from .stpm files; NULL: none */
};

/*
 * Parses one source. Returns the script, or NULL when there were parse errors (all that could
 * be found are in @context->diags, as stap reports them, without the closing "N parse errors.").
 * If the preprocessor's errors left nothing to parse the script is empty, and not NULL.
 */
struct script *parse_script(const struct parse_context *context, const struct source *source);

/* stap's closing line, "N parse errors.", for those added since there were @before of them. */
void parse_count_errors(const struct parse_context *context, unsigned before);

/* Reads the @define's of a .stpm file into @context->library_macros. False on errors. */
bool parse_library_macros(const struct parse_context *context, const struct source *source);

#endif
