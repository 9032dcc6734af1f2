/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/shell.h"

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "runtime/descriptors.h"

/* What our end waits for commands at most, and how often it looks. */
#define GRACE_MS 1000
#define STEP_MS	 5

extern char **environ;

/* What the engine set for itself must not reach the command. */
static void restore_signals(posix_spawnattr_t *attr)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGPIPE);
	sigaddset(&signals, SIGXFSZ);
	posix_spawnattr_setsigdefault(attr, &signals);
	posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGDEF);
}

static int start(struct shell *shell, char *command)
{
	char *argv[] = {(char *)"sh", (char *)"-c", command, NULL};
	posix_spawnattr_t attr;
	pid_t pid;
	int error;

	posix_spawnattr_init(&attr);
	restore_signals(&attr);
	descriptors_limit_found();
	error = posix_spawn(&pid, "/bin/sh", NULL, &attr, argv, environ);
	descriptors_limit_raised();
	posix_spawnattr_destroy(&attr);
	if (error)
		return error;
	if (shell->nrunning == shell->size) {
		shell->size = shell->size ? 2 * shell->size : 8;
		shell->running = xrealloc(shell->running, shell->size * sizeof(pid_t));
	}
	shell->running[shell->nrunning++] = pid;
	return 0;
}

int shell_start(struct shell *shell, struct buf *commands)
{
	int error = 0;

	for (size_t at = 0; at < commands->len && !error;) {
		size_t len = strlen(commands->data + at) + 1;

		error = start(shell, commands->data + at);
		if (error)
			memmove(commands->data, commands->data + at, len);
		at += len;
	}
	commands->len = 0;
	return error;
}

void shell_reap(struct shell *shell)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < shell->nrunning; i++)
		if (waitpid(shell->running[i], NULL, WNOHANG) == 0)
			shell->running[kept++] = shell->running[i];
	shell->nrunning = kept;
}

void shell_close(struct shell *shell)
{
	struct timespec step = {.tv_nsec = STEP_MS * 1000000};

	shell_reap(shell);
	for (unsigned waited = 0; shell->nrunning && waited < GRACE_MS; waited += STEP_MS) {
		nanosleep(&step, NULL);
		shell_reap(shell);
	}
	free(shell->running);
	*shell = (struct shell){0};
}
