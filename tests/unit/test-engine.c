/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine: order of a run, merging, errors, signals, commands, losses. The record source is
 * scripted, and handlers are rows of a table (below), so that nothing but the engine is tested.
 */
#include "config.h"

#include "runtime/engine.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/output.h"
#include "runtime/output_file.h"
#include "runtime/process_table.h"
#include "runtime/session.h"
#include "runtime/symbols.h"
#include "runtime/vm.h"

#include "tests/unit/check.h"

/* ---- handlers: each logs its name, then does what its row says ---- */

enum act { ACT_NONE, ACT_EXIT, ACT_ERROR, ACT_PRINT, ACT_SIGNAL, ACT_SPIN, ACT_LOSE };

struct handler {
	enum act act;
	unsigned on_call; /* 0: on each; n: on the n-th */
	unsigned calls;
};

static struct handler handlers[16];
static struct buf calls; /* "begin r10 t15 ..." */
static uint64_t lost;
static uint64_t gap_ns; /* when records were lost; 0: never */
static int32_t target_seen;

struct vm {
	struct session *session;
};

struct vm *vm_new(const struct program *program, struct session *session)
{
	struct vm *vm = calloc(1, sizeof(*vm));

	(void)program;
	vm->session = session;
	return vm;
}

void vm_free(struct vm *vm)
{
	free(vm);
}

const char *vm_error(const struct vm *vm)
{
	(void)vm;
	return "boom";
}

static bool act(struct vm *vm, enum act act)
{
	switch (act) {
	case ACT_NONE:
		return true;
	case ACT_EXIT:
		vm->session->exiting = true;
		return true;
	case ACT_ERROR:
		return false;
	case ACT_PRINT:
		buf_puts(&vm->session->output->text, "printed\n");
		return true;
	case ACT_SIGNAL:
		raise(SIGINT);
		return true;
	case ACT_SPIN:
		while (!vm->session->interrupt)
			poll(NULL, 0, 1);
		return false;
	case ACT_LOSE:
		lost += 200;
		return true;
	}
	return true;
}

bool vm_run(struct vm *vm, uint32_t index, const struct event_context *event)
{
	struct handler *handler = &handlers[index];
	bool placed = event->record || event->probe->kind == PROBE_TIMER;

	target_seen = vm->session->target_pid;
	buf_printf(&calls, "%s%s", calls.len ? " " : "", event->probe->point);
	if (placed && !vm->session->source)
		buf_puts(&calls, "@");
	else if (placed)
		buf_printf(&calls, "%llu", (unsigned long long)event->time_ns);
	handler->calls++;
	if (handler->on_call && handler->on_call != handler->calls)
		return true;
	return act(vm, handler->act);
}

void vm_display_global(struct vm *vm, struct buf *out, uint32_t index)
{
	(void)vm;
	buf_printf(&calls, " global%u", index);
	buf_puts(out, "x=1\n");
}

/* ---- other rooms, as far as the engine looks at them ---- */

struct symbol_table *symbol_table_new(struct record_source *source)
{
	(void)source;
	return NULL;
}

void symbol_table_free(struct symbol_table *table)
{
	(void)table;
}

static const struct probe own_probe = {.kind = PROBE_TRACEPOINT, .point = "own"};

struct process_table *process_table_new(void)
{
	return calloc(1, 1);
}

void process_table_free(struct process_table *table)
{
	free(table);
}

void process_table_seed(void *table, const struct process_seed *seed)
{
	(void)table;
	(void)seed;
	buf_puts(&calls, "seed");
}

void process_table_set_target(struct process_table *table, int32_t pid, int32_t starter)
{
	(void)table;
	buf_printf(&calls, " target%d:%d", pid, starter == getpid());
}

const char *process_table_missing(unsigned needs, uint32_t index)
{
	(void)needs;
	(void)index;
	return NULL;
}

uint32_t process_table_probes(unsigned needs, struct record_source *source, struct arena *arena,
			      const struct probe **probes)
{
	(void)needs;
	(void)source;
	(void)arena;
	*probes = &own_probe;
	return 1;
}

void process_table_update(struct process_table *table, uint32_t index,
			  const struct binding *binding, const struct record *record)
{
	(void)table;
	(void)binding;
	buf_printf(&calls, " own%u:%llu", index, (unsigned long long)record->time_ns);
}

/* ---- the source: records at given times of given events ---- */

struct row {
	uint64_t time_ns;
	uint32_t event;
	uint64_t frame; /* all that its record holds */
};

static const struct field_place frame_place = {.kind = FIELD_INT, .size = 8};
#define FRAME_SHIFT 8

static struct {
	struct record_source base;
	const struct row *rows;
	unsigned nrows;
	unsigned at;
	uint64_t end_ns; /* of a recording */
	bool attached, started, stopped, attach_fails;
	struct binding bindings[16];
	unsigned nprobes;
} fake;

static int fake_attach(struct record_source *source, const struct attach_options *options,
		       const struct binding **bindings, struct diag_list *diags)
{
	(void)source;
	if (fake.attach_fails) {
		diag_add(diags, DIAG_ERROR, (struct span){0}, NULL, "no tracefs");
		return -1;
	}
	/* A probe's event id is its address, the process table's is 7. */
	for (uint32_t i = 0; i < options->nprobes; i++) {
		const struct probe *probe = &options->probes[i];

		fake.bindings[i].attached = probe->kind >= PROBE_TRACEPOINT;
		fake.bindings[i].event =
			probe == &options->probes[options->nprobes - 1] && options->noptional
				? 7
				: (uint32_t)probe->address;
		fake.bindings[i].slots = &frame_place;
		fake.bindings[i].frame_shift = probe->kind == PROBE_KRETPROBE ? FRAME_SHIFT : 0;
	}
	fake.nprobes = options->nprobes;
	fake.attached = true;
	*bindings = fake.bindings;
	return 0;
}

static int fake_start(struct record_source *source, uint32_t first, uint32_t count,
		      struct diag_list *diags)
{
	(void)source;
	(void)diags;
	fake.started = fake.started || (first == 0 && count > 0);
	return 0;
}

static void fake_stop(struct record_source *source, struct diag_list *diags)
{
	(void)diags;
	(void)source;
	fake.stopped = true;
}

static void fake_wait(struct record_source *source, int fd, int timeout_ms)
{
	struct pollfd pollfd = {.fd = fd, .events = POLLIN};

	(void)source;
	poll(&pollfd, 1, timeout_ms);
}

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t fake_now(struct record_source *source)
{
	if (source->live)
		return clock_ns();
	if (fake.at == 0)
		return 0;
	return fake.at < fake.nrows ? fake.rows[fake.at - 1].time_ns : fake.end_ns;
}

static int fake_collect(struct record_source *source, uint64_t *horizon_ns, struct diag_list *diags)
{
	(void)diags;
	*horizon_ns = source->live && !fake.stopped ? clock_ns() : UINT64_MAX;
	return 0;
}

static bool fake_next(struct record_source *source, uint64_t until_ns, struct record *out)
{
	(void)source;
	if (fake.at == fake.nrows || fake.rows[fake.at].time_ns > until_ns)
		return false;
	*out = (struct record){.time_ns = fake.rows[fake.at].time_ns,
			       .event = fake.rows[fake.at].event,
			       .data = (const unsigned char *)&fake.rows[fake.at].frame,
			       .size = sizeof(fake.rows[fake.at].frame),
			       .tid = 42};
	fake.at++;
	return true;
}

static int64_t fake_wall_offset(struct record_source *source)
{
	(void)source;
	return 0;
}

static void fake_seed(struct record_source *source, unsigned needs,
		      void (*take)(void *context, const struct process_seed *seed), void *context)
{
	struct process_seed seed = {.tid = 1};

	(void)source;
	(void)needs;
	take(context, &seed);
}

static unsigned fake_losses(struct record_source *source, struct loss *out, unsigned max)
{
	(void)source;
	if (!lost || max < 2)
		return 0;
	out[0] = (struct loss){LOSS_OVERRUN, -1, lost};
	out[1] = (struct loss){LOSS_MISSED, 0, 3};
	return 2;
}

static bool fake_lost_between(struct record_source *source, uint64_t from_ns, uint64_t until_ns)
{
	(void)source;
	return gap_ns > from_ns && gap_ns < until_ns;
}

static const struct record_source_ops fake_ops = {
	.attach = fake_attach,
	.start = fake_start,
	.stop = fake_stop,
	.wait = fake_wait,
	.collect = fake_collect,
	.next = fake_next,
	.lost_between = fake_lost_between,
	.now = fake_now,
	.wall_offset = fake_wall_offset,
	.seed_processes = fake_seed,
	.losses = fake_losses,
};

/* ---- one run ---- */

#define EVENT(name, id)                                                \
	{                                                              \
		.kind = PROBE_TRACEPOINT, .point = name, .address = id \
	}
#define MAX_PROBES 8

static struct probe probes[MAX_PROBES];
static struct program program;
static struct engine_options options;
static struct output_file file;
static char errors[4096]; /* what went to stderr */
static char printed[4096];

static void take_file(int fd, char *text, size_t size)
{
	ssize_t len = pread(fd, text, size - 1, 0);

	text[len > 0 ? len : 0] = '\0';
	close(fd);
}

static void prepare(const struct probe *list, unsigned count, bool live)
{
	memset(handlers, 0, sizeof(handlers));
	memset(&fake, 0, sizeof(fake));
	fake.base.ops = &fake_ops;
	fake.base.live = live;
	memcpy(probes, list, count * sizeof(*list));
	for (unsigned i = 0; i < count; i++)
		probes[i].handler = i;
	program = (struct program){.probes = probes, .nprobes = count, .limits.MAXSKIPPED = 100};
	file = (struct output_file){.path = "out"};
	options = (struct engine_options){.output = &file};
	lost = gap_ns = 0;
	buf_clear(&calls);
	buf_puts(&calls, "");
}

static enum engine_status run(void)
{
	struct diag_list diags = {.arena = arena_new()};
	int out = open("/tmp", O_TMPFILE | O_RDWR, 0600),
	    err = open("/tmp", O_TMPFILE | O_RDWR, 0600);
	int saved = dup(STDERR_FILENO);
	enum engine_status status;
	struct buf text = {0};

	if (file.fd == 0)
		file.fd = out;
	dup2(err, STDERR_FILENO);
	status = engine_run(&program, &fake.base, &options, &diags);
	dup2(saved, STDERR_FILENO);
	close(saved);
	take_file(out, printed, sizeof(printed));
	take_file(err, errors, sizeof(errors));
	diag_render(&diags, &text);
	if (text.len)
		snprintf(errors + strlen(errors), sizeof(errors) - strlen(errors), "%s", text.data);
	buf_free(&text);
	arena_free(diags.arena);
	return status;
}

#define PREPARE(live, ...)                                            \
	do {                                                          \
		static const struct probe list_[] = {__VA_ARGS__};    \
		prepare(list_, sizeof(list_) / sizeof(*list_), live); \
	} while (0)

#define PREPARE_ROWS(...)                                        \
	do {                                                     \
		static const struct row rows_[] = {__VA_ARGS__}; \
		fake.rows = rows_;                               \
		fake.nrows = sizeof(rows_) / sizeof(*rows_);     \
		fake.end_ns = rows_[fake.nrows - 1].time_ns;     \
	} while (0)

#define BEGIN_(name, n)                                           \
	{                                                         \
		.kind = PROBE_BEGIN, .point = name, .sequence = n \
	}
#define END_(name, n)                                           \
	{                                                       \
		.kind = PROBE_END, .point = name, .sequence = n \
	}
#define ERROR_(name)                               \
	{                                          \
		.kind = PROBE_ERROR, .point = name \
	}
#define TIMER_(name, n)                                            \
	{                                                          \
		.kind = PROBE_TIMER, .point = name, .period_ns = n \
	}

/* ---- the cases ---- */

#define PAIRED(row_kind, name, id)                                          \
	{                                                                   \
		.kind = row_kind, .point = name, .address = id, .nsaved = 1 \
	}

/* Recursion, a return and an entry that are not on record, and records lost between the two. */
static void check_pairing(void)
{
	PREPARE(false, PAIRED(PROBE_KPROBE, "e", 1), PAIRED(PROBE_KRETPROBE, "r", 2));
	PREPARE_ROWS({10, 1, 5000}, {11, 1, 4000}, {12, 2, 4008}, {13, 2, 5008}, {14, 2, 5008},
		     {20, 1, 5000}, {21, 1, 4000}, {22, 2, 5008}, {30, 1, 5000}, {32, 2, 5008},
		     {40, 1, 5000}, {42, 2, 5008});
	gap_ns = 31;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "e10 e11 r12 r13 e20 e21 r22 e30 e40 r42");
	CHECK_STR(errors, "WARNING: Number of errors: 0, skipped probes: 2\n"
			  "WARNING: Skipped due to lost entry of 'r': 2\n");
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

	/* One that would outlive the run does not. */
	PREPARE(true, TIMER_("t", 1000000), END_("end", 0));
	options.command = "sleep 1000";
	handlers[0].act = ACT_EXIT;
	CHECK_INT(run(), ENGINE_OK);
	CHECK_STR(calls.data, "t@ end");
	CHECK_INT(waitpid(target_seen, NULL, 0), target_seen);
}

int main(void)
{
	check_order();
	check_pairing();
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
	check_command();
	buf_free(&calls);
	return check_done();
}
