/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of the kernel's messages say that a processor came online. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/perf/uevents.h"

#include "tests/unit/check.h"

#define ONLINE "online@/devices/system/cpu/cpu"

static void test_texts(void)
{
	uint32_t number = 99;

	CHECK(uevent_is_online(ONLINE "1", &number));
	CHECK_INT(number, 1);
	CHECK(uevent_is_online(ONLINE "4095", &number));
	CHECK_INT(number, 4095);
	CHECK(!uevent_is_online("offline@/devices/system/cpu/cpu1", &number));
	CHECK(!uevent_is_online("online@/devices/system/memory/memory1", &number));
	CHECK(!uevent_is_online(ONLINE "1/cache", &number));
	CHECK(!uevent_is_online(ONLINE, &number));
	CHECK(!uevent_is_online("", &number));
}

/* As the kernel sends them, with more behind the first text. */
static void send_text(int fd, const char *text)
{
	char message[4096] = "";

	snprintf(message, sizeof(message), "%s%cACTION=online", text, 0);
	CHECK(send(fd, message, sizeof(message), 0) == (ssize_t)sizeof(message));
}

static void test_stream(void)
{
	uint32_t number = 0;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, fds))
		exit(1);
	CHECK(uevents_next(fds[0], &number) == UEVENT_NONE);
	send_text(fds[1], "add@/devices/virtual/net/"
			  "a_name_that_is_longer_than_the_name_of_any_processor_can_ever_be");
	send_text(fds[1], "offline@/devices/system/cpu/cpu3");
	send_text(fds[1], ONLINE "3");
	send_text(fds[1], ONLINE "1");
	CHECK(uevents_next(fds[0], &number) == UEVENT_ONLINE);
	CHECK_INT(number, 3);
	CHECK(uevents_next(fds[0], &number) == UEVENT_ONLINE);
	CHECK_INT(number, 1);
	CHECK(uevents_next(fds[0], &number) == UEVENT_NONE);
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	test_texts();
	test_stream();
	return check_done();
}
