/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the engine sees in its test: rooms and a record source that do what a table says.
 *
 * Purpose:  nothing but the engine is tested; @calls is the log of what it asked of the others.
 * Owner:    tests/unit/test-engine.c, the only one that includes it.
 * Lifetime: of the process; PREPARE() sets all back.
 */
#ifndef MSTAP_TESTS_UNIT_ENGINE_FAKES_H
#define MSTAP_TESTS_UNIT_ENGINE_FAKES_H

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/engine.h"
#include "runtime/output.h"
#include "runtime/output_file.h"
#include "runtime/process_table.h"
#include "runtime/session.h"
#include "runtime/symbols.h"
#include "runtime/vm.h"

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
static uint64_t gap_ns;	  /* when records were lost; 0: never */
static uint64_t began_ns; /* of a live run: times of rows count from here */
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
		buf_printf(&calls, "%llu", (unsigned long long)(event->time_ns - began_ns));
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

const char *process_table_missing(unsigned needs, uint32_t index, const struct binding *bindings)
{
	(void)needs;
	(void)index;
	(void)bindings;
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
	buf_printf(&calls, " own%u:%llu", index, (unsigned long long)(record->time_ns - began_ns));
}

/* What the next records of the own probe say. */
static const struct thread_change *thread_changes;

struct thread_change process_thread_change(uint32_t index, const struct binding *binding,
					   const struct record *record)
{
	static const struct thread_change none = {THREAD_STAYS, 0, 0};

	(void)index;
	(void)binding;
	(void)record;
	return thread_changes ? *thread_changes++ : none;
}

/* ---- the source: records at given times of given events ---- */

struct row {
	uint64_t time_ns;
	uint32_t event;
	uint64_t frame; /* all that its record holds */
};

static const int32_t *row_tids; /* of each row; NULL: 42 */
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
	/*
	 * A probe's event id is its address, the process table's is 7. Of two parts, the arguments
	 * come last where they have a sequence.
	 */
	for (uint32_t i = 0; i < options->nprobes; i++) {
		const struct probe *probe = &options->probes[i];

		fake.bindings[i].attached = probe->kind >= PROBE_TRACEPOINT;
		fake.bindings[i].event =
			probe == &options->probes[options->nprobes - 1] && options->noptional
				? 7
				: (uint32_t)probe->address;
		fake.bindings[i].slots = &frame_place;
		fake.bindings[i].comes_last = probe->part == PART_ARGUMENTS && probe->sequence != 0;
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
	(void)source;
	(void)diags;
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
	if (source->live && !began_ns)
		began_ns = clock_ns();
	*horizon_ns = source->live && !fake.stopped ? clock_ns() : UINT64_MAX;
	return 0;
}

static uint64_t row_time(uint32_t row)
{
	return began_ns + fake.rows[row].time_ns;
}

static bool fake_next(struct record_source *source, uint64_t until_ns, struct record *out)
{
	(void)source;
	if (fake.at == fake.nrows || row_time(fake.at) > until_ns)
		return false;
	*out = (struct record){.time_ns = row_time(fake.at),
			       .event = fake.rows[fake.at].event,
			       .data = (const unsigned char *)&fake.rows[fake.at].frame,
			       .size = sizeof(fake.rows[fake.at].frame),
			       .tid = row_tids ? row_tids[fake.at] : 42};
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
	lost = gap_ns = began_ns = 0;
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

#endif
