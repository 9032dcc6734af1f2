/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time: of the event, not of the moment its record is handled. */
#include "config.h"

#include "runtime/builtins_impl.h"

#include <time.h>

#define NS_PER_S 1000000000

static int64_t wall_ns(const struct vm *vm)
{
	return (int64_t)vm->event->time_ns + vm->session->wall_offset_ns;
}

BUILTIN_FUNCTION(gettimeofday_s)
{
	result->number = wall_ns(vm) / NS_PER_S;
}

BUILTIN_FUNCTION(gettimeofday_ms)
{
	result->number = wall_ns(vm) / 1000000;
}

BUILTIN_FUNCTION(gettimeofday_us)
{
	result->number = wall_ns(vm) / 1000;
}

BUILTIN_FUNCTION(gettimeofday_ns)
{
	result->number = wall_ns(vm);
}

/* Events carry CLOCK_MONOTONIC, and that is what the kernel's function gives. */
BUILTIN_FUNCTION(ktime_get_ns)
{
	result->number = (int64_t)vm->event->time_ns;
}

/* ---- the tick ---- */

/*
 * CONFIG_HZ is written nowhere that every kernel has, but the coarse clocks advance once a tick
 * and say so: their resolution is TICK_NSEC (kernel/time/posix-timers.c, KTIME_LOW_RES).
 */
static int64_t kernel_hz(void)
{
	static int64_t hz;
	struct timespec tick = {.tv_nsec = 4000000};

	if (hz == 0) {
		clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
		hz = (NS_PER_S + tick.tv_nsec / 2) / tick.tv_nsec;
	}
	return hz;
}

BUILTIN_FUNCTION(HZ)
{
	result->number = kernel_hz();
}

/*
 * The kernel counts ticks of CLOCK_MONOTONIC (tick_do_update_jiffies64()), from a start value
 * that makes 32-bit counters wrap five minutes after boot (INITIAL_JIFFIES in jiffies.h).
 */
BUILTIN_FUNCTION(jiffies)
{
	int64_t hz = kernel_hz();
	uint64_t time_ns = vm->event->time_ns;
	uint32_t initial = (uint32_t)(-300 * hz);

	result->number = (int64_t)(initial + time_ns / NS_PER_S * (uint64_t)hz +
				   time_ns % NS_PER_S * (uint64_t)hz / NS_PER_S);
}

/* ---- the cycle counter ---- */

#if defined(__x86_64__) || defined(__i386__)

#include <x86intrin.h>

/* Long enough to tell the counter's rate to a few millionths. */
#define CALIBRATION_NS 10000000

struct moment {
	uint64_t ns;
	uint64_t cycles;
};

static uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

/* Both clocks at one moment: of a few tries the one with the least time in between. */
static struct moment take_moment(void)
{
	struct moment best = {0};
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 5; i++) {
		uint64_t before = __rdtsc(), ns = monotonic_ns(), after = __rdtsc();

		if (after - before >= least)
			continue;
		least = after - before;
		best = (struct moment){.ns = ns, .cycles = before + (after - before) / 2};
	}
	return best;
}

/*
 * The counter as it stood at the time of the event: records carry CLOCK_MONOTONIC only, but
 * the two run at a constant rate to each other.
 */
static int64_t cycles_at(uint64_t time_ns)
{
	static struct moment first, second;
	struct timespec pause = {.tv_nsec = CALIBRATION_NS};
	__int128 ns, rate_cycles, rate_ns;

	if (second.ns == 0) {
		first = take_moment();
		nanosleep(&pause, NULL);
		second = take_moment();
	}
	ns = (__int128)time_ns - first.ns;
	rate_cycles = second.cycles - first.cycles;
	rate_ns = second.ns - first.ns;
	return (int64_t)(first.cycles + ns * rate_cycles / rate_ns);
}

#else

static int64_t cycles_at(uint64_t time_ns)
{
	return (int64_t)time_ns;
}

#endif

/* A recording knows nothing of its machine's cycles: there, and where no counter is known, ns. */
BUILTIN_FUNCTION(get_cycles)
{
	const struct record_source *source = vm->session->source;
	uint64_t time_ns = vm->event->time_ns;

	result->number = source && !source->live ? (int64_t)time_ns : cycles_at(time_ns);
}

/* ---- calendar ---- */

static void put_ctime(struct vm *vm, int64_t seconds, union slot *result)
{
	time_t time = (time_t)seconds;
	struct tm tm;
	char text[32];

	result->string = string_empty;
	if (seconds > INT32_MAX) {
		vm_raise(vm, "Time too far in the future to be converted");
		return;
	}
	if (seconds < INT32_MIN) {
		vm_raise(vm, "Time too far in the past to be converted");
		return;
	}
	gmtime_r(&time, &tm);
	asctime_r(&tm, text);
	result->string = vm_string(vm, text, strcspn(text, "\n"));
}

BUILTIN_FUNCTION(ctime)
{
	put_ctime(vm, args[0].number, result);
}

BUILTIN_FUNCTION(ctime_now)
{
	put_ctime(vm, wall_ns(vm) / NS_PER_S, result);
}

/* ---- time zone: of the start, as stap has it from staprun ---- */

static const struct tm *local_start(void)
{
	static struct tm tm;
	time_t now = time(NULL);

	if (!tm.tm_zone)
		localtime_r(&now, &tm);
	return &tm;
}

/* Seconds west of Greenwich. */
BUILTIN_FUNCTION(tz_gmtoff)
{
	result->number = -local_start()->tm_gmtoff;
}

BUILTIN_FUNCTION(tz_name)
{
	const char *name = local_start()->tm_zone;

	result->string = vm_string(vm, name, strlen(name));
}
