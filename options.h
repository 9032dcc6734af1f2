/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line.
 *
 * Purpose:  from argv to struct options, by the rows of options.def.
 * Owner:    the driver; texts are argv's, lists live in the arena given.
 */
#ifndef MSTAP_OPTIONS_H
#define MSTAP_OPTIONS_H

#include <stdbool.h>

struct arena;

struct text_list {
	const char **items;
	unsigned count;
};

struct options {
	bool help;
	bool version;
	int last_pass; /* 1 to 5 */
	unsigned verbose;
	bool guru;
	bool suppress_warnings;
	bool unoptimized;
	const char *script; /* -e, or NULL */
	const char *file;   /* the script's file; "-" is standard input; NULL with -e */
	const char *const *args;
	unsigned nargs;
	struct text_list tapset_dirs;
	struct text_list defines;
	struct text_list globals;
	const char *command; /* -c, or NULL */
	int target_pid;	     /* -x; 0: none */
	const char *output;  /* -o, or NULL */
	int buffer_mb;	     /* -s; 0: the default */
	const char *replay;  /* --replay, or NULL */
	bool suppress_handler_errors;
	bool no_global_var_display;
};

enum options_verdict {
	OPTIONS_RUN,
	OPTIONS_SHOWN, /* --help or --version was asked and answered: exit status 0 */
	OPTIONS_WRONG, /* a message was printed to stderr: exit status 1 */
};

/* As stap does, takes options behind the script's name too, up to "--". */
enum options_verdict options_parse(struct options *options, struct arena *arena, int argc,
				   char **argv);

#endif
