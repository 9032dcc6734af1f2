/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <regex.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

/* What a row's setter gets: the field, the option's argument, and where lists live. */
struct setting {
	void *field;
	const char *text;
	struct arena *arena;
};

/* ---- setters: store, or say what is wrong and return false ---- */

static bool set_flag(const struct setting *setting)
{
	*(bool *)setting->field = true;
	return true;
}

static bool set_count(const struct setting *setting)
{
	++*(unsigned *)setting->field;
	return true;
}

static bool set_text(const struct setting *setting)
{
	*(const char **)setting->field = setting->text;
	return true;
}

static bool set_script(const struct setting *setting)
{
	if (*(const char **)setting->field) {
		fputs("Only one script can be given on the command line.\n", stderr);
		return false;
	}
	return set_text(setting);
}

static bool set_command(const struct setting *setting)
{
	if (!*setting->text) {
		fputs("Empty CMD string invalid.\n", stderr);
		return false;
	}
	return set_text(setting);
}

static bool set_list(const struct setting *setting)
{
	struct text_list *list = setting->field;

	arena_push(setting->arena, list->items, list->count, setting->text);
	return true;
}

static bool set_number(const struct setting *setting, long least, long most, const char *complaint)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(setting->text, &end, 10);
	if (errno || end == setting->text || *end || value < least || value > most) {
		fprintf(stderr, "%s\n", complaint);
		return false;
	}
	*(int *)setting->field = (int)value;
	return true;
}

static bool set_pass(const struct setting *setting)
{
	return set_number(setting, 1, 5, "Invalid pass number (should be 1-5).");
}

static bool set_megabytes(const struct setting *setting)
{
	return set_number(setting, 1, 4095, "Invalid buffer size (should be 1-4095).");
}

static bool set_pid(const struct setting *setting)
{
	return set_number(setting, INT_MIN, INT_MAX, "Invalid target process ID number.");
}

/* Appends to the list what matches @pattern, without regard to case. */
static bool set_checked(const struct setting *setting, char letter, const char *pattern)
{
	regex_t regex;
	bool matches;

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB))
		abort();
	matches = regexec(&regex, setting->text, 0, NULL, 0) == 0;
	regfree(&regex);
	if (matches)
		return set_list(setting);
	fprintf(stderr, "ERROR: Safety pattern mismatch for -%c parameter ('%s' vs. '%s') rc=1\n",
		letter, setting->text, pattern);
	return false;
}

static bool set_define(const struct setting *setting)
{
	return set_checked(setting, 'D', "^[a-z_][a-z_0-9]*(=-?[a-z_0-9]+)?$");
}

static bool set_global(const struct setting *setting)
{
	return set_checked(setting, 'G', "^[a-z_][a-z0-9_]*=[a-z0-9_.-]+$");
}

/* ---- the table ---- */

static const struct row {
	char letter;
	const char *name;
	bool (*set)(const struct setting *setting);
	size_t offset;
	const char *argument;
	const char *help;
} rows[] = {
#define OPTION(letter, name, set, field, argument, help) \
	{letter, name, set, offsetof(struct options, field), argument, help},
#include "options.def"
#undef OPTION
};

#define NROWS (sizeof(rows) / sizeof(*rows))
/* getopt's value of an option without a letter: this plus its row. */
#define LONG_ROW 256

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
			*names++ = (struct option){
				rows[i].name, rows[i].argument ? required_argument : no_argument,
				NULL, rows[i].letter ? rows[i].letter : LONG_ROW + (int)i};
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

static void show_row(const struct row *row)
{
	struct buf form = {0};

	if (row->letter)
		buf_printf(&form, "-%c ", row->letter);
	if (row->name)
		buf_printf(&form, "--%s ", row->name);
	if (row->argument)
		buf_puts(&form, row->argument);
	/* Beside its form where that is short, else on a line of its own. */
	printf("   %-10s", form.data);
	if (form.len > 10)
		printf("\n%13s", "");
	puts(row->help);
	buf_free(&form);
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
		show_row(&rows[i]);
}

static enum options_verdict wrong_use(const char *message)
{
	if (message)
		fprintf(stderr, "%s\n", message);
	fputs("Try '--help' for more information. [man mstap]\n", stderr);
	return OPTIONS_WRONG;
}

/* ---- parsing ---- */

/* What options demand of each other, and where the script is. */
static enum options_verdict take_operands(struct options *options, int count, char **operands)
{
	if (options->command && options->target_pid)
		return wrong_use("You can't specify -c and -x together.");
	if (options->command && options->replay)
		return wrong_use("You can't specify -c and --replay together.");
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

	*options = (struct options){.last_pass = 5};
	list_options(letters, names);
	while ((value = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		const struct row *row = find_row(value);
		struct setting setting = {.text = optarg, .arena = arena};

		if (!row)
			return wrong_use(NULL);
		setting.field = (char *)options + row->offset;
		if (!row->set(&setting))
			return OPTIONS_WRONG;
	}
	if (options->help)
		show_help();
	else if (options->version)
		show_version(stdout);
	else
		return take_operands(options, argc - optind, argv + optind);
	return OPTIONS_SHOWN;
}
