/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * openers N [PER [PATH]] - N processes at once, each of which opens a file that is not there PER
 * times (1 by default).
 *
 * For forcing missed returns of a return probe with few instances: every opener first waits until
 * all of them exist, so that their opens run side by side. How many are missed is then up to the
 * scheduler. For an exact number let something hold the instances meanwhile, such as `cat FIFO &`,
 * which sleeps inside its open until the FIFO has a writer: then every open made here is missed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void open_often(int gate, long per, const char *path)
{
	char c;

	/* The parent closes the other end: that wakes all openers together. */
	if (read(gate, &c, 1) != 0)
		_exit(1);
	while (per-- > 0) {
		if (open(path, O_RDONLY) >= 0 || errno != ENOENT)
			_exit(1);
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	long per = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
	const char *path = argc > 3 ? argv[3] : "/nowhere/missing";
	int gate[2], failed = 0;

	if (n <= 0 || per <= 0) {
		fprintf(stderr, "usage: openers N [PER [PATH]]\n");
		return 2;
	}
	if (pipe(gate) < 0) {
		perror("openers: pipe");
		return 1;
	}
	for (long i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0) {
			perror("openers: fork");
			return 1;
		}
		if (pid == 0) {
			close(gate[1]);
			open_often(gate[0], per, path);
		}
	}
	close(gate[0]);
	close(gate[1]);
	for (long i = 0; i < n; i++) {
		int status;

		if (wait(&status) < 0 || status != 0)
			failed = 1;
	}
	if (failed)
		fprintf(stderr, "openers: an open did not fail with ENOENT\n");
	return failed;
}
