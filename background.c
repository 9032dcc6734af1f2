/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "background.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/tracefs/undo.h"

static enum background_role fail(const char *what)
{
	fprintf(stderr, "ERROR: cannot run in the background: %s: %s\n", what, strerror(errno));
	return BACKGROUND_FAILED;
}

static bool leave_terminal(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	bool good = fd >= 0 && dup2(fd, STDIN_FILENO) >= 0 && dup2(fd, STDOUT_FILENO) >= 0;

	if (fd > STDERR_FILENO)
		close(fd);
	return good && setsid() >= 0;
}

static enum background_role wait_for(pid_t pid, int fd)
{
	ssize_t got;
	char byte;

	do
		got = read(fd, &byte, 1);
	while (got < 0 && errno == EINTR);
	close(fd);
	/* It ended, and has said why. */
	if (got != 1)
		return BACKGROUND_FAILED;
	printf("%d\n", (int)pid);
	return BACKGROUND_PARTED;
}

enum background_role background_enter(struct background *background)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail("pipe");
	/* What is still in a buffer would be written twice. */
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return fail("fork");
	undo_stacks_give(pid > 0 ? pid : getpid());
	if (pid > 0) {
		close(ends[1]);
		return wait_for(pid, ends[0]);
	}
	close(ends[0]);
	background->ready_fd = ends[1];
	return leave_terminal() ? BACKGROUND_RUNS : fail("/dev/null");
}
