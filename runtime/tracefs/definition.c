/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/definition_writer.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "runtime/program.h"
#include "runtime/arch.h"
#include "runtime/tracefs/kallsyms.h"

/* The kernel's limits: kernel/trace/trace_probe.h, kernel/trace/trace.c (WRITE_BUFSIZE). */
#define MAX_ARGUMENTS 128
#define MAX_NAME_LEN  63
#define MAX_LINE_LEN  4094

void kernel_syntax_read(struct kernel_syntax *syntax, const char *readme)
{
	const char *in_return = strstr(readme, "return probes support:");

	syntax->function_args = !*readme || strstr(readme, "$arg<N>");
	syntax->maxactive = !*readme || strstr(readme, "r[maxactive]");
	syntax->raw_tracepoints = strstr(readme, "t[:[<group>/][<event>]] <tracepoint>");
	syntax->function_args_return = in_return && strstr(in_return, "$arg<N>");
}

static enum definition_kind tracepoint_kind(const struct probe *probe)
{
	enum definition_kind kind = DEFINITION_NONE;

	for (unsigned i = 0; i < probe->nfetches; i++) {
		const struct fetch *fetch = &probe->fetches[i];

		if (!fetch_is_of(probe->part, fetch))
			continue;
		if (fetch->base == FETCH_ARG)
			return DEFINITION_ARGUMENTS;
		if (fetch->base != FETCH_FIELD || fetch->nsteps)
			kind = DEFINITION_EVENT;
	}
	return kind;
}

enum definition_kind definition_kind_of(const struct probe *probe)
{
	if (probe->kind == PROBE_KPROBE || probe->kind == PROBE_KRETPROBE)
		return DEFINITION_KPROBE;
	return probe->kind == PROBE_TRACEPOINT ? tracepoint_kind(probe) : DEFINITION_NONE;
}

bool definition_same_event(const struct probe *a, const struct probe *b)
{
	return a->kind == PROBE_TRACEPOINT && b->kind == PROBE_TRACEPOINT &&
	       !strcmp(a->event, b->event) && !strcmp(a->system, b->system) &&
	       definition_kind_of(a) == DEFINITION_NONE && definition_kind_of(b) == DEFINITION_NONE;
}

bool definition_is_iterator(const struct kernel_syntax *syntax, const struct probe *probe)
{
	return definition_kind_of(probe) == DEFINITION_ARGUMENTS && !syntax->raw_tracepoints;
}

/* ---- names ---- */

static char kind_letter(const struct probe *probe)
{
	switch (definition_kind_of(probe)) {
	case DEFINITION_EVENT:
		return 'e';
	case DEFINITION_ARGUMENTS:
		return 't';
	default:
		return probe->kind == PROBE_KRETPROBE ? 'r' : 'p';
	}
}

const char *definition_event_name(struct arena *arena, const struct probe *probe, unsigned index,
				  const char *tag)
{
	const char *place = probe->event      ? probe->event
			    : probe->function ? probe->function
					      : "address";
	char *name = arena_printf(arena, "%c%u_%s_%.*s", kind_letter(probe), index, tag,
				  MAX_NAME_LEN, place);

	for (char *at = name; *at; at++) {
		if (!isalnum((unsigned char)*at))
			*at = '_';
	}
	if (strlen(name) > MAX_NAME_LEN)
		name[MAX_NAME_LEN] = '\0';
	return name;
}

/* A return probe's record has the caller's address in any case. */
static const char *kernel_field(const struct probe *probe, const struct fetch *fetch)
{
	if (definition_kind_of(probe) == DEFINITION_NONE)
		return fetch->name;
	if (fetch->base == FETCH_CALLER && probe->kind == PROBE_KRETPROBE && !fetch->nsteps)
		return "__probe_ret_ip";
	return NULL;
}

const char *definition_field_name(struct arena *arena, const struct probe *probe, unsigned index)
{
	const char *name = kernel_field(probe, &probe->fetches[index]);

	return name ? name : arena_printf(arena, "a%u", index);
}

/* ---- fetch arguments ---- */

static const char *write_return_argument(struct writer *w, int64_t number)
{
	if (!w->syntax->function_args_return)
		return "this kernel cannot follow function arguments in a return probe (6.9 and "
		       "later can): read what they point to at the entry, @entry(...)";
	buf_printf(w->out, "$arg%" PRId64, number);
	return NULL;
}

/*
 * $argN where the kernel takes it, that is for a symbol; at an address it does not know that it
 * stands at a function's entry.
 */
static const char *write_argument(struct writer *w, int64_t number)
{
	const struct arch *arch = w->syntax->arch;
	bool at_symbol = w->probe->function || w->probe->kind == PROBE_TRACEPOINT;

	if (number >= 1 && definition_is_iterator(w->syntax, w->probe))
		number++; /* behind void *__data */
	if (number < 1)
		return arena_printf(w->arena, "there is no argument number %" PRId64, number);
	if (w->probe->kind == PROBE_KRETPROBE)
		return write_return_argument(w, number);
	if (at_symbol && w->syntax->function_args)
		buf_printf(w->out, "$arg%" PRId64, number);
	else if (!arch)
		return "where function arguments are is not known on this machine";
	else if (number <= arch->nargs)
		buf_printf(w->out, "%%%s", arch->args[number - 1]);
	else
		buf_printf(w->out, "$stack%" PRId64, number - 1 - arch->nargs + arch->stack_args);
	return NULL;
}

static const char *write_register(struct writer *w, const char *name)
{
	const struct arch *arch = w->syntax->arch;
	const struct arch_register *found = arch ? arch_find_register(arch, name) : NULL;

	if (!found)
		return arena_printf(w->arena, "this machine has no register '%s'", name);
	buf_printf(w->out, "%%%s", found->kernel);
	w->bits = found->bits;
	w->shift = found->shift;
	return NULL;
}

static const char *write_caller(struct writer *w)
{
	if (w->probe->kind == PROBE_KRETPROBE)
		return "the caller's memory cannot be read in a return probe";
	if (!w->syntax->arch)
		return "where the return address is, is not known on this machine";
	buf_puts(w->out, w->syntax->arch->caller);
	return NULL;
}

static const char *write_frame(struct writer *w)
{
	if (!w->syntax->arch)
		return "where the stack pointer is, is not known on this machine: a return probe "
		       "cannot read what was at the entry";
	buf_puts(w->out, w->syntax->arch->stack_pointer);
	return NULL;
}

static const char *write_retval(struct writer *w)
{
	if (w->probe->kind != PROBE_KRETPROBE)
		return "there is a return value in return probes only";
	if (w->syntax->retval_register)
		buf_printf(w->out, "%%%s", w->syntax->arch->retval);
	else
		buf_puts(w->out, "$retval");
	return NULL;
}

/* "@SYMBOL+OFFSET" is what stands there; the address as such is a number that we know. */
static const char *write_symbol(struct writer *w, const struct fetch *fetch)
{
	uint64_t address;

	if (fetch->nsteps) {
		buf_printf(w->out, "@%s%+" PRId64, fetch->name, fetch->number + fetch->steps[0]);
		return NULL;
	}
	address = kallsyms_address(w->syntax->symbols, fetch->name);
	if (!address)
		return arena_printf(w->arena, "the address of kernel symbol '%s' is not known",
				    fetch->name);
	buf_printf(w->out, "\\0x%" PRIx64, address + (uint64_t)fetch->number);
	return NULL;
}

/*
 * What runs on a CPU is in a variable of each CPU: current_task on x86 (in pcpu_hot, at its
 * beginning, from Linux 6.2 to 6.14), __entry_task on arm64. Where these are for a CPU is that
 * address plus an element of __per_cpu_offset[].
 */
static const char *write_current(struct writer *w, int64_t cpu)
{
	static const char *const names[] = {"current_task", "pcpu_hot", "__entry_task"};
	uint64_t address = 0;

	for (unsigned i = 0; !address && i < sizeof(names) / sizeof(names[0]); i++)
		address = kallsyms_address(w->syntax->symbols, names[i]);
	if (!address)
		return "where this kernel keeps the current task is not known: read it in a probe "
		       "that "
		       "has a task as argument";
	buf_printf(w->out, "%+" PRId64 "(@__per_cpu_offset%+" PRId64 ")", (int64_t)address,
		   cpu * (int64_t)sizeof(uint64_t));
	return NULL;
}

static const char *write_address(struct writer *w, const struct fetch *fetch)
{
	uint64_t address = (uint64_t)fetch->number;

	if (fetch->nsteps)
		buf_printf(w->out, "@0x%" PRIx64, address + (uint64_t)fetch->steps[0]);
	else
		buf_printf(w->out, "\\0x%" PRIx64, address);
	return NULL;
}

/* A field of an array's size is to an event probe its first eight bytes. */
static const char *write_field(struct writer *w, const struct fetch *fetch)
{
	if (definition_kind_of(w->probe) == DEFINITION_ARGUMENTS)
		return "the event's fields are not in the record of the tracepoint's arguments";
	if (fetch->number)
		return arena_printf(w->arena,
				    "an event probe reaches the first element of the array '%s' "
				    "only: read other elements in a probe that reads no memory",
				    fetch->name);
	buf_printf(w->out, "$%s", fetch->name);
	return NULL;
}

static const char *write_base(struct writer *w, const struct fetch *fetch)
{
	switch (fetch->base) {
	case FETCH_FIELD:
		return write_field(w, fetch);
	case FETCH_ARG:
		return write_argument(w, fetch->number);
	case FETCH_REGISTER:
		return write_register(w, fetch->name);
	case FETCH_RETVAL:
		return write_retval(w);
	case FETCH_STACK:
		buf_printf(w->out, "$stack%" PRId64, fetch->number);
		return NULL;
	case FETCH_SYMBOL:
		return write_symbol(w, fetch);
	case FETCH_ADDRESS:
		return write_address(w, fetch);
	case FETCH_CALLER:
		return write_caller(w);
	case FETCH_FRAME:
		return write_frame(w);
	case FETCH_CURRENT:
		return write_current(w, fetch->number);
	case FETCH_USER_IP:
		return "only samples tell where a thread is in user mode";
	}
	return "unknown kind of fetch";
}

static bool base_takes_first_step(const struct fetch *fetch)
{
	return fetch->base == FETCH_SYMBOL || fetch->base == FETCH_ADDRESS;
}

/* A narrow register gives what it has: "ah" as eight bits at bit 8, "eax" as 32. */
static void write_type(struct writer *w, const struct fetch *fetch)
{
	const struct fetch_type_row *type = &fetch_types[fetch->type];

	if (fetch->type == FETCH_BYTES) {
		unsigned element = fetch_element_bytes(fetch->length);

		buf_printf(w->out, ":u%u[%u]", 8 * element, fetch->length / element);
		return;
	}
	if (fetch->bits) {
		buf_printf(w->out, ":b%u@%u/%u", fetch->bits, fetch->shift, 8u * type->bytes);
		return;
	}
	if (fetch->nsteps || w->bits >= 8u * type->bytes) {
		buf_printf(w->out, ":%s", type->name);
		return;
	}
	if (w->shift)
		buf_printf(w->out, ":b%u@%u/%u", w->bits, w->shift, w->bits + w->shift);
	else
		buf_printf(w->out, ":%c%u", type->name[0], w->bits);
}

/*
 * The kernel keeps 32 bits of what is added to an address, and silently so (struct fetch_insn,
 * kernel/trace/trace_probe.h, 6.1 and 6.12).
 */
static const char *write_step(struct writer *w, const struct fetch *fetch, unsigned i)
{
	int64_t step = fetch->steps[i];

	if (step != (int32_t)step)
		return arena_printf(w->arena,
				    "the kernel adds numbers of 32 bits to an address, and %" PRId64
				    " is more",
				    step);
	buf_printf(w->out, "%c%s%" PRIu64 "(", step < 0 ? '-' : '+',
		   fetch->user >> i & 1 ? "u" : "", step < 0 ? -(uint64_t)step : (uint64_t)step);
	return NULL;
}

const char *definition_write_value(struct writer *w, const struct fetch *fetch)
{
	unsigned first = base_takes_first_step(fetch) && fetch->nsteps;
	const char *error = NULL;

	w->bits = 64;
	w->shift = 0;
	for (unsigned i = fetch->nsteps; i > first && !error; i--)
		error = write_step(w, fetch, i - 1);
	if (!error)
		error = write_base(w, fetch);
	if (error)
		return error;
	buf_fill(w->out, ')', fetch->nsteps - first);
	return NULL;
}

static const char *write_expression(struct writer *w, const struct fetch *fetch)
{
	const char *error = definition_write_value(w, fetch);

	if (!error)
		write_type(w, fetch);
	return error;
}

/* ---- fetches ---- */

static const char *write_fetch(struct writer *w, unsigned index)
{
	const struct fetch *fetch = &w->probe->fetches[index];
	const char *error;
	size_t start;

	if (!fetch_is_of(w->probe->part, fetch) || kernel_field(w->probe, fetch))
		return NULL;
	buf_printf(w->out, " a%u=", index);
	start = w->out->len;
	error = write_expression(w, fetch);
	if (error)
		return error;
	error = definition_check_length(w, start);
	return error ? error : definition_write_guard(w, index);
}

static unsigned count_arguments(const struct probe *probe)
{
	unsigned count = definition_reads_memory(probe);

	for (unsigned i = 0; i < probe->nfetches; i++)
		if (fetch_is_of(probe->part, &probe->fetches[i]))
			count += 1u + (definition_guard_of(probe, i) == (int)i);
	return count;
}

/* ---- lines ---- */

static void write_function(struct writer *w, const char *function)
{
	if (w->probe->module)
		buf_printf(w->out, "%s:", w->probe->module);
	buf_puts(w->out, function);
}

static void write_tracepoint(struct writer *w, const char *group, const char *event)
{
	buf_printf(w->out, "%c:%s/%s ", definition_is_iterator(w->syntax, w->probe) ? 'p' : 't',
		   group, event);
	if (definition_is_iterator(w->syntax, w->probe))
		write_function(w, arena_printf(w->arena, "__traceiter_%s", w->probe->event));
	else
		buf_puts(w->out, w->probe->event);
}

static void write_place(struct writer *w, const char *group, const char *event)
{
	const struct probe *probe = w->probe;

	if (definition_kind_of(probe) == DEFINITION_ARGUMENTS) {
		write_tracepoint(w, group, event);
		return;
	}
	buf_putc(w->out, kind_letter(probe));
	if (probe->kind == PROBE_KRETPROBE && probe->maxactive && w->syntax->maxactive)
		buf_printf(w->out, "%" PRIu32, probe->maxactive);
	buf_printf(w->out, ":%s/%s ", group, event);
	if (probe->kind == PROBE_TRACEPOINT)
		buf_printf(w->out, "%s/%s", probe->system, probe->event);
	else if (!probe->function)
		buf_printf(w->out, "0x%" PRIx64, probe->address);
	else
		write_function(w, probe->function);
}

const char *definition_write(struct buf *out, struct arena *arena,
			     const struct kernel_syntax *syntax, const struct probe *probe,
			     const char *group, const char *event, const struct fetch **at)
{
	struct writer w = {.out = out, .arena = arena, .syntax = syntax, .probe = probe};
	size_t start = out->len;

	*at = NULL;
	write_place(&w, group, event);
	if (count_arguments(probe) > MAX_ARGUMENTS)
		return arena_printf(arena,
				    "the kernel takes %d arguments an event, this one has %u",
				    MAX_ARGUMENTS, count_arguments(probe));
	for (unsigned i = 0; i < probe->nfetches; i++) {
		const char *error = write_fetch(&w, i);

		if (error) {
			*at = &probe->fetches[i];
			return error;
		}
	}
	definition_write_last_text(&w);
	if (out->len - start > MAX_LINE_LEN)
		return arena_printf(arena,
				    "the kernel takes %d characters for one event, this one needs "
				    "%zu: read less in this handler",
				    MAX_LINE_LEN, out->len - start);
	return NULL;
}
