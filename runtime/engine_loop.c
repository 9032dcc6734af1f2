/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/engine_internal.h"

#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define NS_PER_MS 1000000u
#define NS_PER_S  1000000000u
/* How long records may lie in a buffer that is not full enough to wake us. */
#define IDLE_MS 40
/* A timer that was held up makes up for what it missed within so much, and forgets the rest. */
#define TIMER_GRACE_NS (50ull * NS_PER_MS)

#define END_OF_TIME UINT64_MAX

static int collect(struct engine *e, uint64_t *horizon_ns)
{
	if (!e->attached) {
		*horizon_ns = e->source->ops->now(e->source);
		return 0;
	}
	return sources_collect(&e->sources, horizon_ns, e->diags);
}

static void peek_record(struct engine *e, uint64_t horizon_ns)
{
	if (e->attached && !e->has_record)
		e->has_record = sources_next(&e->sources, horizon_ns, &e->record);
}

static void fire_timer(struct engine *e)
{
	uint64_t due_ns = timers_next(&e->timers), now, from = 0;

	if (e->source->live) {
		now = e->source->ops->now(e->source);
		from = now > TIMER_GRACE_NS ? now - TIMER_GRACE_NS : 0;
	}
	engine_call_probe(e, timers_take(&e->timers, from), due_ns);
}

/* What a live source has collected is soon handled; the rest of a recording need not be. */
static bool is_cut_short(const struct engine *e)
{
	return e->wakeup.signals && !e->source->live;
}

/* Does what comes next, up to @limit_ns, lie behind the end that -T sets to a replay? */
static bool is_past_deadline(struct engine *e, uint64_t limit_ns)
{
	uint64_t timer_ns = timers_next(&e->timers);

	if (timer_ns <= limit_ns)
		limit_ns = timer_ns;
	e->timed_out = limit_ns > e->deadline_ns;
	return e->timed_out;
}

/*
 * Records and timers in one order, up to the horizon. A timer comes before the records of its
 * own instant. With the end of time as horizon, timers go as far as the source's clock.
 */
static void pump(struct engine *e, uint64_t horizon_ns)
{
	while (engine_is_open(e) && !is_cut_short(e)) {
		uint64_t limit_ns = horizon_ns;

		peek_record(e, horizon_ns);
		if (e->has_record)
			limit_ns = e->record.time_ns;
		else if (horizon_ns == END_OF_TIME)
			limit_ns = e->source->ops->now(e->source);
		if (is_past_deadline(e, limit_ns))
			return;
		if (e->timers.count && timers_next(&e->timers) <= limit_ns) {
			fire_timer(e);
		} else if (e->has_record) {
			engine_take_record(e);
			e->has_record = false;
		} else {
			return;
		}
	}
}

/* Until the next timer; -1: no timer. */
static int64_t time_to_timer_ns(const struct engine *e)
{
	uint64_t due = timers_next(&e->timers), now = e->source->ops->now(e->source);

	if (due == TIMERS_NEVER)
		return -1;
	if (due <= now)
		return 0;
	return due - now < INT64_MAX ? (int64_t)(due - now) : INT64_MAX;
}

static void wait_for_records(struct engine *e)
{
	int64_t wait = time_to_timer_ns(e);
	int timeout_ms = IDLE_MS;

	/* At least one: a timer whose time has come waits for the horizon to pass it. */
	if (wait >= 0 && wait < (int64_t)IDLE_MS * NS_PER_MS)
		timeout_ms = (int)(wait / NS_PER_MS) + 1;
	sources_wait(&e->sources, e->wakeup.fd, timeout_ms);
}

static void wait_for_timer(struct engine *e)
{
	struct pollfd pollfd = {.fd = e->wakeup.fd, .events = POLLIN};
	int64_t wait = time_to_timer_ns(e);
	struct timespec timeout = {.tv_sec = wait / NS_PER_S, .tv_nsec = wait % NS_PER_S};

	/* Its failures (EINTR) are wake-ups like any other. */
	(void)ppoll(&pollfd, 1, wait < 0 ? NULL : &timeout, NULL);
}

static void notice_signals(struct engine *e)
{
	int status;

	wakeup_clear(&e->wakeup);
	shell_reap(&e->shell);
	if (!child_reap(&e->child, &status))
		return;
	e->command_ended = true;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	e->failed = true;
	engine_flush(e);
	if (WIFSIGNALED(status))
		engine_warning(e, "Child process exited with signal %d (%s)", WTERMSIG(status),
			       strsignal(WTERMSIG(status)));
	else
		engine_warning(e, "Child process exited with status %d", WEXITSTATUS(status));
}

/* Collects and handles once. Returns false when nothing more can come. */
static bool cycle(struct engine *e)
{
	uint64_t horizon_ns;

	if (collect(e, &horizon_ns) < 0) {
		engine_flush(e);
		engine_show_diags(e);
		e->by_errors = e->failed = true;
		return false;
	}
	pump(e, horizon_ns);
	engine_flush(e);
	return horizon_ns != END_OF_TIME;
}

void engine_loop(struct engine *e)
{
	while (engine_is_running(e) && cycle(e)) {
		engine_check_losses_now_and_then(e);
		if (!engine_is_running(e))
			break;
		if (e->attached)
			wait_for_records(e);
		else
			wait_for_timer(e);
		notice_signals(e);
	}
}

void engine_drain(struct engine *e)
{
	if (e->started) {
		sources_stop(&e->sources, e->diags);
		while (engine_is_open(e) && e->source->live && cycle(e))
			;
		engine_check_losses(e);
	}
	child_close(&e->child);
}
