/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file of options that stand before those of every command line.
 *
 * Purpose:  $SYSTEMTAP_DIR/rc, or ~/.systemtap/rc without that variable: stap(1), OPTIONS.
 * Owner:    words and list live in the arena given; the rest of the list is the caller's argv.
 */
#ifndef MSTAP_OPTIONS_RC_H
#define MSTAP_OPTIONS_RC_H

#include <stdbool.h>

struct arena;

/*
 * Puts the words of that file behind the first of the *@argc words *@argv. They are expanded as
 * a shell does it, line by line, but for commands; there are no comments, as in stap. No file:
 * nothing is done. Returns false after saying on stderr what is wrong with it.
 */
bool options_rc_insert(struct arena *arena, int *argc, char ***argv);

#endif
