/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is read before the compiler comes in: the user's script and the macros of the tapset.
 * Texts live in the arena given.
 */
#ifndef MSTAP_INPUT_H
#define MSTAP_INPUT_H

#include <stdbool.h>

struct arena;
struct parse_context;
struct source;
struct text_list;

/*
 * Reads @file ("-": standard input); with a null @file takes @text (-e). Returns NULL after
 * saying on stderr why there is no script.
 */
const struct source *input_read(struct arena *arena, const char *file, const char *text);

/* Says on stderr that there is nothing in @source that could run. */
void input_report_empty(const struct source *source);

/*
 * Reads the macros of all *.stpm files of @dirs into @context->library_macros and counts the
 * files in *@count. False when one cannot be read or parsed: the diagnostics say why.
 */
bool input_read_macros(const struct parse_context *context, const struct text_list *dirs,
		       unsigned *count);

#endif
