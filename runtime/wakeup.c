/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/wakeup.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Seconds that handlers get to end by themselves after the first signal. */
#define GRACE_S 1

static struct wakeup *current;

/* Fails only when the counter is full, and then the descriptor is readable already. */
static void ring(void)
{
	int saved_errno = errno;
	uint64_t one = 1;

	if (write(current->fd, &one, sizeof(one)) < 0)
		errno = saved_errno;
}

static void ask_for_end(void)
{
	current->signals = 1;
	alarm(GRACE_S);
	ring();
}

static void on_end_signal(int number)
{
	if (!current->signals) {
		ask_for_end();
		return;
	}
	current->signals = 2;
	*current->interrupt = 1;
	signal(number, SIG_DFL);
	ring();
}

/*
 * The kernel repeats it for each further second of processor time, and the second one may come
 * just as the grace of the first ends (setrlimit(2), RLIMIT_CPU).
 */
static void on_cpu_limit(int number)
{
	if (++current->cpu_limits != 2)
		on_end_signal(number);
}

static void on_child(int number)
{
	(void)number;
	ring();
}

/* The timeout, or the end of the grace after it or after a signal. */
static void on_alarm(int number)
{
	(void)number;
	if (current->signals)
		*current->interrupt = 1;
	else
		ask_for_end();
}

/*
 * An inherited SIG_IGN is kept for SIGHUP, which is what nohup asks for; not for SIGINT and
 * SIGQUIT, which a shell ignores for every background job, and kill -INT is how scripts end stap.
 */
static const struct {
	int number;
	void (*handler)(int);
	bool keep_ignored;
} handled[] = {
	{SIGINT, on_end_signal, false},	 {SIGTERM, on_end_signal, false},
	{SIGHUP, on_end_signal, true},	 {SIGALRM, on_alarm, false},
	{SIGCHLD, on_child, false},	 {SIGPIPE, SIG_IGN, false},
	{SIGQUIT, on_end_signal, false}, {SIGXFSZ, SIG_IGN, false},
	{SIGXCPU, on_cpu_limit, false},
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
	*wakeup = (struct wakeup){
		.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
		.interrupt = interrupt,
	};
	if (wakeup->fd < 0)
		return -1;
	current = wakeup;
	take_signals(wakeup);
	return 0;
}

void wakeup_set_timeout(unsigned seconds)
{
	alarm(seconds);
}

void wakeup_clear(struct wakeup *wakeup)
{
	uint64_t count;

	/* EAGAIN: it was quiet. */
	(void)!read(wakeup->fd, &count, sizeof(count));
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
	close(wakeup->fd);
	current = NULL;
}
