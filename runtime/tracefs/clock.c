/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "runtime/record_source.h"

#define CLOCKSOURCE "/sys/devices/system/clocksource/clocksource0/current_clocksource"

/* "stats" is in microseconds. */
#define ROUNDING_NS 1000
/*
 * CLOCK_MONOTONIC is slewed by NTP, by 500 millionths at most (MAXFREQ, include/linux/timex.h), the
 * other clock is not: in a tenth of a second they drift apart by 50 us.
 */
#define DRIFT_SHIFT 10
#define RENEWAL_NS  100000000
/* A reading takes some microseconds, unless somebody else gets the processor. */
#define GOOD_ERROR_NS 20000
#define TRIES	      4

static uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* ---- whether ---- */

static bool asks_for_times(const struct attach_options *options)
{
	if (options->program->needs & NEED_TIME)
		return true;
	for (uint32_t i = 0; i < options->nprobes; i++)
		if (is_sampled(options->probes[i].kind))
			return true;
	return false;
}

static bool file_says(int dir_fd, const char *path, const char *word)
{
	return buf_fd_says(openat(dir_fd, path, O_RDONLY | O_CLOEXEC), word);
}

/*
 * "local" is sched_clock(). Where the kernel keeps its own time by the time stamp counters, it has
 * found them to be the same on all CPUs and watches that they stay so (arch/x86/kernel/tsc.c,
 * tsc_sync.c, kernel/time/clocksource.c), and sched_clock() is made of them, too, or of a
 * hypervisor's clock that is monotonic over all CPUs (arch/x86/kernel/pvclock.c).
 */
static bool is_one_for_all_cpus(void)
{
	return file_says(AT_FDCWD, CLOCKSOURCE, "tsc\n") ||
	       file_says(AT_FDCWD, CLOCKSOURCE, "tsc-early\n"); /* until it is calibrated */
}

/* A kernel that does not trust sched_clock() itself uses "global" (tracing_set_default_clock()). */
bool trace_clock_local_will_do(const struct attach_options *options, int tracing_fd)
{
	return !asks_for_times(options) && is_one_for_all_cpus() &&
	       !file_says(tracing_fd, "trace_clock", "[global]");
}

void trace_clock_check(const struct trace_clock *clock, struct diag_list *diags)
{
	static const struct span nowhere;

	if (clock->is_local && !is_one_for_all_cpus())
		diag_add(
			diags, DIAG_WARNING, nowhere, NULL,
			"the kernel stopped trusting the time stamp counters while the script ran: "
			"the order of events of different CPUs is not certain");
}

/* ---- the calculation ---- */

void trace_clock_measured(struct trace_clock *clock, uint64_t before_ns, uint64_t said_ns,
			  uint64_t after_ns)
{
	uint64_t half_ns = (after_ns - before_ns) / 2;

	clock->measured_ns = before_ns + half_ns;
	clock->ahead_ns = (int64_t)(clock->measured_ns - said_ns);
	clock->error_ns = half_ns + ROUNDING_NS;
}

static uint64_t error_at(const struct trace_clock *clock, uint64_t at_ns)
{
	return clock->error_ns + ((at_ns - clock->measured_ns) >> DRIFT_SHIFT);
}

uint64_t trace_clock_at(struct trace_clock *clock, uint64_t at_ns)
{
	uint64_t now_ns = at_ns - (uint64_t)clock->ahead_ns;

	if (now_ns > clock->told_ns)
		clock->told_ns = now_ns;
	return clock->told_ns;
}

uint64_t trace_clock_passed_at(const struct trace_clock *clock, uint64_t at_ns)
{
	return at_ns - (uint64_t)clock->ahead_ns - error_at(clock, at_ns);
}

/* ---- measuring ---- */

/* "now ts: SECONDS.MICROSECONDS" (tracing_stats_read(), kernel/trace/trace.c). */
static bool read_stats(int fd, uint64_t *said_ns)
{
	static const char label[] = "\nnow ts:";
	unsigned long long seconds, microseconds;
	char text[1024];
	ssize_t got = pread(fd, text, sizeof(text) - 1, 0);
	const char *line;

	if (got < 0)
		return false;
	text[got] = '\0';
	line = strstr(text, label);
	errno = EPROTO;
	if (!line || sscanf(line + sizeof(label) - 1, " %llu.%6llu", &seconds, &microseconds) != 2)
		return false;
	*said_ns = seconds * 1000000000 + microseconds * 1000;
	return true;
}

/* The best of several readings. When there is none, the last measurement stands, and gets worse. */
static bool measure(struct trace_clock *clock)
{
	struct trace_clock best = *clock;
	bool measured = false;

	for (int i = 0; i < TRIES && !(measured && best.error_ns <= GOOD_ERROR_NS); i++) {
		struct trace_clock reading = *clock;
		uint64_t before_ns = monotonic_ns(), said_ns;

		if (!read_stats(clock->stats_fd, &said_ns))
			continue;
		trace_clock_measured(&reading, before_ns, said_ns, monotonic_ns());
		if (!measured || reading.error_ns < best.error_ns)
			best = reading;
		measured = true;
	}
	*clock = best;
	return measured;
}

void trace_clock_close(struct trace_clock *clock)
{
	if (clock->is_local && clock->stats_fd >= 0)
		close(clock->stats_fd);
	clock->stats_fd = -1;
}

int trace_clock_open(struct trace_clock *clock, int stats_fd)
{
	int saved;

	*clock = (struct trace_clock){.is_local = true, .stats_fd = stats_fd};
	if (stats_fd >= 0 && measure(clock))
		return 0;
	saved = errno;
	trace_clock_close(clock);
	errno = saved;
	return -1;
}

/* ---- now ---- */

static uint64_t renewed(struct trace_clock *clock)
{
	uint64_t at_ns = monotonic_ns();

	if (clock->is_local && at_ns - clock->measured_ns > RENEWAL_NS && measure(clock))
		at_ns = monotonic_ns();
	return at_ns;
}

/* The clock "mono" is CLOCK_MONOTONIC (ktime_get_mono_fast_ns()). */
uint64_t trace_clock_now(struct trace_clock *clock)
{
	uint64_t at_ns = renewed(clock);

	return clock->is_local ? trace_clock_at(clock, at_ns) : at_ns;
}

uint64_t trace_clock_passed(struct trace_clock *clock)
{
	uint64_t at_ns = renewed(clock);

	return clock->is_local ? trace_clock_passed_at(clock, at_ns) : at_ns;
}
