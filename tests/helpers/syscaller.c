/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * syscaller [ours | good] - makes each of the calls of syscaller.def once, with arguments that are
 * the same in every run: data stands at fixed addresses. Most calls fail, and none of them changes
 * anything that lasts. For x86-64, which has all of them. `good`: those of syscaller_good.def,
 * which succeed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A page of data, and one that is never there. */
#define PAGE	0x20000000ul
#define NOWHERE 0x30000000ul
/* @text and its end. */
#define PUT(at, text)	 memcpy((void *)(at), text, sizeof(text))
#define AT(type, offset) ((type *)(PAGE + (offset)))

#define MISSING	  (PAGE + 0x000) /* "/no/such" */
#define ODD	  (PAGE + 0x040) /* a name with quotes and blanks */
#define LONG_NAME (PAGE + 0x080) /* 100 bytes of name */
#define SPEC	  (PAGE + 0x100) /* struct timespec, 16 bytes, twice */
#define VAL	  (PAGE + 0x140) /* struct timeval, twice */
#define INET	  (PAGE + 0x180)
#define INET6	  (PAGE + 0x1c0)
#define UNIX	  (PAGE + 0x200)
#define SIGSET	  (PAGE + 0x280)
#define ACTION	  (PAGE + 0x2c0)
#define VECTOR	  (PAGE + 0x300)
#define TEXT	  (PAGE + 0x340)
#define LIMIT	  (PAGE + 0x380)
#define ARGV	  (PAGE + 0x3c0)
#define ENVP	  (PAGE + 0x400)
#define ATTRIBUTE (PAGE + 0x440)
/* Those of calls that succeed. */
#define DIRECTORY  (PAGE + 0x480)
#define NAME_A	   (PAGE + 0x4a0)
#define NAME_B	   (PAGE + 0x4a8)
#define NAME_C	   (PAGE + 0x4b0)
#define NAME_D	   (PAGE + 0x4b8)
#define NAME_E	   (PAGE + 0x4c0)
#define ROOT	   (PAGE + 0x4c8)
#define EVENT	   (PAGE + 0x4e0)
#define FDS	   (PAGE + 0x500)
#define MESSAGE	   (PAGE + 0x520) /* struct msghdr */
#define LENGTH	   (PAGE + 0x580) /* of ROOM, for calls that want to know */
#define ABSTRACT   (PAGE + 0x5a0) /* a name of eight bytes with family */
#define SHORT	   (PAGE + 0x5c0)
#define LOCAL	   (PAGE + 0x600)
#define SOCKET	   (LOCAL + 2)
#define ROOM	   (PAGE + 0x800) /* to be written to */
#define OTHER_PAGE 0x40000000ul

struct call {
	long number;
	unsigned long args[6];
};

static const struct call calls[] = {
#define CALL(name, ...) {SYS_##name, {__VA_ARGS__}},
#define OURS(name, ...)
#include "syscaller.def"
#undef CALL
#undef OURS
};

static const struct call ours[] = {
#define CALL(name, ...)
#define OURS(name, ...) {SYS_##name, {__VA_ARGS__}},
#include "syscaller.def"
#undef CALL
#undef OURS
};

static const struct call good[] = {
#define CALL(name, ...) {SYS_##name, {__VA_ARGS__}},
#include "syscaller_good.def"
#undef CALL
};

static void lay_out_good(void)
{
	const struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data = {.u64 = 7}};
	const struct pollfd fds = {.fd = 13, .events = POLLIN | POLLOUT};
	const struct msghdr message = {.msg_iov = (void *)VECTOR, .msg_iovlen = 1};
	const struct sockaddr_un abstract = {.sun_family = AF_UNIX, .sun_path = "\0mstap"};
	const struct sockaddr_un here = {.sun_family = AF_UNIX, .sun_path = "/tmp/syscaller.sock"};
	const struct timespec instant = {0, 1000};
	const char *names =
		"a\0\0\0\0\0\0\0b\0\0\0\0\0\0\0c\0\0\0\0\0\0\0d\0\0\0\0\0\0\0e\0\0\0\0\0\0\0/";

	memset((void *)ROOM, 0, 0x800);
	PUT(DIRECTORY, "/tmp/syscaller.dir");
	memcpy((void *)NAME_A, names, ROOT + 2 - NAME_A);
	memcpy((void *)EVENT, &event, sizeof(event));
	memcpy((void *)FDS, &fds, sizeof(fds));
	memcpy((void *)MESSAGE, &message, sizeof(message));
	*(int *)LENGTH = 64;
	memcpy((void *)ABSTRACT, &abstract, 8);
	memcpy((void *)LOCAL, &here, sizeof(here));
	memcpy((void *)SHORT, &instant, sizeof(instant));
}

static void lay_out(void)
{
	const struct timespec second = {1, 500000000}, later = {2, 7};
	const struct timeval half = {0, 500000}, three = {3, 4};
	struct sockaddr_in inet = {.sin_family = AF_INET, .sin_port = htons(53)};
	struct sockaddr_in6 inet6 = {.sin6_family = AF_INET6, .sin6_port = htons(80)};
	const struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/no/socket"};
	const struct rlimit limit = {1024, 4096};
	char *argv[] = {(char *)MISSING, (char *)ODD, NULL};
	char *envp[] = {(char *)ATTRIBUTE, NULL};
	const struct iovec vector = {(void *)TEXT, 5};

	inet.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	inet6.sin6_addr = in6addr_loopback;
	PUT(AT(char, 0), "/no/such");
	PUT(AT(char, 0x40), "a \"b\"\tc\n");
	memset(AT(char, 0x80), 'x', 100);
	memcpy((void *)SPEC, &second, sizeof(second));
	memcpy((void *)(SPEC + 16), &later, sizeof(later));
	memcpy((void *)VAL, &half, sizeof(half));
	memcpy((void *)(VAL + 16), &three, sizeof(three));
	memcpy((void *)INET, &inet, sizeof(inet));
	memcpy((void *)INET6, &inet6, sizeof(inet6));
	memcpy((void *)UNIX, &local, sizeof(local));
	*(unsigned long *)SIGSET = 1ul << (SIGUSR1 - 1) | 1ul << (SIGTERM - 1);
	memcpy((void *)VECTOR, &vector, sizeof(vector));
	PUT(TEXT, "hello\nworld, this is a longer text for a buffer");
	memcpy((void *)LIMIT, &limit, sizeof(limit));
	memcpy((void *)ARGV, argv, sizeof(argv));
	memcpy((void *)ENVP, envp, sizeof(envp));
	PUT(ATTRIBUTE, "user.color");
}

/* What a call writes is laid out anew for the next. */
static void make_calls(const struct call *list, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const unsigned long *a = list[i].args;

		lay_out();
		lay_out_good();
		if (syscall(list[i].number, a[0], a[1], a[2], a[3], a[4], a[5]) == 0 &&
		    list[i].number == SYS_fork)
			_exit(3);
	}
}

int main(int argc, char **argv)
{
	if (mmap((void *)PAGE, 4096, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != (void *)PAGE) {
		perror("syscaller");
		return 1;
	}
	if (argc > 1 && strcmp(argv[1], "ours") == 0)
		make_calls(ours, sizeof(ours) / sizeof(ours[0]));
	else if (argc > 1 && strcmp(argv[1], "good") == 0 && !close_range(3, 999, 0))
		make_calls(good, sizeof(good) / sizeof(good[0]));
	else
		make_calls(calls, sizeof(calls) / sizeof(calls[0]));
	return 0;
}
