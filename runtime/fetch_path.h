/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fetches of the runtime's own probes, by the kernel's names for things.
 *
 * Purpose:  "member uid.val of the struct cred that parameter new points to" as a fetch, with
 *           the offsets of the kernel at hand.
 * Owner:    plain functions; the fetch holds names of its caller's only.
 */
#ifndef MSTAP_RUNTIME_FETCH_PATH_H
#define MSTAP_RUNTIME_FETCH_PATH_H

#include <stdbool.h>

#include "runtime/program.h"
#include "runtime/record_source.h"

struct fetch_path {
	const char *param; /* of the function */
	/*
	 * Members from the struct that it points to, "thread_pid.numbers.nr": a pointer on the
	 * way is followed, of an array it is the first element. NULL: the parameter itself.
	 */
	const char *members;
	/*
	 * The so many-th block (from 1) of the user memory that this is the address of, or (from
	 * -1) before it; 0: itself.
	 */
	int user_block;
};

/*
 * Fills *@out. Returns false when C types are not known, or the kernel's @function has no such
 * parameter or member.
 */
bool fetch_path_resolve(struct record_source *source, const char *function,
			const struct fetch_path *path, struct fetch *out);

/*
 * Appends the dereferences from a pointer to a struct @type to its @members, as above, to *@fetch
 * and sets its type; an array of char at the end is a string. Returns false when that is not known.
 */
bool fetch_path_follow(struct record_source *source, const char *type, const char *members,
		       struct fetch *fetch);

#endif
