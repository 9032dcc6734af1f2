/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -F: a run that goes on in the background.
 *
 * Purpose:  the process forks before the run; the one that was started waits until all probes of
 *           the other are on, tells its number and ends.
 * Owner:    pass_run(); a struct background lives as long as the run.
 */
#ifndef MSTAP_BACKGROUND_H
#define MSTAP_BACKGROUND_H

#include <stdbool.h>

enum background_role {
	BACKGROUND_RUNS,   /* this process is the one that runs the script */
	BACKGROUND_PARTED, /* this one has told the number of the other, whose probes are on */
	BACKGROUND_FAILED, /* there is no other (any more): why is on stderr */
};

struct background {
	int ready_fd; /* gets a byte when all probes are on */
};

/*
 * Forks. The one that runs has a session of its own and /dev/null as standard input and output;
 * its messages go where they went before.
 */
enum background_role background_enter(struct background *background);

#endif
