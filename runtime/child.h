/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command of -c: exists before the begin probes, so that target() is known, and runs once
 * the events are on.
 *
 * Owner:    the engine, one per run; child_close() on every way out.
 */
#ifndef MSTAP_RUNTIME_CHILD_H
#define MSTAP_RUNTIME_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

struct diag_list;

struct child {
	pid_t pid; /* 0: none */
	int gate;  /* a byte written here lets it exec; closed without one, it exits; -1: none */
};

/*
 * Forks the process that will run @command and holds it before its exec. As in stap, a plain
 * command is executed itself (so that target() is its own pid), one that needs a shell by
 * "sh -c". Returns 0, or -1 with a diagnostic.
 */
int child_start(struct child *child, const char *command, struct diag_list *diags);

/* Lets it run. What cannot be executed says so on stderr and ends with status 1. */
void child_release(struct child *child);

/*
 * Takes the status of a child that has ended. Returns true and sets *@status (of waitpid(2));
 * false while it runs or when there is none.
 */
bool child_reap(struct child *child, int *status);

/* One that was not released ends; one that still runs is left to itself, as in stap. */
void child_close(struct child *child);

#endif
