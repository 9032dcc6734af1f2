/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine: order of a run, merging, errors, signals, commands, losses.
 */
#include "config.h"

#include <sys/wait.h>

#include "tests/unit/check.h"
#include "tests/unit/engine-fakes.h"

#define PAIRED(row_kind, role, name, id)                                                  \
	{                                                                                 \
		.kind = row_kind, .point = name, .address = id, .pair = role, .nsaved = 1 \
	}

/* Recursion, a return and an entry that are not on record, and records lost between the two. */
static void check_pairing(void)
{
	PREPARE(false, PAIRED(PROBE_KPROBE, PAIR_ENTRY, "e", 1),
		PAIRED(PROBE_KRETPROBE, PAIR_RETURN, "r", 2));
	PREPARE_ROWS({10, 1, 5000}, {11, 1, 4000}, {12, 2, 4008}, {13, 2, 5008}, {14, 2, 5008},
		     {20, 1, 5000}, {21, 1, 4000}, {22, 2, 5008}, {30, 1, 5000}, {32, 2, 5008},
		     {40, 1, 5000}, {42, 2, 5008});
	gap_ns = 31;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "e10 e11 r12 r13 e20 e21 r22 e30 e40 r42");
	CHECK_STR(errors, "WARNING: Number of errors: 0, skipped probes: 2\n"
			  "WARNING: Skipped due to lost entry of 'r': 2\n");
}

/*
 * Of system calls: one that was entered before, one that makes a thread, one that comes back under
 * another number, one that never does, and one of which the entry was lost.
 */
static void check_call_pairing(void)
{
	static const struct thread_change changes[] = {
		{THREAD_BEGINS, 50, 42},
		{THREAD_RENUMBERED, 42, 50},
		{THREAD_ENDS, 42, 0},
	};
	static const int32_t tids[] = {42, 42, 42, 42, 50, 50, 50, 42,
				       42, 50, 42, 42, 42, 42, 42, 42};

	PREPARE(false, PAIRED(PROBE_TRACEPOINT, PAIR_ENTRY, "e", 1),
		PAIRED(PROBE_TRACEPOINT, PAIR_RETURN, "r", 2));
	PREPARE_ROWS({9, 2, 0}, {10, 1, 0}, {11, 7, 0}, {12, 2, 0}, {13, 2, 0}, {14, 2, 0},
		     {20, 1, 0}, {21, 7, 0}, {22, 2, 0}, {23, 2, 0}, {30, 1, 0}, {31, 7, 0},
		     {32, 2, 0}, {40, 1, 0}, {42, 2, 0}, {50, 2, 0});
	thread_changes = changes;
	row_tids = tids;
	program.needs = NEED_THREADS;
	gap_ns = 41;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "e10 r12 r13 e20 r22 e30 e40");
	CHECK_STR(errors, "WARNING: Number of errors: 0, skipped probes: 2\n"
			  "WARNING: Skipped due to lost entry of 'r': 2\n");
	thread_changes = NULL;
	row_tids = NULL;
	gap_ns = 0;
}

#define PART(row_part, name, id, last)                                                    \
	{                                                                                 \
		.kind = PROBE_TRACEPOINT, .part = row_part, .point = name, .address = id, \
		.sequence = last                                                          \
	}

/* Hits in two records: by an interrupt of each kind in between, and with records missing. */
static void check_halves(void)
{
	enum { NOW_ON = 0x050000, SOFT = 0x100000, HARD = 0x080000, NMI = 0x400000 };

	PREPARE(false, PART(PART_ARGUMENTS, "a", 1, 0), PART(PART_FIELDS, "f", 2, 0));
	PREPARE_ROWS({10, 1, 0}, {11, 2, NOW_ON}, {20, 1, 0}, {21, 1, SOFT}, {22, 1, HARD},
		     {23, 1, NMI}, {24, 2, NMI}, {25, 2, HARD}, {26, 2, SOFT}, {27, 2, 0},
		     {30, 1, 0}, {31, 1, 0}, {32, 2, 0}, {40, 2, 0}, {50, 1, 0}, {52, 2, 0},
		     {60, 1, NMI}, {3000000, 1, 0}, {3000001, 2, 0}, {3000002, 1, SOFT});
	gap_ns = 51;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "f11 f24 f25 f26 f27 f32 f3000001");
	CHECK_STR(errors, "WARNING: Number of errors: 0, skipped probes: 4\n"
			  "WARNING: Skipped due to lost fields or arguments of 'f': 4\n");

	PREPARE(false, PART(PART_ARGUMENTS, "a", 1, 1), PART(PART_FIELDS, "f", 2, 0));
	PREPARE_ROWS({10, 2, 0}, {11, 1, 0}, {20, 1, 0}, {30, 2, 0}, {40, 2, 0}, {41, 1, 0});
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "f11 f41");
	CHECK_STR(errors, "WARNING: Number of errors: 0, skipped probes: 2\n"
			  "WARNING: Skipped due to lost fields or arguments of 'f': 2\n");
}

static void check_order(void)
{
	static const struct global globals[] = {{.name = "read"}, {.name = "x", .display = true}};

	PREPARE(true, END_("end9", 9), BEGIN_("b2", 2), BEGIN_("b1", 0), EVENT("e", 3),
		BEGIN_("b1'", 0), END_("end", 0), ERROR_("error"));
	options.display_globals = true;
	program.globals = globals;
	program.nglobals = 2;
	handlers[1].act = ACT_EXIT;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "b1 b1' b2 end global1 end9");
	CHECK_STR(printed, "x=1\n");
	CHECK_STR(errors, "");
	CHECK(fake.attached);
	CHECK(!fake.started);
}

static void check_no_events_no_attach(void)
{
	PREPARE(true, BEGIN_("b", 0), TIMER_("t", 1000000));
	handlers[1] = (struct handler){ACT_EXIT, .on_call = 3};
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "b t@ t@ t@");
	CHECK(!fake.attached);
}

static void check_merge(void)
{
	PREPARE(false, EVENT("r", 3), TIMER_("t", 15), EVENT("s", 4), EVENT("r'", 3));
	PREPARE_ROWS({10, 3, 0}, {20, 4, 0}, {30, 3, 0}, {44, 9, 0}, {44, 4, 0});
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "r10 r'10 t15 s20 t30 r30 r'30 s44");
	fake.end_ns = 0;
	PREPARE(false, TIMER_("t", 15));
	PREPARE_ROWS({10, 3, 0}, {45, 3, 0}, {50, 3, 0});
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "t15 t30 t45");
}

static void check_exit_stops_handlers(void)
{
	PREPARE(false, EVENT("r", 3), EVENT("r'", 3), TIMER_("t", 10), END_("end", 0));
	PREPARE_ROWS({10, 3, 0}, {20, 3, 0});
	handlers[0].act = ACT_EXIT;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "t10 r10 end");
}

static void check_processes(void)
{
	PREPARE(false, EVENT("r", 7));
	PREPARE_ROWS({10, 7, 0}, {20, 7, 0});
	program.needs = NEED_PROCESSES;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "seed own0:10 r10 own0:20 r20");
}

static void check_errors(void)
{
	PREPARE(false, BEGIN_("b", 0), EVENT("r", 3), END_("end", 0), ERROR_("error"));
	PREPARE_ROWS({10, 3, 0}, {20, 3, 0});
	options.display_globals = true;
	handlers[0].act = ACT_ERROR;
	CHECK_INT(run(), ENGINE_FAILED);
	CHECK_STR(calls.data, "b error");
	CHECK_STR(errors, "ERROR: boom\nWARNING: Number of errors: 1, skipped probes: 0\n");
	CHECK(!fake.started);

	PREPARE(false, EVENT("r", 3), END_("end", 0), ERROR_("error"));
	PREPARE_ROWS({10, 3, 0}, {20, 3, 0}, {30, 3, 0});
	program.limits.MAXERRORS = 1;
	handlers[0].act = ACT_ERROR;
	CHECK_INT(run(), ENGINE_FAILED);
	CHECK_STR(calls.data, "r10 r20 error");

	PREPARE(false, EVENT("r", 3), END_("end", 0), END_("end'", 0), ERROR_("error"));
	PREPARE_ROWS({10, 3, 0});
	handlers[1].act = ACT_ERROR;
	CHECK_INT(run(), ENGINE_FAILED);
	CHECK_STR(calls.data, "r10 end error");
}

static void check_suppressed_errors(void)
{
	PREPARE(false, EVENT("r", 3), END_("end", 0));
	PREPARE_ROWS({10, 3, 0}, {20, 3, 0});
	options.suppress_handler_errors = true;
	handlers[0].act = ACT_ERROR;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "r10 r20 end");
	CHECK_STR(errors, "WARNING: Number of errors: 2, skipped probes: 0\n");
}

static void check_refused(void)
{
	PREPARE(true, BEGIN_("b", 0), EVENT("r", 3), END_("end", 0));
	fake.attach_fails = true;
	CHECK_INT(run(), ENGINE_REFUSED);
	CHECK_STR(calls.data, "");
	CHECK_STR(errors, "ERROR: no tracefs\n");
}

static void check_losses(void)
{
	PREPARE(true, BEGIN_("b", 0), EVENT("r", 3), TIMER_("t", 1000000), END_("end", 0),
		ERROR_("error"));
	handlers[0].act = ACT_LOSE;
	handlers[2].act = ACT_EXIT;
	CHECK_INT(run(), ENGINE_FAILED);
	CHECK(strstr(calls.data, "error"));
	CHECK_STR(errors,
		  "ERROR: Skipped too many probes, check MAXSKIPPED or enlarge the buffer with "
		  "-s.\n"
		  "WARNING: Number of errors: 0, skipped probes: 203\n"
		  "WARNING: Skipped due to ring buffer overrun: 200\n"
		  "WARNING: Skipped due to missed kprobe on 'b': 3\n");
	program.limits.MAXSKIPPED = 200;
	lost = 0;
	buf_clear(&calls);
	handlers[2].calls = 0;
	CHECK_INT(run(), ENGINE_OK);
	CHECK(strstr(calls.data, "end"));
}

static void check_output_error(void)
{
	PREPARE(false, BEGIN_("b", 0), EVENT("r", 3), END_("end", 0));
	PREPARE_ROWS({10, 3, 0});
	file.fd = open("/dev/full", O_WRONLY);
	handlers[0].act = ACT_PRINT;
	CHECK_INT(run(), ENGINE_FAILED);
	CHECK_STR(calls.data, "b");
	CHECK_STR(errors, "ERROR: write to out: No space left on device\n");
	close(file.fd);
}

/* -T on the clock of the recording. */
static void check_replay_timeout(void)
{
	PREPARE(false, EVENT("r", 3), TIMER_("t", 400000000), END_("end", 0));
	PREPARE_ROWS({500000000, 3, 0}, {1500000000, 3, 0});
	options.timeout_s = 1;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "t400000000 r500000000 t800000000 end");
}

static void check_signals(void)
{
	PREPARE(true, EVENT("r", 3), TIMER_("t", 1000000), END_("end", 0));
	handlers[1] = (struct handler){ACT_SIGNAL, .on_call = 1};
	CHECK_INT(run(), ENGINE_OK);
	CHECK(strstr(calls.data, " end"));
	CHECK(fake.stopped);

	/* Nothing but the signal can end this one. */
	PREPARE(true, BEGIN_("b", 0), BEGIN_("b'", 0), END_("end", 0));
	handlers[0].act = ACT_SIGNAL;
	handlers[1].act = ACT_SPIN;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "b end");
}

/* A handler that does not end is ended a second after the signal, and is no error. */
static void check_endless_handler(void)
{
	pid_t pid;

	PREPARE(true, BEGIN_("b", 0), END_("end", 0));
	handlers[0].act = ACT_SPIN;
	pid = fork();
	if (pid == 0) {
		poll(NULL, 0, 50);
		kill(getppid(), SIGTERM);
		_exit(0);
	}
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "b end");
	CHECK_STR(errors, "");
	waitpid(pid, NULL, 0);

	/* In an end probe it takes a second signal. */
	PREPARE(true, BEGIN_("b", 0), END_("end", 0), END_("end'", 0));
	handlers[0].act = ACT_SIGNAL;
	handlers[1].act = ACT_SPIN;
	pid = fork();
	if (pid == 0) {
		poll(NULL, 0, 50);
		kill(getppid(), SIGTERM);
		_exit(0);
	}
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "b end");
	waitpid(pid, NULL, 0);
}

/* What an event that others need brought before all probes were on is no handler's. */
static void check_before_begin(void)
{
	PREPARE(true, EVENT("r", 3), END_("end", 0));
	PREPARE_ROWS({(uint64_t)-1000000000, 3, 0}, {10, 3, 0});
	options.command = "true";
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "r10 end");
}

static void check_command(void)
{
	PREPARE(true, BEGIN_("b", 0), EVENT("r", 3), END_("end", 0));
	options.command = "true 'a b'";
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "b end");
	CHECK(target_seen > 1);
	CHECK_STR(errors, "");

	PREPARE(true, EVENT("r", 3), END_("end", 0));
	PREPARE_ROWS({10, 3, 0});
	options.command = "true; exit 3";
	CHECK_INT(run(), ENGINE_FAILED);
	CHECK_STR(calls.data, "r10 end");
	CHECK_STR(errors, "WARNING: Child process exited with status 3\n");

	PREPARE(true, BEGIN_("b", 0));
	options.command = "/no/such/command -x";
	CHECK_INT(run(), ENGINE_FAILED);
	CHECK_STR(errors, "/no/such/command -x: No such file or directory\n"
			  "WARNING: Child process exited with status 1\n");

	PREPARE(true, BEGIN_("b", 0));
	options.command = "kill -9 $$ | cat; kill -9 $$";
	CHECK_INT(run(), ENGINE_FAILED);
	CHECK_STR(errors, "WARNING: Child process exited with signal 9 (Killed)\n");

	PREPARE(true, BEGIN_("b", 0));
	options.command = "echo \"unmatched";
	CHECK_INT(run(), ENGINE_REFUSED);
	CHECK_STR(calls.data, "");

	/* One that outlives the run is left to itself. */
	PREPARE(true, TIMER_("t", 1000000), END_("end", 0));
	options.command = "sleep 1000";
	handlers[0].act = ACT_EXIT;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "t@ end");
	CHECK_INT(waitpid(target_seen, NULL, WNOHANG), 0);
	CHECK_INT(kill(target_seen, SIGKILL), 0);
	CHECK_INT(waitpid(target_seen, NULL, 0), target_seen);
}

int main(void)
{
	check_order();
	check_pairing();
	check_call_pairing();
	check_halves();
	check_no_events_no_attach();
	check_merge();
	check_exit_stops_handlers();
	check_processes();
	check_errors();
	check_suppressed_errors();
	check_refused();
	check_losses();
	check_output_error();
	check_replay_timeout();
	check_signals();
	check_endless_handler();
	check_before_begin();
	check_command();
	buf_free(&calls);
	return check_done();
}
