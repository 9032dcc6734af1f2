/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/replay/library.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <trace-cmd.h>
#include <unistd.h>

static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

#define NSIGNALS (sizeof(signals) / sizeof(*signals))

static struct sigaction before[NSIGNALS];
static bool guarded;
static volatile sig_atomic_t inside;
static char message[4096];
static char stack[64 << 10]; /* for the handler: a crash may be the stack's overflow */

#if defined(__SANITIZE_ADDRESS__)
#define LEAK_CHECKED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LEAK_CHECKED
#endif
#endif

#ifdef LEAK_CHECKED
const char *__lsan_default_options(void);
const char *__lsan_default_suppressions(void);

const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}

/* libtracecmd 1.3 loses a name of each list of saved command lines, from sscanf's %m. */
const char *__lsan_default_suppressions(void)
{
	return "leak:vsscanf";
}
#endif

static void restore(void)
{
	for (unsigned i = 0; i < NSIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
}

/* Only write() and _exit(): nothing else is safe behind a crash. */
static void take_crash(int number)
{
	(void)number;
	if (inside) {
		ssize_t written = write(STDERR_FILENO, message, strlen(message));

		_exit(written < 0 ? 2 : 1);
	}
	/* Not the library's: returning repeats the fault, or abort() raises again. */
	restore();
}

void library_guard_begin(const char *path)
{
	struct sigaction action = {.sa_handler = take_crash, .sa_flags = SA_ONSTACK};
	stack_t handler_stack = {.ss_sp = stack, .ss_size = sizeof(stack)};

	tracecmd_set_loglevel(TEP_LOG_NONE);
	tep_set_loglevel(TEP_LOG_NONE);
	snprintf(message, sizeof(message),
		 "ERROR: %.3900s: the recording is damaged: libtracecmd crashes on it\n", path);
	if (guarded)
		return;
	guarded = true;
	sigaltstack(&handler_stack, NULL);
	for (unsigned i = 0; i < NSIGNALS; i++)
		sigaction(signals[i], &action, &before[i]);
}

void library_guard_end(void)
{
	if (guarded)
		restore();
	guarded = false;
}

void library_enter(void)
{
	inside = 1;
}

void library_leave(void)
{
	inside = 0;
}
