/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What it takes to live with libtracecmd: silence, and a net below it.
 *
 * Purpose:  the library trusts its input. Section sizes and pages are checked before it sees them
 *           (trace_file.h), but the texts inside, event formats above all, only it can parse, and
 *           a damaged one can make it crash (libtraceevent 1.7 follows null pointers in some
 *           broken print formats). That ends the process with one line that names the file,
 *           instead of a core dump; there is nothing in tracefs to undo in a replay.
 * Owner:    the process; one recording at a time.
 */
#ifndef MSTAP_RUNTIME_REPLAY_LIBRARY_H
#define MSTAP_RUNTIME_REPLAY_LIBRARY_H

/* Stops the libraries' own messages and spreads the net for the reading of @path. */
void library_guard_begin(const char *path);
/* Takes it away; what the signals did before they do again. */
void library_guard_end(void);

/* Around each call: a crash outside of them is ours, and is left to crash. */
void library_enter(void);
void library_leave(void);

#endif
