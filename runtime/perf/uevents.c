/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/perf/uevents.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What udev sends on to others is in another group. */
#define KERNEL_GROUP 1

int uevents_open(void)
{
	const struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = KERNEL_GROUP};
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_KOBJECT_UEVENT);
	int error;

	if (fd < 0 || !bind(fd, (const struct sockaddr *)&address, sizeof(address)))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

bool uevent_is_online(const char *text, uint32_t *number)
{
	int end = 0;

	return sscanf(text, "online@/devices/system/cpu/cpu%u%n", number, &end) == 1 && !text[end];
}

/* Longer than the name of a processor; the rest of a message is let go. */
#define TEXT_BYTES 64

/* Anybody who may may send to the group; the kernel is number 0. */
static ssize_t receive(int fd, char *text)
{
	struct sockaddr_nl from = {.nl_pid = 0};
	socklen_t from_len = sizeof(from);
	ssize_t len = recvfrom(fd, text, TEXT_BYTES - 1, 0, (struct sockaddr *)&from, &from_len);

	if (len >= 0)
		text[from.nl_pid ? 0 : len] = '\0';
	return len;
}

enum uevent uevents_next(int fd, uint32_t *number)
{
	char text[TEXT_BYTES];

	for (;;) {
		if (receive(fd, text) >= 0) {
			if (uevent_is_online(text, number))
				return UEVENT_ONLINE;
		} else if (errno == ENOBUFS) {
			return UEVENT_MISSED;
		} else if (errno != EINTR) {
			return UEVENT_NONE;
		}
	}
}
