/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where in a directory of the tapset files are looked for.
 *
 * Purpose:  what is for one kernel or architecture stands in directories of its name: stap(1),
 *           TAPSET LIBRARY, as SystemTap 4.8 was seen to go through them.
 * Owner:    the arena of the parse context given.
 */
#ifndef MSTAP_COMPILER_TAPSET_DIRS_H
#define MSTAP_COMPILER_TAPSET_DIRS_H

struct parse_context;

struct tapset_dirs {
	const char **items;
	unsigned count;
};

/*
 * Of @root those that are there: RELEASE/ARCH, RELEASE, the same for the release without its last
 * parts ("6.1.0-9-amd64", "6.1.0", "6.1"), ARCH, and @root itself.
 */
struct tapset_dirs tapset_dirs_in(const struct parse_context *context, const char *root);
/* Those of @root/linux, and those of @root. */
struct tapset_dirs tapset_dirs_of(const struct parse_context *context, const char *root);

#endif
