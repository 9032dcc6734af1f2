/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is read before the compiler comes in: the user's script and the macros of the tapset.
 * Texts live in the arena given.
 */
#ifndef MSTAP_INPUT_H
#define MSTAP_INPUT_H

#include <stdbool.h>

#include "lexer/preprocessor.h"

struct arena;
struct parse_context;
struct source;
struct text_list;

/*
 * Reads @file ("-": standard input), or takes @text (-e, -E) and calls it @file. Returns NULL
 * after saying on stderr why there is no script.
 */
const struct source *input_read(struct arena *arena, const char *file, const char *text);

/* Says on stderr that there is nothing in @source, or that the preprocessor left nothing of it. */
void input_report_empty(const struct parse_context *context, const struct source *source);

/* The macros of the tapset; its table is for parse_context. */
struct macro_input {
	struct macro_table table; /* the first member: table.read() gets its address */
	const struct parse_context *context;
	const struct text_list *dirs;
	unsigned nfiles; /* read so far */
	bool failed;	 /* one cannot be read or parsed: the diagnostics say why */
};

/* The *.stpm files of @dirs are read when the first macro is asked for. Borrows both. */
void macro_input_init(struct macro_input *input, const struct parse_context *context,
		      const struct text_list *dirs);
/* Now, if they have not been. */
void macro_input_read(struct macro_input *input);

#endif
