/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Wake-ups: what ends the engine's sleep besides records and timers.
 *
 * Purpose:  signals that ask for the end, and SIGCHLD for the -c command, on one descriptor.
 * Owner:    the engine; one at a time in a process, because signal dispositions are.
 *
 * SIGINT, SIGTERM, SIGHUP and SIGQUIT ask for an orderly end: the loop notices, end probes run.
 * A handler that still runs a second later is interrupted. A second signal interrupts whatever
 * runs, end probes too; a third has its default effect. SIGPIPE is ignored, so that a closed
 * pipe is an error of write(2).
 */
#ifndef MSTAP_RUNTIME_WAKEUP_H
#define MSTAP_RUNTIME_WAKEUP_H

#include <signal.h>
#include <stdbool.h>

struct wakeup {
	int fd; /* an eventfd, readable when a signal came */
	volatile sig_atomic_t *interrupt;
	volatile sig_atomic_t signals;	  /* how many asked for the end */
	volatile sig_atomic_t cpu_limits; /* how many SIGXCPU came */
	struct sigaction saved[9];
};

/*
 * Takes over the signals. *@interrupt is set when a running handler must end. Returns 0, or
 * -1 with errno set.
 */
int wakeup_open(struct wakeup *wakeup, volatile sig_atomic_t *interrupt);
/* In @seconds the run shall end as if a signal had come. */
void wakeup_set_timeout(unsigned seconds);
/* Makes @fd quiet until the next signal; called before looking at what the last ones were about. */
void wakeup_clear(struct wakeup *wakeup);
/* The loop has ended for a first signal: handlers get their time again. */
void wakeup_noticed(struct wakeup *wakeup);
void wakeup_close(struct wakeup *wakeup);

#endif
