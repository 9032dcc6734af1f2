/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the preprocessor share: script arguments (argument.c), macros (define.c,
 * macro.c), the conditions of %( (condition.c), conditionals (preprocessor.c).
 *
 * Owner:    struct preprocessor, one for each source; tokens live in the arena of the setup.
 */
#ifndef MSTAP_LEXER_PREPROCESSOR_INTERNAL_H
#define MSTAP_LEXER_PREPROCESSOR_INTERNAL_H

#include "lexer/preprocessor.h"
#include "lexer/scanner.h"

struct token_list {
	const struct token **items;
	unsigned count;
};

/* A macro's body or one of its arguments, being read. */
struct expansion {
	struct expansion *outer;
	const struct token_list tokens;
	unsigned at;
	const struct token *via;
	/* What @param means in these tokens: parameters of @macro, or of nothing. */
	const struct macro *macro;
	const struct token_list *args;
	const struct expansion *args_scope; /* where @args were written */
};

/* A %( whose branch is being read. */
struct conditional {
	struct conditional *outer;
	const struct token *open;
	bool in_else;
};

struct preprocessor {
	struct preprocessor_setup setup;
	struct scanner *scanner;
	struct scanner *pasted; /* a script argument being read */
	struct expansion *expansion;
	unsigned depth;	      /* of @expansion */
	unsigned nexpansions; /* so far */
	struct conditional *conditional;
	const struct token *failure; /* the last error, for those who return none */
	bool skipping;		     /* text that makes no token is passed over silently */
	struct macro_table macros;
};

/* Appends "parse error: ... at: ..." and returns a CODE_ERROR token. */
const struct token *pp_error(struct preprocessor *pp, const struct token *at, const char *format,
			     ...) __attribute__((format(printf, 3, 4)));

struct token *pp_copy_token(struct preprocessor *pp, const struct token *token);

/* A token of the source with script arguments resolved. */
const struct token *pp_next_scanned(struct preprocessor *pp);
/* What stands behind an @define. False after an error (in pp->failure). */
bool pp_read_definition(struct preprocessor *pp);

/* A token of the source or of the macro being expanded; errors of the text are returned unreported.
 */
const struct token *pp_next_raw(struct preprocessor *pp);
/* The same with macros expanded; no unreported errors, unless skipping. */
const struct token *pp_next_expanded(struct preprocessor *pp);

enum condition { CONDITION_ERROR = -1, CONDITION_FALSE, CONDITION_TRUE };
/* Reads the condition that follows @open up to its %?. */
enum condition pp_read_condition(struct preprocessor *pp, const struct token *open);

#endif
