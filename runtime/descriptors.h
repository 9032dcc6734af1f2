/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose:  this process's file descriptors: the first three are taken, whatever it was started
 *           with, and there may be as many as the system allows. A CPU takes two for each trace
 *           instance and one for each perf event, and the usual limit is 1024.
 * Owner:    the process; commands that it starts get the limit that it was started with.
 */
#ifndef MSTAP_RUNTIME_DESCRIPTORS_H
#define MSTAP_RUNTIME_DESCRIPTORS_H

/*
 * Once, before anything is opened. A standard descriptor that is closed becomes /dev/null, opened
 * for reading, so that no file of ours gets its number and is written what the script prints:
 * that fails as it does on a closed one, with EBADF.
 */
void descriptors_prepare(void);

/* The limit on their number as it was found (setrlimit(2), RLIMIT_NOFILE), and raised again. */
void descriptors_limit_found(void);
void descriptors_limit_raised(void);

#endif
