/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tcp_connect N [PORT] - connect N times to a loopback port that nobody listens on. Each attempt is
 * one tcp_v4_connect() in the kernel and is refused at once; anything but a refusal is an error.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_in to = {.sin_family = AF_INET};
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;

	if (n <= 0) {
		fprintf(stderr, "usage: tcp_connect N [PORT]\n");
		return 2;
	}
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to.sin_port = htons(argc > 2 ? (unsigned short)strtol(argv[2], NULL, 10) : 9);
	while (n-- > 0) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		if (fd < 0) {
			perror("tcp_connect: socket");
			return 1;
		}
		if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0) {
			fprintf(stderr, "tcp_connect: somebody listens on that port\n");
			return 1;
		}
		if (errno != ECONNREFUSED) {
			perror("tcp_connect: connect");
			return 1;
		}
		close(fd);
	}
	return 0;
}
