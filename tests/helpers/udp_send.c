/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * udp_send N [PORT] - send N datagrams to a loopback port that nobody listens on, so that the
 * kernel drops each of them at the same place.
 *
 * The socket is not connected: on a connected one the ICMP answer to a datagram would make the next
 * send fail with ECONNREFUSED, and the number sent would depend on timing.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_in to = {.sin_family = AF_INET};
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (n <= 0) {
		fprintf(stderr, "usage: udp_send N [PORT]\n");
		return 2;
	}
	if (fd < 0) {
		perror("udp_send: socket");
		return 1;
	}
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to.sin_port = htons(argc > 2 ? (unsigned short)strtol(argv[2], NULL, 10) : 9);
	while (n-- > 0) {
		if (sendto(fd, "mstap", 5, 0, (struct sockaddr *)&to, sizeof to) != 5) {
			perror("udp_send: sendto");
			return 1;
		}
	}
	return 0;
}
