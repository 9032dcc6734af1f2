/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of the user's script. It lives in the arena given.
 */
#ifndef MSTAP_INPUT_H
#define MSTAP_INPUT_H

struct arena;
struct source;

/*
 * Reads @file ("-": standard input); with a null @file takes @text (-e). Returns NULL after
 * saying on stderr why there is no script.
 */
const struct source *input_read(struct arena *arena, const char *file, const char *text);

#endif
