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

/* Returns the kernel's message in @diags' arena, or NULL when error_log has none. */
static const char *quote_kernel(struct diag_list *diags, struct diag *diag, const char *line)
{
	char *log = tracefs_error_all(NULL);
	const char *message = NULL;
	struct answer_text answer;

	if (!log || !find_answer(log, line, &answer)) {
		diag_note(diags, diag, "  written: %s", line);
	} else {
		message = arena_strndup(diags->arena, answer.message, answer.message_len);
		diag_note(diags, diag, "  the kernel: %s", message);
		diag_note(diags, diag, COMMAND_LEAD "%s", line);
		if (answer.caret && memchr(answer.caret, '^', answer.caret_len))
			diag_note(diags, diag, "%.*s", (int)answer.caret_len, answer.caret);
	}
	free(log);
	return message;
}

/* What register_kprobe() answers; where a message is given, the kernel's must say that too. */
static const struct {
	int error;
	const char *message;
	const char *sentence;
} reasons[] = {
	{EINVAL, "Failed to register",
	 "is kept from being probed by the kernel (notrace, nokprobe, or gone after boot)"},
	{EADDRNOTAVAIL, NULL, "is not one place: several functions have this name"},
	{EILSEQ, NULL, "has no instruction that begins there"},
	{EBUSY, NULL, "is in use by something that changes its code (live patching, say)"},
	{ENOMEM, NULL, "takes more memory than the kernel has: is .maxactive too large?"},
	{EFAULT, NULL, "is no code of the kernel or of a module"},
	{EPERM, NULL, "may not be probed: the kernel does not permit it (lockdown?)"},
};

static const char *find_reason(int error, const char *message)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (reasons[i].error == error &&
		    (!reasons[i].message || (message && strstr(message, reasons[i].message))))
			return reasons[i].sentence;
	}
	return NULL;
}

static void explain_function(struct diag_list *diags, struct diag *diag, const char *function,
			     unsigned same, const char *reason)
{
	if (!same)
		diag_note(diags, diag,
			  "  the kernel has no function %s: misspelt, inlined "
			  "everywhere, or in a module that is not loaded",
			  function);
	else if (same > 1)
		diag_note(diags, diag, "  %u functions are called %s", same, function);
	else if (reason)
		diag_note(diags, diag, "  %s %s", function, reason);
}

void refusal_explain_first(struct diag_list *diags, struct diag *diag, const char *line, int error)
{
	const char *message = quote_kernel(diags, diag, line);
	const char *reason = find_reason(error, message);

	if (reason)
		diag_note(diags, diag, "  it %s", reason);
	else if (!message)
		diag_note(diags, diag, "  %s", strerror(error));
}

void refusal_explain(struct diag_list *diags, struct diag *diag, const struct probe *probe,
		     const char *line, int error, struct kallsyms *symbols)
{
	const char *message = quote_kernel(diags, diag, line);
	const char *reason = find_reason(error, message);

	if (!message && !reason)
		diag_note(diags, diag, "  %s", strerror(error));
	if (probe->function)
		explain_function(diags, diag, probe->function,
				 kallsyms_count_functions(symbols, probe->function), reason);
	else if (probe->kind != PROBE_TRACEPOINT && reason)
		diag_note(diags, diag, "  the address %s", reason);
}
