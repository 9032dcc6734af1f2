/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Drives the live record source by hand: attaches probes given on the command line, runs a
 * command and prints the records it left. Used by tests that run as root or in a guest.
 *
 *   live-source [OPTION]... [PROBE]...
 *     -c COMMAND   run it (a shell line) between start and stop
 *     -k           kill ourselves with SIGKILL after the command, leaving everything behind
 *     -x           exit(3) after the command, without closing the source
 *     -q           print only the totals
 *     -b KB        buffer size per CPU
 *     -o N         the last N probes are optional
 *     -d           describe the probes and end
 *     -e SYS:EVENT list events (shell patterns); "*:EVENT" asks with any system
 *     -f FUNCTION  is there this function, and which are similar
 *     -p           print the processes that seed_processes() finds
 *     -m           say what kprobes miss here, if anything
 *
 *   PROBE is KIND:PLACE and fetches behind spaces:
 *     t:SYS:EVENT  p:FUNCTION  p:MODULE:FUNCTION  p:0xADDRESS  r:FUNCTION  rN:FUNCTION
 *     a fetch is [u]BASE[+OFFSET|-OFFSET]...:TYPE with BASE one of
 *     =FIELD  argN  %REG  ret  stackN  @SYMBOL  #ADDRESS  caller
 */
#include "config.h"

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "runtime/explain.h"
#include "runtime/program.h"
#include "runtime/record_source.h"
#include "runtime/tracefs/tracefs_source.h"

#define MAX_PROBES 256

struct options {
	const char *command;
	bool kill, leave, quiet, describe, processes, missing;
	uint64_t buffer_kb;
	uint32_t noptional;
	const char *events;
	const char *function;
};

static struct arena *arena;

static const char *const type_names[] = {
#define X(name, text, bytes) text,
	FETCH_TYPES(X)
#undef X
};

static void bad(const char *what, const char *text)
{
	fprintf(stderr, "live-source: %s: %s\n", what, text);
	exit(2);
}

/* ---- probes from text ---- */

static enum fetch_type parse_type(const char *text)
{
	for (unsigned i = 0; i < FETCH_TYPE_COUNT; i++) {
		if (!strcmp(type_names[i], text))
			return (enum fetch_type)i;
	}
	bad("no such type", text);
	return FETCH_S64;
}

static void parse_base(struct fetch *fetch, const char *text)
{
	fetch->name = text + 1;
	if (*text == '=')
		fetch->base = FETCH_FIELD;
	else if (*text == '%')
		fetch->base = FETCH_REGISTER;
	else if (*text == '@')
		fetch->base = FETCH_SYMBOL;
	else if (*text == '#')
		fetch->base = FETCH_ADDRESS, fetch->number = (int64_t)strtoull(text + 1, NULL, 0);
	else if (!strncmp(text, "arg", 3))
		fetch->base = FETCH_ARG, fetch->number = atoi(text + 3);
	else if (!strncmp(text, "stack", 5))
		fetch->base = FETCH_STACK, fetch->number = atoi(text + 5);
	else if (!strcmp(text, "ret"))
		fetch->base = FETCH_RETVAL;
	else if (!strcmp(text, "caller"))
		fetch->base = FETCH_CALLER;
	else
		bad("no such base", text);
}

static struct fetch parse_fetch(char *text)
{
	struct fetch fetch = {.near = arena_strdup(arena, text)};
	char *type = strrchr(text, ':');
	char *at;
	bool user;

	if (!type)
		bad("fetch without type", text);
	*type++ = '\0';
	fetch.type = parse_type(type);
	user = *text == 'u';
	text += user;
	at = strpbrk(text, "+-");
	while (at && (*at == '+' || *at == '-')) {
		char *end;

		fetch.steps[fetch.nsteps++] = strtoll(at, &end, 0);
		*at = '\0';
		at = end;
	}
	fetch.user = user ? (uint16_t)((1u << fetch.nsteps) - 1) : 0;
	parse_base(&fetch, arena_strdup(arena, text));
	return fetch;
}

static void parse_place(struct probe *probe, const char *text)
{
	const char *colon = strchr(text, ':');
	char *place;

	if (!colon)
		bad("no place", text);
	place = arena_strdup(arena, colon + 1);
	probe->kind = *text == 't'   ? PROBE_TRACEPOINT
		      : *text == 'r' ? PROBE_KRETPROBE
				     : PROBE_KPROBE;
	probe->maxactive = (uint32_t)atoi(text + 1);
	if (!strncmp(place, "0x", 2)) {
		probe->address = strtoull(place, NULL, 16);
		return;
	}
	colon = strchr(place, ':');
	if (colon)
		place[colon - place] = '\0';
	if (probe->kind == PROBE_TRACEPOINT) {
		probe->system = place;
		probe->event = colon ? colon + 1 : "";
	} else {
		probe->module = colon ? place : NULL;
		probe->function = colon ? colon + 1 : place;
	}
}

static struct probe parse_probe(const char *text, unsigned index)
{
	struct probe probe = {.point = text};
	char *copy = arena_strdup(arena, text);
	char *save = NULL;
	struct fetch *fetches = NULL;

	probe.near = arena_printf(arena, "probe %u of the command line", index);
	parse_place(&probe, strtok_r(copy, " ", &save));
	for (char *word; (word = strtok_r(NULL, " ", &save));)
		arena_push(arena, fetches, probe.nfetches, parse_fetch(word));
	probe.fetches = fetches;
	return probe;
}

/* ---- records as text ---- */

static uint64_t load(const unsigned char *at, unsigned size)
{
	uint64_t value = 0;

	memcpy(&value, at, size);
	return value;
}

static void print_number(const struct record *record, const struct field_place *place)
{
	uint64_t value = load(record->data + place->offset, place->size);
	unsigned unused = 64 - 8 * place->size;

	if (place->is_signed)
		printf("%" PRId64, (int64_t)(value << unused) >> unused);
	else
		printf("%" PRIu64, value);
}

static void print_field(const struct record *record, const struct field_place *place)
{
	uint32_t loc;

	if (place->offset + place->size > record->size) {
		printf("(outside)");
		return;
	}
	switch ((enum field_kind)place->kind) {
	case FIELD_INT:
		print_number(record, place);
		return;
	case FIELD_CHARS:
		printf("\"%.*s\"", (int)place->size, (const char *)record->data + place->offset);
		return;
	case FIELD_DATA_LOC:
	case FIELD_REL_LOC:
		loc = (uint32_t)load(record->data + place->offset, 4);
		if (place->kind == FIELD_REL_LOC)
			loc += place->offset + place->size;
		if ((loc & 0xffff) + (loc >> 16) <= record->size)
			printf("\"%.*s\"", (int)(loc >> 16),
			       (const char *)record->data + (loc & 0xffff));
		else
			printf("(outside)");
		return;
	case FIELD_BYTES:
		printf("(%u bytes)", place->size);
	}
}

static void print_record(const struct record *record, const struct probe *probes,
			 const struct binding *bindings, uint32_t nprobes)
{
	for (uint32_t i = 0; i < nprobes; i++) {
		if (!bindings[i].attached || bindings[i].event != record->event)
			continue;
		printf("%s cpu=%u tid=%d", probes[i].point, record->cpu, record->tid);
		for (unsigned f = 0; f < probes[i].nfetches; f++) {
			printf(" %s=", probes[i].fetches[f].near);
			print_field(record, &bindings[i].slots[f]);
		}
		putchar('\n');
	}
}

/* ---- runs ---- */

struct totals {
	uint64_t records[MAX_PROBES];
	uint64_t unordered;
	uint64_t last_ns;
};

static void drain(struct record_source *source, struct diag_list *diags,
		  const struct options *options, const struct attach_options *attached,
		  const struct binding *bindings, struct totals *totals)
{
	struct record record;
	uint64_t horizon_ns;

	if (source->ops->collect(source, &horizon_ns, diags))
		return;
	while (source->ops->next(source, horizon_ns, &record)) {
		totals->unordered += record.time_ns < totals->last_ns;
		totals->last_ns = record.time_ns;
		for (uint32_t i = 0; i < attached->nprobes; i++)
			totals->records[i] +=
				bindings[i].attached && bindings[i].event == record.event;
		if (!options->quiet)
			print_record(&record, attached->probes, bindings, attached->nprobes);
	}
}

/* Has the command ended? What it prints goes through a pipe, so that its end can be seen. */
static bool is_over(FILE *command)
{
	struct pollfd poll_fd = {.fd = fileno(command), .events = POLLIN};
	char text[4096];
	ssize_t got;

	if (poll(&poll_fd, 1, 0) <= 0)
		return false;
	got = read(poll_fd.fd, text, sizeof(text));
	if (got > 0)
		fwrite(text, 1, (size_t)got, stdout);
	return got <= 0;
}

/* The command in the background; the loop that an engine has, until it ends. */
static void run_command(struct record_source *source, struct diag_list *diags,
			const struct options *options, const struct attach_options *attached,
			const struct binding *bindings, struct totals *totals)
{
	FILE *command = popen(options->command, "r");

	if (!command)
		bad("cannot run", options->command);
	do {
		source->ops->wait(source, fileno(command), 50);
		drain(source, diags, options, attached, bindings, totals);
	} while (!is_over(command));
	pclose(command);
}

static void print_totals(struct record_source *source, const struct attach_options *attached,
			 const struct binding *bindings, const struct totals *totals)
{
	struct loss losses[MAX_PROBES];
	unsigned nlosses = source->ops->losses(source, losses, MAX_PROBES);

	for (uint32_t i = 0; i < attached->nprobes; i++)
		printf("total %s: %s%" PRIu64 "\n", attached->probes[i].point,
		       bindings[i].attached ? "" : "(not attached) ", totals->records[i]);
	for (unsigned i = 0; i < nlosses; i++)
		printf("loss kind=%d probe=%d count=%" PRIu64 "\n", (int)losses[i].kind,
		       losses[i].probe, losses[i].count);
	printf("unordered: %" PRIu64 "\n", totals->unordered);
}

static int run(struct record_source *source, struct diag_list *diags, const struct options *options,
	       const struct attach_options *attached)
{
	const struct binding *bindings;
	struct totals totals = {.unordered = 0};

	if (source->ops->attach(source, attached, &bindings, diags))
		return 1;
	if (source->ops->start(source, 0, attached->nprobes, diags))
		return 1;
	if (options->command)
		run_command(source, diags, options, attached, bindings, &totals);
	if (options->kill)
		raise(SIGKILL);
	if (options->leave)
		exit(3);
	source->ops->stop(source, diags);
	drain(source, diags, options, attached, bindings, &totals);
	print_totals(source, attached, bindings, &totals);
	return 0;
}

/* ---- questions ---- */

static void list_events(struct record_source *source, const char *pattern)
{
	const struct catalog_ops *catalog = &source->ops->catalog;
	const struct event_name *names;
	const char *why = NULL;
	char *system = arena_strdup(arena, pattern);
	char *name = strchr(system, ':');
	int count;

	if (!name)
		bad("no ':'", pattern);
	*name++ = '\0';
	count = catalog->find_events(source, strcmp(system, "*") ? system : NULL, name, &names,
				     &why);
	printf("events: %d%s%s\n", count, why ? ": " : "", why ? why : "");
	for (int i = 0; i < count; i++) {
		const struct event_format *format =
			catalog->event_format(source, names[i].system, names[i].name, &why);

		printf("%s:%s", names[i].system, names[i].name);
		for (unsigned f = 0; format && f < format->nfields; f++) {
			const struct event_field *field = &format->fields[f];

			printf("%s %s|%s@%u+%u%s kind %d", f ? "," : "", field->type, field->name,
			       field->place.offset, field->place.size,
			       field->place.is_signed ? "s" : "", field->place.kind);
		}
		putchar('\n');
	}
}

static void ask_function(struct record_source *source, const char *name)
{
	const struct catalog_ops *catalog = &source->ops->catalog;
	const char *similar[10];
	unsigned count = catalog->similar_symbols(source, SYMBOL_FUNCTION, name, similar, 10);

	printf("function %s: %d\nsimilar:", name, (int)catalog->has_function(source, NULL, name));
	for (unsigned i = 0; i < count; i++)
		printf(" %s", similar[i]);
	putchar('\n');
}

static void print_process(void *context, const struct process_seed *seed)
{
	(void)context;
	printf("process tid %d tgid %d ppid %d uid %" PRId64 " euid %" PRId64 " gid %" PRId64
	       " egid %" PRId64 " \"%s\"\n",
	       seed->tid, seed->tgid, seed->ppid, seed->uid, seed->euid, seed->gid, seed->egid,
	       seed->comm);
}

static void ask(struct record_source *source, const struct options *options,
		const struct attach_options *attached)
{
	struct buf text = {0};
	const char *missing;

	if (options->events)
		list_events(source, options->events);
	if (options->function)
		ask_function(source, options->function);
	if (options->processes)
		source->ops->seed_processes(source, NEED_PROCESSES, print_process, NULL);
	if (options->missing) {
		missing = source->ops->catalog.kprobes_missing(source);
		printf("kprobes: %s\n", missing ? missing : "nothing is missing");
	}
	if (options->describe) {
		explain_lines(source, attached, &text);
		printf("%s", text.data ? text.data : "");
		buf_free(&text);
	}
}

static struct options parse_options(int argc, char **argv)
{
	struct options options = {0};
	int option;

	while ((option = getopt(argc, argv, "c:kxqb:o:de:f:pm")) != -1) {
		switch (option) {
		case 'c':
			options.command = optarg;
			break;
		case 'k':
			options.kill = true;
			break;
		case 'x':
			options.leave = true;
			break;
		case 'q':
			options.quiet = true;
			break;
		case 'b':
			options.buffer_kb = strtoull(optarg, NULL, 10);
			break;
		case 'o':
			options.noptional = (uint32_t)atoi(optarg);
			break;
		case 'd':
			options.describe = true;
			break;
		case 'e':
			options.events = optarg;
			break;
		case 'f':
			options.function = optarg;
			break;
		case 'p':
			options.processes = true;
			break;
		case 'm':
			options.missing = true;
			break;
		default:
			exit(2);
		}
	}
	return options;
}

int main(int argc, char **argv)
{
	struct options options = parse_options(argc, argv);
	static struct probe probes[MAX_PROBES];
	static const struct program program = {.needs = NEED_TIME};
	struct attach_options attached = {.program = &program,
					  .probes = probes,
					  .noptional = options.noptional,
					  .buffer_kb = options.buffer_kb};
	struct diag_list diags = {0};
	struct record_source *source = tracefs_source_open();
	struct buf messages = {0};
	int status = 0;

	arena = diags.arena = arena_new();
	for (; optind < argc && attached.nprobes < MAX_PROBES; optind++, attached.nprobes++)
		probes[attached.nprobes] = parse_probe(argv[optind], attached.nprobes);
	ask(source, &options, &attached);
	if (attached.nprobes && !options.describe)
		status = run(source, &diags, &options, &attached);
	diag_render(&diags, &messages);
	fputs(messages.data ? messages.data : "", stderr);
	source->ops->close(source);
	buf_free(&messages);
	arena_free(arena);
	return status;
}
