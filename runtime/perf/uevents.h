/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Uevents: which processors come online.
 *
 * Purpose:  the kernel says so to whoever listens to its uevents
 * (Documentation/core-api/kobject.rst; device_online(), drivers/base/core.c), and the socket wakes
 * who sleeps. Owner:    the perf source, one socket.
 */
#ifndef MSTAP_RUNTIME_PERF_UEVENTS_H
#define MSTAP_RUNTIME_PERF_UEVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Opens the socket. Returns its descriptor, or -1 with errno. */
int uevents_open(void);

enum uevent {
	UEVENT_NONE,   /* nothing has come in since */
	UEVENT_ONLINE, /* a processor came online */
	UEVENT_MISSED, /* there were too many: any may have */
};

/* Takes the next thing worth knowing out of @fd; *@number is the processor's. Does not wait. */
enum uevent uevents_next(int fd, uint32_t *number);

/* Does a message that begins with @text say that a processor came online? Its number: *@number. */
bool uevent_is_online(const char *text, uint32_t *number);

#endif
