/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <unistd.h>

static struct rlimit found;
static bool is_found;

/* The lowest number that is free is the one that open() gives. */
static void fill_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDONLY) != fd)
			return;
}

void descriptors_prepare(void)
{
	fill_standard();
	is_found = getrlimit(RLIMIT_NOFILE, &found) == 0;
	descriptors_limit_raised();
}

void descriptors_limit_found(void)
{
	if (is_found)
		setrlimit(RLIMIT_NOFILE, &found);
}

void descriptors_limit_raised(void)
{
	struct rlimit raised = found;

	raised.rlim_cur = found.rlim_max;
	if (is_found)
		setrlimit(RLIMIT_NOFILE, &raised);
}
