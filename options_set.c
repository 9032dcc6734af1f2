/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "options_set.h"

#include <errno.h>
#include <limits.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "lexer/preprocessor.h"
#include "options.h"

#define BUFFER_MAX_MB 4095
#define BUFFER_MIN_KB 64

static bool complain(const char *complaint)
{
	fprintf(stderr, "%s\n", complaint);
	return false;
}

/* ---- plain ones ---- */

bool set_nothing(const struct setting *setting)
{
	(void)setting;
	return true;
}

bool set_flag(const struct setting *setting)
{
	*(bool *)setting->field = true;
	return true;
}

bool set_text(const struct setting *setting)
{
	*(const char **)setting->field = setting->text;
	return true;
}

/* As in stap, an empty name is standard output. */
bool set_output(const struct setting *setting)
{
	*(const char **)setting->field = *setting->text ? setting->text : NULL;
	return true;
}

bool set_list(const struct setting *setting)
{
	struct text_list *list = setting->field;

	arena_push(setting->arena, list->items, list->count, setting->text);
	return true;
}

bool set_script(const struct setting *setting)
{
	if (*(const char **)setting->field)
		return complain("Only one script can be given on the command line.");
	return set_text(setting);
}

bool set_command(const struct setting *setting)
{
	return *setting->text ? set_text(setting) : complain("Empty CMD string invalid.");
}

bool set_object(const struct setting *setting)
{
	return *setting->text || complain("Data object (-d) cannot be empty.");
}

/* ---- numbers ---- */

static bool set_number(const struct setting *setting, long least, long most, const char *complaint)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(setting->text, &end, 10);
	if (errno || end == setting->text || *end || value < least || value > most)
		return complain(complaint);
	*(int *)setting->field = (int)value;
	return true;
}

bool set_pass(const struct setting *setting)
{
	return set_number(setting, 1, NPASSES, "Invalid pass number (should be 1-5).");
}

/* Megabytes as stap's, or kilobytes with a k behind the number. */
bool set_buffer_size(const struct setting *setting)
{
	static const char complaint[] = "Invalid buffer size (should be 1-4095).";
	char *end;
	long value;

	errno = 0;
	value = strtol(setting->text, &end, 10);
	if (errno || end == setting->text || value < 1)
		return complain(complaint);
	if (!*end && value <= BUFFER_MAX_MB)
		value *= 1024;
	else if (strcmp(end, "k") != 0 || value < BUFFER_MIN_KB || value > BUFFER_MAX_MB * 1024)
		return complain(complaint);
	*(int *)setting->field = (int)value;
	return true;
}

bool set_pid(const struct setting *setting)
{
	return set_number(setting, INT_MIN, INT_MAX, "Invalid target process ID number.");
}

bool set_seconds(const struct setting *setting)
{
	return set_number(setting, 1, INT_MAX, "Invalid timeout interval.");
}

bool set_verbose(const struct setting *setting)
{
	unsigned *verbose = setting->field;

	for (int pass = 1; pass <= NPASSES; pass++)
		verbose[pass]++;
	return true;
}

bool set_verbose_passes(const struct setting *setting)
{
	unsigned *verbose = setting->field;
	size_t count = strspn(setting->text, "0123456789");

	if (count < 1 || count > NPASSES || setting->text[count])
		return complain("Invalid --vp argument: it takes 1 to 5 digits.");
	for (size_t i = 0; i < count; i++)
		verbose[i + 1] += (unsigned)(setting->text[i] - '0');
	return true;
}

/* ---- what stap checks by a pattern, without regard to case ---- */

static bool matches(const char *text, const char *pattern)
{
	regex_t regex;
	bool found;

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB))
		abort();
	found = regexec(&regex, text, 0, NULL, 0) == 0;
	regfree(&regex);
	return found;
}

static bool check(const struct setting *setting, const char *option, const char *pattern)
{
	if (matches(setting->text, pattern))
		return true;
	fprintf(stderr, "ERROR: Safety pattern mismatch for %s parameter ('%s' vs. '%s') rc=1\n",
		option, setting->text, pattern);
	return false;
}

bool set_define(const struct setting *setting)
{
	return check(setting, "-D", "^[a-z_][a-z_0-9]*(=-?[a-z_0-9]+)?$") && set_list(setting);
}

bool set_global(const struct setting *setting)
{
	return check(setting, "-G", "^[a-z_][a-z0-9_]*=[a-z0-9_.-]+$") && set_list(setting);
}

bool set_module_info(const struct setting *setting)
{
	return check(setting, "--modinfo", "^[a-z_][a-z0-9_]*=.+$");
}

bool set_rotation(const struct setting *setting)
{
	struct rotation *rotation = setting->field;
	unsigned long long size_mb, count = 0;
	char *end;

	if (!check(setting, "-S", "^[0-9]+(,[0-9]+)?$"))
		return false;
	size_mb = strtoull(setting->text, &end, 10);
	if (*end)
		count = strtoull(end + 1, NULL, 10);
	/* What no disk holds is no limit. */
	rotation->size_bytes = size_mb > UINT64_MAX >> 20 ? 0 : size_mb << 20;
	rotation->nfiles = count > UINT_MAX ? 0 : (unsigned)count;
	return true;
}

/* Linux's longest module name without what stap puts around it. */
#define MODULE_NAME_MAX 55

/* stap says so and goes on with what it takes to be meant. */
bool set_module_name(const struct setting *setting)
{
	struct setting name = *setting;
	size_t length = strlen(name.text), kept = length;

	if (length >= 3 && !strcmp(name.text + length - 3, ".ko"))
		kept -= 3;
	if (kept > MODULE_NAME_MAX)
		kept = MODULE_NAME_MAX;
	name.text = arena_strndup(name.arena, name.text, kept);
	if (kept < length)
		fprintf(stderr, "Truncating module name to '%s'\n", name.text);
	if (!kept)
		return complain("Module name cannot be empty.");
	return check(&name, "-m", "^[a-z0-9_]+$");
}

bool set_version(const struct setting *setting)
{
	if (strverscmp(setting->text, LANGUAGE_VERSION) <= 0)
		return set_text(setting);
	fprintf(stderr,
		"ERROR: systemtap version " LANGUAGE_VERSION
		" cannot be compatible with future version %s\n",
		setting->text);
	return false;
}

/* ---- limits of this process, as soon as they are read ---- */

/* Seconds from SIGXCPU, which ends the run in order, to SIGKILL (setrlimit(2), RLIMIT_CPU). */
#define CPU_GRACE_S 5

static void leave_time_to_end(struct rlimit *limit)
{
	struct rlimit before;

	if (getrlimit(RLIMIT_CPU, &before) || limit->rlim_cur >= RLIM_INFINITY - CPU_GRACE_S)
		return;
	limit->rlim_max = limit->rlim_cur + CPU_GRACE_S;
	if (before.rlim_max >= limit->rlim_cur && before.rlim_max < limit->rlim_max)
		limit->rlim_max = before.rlim_max;
}

static bool set_limit(const struct setting *setting, int resource, const char *name)
{
	struct rlimit limit;
	char *end;

	if (!*setting->text) {
		fprintf(stderr, "An --%s option value must be specified.\n", name);
		return false;
	}
	limit.rlim_cur = strtoul(setting->text, &end, 0);
	if (*end) {
		fprintf(stderr,
			resource == RLIMIT_AS ? "Unable to convert %2$s resource limit '%1$s'.\n"
					      : "Unable to convert resource limit '%s' for %s\n",
			setting->text, name);
		return false;
	}
	limit.rlim_max = limit.rlim_cur;
	if (resource == RLIMIT_CPU)
		leave_time_to_end(&limit);
	if (setrlimit(resource, &limit) == 0)
		return true;
	fprintf(stderr, "Unable to set resource limits for %s : %s\n", name, strerror(errno));
	return false;
}

bool set_limit_as(const struct setting *setting)
{
	return set_limit(setting, RLIMIT_AS, "rlimit-as");
}

bool set_limit_cpu(const struct setting *setting)
{
	return set_limit(setting, RLIMIT_CPU, "rlimit-cpu");
}

bool set_limit_nproc(const struct setting *setting)
{
	return set_limit(setting, RLIMIT_NPROC, "rlimit-nproc");
}

bool set_limit_stack(const struct setting *setting)
{
	return set_limit(setting, RLIMIT_STACK, "rlimit-stack");
}

bool set_limit_fsize(const struct setting *setting)
{
	return set_limit(setting, RLIMIT_FSIZE, "rlimit-fsize");
}

/* ---- one of a few words ---- */

static bool check_word(const struct setting *setting, const char *option, const char *words)
{
	const char *text = setting->text;
	size_t length = text ? strlen(text) : 0;

	for (const char *word = words; text && word; word = strchr(word, ' ')) {
		word += *word == ' ';
		if (length && !strncmp(word, text, length) &&
		    (word[length] == ' ' || !word[length]))
			return true;
	}
	if (!text)
		return true;
	fprintf(stderr, "Invalid argument '%s' for --%s.\n", text, option);
	return false;
}

bool set_prologue_searching(const struct setting *setting)
{
	return check_word(setting, "prologue-searching", "never always auto");
}

bool set_color(const struct setting *setting)
{
	return check_word(setting, "color", "never always auto");
}

bool set_privilege(const struct setting *setting)
{
	if (!check_word(setting, "privilege", "stapdev stapsys stapusr"))
		return false;
	if (!strcmp(setting->text, "stapdev"))
		return true;
	return complain("--privilege is refused: who may probe what is for the kernel to decide.");
}

bool set_debuginfo(const struct setting *setting)
{
	const char *text = setting->text;

	if (!text || matches(text, "^(yes|no|ask|0*[1-9][0-9]*)$"))
		return true;
	fprintf(stderr,
		"ERROR: %s is not a valid value. Use 'yes', 'no', 'ask' or a timeout value.\n",
		text);
	return false;
}

/* stap says so and goes on. */
bool set_server_on_error(const struct setting *setting)
{
	const char *text = setting->text;

	if (text && !matches(text, "^(y|ye|yes|n|no)$"))
		fprintf(stderr, "Invalid argument '%s' for --use-server-on-error.\n", text);
	return true;
}

/* stap's name for this machine is all that can be had. */
bool set_remote(const struct setting *setting)
{
	return !strcmp(setting->text, "direct://") ||
	       complain("--remote is refused: scripts run on this machine only.");
}

bool set_sysroot(const struct setting *setting)
{
	return !strcmp(setting->text, "/") ||
	       complain("--sysroot is refused: what is probed is what runs on this machine.");
}

bool set_runtime(const struct setting *setting)
{
	if (!strcmp(setting->text, "kernel"))
		return true;
	if (!strcmp(setting->text, "bpf") || !strcmp(setting->text, "dyninst"))
		return complain("--runtime is refused: there is one way to run a script.");
	fprintf(stderr, "ERROR: %s is an invalid argument for --runtime\n", setting->text);
	return false;
}
