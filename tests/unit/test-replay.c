/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The replay source on real recordings, and on broken copies of them. */
#include "config.h"
#include "runtime/replay/replay_source.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/process_table.h"
#include "runtime/record.h"
#include "runtime/record_source.h"
#include "runtime/symbols.h"
#include "tests/unit/check.h"

static struct arena *arena;
static struct diag_list diags;

static const char *path_of(const char *name)
{
	const char *top = getenv("SRC");

	return arena_printf(arena, "%s/%s", top ? top : ".", name);
}

static struct record_source *open_recording(const char *name)
{
	struct record_source *source = replay_source_open(path_of(name), &diags);
	struct buf text = {0};

	if (!CHECK(source != NULL)) {
		diag_render(&diags, &text);
		fputs(text.data, stdout);
		buf_free(&text);
		exit(check_done());
	}
	return source;
}

/* Renders and empties the diagnostics. */
static const char *complaints(void)
{
	struct buf text = {0};
	const char *copy;

	diag_render(&diags, &text);
	copy = arena_strdup(arena, text.data ? text.data : "");
	buf_free(&text);
	return copy;
}

static const struct fetch location = {
	.base = FETCH_FIELD,
	.name = "location",
	.type = FETCH_U64,
};

static const struct probe drop_probe = {
	.kind = PROBE_TRACEPOINT,
	.point = "kernel.trace(\"skb:kfree_skb\")",
	.system = "skb",
	.event = "kfree_skb",
	.fetches = &location,
	.nfetches = 1,
};

static const struct binding *attach(struct record_source *source, const struct probe *probes,
				    uint32_t nprobes, uint32_t noptional)
{
	const struct attach_options options = {
		.probes = probes,
		.nprobes = nprobes,
		.noptional = noptional,
	};
	const struct binding *bindings = NULL;

	if (source->ops->attach(source, &options, &bindings, &diags) < 0)
		return NULL;
	CHECK_INT(source->ops->start(source, 0, nprobes, &diags), 0);
	return bindings;
}

/* What examples/dropwatch.stp would count. */
static void test_dropwatch(void)
{
	struct record_source *source = open_recording("examples/dropwatch.dat");
	const struct binding *binding = attach(source, &drop_probe, 1, 0);
	struct symbol_table *symbols = symbol_table_new(source);
	uint64_t began_ns = source->ops->now(source), horizon_ns, last_ns = 0;
	unsigned drops[3] = {0};
	struct loss loss;
	struct record record;

	if (!CHECK(binding != NULL))
		return;
	CHECK_INT(source->live, false);
	CHECK_INT(source->ops->collect(source, &horizon_ns, &diags), 0);
	CHECK(horizon_ns == UINT64_MAX);
	for (unsigned interval = 0; interval < 3; interval++) {
		uint64_t until_ns = began_ns + (interval + 1) * 5000000000u;

		while (source->ops->next(source, until_ns, &record)) {
			const struct symbol *symbol;

			CHECK(record.time_ns >= last_ns && record.time_ns <= until_ns);
			CHECK_INT(record.event, binding->event);
			CHECK(source->ops->now(source) == record.time_ns);
			last_ns = record.time_ns;
			symbol = symbol_table_find(
				symbols, (uint64_t)record_integer(&record, binding->slots));
			if (CHECK(symbol != NULL) && strcmp(symbol->name, "__udp4_lib_rcv") == 0)
				drops[interval]++;
		}
	}
	CHECK(!source->ops->next(source, UINT64_MAX, &record));
	CHECK(source->ops->now(source) == last_ns);
	CHECK_INT(drops[0], 150);
	CHECK_INT(drops[1], 200);
	CHECK_INT(drops[2], 25);
	CHECK_INT(source->ops->wall_offset(source), 0); /* recorded with --date */
	CHECK_INT(source->ops->losses(source, &loss, 1), 0);
	symbol_table_free(symbols);
	source->ops->close(source);
}

static void test_catalog(void)
{
	struct record_source *source = open_recording("examples/dropwatch.dat");
	const struct catalog_ops *catalog = &source->ops->catalog;
	const struct event_format *format;
	const struct event_name *names;
	const char *why = NULL;

	if (CHECK_INT(catalog->find_events(source, NULL, "kfree_*", &names, &why), 1)) {
		CHECK_STR(names[0].system, "skb");
		CHECK_STR(names[0].name, "kfree_skb");
	}
	CHECK_INT(catalog->find_events(source, "sk?", "*", &names, &why), 1);
	CHECK_INT(catalog->find_events(source, "sched", "*", &names, &why), 0);
	format = catalog->event_format(source, "skb", "kfree_skb", &why);
	if (CHECK(format != NULL) && CHECK_INT(format->nfields, 4)) {
		CHECK_STR(format->fields[0].name, "skbaddr");
		CHECK_STR(format->fields[0].type, "void *");
		CHECK_INT(format->fields[0].place.kind, FIELD_INT);
		CHECK_INT(format->fields[0].place.offset, 8);
		CHECK_INT(format->fields[0].place.size, 8);
		CHECK_STR(format->fields[2].name, "protocol");
		CHECK_INT(format->fields[2].place.size, 2);
		CHECK_INT(format->fields[2].place.is_signed, false);
	}
	CHECK(catalog->event_format(source, "skb", "kfree_skb", &why) == format);
	CHECK(catalog->event_format(source, "skb", "nosuch", &why) == NULL);
	CHECK(strstr(why, "dropwatch.dat has no event skb:nosuch") != NULL);
	format = catalog->event_format(source, "ftrace", "print", &why);
	if (CHECK(format != NULL))
		CHECK_INT(format->fields[1].place.kind, FIELD_CHARS);
	CHECK_INT(catalog->has_function(source, NULL, "__udp4_lib_rcv"), ANSWER_YES);
	CHECK_INT(catalog->has_function(source, NULL, "__udp4_lib"), ANSWER_UNKNOWN);
	CHECK_INT(catalog->has_function(source, "ext4", "__udp4_lib_rcv"), ANSWER_UNKNOWN);
	CHECK(catalog->kprobes_missing(source) == NULL);
	source->ops->close(source);
}

static void test_refusals(void)
{
	struct record_source *source = open_recording("examples/dropwatch.dat");
	const struct fetch nosuch = {.base = FETCH_FIELD, .name = "nosuch", .near = "$nosuch"};
	struct probe probes[2] = {drop_probe, drop_probe};
	const struct binding *bindings;
	const char *text;

	probes[1] = (struct probe){
		.kind = PROBE_KPROBE,
		.point = "kprobe.function(\"f\")",
		.near = "identifier 'kprobe' at x.stp:1:7",
		.function = "f",
	};
	CHECK(attach(source, probes, 2, 0) == NULL);
	text = complaints();
	CHECK(strstr(text, "ERROR: the recording ") == text);
	CHECK(strstr(text, "has no events of kprobe.function(\"f\"): identifier 'kprobe'") != NULL);
	bindings = attach(source, probes, 2, 1);
	if (CHECK(bindings != NULL)) {
		CHECK(bindings[0].attached);
		CHECK(!bindings[1].attached);
	}
	CHECK_STR(complaints(), "");
	probes[0].fetches = &nosuch;
	CHECK(attach(source, probes, 1, 0) == NULL);
	CHECK(strstr(complaints(), "$nosuch is not in the events skb:kfree_skb") != NULL);
	source->ops->close(source);
}

#ifndef MSTAP_STRESS
static int32_t find_tid(const struct process_table *table, const char *comm)
{
	for (int32_t tid = 1; tid < 32768; tid++) {
		const struct process *process = process_table_find(table, tid);

		if (process && strcmp(process->comm, comm) == 0)
			return tid;
	}
	return -1;
}
#endif

/* sched_switch tells the name of the thread it is about: the table must know it as well. */
static void test_processes(const char *name)
{
	struct record_source *source = open_recording(name);
	const struct fetch prev_comm = {.base = FETCH_FIELD, .name = "prev_comm"};
	struct process_table *table = process_table_new();
	const struct binding *bindings;
	const struct probe *lifecycle;
	struct probe probes[64] = {{
		.kind = PROBE_TRACEPOINT,
		.system = "sched",
		.event = "sched_switch",
		.fetches = &prev_comm,
		.nfetches = 1,
	}};
	uint32_t count = process_table_probes(NEED_PROCESSES, source, arena, &lifecycle);
	unsigned compared = 0;
	struct record record;
	const char *text;
	uint32_t len;

	for (uint32_t i = 0; i < count; i++)
		probes[1 + i] = lifecycle[i];
	bindings = attach(source, probes, 1 + count, count);
	if (!CHECK(bindings != NULL))
		return;
	source->ops->seed_processes(source, NEED_PROCESSES, process_table_seed, table);
	while (source->ops->next(source, UINT64_MAX, &record)) {
		const struct process *process;

		for (uint32_t i = 1; i <= count; i++) {
			CHECK(bindings[i].attached == (probes[i].kind != PROBE_NEVER));
			if (bindings[i].attached && bindings[i].event == record.event)
				process_table_update(table, i - 1, &bindings[i], &record);
		}
		process = process_table_find(table, record.tid);
		if (record.event != bindings[0].event || !process ||
		    !record_text(&record, bindings[0].slots, &text, &len))
			continue;
		CHECK_STR(arena_strndup(arena, text, len), process->comm);
		compared++;
	}
	CHECK(compared > 50);

#ifndef MSTAP_STRESS /* which forgets exited threads early */
	/* Each step of tests/replay/lifecycle.c left its trace. */
	const struct process *thread = process_table_find(table, find_tid(table, "lc-thread"));
	const struct process *renamed = process_table_find(table, find_tid(table, "lc renamed"));
	const struct process *orphan = process_table_find(table, find_tid(table, "lc-orphan"));
	const struct process *exec = process_table_find(table, find_tid(table, "lc-exec-thread"));

	if (CHECK(thread && renamed && orphan && exec)) {
		CHECK(renamed->tgid == renamed->tid && renamed->exited);
		CHECK(thread->tgid == thread->tid - 1 && thread->ppid == renamed->ppid);
		CHECK_INT(orphan->tgid, orphan->tid);
		CHECK_INT(orphan->ppid, 1);
		CHECK(exec->exited);
		CHECK_STR(process_table_find(table, exec->tgid)->comm, "sleep");
	}
#endif
	process_table_free(table);
	source->ops->close(source);
}

static void test_losses(void)
{
	struct record_source *source = open_recording("tests/replay/overrun.dat");
	struct loss loss = {0};

	CHECK_INT(source->ops->losses(source, &loss, 1), 1);
	CHECK_INT(loss.kind, LOSS_OVERRUN);
	CHECK_INT(loss.probe, -1);
	CHECK(loss.count > 0);
	source->ops->close(source);
}

static void test_stop(void)
{
	struct record_source *source = open_recording("examples/dropwatch.dat");
	struct record record;

	CHECK(source->ops->next(source, UINT64_MAX, &record));
	source->ops->stop(source, &diags);
	CHECK(!source->ops->next(source, UINT64_MAX, &record));
	source->ops->close(source);
}

/* Opening must fail with one line that names the file. */
static void check_refused(const char *path)
{
	struct record_source *source = replay_source_open(path, &diags);
	const char *text;

	if (!CHECK(source == NULL)) {
		source->ops->close(source);
		return;
	}
	text = complaints();
	CHECK(strncmp(text, "ERROR: ", 7) == 0 && strstr(text, path) == text + 7);
	CHECK(strchr(text, '\n') == text + strlen(text) - 1);
}

static void write_file(const char *path, const char *data, size_t len)
{
	FILE *file = fopen(path, "w");

	if (CHECK(file != NULL)) {
		CHECK_INT(fwrite(data, 1, len, file), len);
		fclose(file);
	}
}

/* All of it is read, in a process of its own: whatever the library does, it ends by itself. */
static void check_survives(const char *path)
{
	pid_t child = fork();
	struct record record;
	int status;

	if (child == 0) {
		struct record_source *source;

		alarm(20);
		if (!freopen("/dev/null", "w", stderr))
			_exit(3);
		source = replay_source_open(path, &diags);
		while (source && source->ops->next(source, UINT64_MAX, &record))
			;
		_exit(source ? 0 : 1);
	}
	if (CHECK(child > 0 && waitpid(child, &status, 0) == child))
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
}

static void test_broken(const char *name, const char *directory)
{
	const char *path = arena_printf(arena, "%s/broken.dat", directory);
	struct buf data = {0};

	if (!CHECK_INT(buf_read_file(&data, path_of(name)), 0))
		return;
	/* Pages end in unused bytes, so that the last part may go unnoticed. */
	for (size_t len = 1; len + 4096 < data.len; len += data.len / 40) {
		write_file(path, data.data, len);
		check_refused(path);
	}
	for (size_t at = 0; at < data.len; at += data.len / 60) {
		data.data[at] ^= 0x10;
		write_file(path, data.data, data.len);
		check_survives(path);
		data.data[at] ^= 0x10;
	}
	write_file(path, "", 0);
	check_refused(path);
	write_file(path, "hello\n", 6);
	check_refused(path);
	unlink(path);
	check_refused(path);
	check_refused(directory);
	buf_free(&data);
}

int main(void)
{
	char directory[] = "/tmp/mstap-test-XXXXXX";

	arena = arena_new();
	diags.arena = arena;
	test_dropwatch();
	test_catalog();
	test_refusals();
	test_processes("tests/replay/lifecycle.dat");
	test_processes("tests/replay/lifecycle-v6.dat");
	test_losses();
	test_stop();
	if (CHECK(mkdtemp(directory) != NULL)) {
		test_broken("tests/replay/lifecycle.dat", directory);
		test_broken("tests/replay/lifecycle-v6.dat", directory);
		rmdir(directory);
	}
	arena_free(arena);
	return check_done();
}
