/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the trace clock "local" says now, calculated from CLOCK_MONOTONIC. */
#include "config.h"

#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "runtime/tracefs/clock.h"
#include "tests/unit/check.h"

#define MS UINT64_C(1000000)
#define S  UINT64_C(1000000000)

static uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * S + (uint64_t)now.tv_nsec;
}

static struct trace_clock measured(uint64_t before_ns, uint64_t said_ns, uint64_t after_ns)
{
	struct trace_clock clock = {.is_local = true, .stats_fd = -1};

	trace_clock_measured(&clock, before_ns, said_ns, after_ns);
	return clock;
}

/* Behind or ahead of CLOCK_MONOTONIC, it goes on from where it was seen. */
static void test_now(void)
{
	struct trace_clock behind = measured(1000 * S, 400 * S, 1000 * S + 4000);
	struct trace_clock ahead = measured(1000 * S, 1007 * S, 1000 * S + 4000);

	CHECK_INT(trace_clock_at(&behind, 1000 * S + 2000), 400 * S);
	CHECK_INT(trace_clock_at(&behind, 1000 * S + 2000 + 50 * MS), 400 * S + 50 * MS);
	CHECK_INT(trace_clock_at(&ahead, 1000 * S + 2000 + 50 * MS), 1007 * S + 50 * MS);
}

/* Wherever between the two readings it said so, and however it is rounded and slewed since. */
static void test_passed(void)
{
	const uint64_t before = 1000 * S, said = 400 * S, after = before + 30000;
	const struct trace_clock clock = measured(before, said, after);

	for (uint64_t later = 0; later <= 100 * MS; later += 10 * MS) {
		uint64_t passed = trace_clock_passed_at(&clock, after + later);
		/* Said at @after, up to half a microsecond too much, and CLOCK_MONOTONIC too fast.
		 */
		uint64_t least = said - 500 + later - later / 2000;

		CHECK(passed <= least);
		CHECK(least - passed < 40000 + later / 900);
	}
}

/* A measurement that says less than was told already does not take it back. */
static void test_never_back(void)
{
	struct trace_clock clock = measured(1000 * S, 400 * S, 1000 * S);

	CHECK_INT(trace_clock_at(&clock, 1001 * S), 401 * S);
	trace_clock_measured(&clock, 1001 * S, 401 * S - 7000, 1001 * S);
	CHECK_INT(trace_clock_at(&clock, 1001 * S + 5000), 401 * S);
	CHECK_INT(trace_clock_at(&clock, 1001 * S + 9000), 401 * S + 2000);
}

static int stats_of(uint64_t seconds, const char *rest)
{
	int fd = memfd_create("stats", 0);

	dprintf(fd, "entries: 5\noverrun: 0\noldest event ts:     7.000000\nnow ts: %5llu.%s",
		(unsigned long long)seconds, rest);
	return fd;
}

static void test_stats(void)
{
	struct trace_clock clock;
	uint64_t since = monotonic_ns(), took, now;
	int fd = stats_of(12345, "000678\ndropped events: 0\n");

	CHECK_INT(trace_clock_open(&clock, fd), 0);
	now = trace_clock_now(&clock);
	took = monotonic_ns() - since;
	CHECK(clock.is_local);
	CHECK(now >= 12345 * S + 678000);
	CHECK(now <= 12345 * S + 678000 + took);
	CHECK(trace_clock_passed(&clock) <= 12345 * S + 678000 + took);
	trace_clock_close(&clock);
	CHECK_INT(close(fd), -1);
}

/* The file is looked at again, now and then: here the clock has run away meanwhile. */
static void test_renewal(void)
{
	const struct timespec pause = {.tv_nsec = 120 * 1000 * 1000};
	struct trace_clock clock;
	int fd = stats_of(50, "000000\n");

	CHECK_INT(trace_clock_open(&clock, fd), 0);
	CHECK(trace_clock_now(&clock) < 51 * S);
	CHECK_INT(ftruncate(fd, 0), 0);
	CHECK_INT(pwrite(fd, "x\nnow ts:    90.250000\n", 22, 0), 22);
	nanosleep(&pause, NULL);
	CHECK(trace_clock_now(&clock) >= 90 * S + 250 * MS);
	CHECK(trace_clock_passed(&clock) < 90 * S + 450 * MS);
	/* What cannot be read changes nothing. */
	CHECK_INT(ftruncate(fd, 0), 0);
	nanosleep(&pause, NULL);
	CHECK(trace_clock_now(&clock) >= 90 * S + 370 * MS);
	trace_clock_close(&clock);
}

static void test_refused(void)
{
	struct trace_clock clock;

	CHECK_INT(trace_clock_open(&clock, -1), -1);
	CHECK_INT(trace_clock_open(&clock, stats_of(0, "")), -1);
	CHECK_INT(trace_clock_open(&clock, memfd_create("stats", 0)), -1);
	trace_clock_close(&clock);
}

/* Zeroed, it is CLOCK_MONOTONIC. */
static void test_mono(void)
{
	struct trace_clock clock = {0};
	uint64_t before = monotonic_ns(), now = trace_clock_now(&clock),
		 passed = trace_clock_passed(&clock), after = monotonic_ns();

	CHECK(before <= now && now <= passed && passed <= after);
	trace_clock_close(&clock);
}

int main(void)
{
	test_now();
	test_passed();
	test_never_back();
	test_stats();
	test_renewal();
	test_refused();
	test_mono();
	return check_done();
}
