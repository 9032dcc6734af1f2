/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Our trace instance: buffers, event switches and a name that nobody else uses.
 *
 * Purpose:  everything mstap changes happens in an instance of its own and in an event group of
 *           the same name, mstap_PID.
 * Owner:    the tracefs source; removal is on its undo stack.
 *
 * Who is alive: the owner holds flock() on the instance's directory for as long as it lives,
 * and the kernel lets go of the lock however it ends. So an instance mstap_N that can be locked is
 * a dead one's, whatever process N is now, and in whatever pid namespace N was counted; a group
 * mstap_N without an instance mstap_N is a dead one's too, because the instance comes first.
 * Making an instance and looking for dead ones exclude each other by flock() on instances/.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_INSTANCE_H
#define MSTAP_RUNTIME_TRACEFS_INSTANCE_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct reader;
struct tracefs_instance;
struct tracing_dir;
struct undo_stack;

struct instance {
	const struct tracing_dir *dir;
	struct tracefs_instance *handle;
	char name[48];	 /* of the instance and of the group: "mstap_" tag */
	const char *tag; /* in @name: what makes event names ours alone */
	int lock_fd;
	size_t page_bytes; /* of a sub-buffer, as trace_pipe_raw gives it; 0: see buffers.h */
};

/*
 * Removes what dead mstaps left and makes the instance. Returns 0, or -1 with errno and *@what set
 * to what could not be done ("cannot create ...").
 */
int instance_make(struct instance *instance, const struct tracing_dir *dir, struct undo_stack *undo,
		  const char **what);

/* Writes @text to @file of the instance. Returns 0, or -1 with errno. */
int instance_write(const struct instance *instance, const char *file, const char *text);

/* Opens @file of the instance with the flags of open(2). Returns a descriptor, or -1 with errno. */
int instance_open_file(const struct instance *instance, const char *file, int flags);

/* Switches an event on or off in the instance. Returns 0, or -1 with errno. */
int instance_switch_event(const struct instance *instance, const char *system, const char *event,
			  int on);

/* Sets a trigger on an event in the instance; one more time is as good. Returns 0, or -1 with
 * errno. */
int instance_set_trigger(const struct instance *instance, const char *system, const char *event,
			 const char *trigger);

/* Opens the stream of each CPU for @reader. Returns 0, or -1 with errno. */
int instance_open_streams(const struct instance *instance, struct reader *reader);

#endif
