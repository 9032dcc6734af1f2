/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reads N - N reads of /dev/zero, of 1, 2, ... up to 4000 and again 1, 2, ... bytes.
 *
 * What a read returns is what it was asked for, and no two in a row are alike: whoever takes the
 * arguments of one for those of another sees it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static char room[4000];
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	int fd = open("/dev/zero", O_RDONLY);

	if (n <= 0 || fd < 0) {
		fprintf(stderr, "usage: reads N\n");
		return 2;
	}
	for (long i = 0; i < n; i++) {
		size_t want = (size_t)(i % (long)sizeof(room)) + 1;

		if (read(fd, room, want) != (ssize_t)want) {
			perror("reads: read");
			return 1;
		}
	}
	return 0;
}
