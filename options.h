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
#include <stdint.h>

struct arena;

#define NPASSES 5

struct text_list {
	const char **items;
	unsigned count;
};

/* -S: output in files FILE.0, FILE.1, ... */
struct rotation {
	uint64_t size_bytes; /* of one; 0: one FILE of any size */
	unsigned nfiles;     /* that are kept; 0: all */
};

struct options {
	bool help;
	bool version;
	bool clean_cache;
	const char *list;	    /* -l, or NULL */
	const char *list_variables; /* -L, or NULL */
	bool dump_points;
	bool dump_aliases;
	bool dump_functions;
	int last_pass;		       /* 1 to 5 */
	unsigned verbose[NPASSES + 1]; /* by pass; [0] is not used */
	bool guru;
	bool unoptimized;
	bool suppress_warnings;
	bool warnings_are_errors;
	const char *script; /* -e, or NULL */
	const char *file;   /* the script's file; "-" is standard input; NULL with -e */
	struct text_list more_scripts;
	const char *const *args;
	unsigned nargs;
	struct text_list tapset_dirs;
	struct text_list defines;
	struct text_list globals;
	const char *command; /* -c, or NULL */
	int target_pid;	     /* -x; 0: none */
	int timeout_s;	     /* -T; 0: none */
	const char *output;  /* -o, or NULL */
	struct rotation rotation;
	bool background; /* -F */
	int buffer_kb;	 /* -s; 0: the default */
	bool timing;
	const char *replay; /* --replay, or NULL */
	bool skip_badvars;
	bool suppress_handler_errors;
	bool suppress_time_limits;
	bool no_global_var_display;
	bool no_pushdown;
	bool explain;
	const char *compatible; /* --compatible, or NULL */
	char no_field;		/* of rows that take effect at once */
};

enum options_verdict {
	OPTIONS_RUN,
	OPTIONS_LIST,  /* -l, -L, --dump-...: no script is run */
	OPTIONS_SHOWN, /* --help or --version was asked and answered: exit status 0 */
	OPTIONS_WRONG, /* a message was printed to stderr: exit status 1 */
};

/*
 * As stap does, takes options behind the script's name too, up to "--", and before all of them
 * those of the file options_rc.h tells of. Limits of --rlimit-* hold from here on.
 */
enum options_verdict options_parse(struct options *options, struct arena *arena, int argc,
				   char **argv);

#endif
