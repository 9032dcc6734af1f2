/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The differential test: random programs, run by mstap's compiler and VM and by the reference;
 * both must print the same.
 *
 *	differ [-s SEED] [-n PROGRAMS] [-t SECONDS]    tries that many, or for so long
 *	differ -p -s SEED                              prints the program of SEED
 *	differ FILE...                                 tries the program in FILE
 *
 * A program that fails is shrunk and printed with both outputs; the exit status is 1. Built a
 * second time (differ-switch) with the switch instead of computed goto and with tiny tables.
 */
#include "config.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runtime/output.h"
#include "runtime/vm.h"
#include "tests/fuzz/front.h"
#include "tests/fuzz/generate.h"
#include "tests/fuzz/reference.h"

/* Limits of strings that programs are tried with, by seed. */
static const char *const string_limits[] = {"MAXSTRINGLEN=4096", "MAXSTRINGLEN=4096",
					    "MAXSTRINGLEN=20", "MAXSTRINGLEN=8"};

/* TOO_LONG: or left out for another reason that is no fault. */
enum outcome { AGREE, TOO_LONG, DIFFER, REFUSED };

struct trial {
	const char *limit;
	struct buf ours;      /* or what the compiler said */
	struct buf reference; /* what the reference printed */
};

/* A program that does not end where the reference's does is stopped as by Ctrl-C. */
#define MOST_SECONDS 5

static struct session session;

static void interrupt(int number)
{
	(void)number;
	session.interrupt = 1;
}

/* Turns before a loop becomes machine code: never, at once. */
#ifdef MSTAP_NATIVE
static const uint32_t engines[] = {0, 1};
#else
static const uint32_t engines[] = {0};
#endif
#define ENGINES (sizeof(engines) / sizeof(engines[0]))

static void run_vm(const struct program *program, uint32_t native_after, struct buf *out)
{
	struct output output = {0};
	struct vm *vm;

	session = (struct session){.program = program, .output = &output};
	vm = vm_new(program, &session);
#ifdef MSTAP_NATIVE
	vm_set_native_after(vm, native_after);
#else
	(void)native_after;
#endif
	signal(SIGALRM, interrupt);
	alarm(MOST_SECONDS);
	for (uint32_t i = 0; i < program->nprobes; i++) {
		const struct probe *probe = &program->probes[i];
		struct event_context event = {.probe = probe};

		if (probe->kind == PROBE_BEGIN && !vm_run(vm, probe->handler, &event))
			buf_printf(&output.text, "ERROR: %s\n", vm_error(vm) ? vm_error(vm) : "?");
	}
	alarm(0);
	buf_put(out, output.text.data ? output.text.data : "", output.text.len);
	output_free(&output);
	vm_free(vm);
}

static struct script *parse(struct front *front, const struct buf *text)
{
	return parse_script(&front->compile.parse,
			    source_new(front->arena, "p", text->data, text->len));
}

/* NULL: refused, trial->ours tells why. */
static const struct program *compile(struct trial *trial, struct front *front,
				     const struct buf *text, bool unoptimized)
{
	struct compilation *compilation = NULL;
	const struct program *program = NULL;
	struct script *script;

	front->compile.defines = &trial->limit;
	front->compile.ndefines = 1;
	front->compile.unoptimized = unoptimized;
	script = parse(front, text);
	if (script)
		compilation = compile_analyze(&front->compile, &script, 1);
	if (compilation)
		program = compile_translate(compilation);
	buf_clear(&trial->ours);
	if (!program)
		buf_puts(&trial->ours, front_errors(front));
	return program;
}

static bool agree(const struct trial *trial)
{
	return trial->ours.len == trial->reference.len &&
	       memcmp(trial->ours.data, trial->reference.data, trial->ours.len) == 0;
}

/* The generator does not know which functions change an array that a loop walks. */
static bool is_forbidden(const struct buf *said)
{
	return said->data && strstr(said->data, "during 'foreach' iteration");
}

/* By the interpreter alone, and with machine code. */
static enum outcome compare(struct trial *trial, const struct program *program)
{
	for (unsigned i = 0; i < ENGINES; i++) {
		buf_clear(&trial->ours);
		run_vm(program, engines[i], &trial->ours);
		if (!agree(trial))
			return DIFFER;
	}
	return AGREE;
}

/* *@raised: there were errors, be it that they were caught. */
static enum outcome try_exactly(struct trial *trial, const struct buf *text, bool *raised)
{
	size_t limit = (size_t)atol(strchr(trial->limit, '=') + 1) - 1;
	const struct program *program;
	enum outcome outcome = AGREE;
	struct front front;

	front_init(&front);
	buf_clear(&trial->reference);
	program = compile(trial, &front, text, true);
	/* The compiler annotates the tree: the reference gets one of its own. */
	if (!program)
		outcome = is_forbidden(&trial->ours) ? TOO_LONG : REFUSED;
	else if (!reference_run(front.arena, parse(&front, text), limit, &trial->reference, raised))
		outcome = TOO_LONG;
	if (outcome == AGREE)
		outcome = compare(trial, program);
	front_free(&front);
	return outcome;
}

static enum outcome try_optimized(struct trial *trial, const struct buf *text)
{
	const struct program *program;
	enum outcome outcome = REFUSED;
	struct front front;

	front_init(&front);
	program = compile(trial, &front, text, false);
	if (program)
		outcome = compare(trial, program);
	front_free(&front);
	return outcome;
}

/*
 * Code without effect is left out even when it would raise an error, as in stap, or is a match that
 * ngroups() would tell of: only programs without both must do the same with and without -u.
 */
static enum outcome try_program(struct trial *trial, const struct buf *text)
{
	bool raised = false;
	enum outcome outcome = try_exactly(trial, text, &raised);

	if (outcome != AGREE || raised || strstr(text->data, "ngroups()"))
		return outcome;
	return try_optimized(trial, text);
}

/* ---- shrinking ---- */

static const char *line_end(const char *at)
{
	const char *end = strchr(at, '\n');

	return end ? end + 1 : at + strlen(at);
}

/* Where the block that a line opens has its end; the line's own end when it opens none. */
static const char *block_end(const char *line)
{
	const char *end = line;
	int depth = 0;

	do {
		const char *next = line_end(end);

		for (const char *c = end; c < next; c++)
			depth += *c == '{' ? 1 : *c == '}' ? -1 : 0;
		end = next;
	} while (depth > 0 && *end);
	return depth == 0 ? end : line_end(line);
}

/* The program without [begin, end), and with @instead there. */
static void cut(const struct buf *text, size_t begin, size_t end, const char *instead,
		struct buf *out)
{
	buf_clear(out);
	buf_put(out, text->data, begin);
	buf_puts(out, instead);
	buf_put(out, text->data + end, text->len - end);
}

/* Lines that fix types stay, or the rest would come to mean something else. */
static bool may_cut(const struct buf *text, size_t begin, size_t end)
{
	for (size_t at = begin; at + 8 <= end; at++)
		if (strncmp(text->data + at, "# types\n", 8) == 0)
			return false;
	return true;
}

static bool keep_if_fails(struct trial *trial, struct buf *text, struct buf *smaller,
			  enum outcome wanted)
{
	struct buf old = *text;

	if (smaller->len >= text->len || try_program(trial, smaller) != wanted)
		return false;
	*text = *smaller;
	*smaller = old;
	return true;
}

static bool drop_lines(struct trial *trial, struct buf *text, enum outcome wanted)
{
	struct buf smaller = {0};
	bool shrunk = false;

	for (size_t at = 0; at < text->len;) {
		const char *line = text->data + at;
		size_t whole = (size_t)(block_end(line) - text->data);
		size_t one = (size_t)(line_end(line) - text->data);

		cut(text, at, whole, "", &smaller);
		if (may_cut(text, at, whole) && keep_if_fails(trial, text, &smaller, wanted)) {
			shrunk = true;
			continue;
		}
		/* What stands in a block, without the block. */
		if (whole > one) {
			struct buf open = {0};
			size_t close = whole - 2;

			while (close > 0 && text->data[close - 1] != '\n')
				close--;
			cut(text, close, whole, "", &open);
			cut(&open, at, one, "", &smaller);
			buf_free(&open);
			if (keep_if_fails(trial, text, &smaller, wanted)) {
				shrunk = true;
				continue;
			}
		}
		at = one;
	}
	buf_free(&smaller);
	return shrunk;
}

/* The ')' that closes the '(' at @open, or 0. */
static size_t closing(const struct buf *text, size_t open)
{
	int depth = 0;

	for (size_t at = open; at < text->len && text->data[at] != '\n'; at++) {
		depth += text->data[at] == '(' ? 1 : text->data[at] == ')' ? -1 : 0;
		if (depth == 0)
			return at + 1;
	}
	return 0;
}

static bool simplify_expressions(struct trial *trial, struct buf *text, enum outcome wanted)
{
	static const char *const simpler[] = {"1", "(-1)", "l0", "\"a\"", "s0"};
	struct buf smaller = {0};
	bool shrunk = false;

	for (size_t at = 0; at < text->len; at++) {
		bool call = at > 0 && isalnum((unsigned char)text->data[at - 1]);
		size_t end = text->data[at] == '(' && !call ? closing(text, at) : 0;
		bool found = false;

		for (unsigned i = 0; end && !found && i < sizeof(simpler) / sizeof(*simpler); i++) {
			cut(text, at, end, simpler[i], &smaller);
			found = keep_if_fails(trial, text, &smaller, wanted);
		}
		shrunk |= found;
	}
	buf_free(&smaller);
	return shrunk;
}

static void shrink(struct trial *trial, struct buf *text, enum outcome wanted)
{
	bool shrunk;

	do {
		shrunk = drop_lines(trial, text, wanted);
		shrunk |= simplify_expressions(trial, text, wanted);
	} while (shrunk);
	try_program(trial, text);
}

/* ---- reports ---- */

static void print_buf(const char *title, const struct buf *text)
{
	printf("--- %s\n%.*s", title, (int)text->len, text->data ? text->data : "");
}

static void report(struct trial *trial, struct buf *text, enum outcome outcome)
{
	if (outcome == DIFFER)
		shrink(trial, text, outcome);
	printf("--- program, -D%s\n%.*s", trial->limit, (int)text->len, text->data);
	print_buf(outcome == REFUSED ? "the compiler refuses it" : "mstap prints", &trial->ours);
	if (outcome == DIFFER)
		print_buf("the reference prints", &trial->reference);
	fflush(stdout);
}

struct tally {
	unsigned long agreed, too_long, failed;
};

static void try_seed(struct trial *trial, uint64_t seed, struct tally *tally)
{
	struct buf text = {0};
	enum outcome outcome;

	trial->limit = string_limits[seed % (sizeof(string_limits) / sizeof(string_limits[0]))];
	generate_program(seed, &text);
	outcome = try_program(trial, &text);
	if (outcome == AGREE) {
		tally->agreed++;
	} else if (outcome == TOO_LONG) {
		tally->too_long++;
	} else {
		tally->failed++;
		printf("=== seed %llu\n", (unsigned long long)seed);
		report(trial, &text, outcome);
	}
	buf_free(&text);
}

static bool try_file(struct trial *trial, const char *path)
{
	struct buf text = {0};
	enum outcome outcome;

	trial->limit = string_limits[0];
	if (buf_read_file(&text, path) < 0) {
		perror(path);
		return false;
	}
	outcome = try_program(trial, &text);
	if (outcome == DIFFER || outcome == REFUSED) {
		printf("=== %s\n", path);
		report(trial, &text, outcome);
	}
	buf_free(&text);
	return outcome != DIFFER && outcome != REFUSED;
}

static void print_program(uint64_t seed)
{
	struct buf text = {0};

	generate_program(seed, &text);
	fwrite(text.data, 1, text.len, stdout);
	buf_free(&text);
}

int main(int argc, char **argv)
{
	unsigned long long seed = 1, count = 400, failures_most = 5;
	struct trial trial = {.limit = string_limits[0]};
	time_t end = 0;
	struct tally tally = {0};
	bool print = false;
	int option;

	while ((option = getopt(argc, argv, "s:n:t:p")) != -1) {
		if (option == 's')
			seed = strtoull(optarg, NULL, 10);
		else if (option == 'n')
			count = strtoull(optarg, NULL, 10);
		else if (option == 't')
			end = time(NULL) + atol(optarg);
		else if (option == 'p')
			print = true;
		else
			return 2;
	}
	if (print) {
		print_program(seed);
		return 0;
	}
	for (int i = optind; i < argc; i++)
		tally.failed += !try_file(&trial, argv[i]);
	if (optind < argc)
		return tally.failed != 0;
	for (unsigned long long i = 0; end ? time(NULL) < end : i < count; i++) {
		try_seed(&trial, seed + i, &tally);
		if (tally.failed >= failures_most)
			break;
	}
	printf("%lu programs agree, %lu left out, %lu fail\n", tally.agreed, tally.too_long,
	       tally.failed);
	buf_free(&trial.ours);
	buf_free(&trial.reference);
	return tally.failed != 0;
}
