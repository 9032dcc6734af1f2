/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The commands of system().
 *
 * Purpose:  handlers only name them; they start when the handler has ended, in the background.
 * Owner:    the engine, one per run; shell_close() at the end.
 */
#ifndef MSTAP_RUNTIME_SHELL_H
#define MSTAP_RUNTIME_SHELL_H

#include <sys/types.h>

#include "base/buf.h"

struct shell {
	pid_t *running;
	unsigned nrunning;
	unsigned size;
};

/*
 * Starts each of @commands (a NUL after each) by "sh -c" and empties it. Returns 0, or an errno
 * number with what could not be started first in @commands.
 */
int shell_start(struct shell *shell, struct buf *commands);

/* Forgets those that have ended. */
void shell_reap(struct shell *shell);

/*
 * Gives those that still run a moment, so that what the last ones print comes before our own
 * end; then lets go of them, they run on.
 */
void shell_close(struct shell *shell);

#endif
