/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/refusal.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <tracefs.h>

#include "base/arena.h"
#include "base/diag.h"
#include "runtime/program.h"
#include "runtime/tracefs/kallsyms.h"

/*
 * error_log holds the last refusals of everybody, the newest last, each as
 *
 *	[  123.456789] trace_kprobe: error: MESSAGE
 *	  Command: LINE
 *	           ^
 *
 * (Documentation/trace/ftrace.rst; the kernel joins the words of LINE by single spaces.)
 */
#define COMMAND_LEAD "  Command: "

struct answer_text {
	const char *message;
	size_t message_len;
	const char *caret; /* its line, or NULL */
	size_t caret_len;
};

static const char *line_start(const char *text, const char *at)
{
	while (at > text && at[-1] != '\n')
		at--;
	return at;
}

static bool read_answer(const char *log, const char *command, struct answer_text *out)
{
	const char *before = line_start(log, command > log ? command - 1 : command);
	const char *message = strstr(before, ": error: ");
	const char *caret = strchr(command, '\n');

	if (!message || message > command)
		return false;
	out->message = message + strlen(": error: ");
	out->message_len = strcspn(out->message, "\n");
	out->caret = caret ? caret + 1 : NULL;
	out->caret_len = caret ? strcspn(caret + 1, "\n") : 0;
	return true;
}

/* The newest entry about @line. */
static bool find_answer(const char *log, const char *line, struct answer_text *out)
{
	const char *found = NULL;
	size_t len = strlen(line);

	for (const char *at = log; (at = strstr(at, COMMAND_LEAD)); at++) {
		const char *command = at + strlen(COMMAND_LEAD);

		if (!strncmp(command, line, len) && (!command[len] || command[len] == '\n'))
			found = at;
	}
	return found && read_answer(log, found, out);
}

static void quote_kernel(struct diag_list *diags, struct diag *diag, const char *line)
{
	char *log = tracefs_error_all(NULL);
	struct answer_text answer;

	if (!log || !find_answer(log, line, &answer)) {
		diag_note(diags, diag, "  written: %s", line);
	} else {
		diag_note(diags, diag, "  the kernel: %.*s", (int)answer.message_len,
			  answer.message);
		diag_note(diags, diag, COMMAND_LEAD "%s", line);
		if (answer.caret && strchr(answer.caret, '^'))
			diag_note(diags, diag, "%.*s", (int)answer.caret_len, answer.caret);
	}
	free(log);
}

/* register_kprobe() and trace_kprobe.c give these; the sentence may hold one %s, the function. */
static const struct {
	int error;
	const char *sentence;
} reasons[] = {
	{ENOENT, "  the kernel has no symbol %s that can be probed (it may be inlined everywhere)"},
	{EINVAL, "  the kernel keeps %s from being probed: it is marked notrace or nokprobe, is "
		 "in an init section, or the expressions do not fit it"},
	{EADDRNOTAVAIL, "  %s is not one place: several functions have this name, or it is not "
			"the start of one"},
	{EILSEQ, "  at %s is no instruction boundary"},
	{EBUSY, "  %s is being changed by something else (live patching, another tracer)"},
	{EEXIST, "  an event of this name exists"},
	{ENOMEM, "  the kernel has no memory for it: ask for less .maxactive"},
	{EPERM, "  the kernel does not permit it (lockdown?)"},
};

static void name_reason(struct diag_list *diags, struct diag *diag, const struct probe *probe,
			int error)
{
	const char *function = probe->function ? probe->function : "the address";

	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (reasons[i].error == error) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			diag_note(diags, diag, reasons[i].sentence, function);
#pragma GCC diagnostic pop
			return;
		}
	}
}

void refusal_explain(struct diag_list *diags, struct diag *diag, const struct probe *probe,
		     const char *line, int error, struct kallsyms *symbols)
{
	unsigned same = probe->function ? kallsyms_count_functions(symbols, probe->function) : 0;

	quote_kernel(diags, diag, line);
	if (same > 1 && !probe->module)
		diag_note(diags, diag, "  %u functions are called %s", same, probe->function);
	else
		name_reason(diags, diag, probe, error);
}
