/* SPDX-License-Identifier: GPL-2.0-or-later */
/* forker N - fork a child that ends at once, and wait for it; N times. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;

	if (n <= 0) {
		fprintf(stderr, "usage: forker N\n");
		return 2;
	}
	while (n-- > 0) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			_exit(0);
		if (pid < 0 || waitpid(pid, &status, 0) != pid) {
			perror("forker");
			return 1;
		}
	}
	return 0;
}
