/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tapset: scripts whose functions, aliases and globals every script may use.
 *
 * Purpose:  reads the *.stp files of directories, all at once and not before one is asked for:
 *           most one-liners never pay for it. What only probes of one name need stands in folders
 *           that are read for these (shelves.def).
 * Owner:    the arena of the parse context. A compilation writes into the trees: one library
 *           serves one compilation.
 */
#ifndef MSTAP_COMPILER_LIBRARY_H
#define MSTAP_COMPILER_LIBRARY_H

struct library;
struct parse_context;
struct script;

/* Of the @ndirs directories @dirs, searched in this order. Borrows both. */
struct library *library_new(const struct parse_context *context, const char *const *dirs,
			    unsigned ndirs);
/*
 * All files that could be parsed; the first call reads them. What is wrong with one is told, as
 * in stap, and the file left out: it is no error of the script.
 */
struct script **library_scripts(struct library *library, unsigned *count);
/*
 * Adds the folders for points whose first component is @component, a name or a pattern as in
 * fnmatch(3), to what library_scripts() gives.
 */
void library_open_for(struct library *library, const char *component);
/* Adds all folders. */
void library_open_all(struct library *library);
/* Files that were read so far, those with errors included. */
unsigned library_file_count(const struct library *library);

#endif
