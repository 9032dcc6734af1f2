/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "options_rc.h"
#include "options_set.h"

/* ---- the table ---- */

static const struct row {
	char letter;
	const char *name;
	option_setter *set; /* NULL: refused */
	size_t offset;
	const char *argument;
	const char *help; /* NULL: ignored */
	const char *reason;
} rows[] = {
#define OPTION(letter, name, set, field, argument, help) \
	{letter, name, set, offsetof(struct options, field), argument, help, NULL},
#define IGNORED(letter, name, set, argument)	{letter, name, set, 0, argument, NULL, NULL},
#define REFUSED(letter, name, argument, reason) {letter, name, NULL, 0, argument, NULL, reason},
#include "options.def"
#undef OPTION
#undef IGNORED
#undef REFUSED
};

#define NROWS (sizeof(rows) / sizeof(*rows))
/* getopt's value of an option without a letter: this plus its row. */
#define LONG_ROW 256

/* In the terms of getopt_long(). */
static int argument_of(const struct row *row)
{
	if (!row->argument)
		return no_argument;
	return *row->argument == '[' ? optional_argument : required_argument;
}

/* The two forms in which getopt_long() wants to know the same. */
static void list_options(char *letters, struct option *names)
{
	for (unsigned i = 0; i < NROWS; i++) {
		if (rows[i].letter) {
			*letters++ = rows[i].letter;
			if (rows[i].argument)
				*letters++ = ':';
		}
		if (rows[i].name)
			*names++ = (struct option){rows[i].name, argument_of(&rows[i]), NULL,
						   rows[i].letter ? rows[i].letter
								  : LONG_ROW + (int)i};
	}
	*letters = '\0';
	*names = (struct option){0};
}

static const struct row *find_row(int value)
{
	if (value >= LONG_ROW)
		return &rows[value - LONG_ROW];
	for (unsigned i = 0; i < NROWS; i++)
		if (rows[i].letter == value)
			return &rows[i];
	return NULL;
}

/* ---- what is shown ---- */

static void show_version(FILE *out)
{
	fputs(PACKAGE_STRING "\n"
			     "SystemTap scripts on a stock kernel, without compiler, module or "
			     "debuginfo.\n"
			     "This is free software (GPL-2.0-or-later) without any warranty.\n",
	      out);
}

/* "-h --help", "-p NUM", "--color[=WHEN]" */
static void put_form(struct buf *form, const struct row *row)
{
	if (row->letter)
		buf_printf(form, "-%c", row->letter);
	if (row->name)
		buf_printf(form, "%s--%s", row->letter ? " " : "", row->name);
	if (argument_of(row) == optional_argument)
		buf_printf(form, "[=%s", row->argument + 1);
	else if (row->argument)
		buf_printf(form, " %s", row->argument);
}

static void show_row(const struct row *row)
{
	struct buf form = {0};

	put_form(&form, row);
	/* Beside its form where that is short, else on a line of its own. */
	printf("   %-10s", form.data);
	if (form.len > 9)
		printf("\n%13s", "");
	puts(row->help);
	buf_free(&form);
}

#define LINE_WIDTH 78

static void show_ignored(void)
{
	struct buf line = {0};

	for (unsigned i = 0; i < NROWS; i++) {
		struct buf form = {0};

		if (rows[i].help || rows[i].reason)
			continue;
		put_form(&form, &rows[i]);
		if (line.len && line.len + form.len > LINE_WIDTH) {
			puts(line.data);
			buf_clear(&line);
		}
		buf_printf(&line, "%s%s", line.len ? ", " : "   ", form.data);
		buf_free(&form);
	}
	puts(line.data);
	buf_free(&line);
}

static void show_help(void)
{
	show_version(stdout);
	puts("\n"
	     "Usage: mstap [options] FILE [arguments]        Run the script in FILE.\n"
	     "   or: mstap [options] - [arguments]           Run the script on standard input.\n"
	     "   or: mstap [options] -e SCRIPT [arguments]   Run the given script.\n"
	     "\n"
	     "Options:\n"
	     "   --         end of options, the script's arguments follow");
	for (unsigned i = 0; i < NROWS; i++)
		if (rows[i].help)
			show_row(&rows[i]);
	puts("\nAccepted for the sake of stap's users, without effect:");
	show_ignored();
}

static enum options_verdict wrong_use(const char *message)
{
	if (message)
		fprintf(stderr, "%s\n", message);
	fputs("Try '--help' for more information. [man mstap]\n", stderr);
	return OPTIONS_WRONG;
}

static enum options_verdict refuse(const struct row *row)
{
	if (row->name)
		fprintf(stderr, "--%s is refused: %s.\n", row->name, row->reason);
	else
		fprintf(stderr, "-%c is refused: %s.\n", row->letter, row->reason);
	return OPTIONS_WRONG;
}

/* ---- parsing ---- */

static enum options_verdict take_row(struct options *options, struct arena *arena,
				     const struct row *row)
{
	const struct setting setting = {
		.field = (char *)options + row->offset,
		.text = optarg,
		.arena = arena,
	};

	if (!row->set)
		return refuse(row);
	return row->set(&setting) ? OPTIONS_RUN : OPTIONS_WRONG;
}

/* --suppress-time-limits */
static void drop_max_action(struct text_list *defines)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < defines->count; i++)
		if (strncmp(defines->items[i], "MAXACTION", strlen("MAXACTION")))
			defines->items[kept++] = defines->items[i];
	defines->count = kept;
}

static unsigned count_lists(const struct options *options)
{
	return (options->list != NULL) + (options->list_variables != NULL) + options->dump_points +
	       options->dump_aliases + options->dump_functions;
}

static enum options_verdict take_list(const struct options *options, int count)
{
	if (count_lists(options) > 1) {
		fputs("ERROR: only one of the -l/-L/--dump-* switches may be specified\n", stderr);
		return OPTIONS_WRONG;
	}
	if (options->script || options->more_scripts.count || count)
		return wrong_use("Cannot specify a script with -l/-L/--dump-* switches.");
	return OPTIONS_LIST;
}

/* What options demand of each other, and where the script is. */
static enum options_verdict take_operands(struct options *options, int count, char **operands)
{
	if (options->command && options->target_pid)
		return wrong_use("You can't specify -c and -x together.");
	if (options->command && options->replay)
		return wrong_use("You can't specify -c and --replay together.");
	if (options->background && options->command)
		return wrong_use("You can't specify -F and -c together.");
	if (options->background && !options->output) {
		fputs("-F is refused without -o FILE: the handlers run in a process of mstap, "
		      "which needs a place for what they print.\n",
		      stderr);
		return OPTIONS_WRONG;
	}
	if (options->suppress_time_limits && !options->guru) {
		fputs("ERROR --suppress-time-limits requires guru mode (-g)\n", stderr);
		return OPTIONS_WRONG;
	}
	if (options->suppress_time_limits)
		drop_max_action(&options->defines);
	if (count_lists(options))
		return take_list(options, count);
	if (!options->script) {
		if (count == 0)
			return wrong_use("A script must be specified.");
		options->file = operands[0];
		operands++;
		count--;
	}
	options->args = (const char *const *)operands;
	options->nargs = (unsigned)count;
	return OPTIONS_RUN;
}

enum options_verdict options_parse(struct options *options, struct arena *arena, int argc,
				   char **argv)
{
	char letters[2 * NROWS + 1];
	struct option names[NROWS + 1];
	int value;

	*options = (struct options){.last_pass = NPASSES};
	if (!options_rc_insert(arena, &argc, &argv))
		return OPTIONS_WRONG;
	list_options(letters, names);
	while ((value = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		const struct row *row = find_row(value);
		enum options_verdict verdict;

		if (!row)
			return wrong_use(NULL);
		verdict = take_row(options, arena, row);
		if (verdict != OPTIONS_RUN)
			return verdict;
	}
	if (options->help)
		show_help();
	else if (options->version)
		show_version(stdout);
	else if (!options->clean_cache)
		return take_operands(options, argc - optind, argv + optind);
	return OPTIONS_SHOWN;
}
