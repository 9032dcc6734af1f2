/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queue of timer expiries. */
#include "config.h"

#include "runtime/timers.h"

#include "tests/unit/check.h"

static struct probe probes[] = {
	{.kind = PROBE_TIMER, .period_ns = 30},
	{.kind = PROBE_BEGIN},
	{.kind = PROBE_TIMER, .period_ns = 10},
	{.kind = PROBE_TIMER, .period_ns = 15},
};
static const struct program program = {.probes = probes, .nprobes = 4};

static void check_order(void)
{
	static const struct timer expected[] = {{110, 2}, {115, 3}, {120, 2}, {130, 0},
						{130, 3}, {130, 2}, {140, 2}, {145, 3}};
	struct timers timers;

	timers_start(&timers, &program, 100, 0);
	CHECK_INT(timers.count, 3);
	for (unsigned i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		CHECK_INT(timers_next(&timers), expected[i].due_ns);
		CHECK_INT(timers_take(&timers, 0), expected[i].probe);
	}
	timers_stop(&timers);
}

/* A late timer fires once and then at the next multiple of its period. */
static void check_late(void)
{
	static const struct program one = {.probes = &probes[2], .nprobes = 1};
	struct timers timers;

	timers_start(&timers, &one, 0, 0);
	timers_take(&timers, 55);
	CHECK_INT(timers_next(&timers), 60);
	timers_take(&timers, 60);
	CHECK_INT(timers_next(&timers), 70);
	timers_take(&timers, 100);
	CHECK_INT(timers_next(&timers), 100);
	timers_stop(&timers);
}

static void check_randomize(void)
{
	static struct probe probe = {.kind = PROBE_TIMER, .period_ns = 100, .random_ns = 20};
	static const struct program one = {.probes = &probe, .nprobes = 1};
	struct timers timers, same;
	uint64_t before = 0, least = UINT64_MAX, most = 0;

	timers_start(&timers, &one, 0, 7);
	timers_start(&same, &one, 0, 7);
	for (unsigned i = 0; i < 10000; i++) {
		uint64_t due = timers_next(&timers), period = due - before;

		CHECK_INT(timers_next(&same), due);
		least = period < least ? period : least;
		most = period > most ? period : most;
		before = due;
		timers_take(&timers, 0);
		timers_take(&same, 0);
	}
	CHECK_INT(least, 80);
	CHECK_INT(most, 120);
	timers_stop(&timers);
	timers_stop(&same);
}

static void check_edges(void)
{
	static struct probe odd[] = {
		{.kind = PROBE_TIMER, .period_ns = 0},
		{.kind = PROBE_TIMER, .period_ns = UINT64_MAX, .random_ns = UINT64_MAX},
	};
	static const struct program none = {.nprobes = 0};
	static const struct program zero = {.probes = &odd[0], .nprobes = 1};
	static const struct program endless = {.probes = &odd[1], .nprobes = 1};
	struct timers timers;

	timers_start(&timers, &none, 5, 0);
	CHECK(timers_next(&timers) == TIMERS_NEVER);
	timers_stop(&timers);
	timers_start(&timers, &zero, 5, 0);
	CHECK_INT(timers_next(&timers), 6);
	timers_stop(&timers);
	timers_start(&timers, &endless, UINT64_MAX - 5, 1);
	CHECK(timers_next(&timers) == TIMERS_NEVER);
	timers_stop(&timers);
}

int main(void)
{
	check_order();
	check_late();
	check_randomize();
	check_edges();
	return check_done();
}
