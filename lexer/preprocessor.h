/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Preprocessor: a filter from tokens to tokens.
 *
 * Purpose:  script arguments ($1 @1 $# @#), macros (@define and their use) and conditionals
 *           (%( %? %: %)), in this order, token by token as the parser asks.
 * Owner:    whoever called preprocessor_new(); tokens and macros belong to the arena.
 * Lifetime: until preprocessor_free(). A macro table lives as long as its arena.
 */
#ifndef MSTAP_LEXER_PREPROCESSOR_H
#define MSTAP_LEXER_PREPROCESSOR_H

#include <stdbool.h>

#include "lexer/token.h"

struct arena;
struct diag_list;
struct intern;

/* The version of the language: what %( systemtap_v %) is asked about. */
#define LANGUAGE_VERSION "4.8"

/* @define NAME(params) %( body %) */
struct macro {
	const char *name;	   /* interned, with its @ */
	const struct token *place; /* of the name in the definition */
	const char **params;	   /* interned, with @ */
	unsigned nparams;
	const struct token **body;
	unsigned nbody;
};

/*
 * Macros by name; zero-initialised is empty. A library's are read when a script uses a name that
 * is no macro of its own, because most never do.
 */
struct macro_table {
	struct macro **macros;
	unsigned nmacros;
	void (*read)(struct macro_table *table); /* adds the library's; NULL: all are here */
};

const struct macro *macro_table_find(const struct macro_table *table, const char *name);

/* What the preprocessor can be asked about the world. Borrowed. */
struct preprocessor_setup {
	struct arena *arena;
	struct intern *names;
	struct diag_list *diags;
	const char *const *args;
	unsigned nargs;
	const char *kernel_release;
	const char *arch;
	const char *kernel_config; /* text of .config, or NULL */
	const char *compatible;	   /* what systemtap_v is; NULL: LANGUAGE_VERSION */
	bool guru;
	struct macro_table *library_macros; /* or NULL */
};

struct preprocessor;

struct preprocessor *preprocessor_new(const struct preprocessor_setup *setup,
				      const struct source *source);
void preprocessor_free(struct preprocessor *pp);

/*
 * The next token. CODE_ERROR stands for what was refused; the message has been appended to
 * the diagnostics. CODE_END again and again at the end.
 */
const struct token *preprocessor_next(struct preprocessor *pp);

/*
 * While skipping (the parser looks for the next declaration after an error), text that makes no
 * token and missing arguments are no errors of their own.
 */
void preprocessor_set_skipping(struct preprocessor *pp, bool skipping);

/* The macros the source has defined so far. */
struct macro_table *preprocessor_macros(struct preprocessor *pp);

#endif
