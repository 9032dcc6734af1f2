/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/wakeup.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Seconds that handlers get to end by themselves after the first signal. */
#define GRACE_S 1

static struct wakeup *current;

static void on_end_signal(int number)
{
	int saved_errno = errno;
	uint64_t one = 1;

	current->signals++;
	if (current->signals == 1)
		alarm(GRACE_S);
	else {
		*current->interrupt = 1;
		signal(number, SIG_DFL);
	}
	/* Fails only when the counter is full: then the descriptor is readable already. */
	if (write(current->event, &one, sizeof(one)) < 0)
		*current->interrupt |= errno != EAGAIN;
	errno = saved_errno;
}

static void on_alarm(int number)
{
	(void)number;
	*current->interrupt = 1;
}

/*
 * An inherited SIG_IGN is kept for SIGHUP, which is what nohup asks for; not for SIGINT, which
 * a shell ignores for every background job, and kill -INT is how scripts end stap.
 */
static const struct {
	int number;
	void (*handler)(int);
	bool keep_ignored;
} handled[] = {
	{SIGINT, on_end_signal, false}, {SIGTERM, on_end_signal, false},
	{SIGHUP, on_end_signal, true},	{SIGALRM, on_alarm, false},
	{SIGPIPE, SIG_IGN, false},
};
#define NHANDLED (sizeof(handled) / sizeof(*handled))

_Static_assert(sizeof(((struct wakeup *)0)->saved) / sizeof(struct sigaction) == NHANDLED,
	       "one saved disposition a signal");

static void take_signals(struct wakeup *wakeup)
{
	for (unsigned i = 0; i < NHANDLED; i++) {
		struct sigaction action = {.sa_handler = handled[i].handler,
					   .sa_flags = SA_RESTART};

		sigaction(handled[i].number, NULL, &wakeup->saved[i]);
		if (!handled[i].keep_ignored || wakeup->saved[i].sa_handler != SIG_IGN)
			sigaction(handled[i].number, &action, NULL);
	}
}

int wakeup_open(struct wakeup *wakeup, volatile sig_atomic_t *interrupt)
{
	*wakeup = (struct wakeup){.interrupt = interrupt};
	wakeup->fd = epoll_create1(EPOLL_CLOEXEC);
	wakeup->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wakeup->fd < 0 || wakeup->event < 0 || wakeup_watch(wakeup, wakeup->event) < 0) {
		int error = errno;

		if (wakeup->fd >= 0)
			close(wakeup->fd);
		if (wakeup->event >= 0)
			close(wakeup->event);
		errno = error;
		return -1;
	}
	current = wakeup;
	take_signals(wakeup);
	return 0;
}

int wakeup_watch(struct wakeup *wakeup, int fd)
{
	struct epoll_event interest = {.events = EPOLLIN, .data.fd = fd};

	return epoll_ctl(wakeup->fd, EPOLL_CTL_ADD, fd, &interest);
}

void wakeup_noticed(struct wakeup *wakeup)
{
	alarm(0);
	if (wakeup->signals < 2)
		*wakeup->interrupt = 0;
}

void wakeup_close(struct wakeup *wakeup)
{
	alarm(0);
	for (unsigned i = 0; i < NHANDLED; i++)
		sigaction(handled[i].number, &wakeup->saved[i], NULL);
	close(wakeup->event);
	close(wakeup->fd);
	current = NULL;
}
