/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

#include "base/diag.h"
#include "runtime/descriptors.h"

/* Waits at the gate. False when the other end went away without opening it. */
static bool wait_for_release(int gate)
{
	ssize_t got;
	char byte;

	do
		got = read(gate, &byte, 1);
	while (got < 0 && errno == EINTR);
	return got == 1;
}

/* What the parent set for itself must not reach the command; an ignored SIGHUP (nohup) does. */
static void restore_signals(void)
{
	static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU};
	struct sigaction action;

	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	for (unsigned i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		if (sigaction(caught[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			signal(caught[i], SIG_DFL);
}

static void __attribute__((noreturn)) run_command(char *const *argv, const char *command, int gate)
{
	restore_signals();
	descriptors_limit_found();
	if (!wait_for_release(gate))
		_exit(1);
	execvp(argv[0], argv);
	dprintf(STDERR_FILENO, "%s: %s\n", command, strerror(errno));
	_exit(1);
}

static int start_argv(struct child *child, char *const *argv, const char *command,
		      struct diag_list *diags)
{
	int gate[2];

	if (pipe2(gate, O_CLOEXEC) < 0)
		goto failed;
	child->pid = fork();
	if (child->pid == 0) {
		close(gate[1]);
		run_command(argv, command, gate[0]);
	}
	close(gate[0]);
	child->gate = gate[1];
	if (child->pid > 0)
		return 0;
	child->pid = 0;
failed:
	diag_add(diags, DIAG_ERROR, (struct span){0}, NULL, "cannot start '%s': %s", command,
		 strerror(errno));
	return -1;
}

int child_start(struct child *child, const char *command, struct diag_list *diags)
{
	char *shell[] = {"sh", "-c", (char *)command, NULL};
	wordexp_t words = {0};
	int result;

	*child = (struct child){.gate = -1};
	switch (wordexp(command, &words, WRDE_NOCMD | WRDE_UNDEF)) {
	case 0:
		if (words.we_wordc > 0)
			result = start_argv(child, words.we_wordv, command, diags);
		else {
			diag_add(diags, DIAG_ERROR, (struct span){0}, NULL,
				 "the command of -c is empty");
			result = -1;
		}
		wordfree(&words);
		return result;
	case WRDE_SYNTAX:
		diag_add(diags, DIAG_ERROR, (struct span){0}, NULL,
			 "syntax error (unmatched quotes?) in the command of -c: %s", command);
		return -1;
	default:
		return start_argv(child, shell, command, diags);
	}
}

static void close_gate(struct child *child)
{
	if (child->gate >= 0)
		close(child->gate);
	child->gate = -1;
}

void child_release(struct child *child)
{
	ssize_t written;

	if (child->gate < 0)
		return;
	do
		written = write(child->gate, "", 1);
	while (written < 0 && errno == EINTR);
	close_gate(child);
}

bool child_reap(struct child *child, int *status)
{
	if (child->pid <= 0 || waitpid(child->pid, status, WNOHANG) != child->pid)
		return false;
	child->pid = 0;
	return true;
}

void child_close(struct child *child)
{
	close_gate(child);
	child->pid = 0;
}
