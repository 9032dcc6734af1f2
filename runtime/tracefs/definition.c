/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/definition.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "runtime/program.h"
#include "runtime/tracefs/arch.h"
#include "runtime/tracefs/kallsyms.h"

/* The kernel's limits: kernel/trace/trace_probe.h, kernel/trace/trace.c (WRITE_BUFSIZE). */
#define MAX_EXPRESSION_LEN 63
#define MAX_ARGUMENTS	   128
#define MAX_NAME_LEN	   63
#define MAX_LINE_LEN	   4094

void kernel_syntax_read(struct kernel_syntax *syntax, const char *readme)
{
	const char *in_return = strstr(readme, "return probes support:");

	syntax->function_args = !*readme || strstr(readme, "$arg<N>");
	syntax->maxactive = !*readme || strstr(readme, "r[maxactive]");
	syntax->function_args_return = in_return && strstr(in_return, "$arg<N>");
}

bool definition_is_needed(const struct probe *probe)
{
	return probe->kind == PROBE_KPROBE || probe->kind == PROBE_KRETPROBE;
}

/* ---- names ---- */

const char *definition_event_name(struct arena *arena, const struct probe *probe, unsigned index,
				  const char *tag)
{
	const char *function = probe->function ? probe->function : "address";
	char *name = arena_printf(arena, "%c%u_%s_%.*s", probe->kind == PROBE_KRETPROBE ? 'r' : 'p',
				  index, tag, MAX_NAME_LEN, function);

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
	if (fetch->base == FETCH_FIELD)
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

struct writer {
	struct buf *out;
	struct arena *arena;
	const struct kernel_syntax *syntax;
	const struct probe *probe;
	/* What a register of less than 64 bits makes of the type. */
	unsigned bits;
	unsigned shift;
};

static const char *const type_names[] = {
#define X(name, text, bytes) text,
	FETCH_TYPES(X)
#undef X
};

static const unsigned type_bits[] = {
#define X(name, text, bytes) 8 * bytes,
	FETCH_TYPES(X)
#undef X
};

static const char *write_return_argument(struct writer *w, int64_t number)
{
	if (!w->syntax->function_args_return)
		return "this kernel cannot fetch function arguments in a return probe (6.9 and "
		       "later can): save them in a probe on the entry";
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

	if (number < 1)
		return arena_printf(w->arena, "there is no argument number %" PRId64, number);
	if (w->probe->kind == PROBE_KRETPROBE)
		return write_return_argument(w, number);
	if (w->probe->function && w->syntax->function_args)
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

static const char *write_retval(struct writer *w)
{
	if (w->probe->kind != PROBE_KRETPROBE)
		return "there is a return value in return probes only";
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

static const char *write_address(struct writer *w, const struct fetch *fetch)
{
	uint64_t address = (uint64_t)fetch->number;

	if (fetch->nsteps)
		buf_printf(w->out, "@0x%" PRIx64, address + (uint64_t)fetch->steps[0]);
	else
		buf_printf(w->out, "\\0x%" PRIx64, address);
	return NULL;
}

static const char *write_base(struct writer *w, const struct fetch *fetch)
{
	switch (fetch->base) {
	case FETCH_FIELD:
		return "a field of the event cannot be followed here";
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
	if (fetch->nsteps || w->bits >= type_bits[fetch->type]) {
		buf_printf(w->out, ":%s", type_names[fetch->type]);
		return;
	}
	if (w->shift)
		buf_printf(w->out, ":b%u@%u/%u", w->bits, w->shift, w->bits + w->shift);
	else
		buf_printf(w->out, ":%c%u", type_names[fetch->type][0], w->bits);
}

/* The value without its type. */
static const char *write_value(struct writer *w, const struct fetch *fetch)
{
	unsigned first = base_takes_first_step(fetch) && fetch->nsteps;
	const char *error;

	w->bits = 64;
	w->shift = 0;
	for (unsigned i = fetch->nsteps; i > first; i--) {
		int64_t step = fetch->steps[i - 1];

		buf_printf(w->out, "%c%s%" PRIu64 "(", step < 0 ? '-' : '+', fetch->user ? "u" : "",
			   step < 0 ? -(uint64_t)step : (uint64_t)step);
	}
	error = write_base(w, fetch);
	if (error)
		return error;
	buf_fill(w->out, ')', fetch->nsteps - first);
	return NULL;
}

static const char *write_expression(struct writer *w, const struct fetch *fetch)
{
	const char *error = write_value(w, fetch);

	if (!error)
		write_type(w, fetch);
	return error;
}

/* ---- guards ---- */

static bool is_memory_integer(const struct fetch *fetch)
{
	return fetch->base != FETCH_FIELD && fetch->nsteps && fetch->type != FETCH_STRING &&
	       fetch->type != FETCH_USTRING && fetch->type != FETCH_BLOCK;
}

/* Are both read through the same pointer, at whatever offset? */
static bool same_pointer(const struct fetch *a, const struct fetch *b)
{
	if (a->base != b->base || a->number != b->number || a->nsteps != b->nsteps ||
	    a->user != b->user)
		return false;
	if (a->name != b->name && (!a->name || !b->name || strcmp(a->name, b->name) != 0))
		return false;
	return memcmp(a->steps, b->steps, (a->nsteps - 1u) * sizeof(a->steps[0])) == 0;
}

int definition_guard_of(const struct probe *probe, unsigned index)
{
	const struct fetch *fetch = &probe->fetches[index];

	if (!is_memory_integer(fetch))
		return -1;
	for (unsigned i = 0; i < index; i++)
		if (is_memory_integer(&probe->fetches[i]) &&
		    same_pointer(&probe->fetches[i], fetch))
			return (int)i;
	return (int)index;
}

const char *definition_guard_name(struct arena *arena, unsigned index)
{
	return arena_printf(arena, "g%u", index);
}

static void write_guard(struct writer *w, unsigned index)
{
	const struct fetch *fetch = &w->probe->fetches[index];

	if (definition_guard_of(w->probe, index) != (int)index)
		return;
	buf_printf(w->out, " g%u=", index);
	write_value(w, fetch);
	buf_puts(w->out, fetch->user ? ":ustring" : ":string");
}

static const char *write_fetch(struct writer *w, unsigned index)
{
	const struct fetch *fetch = &w->probe->fetches[index];
	const char *error;
	size_t start;

	if (kernel_field(w->probe, fetch))
		return fetch->nsteps ? write_base(w, fetch) : NULL;
	buf_printf(w->out, " a%u=", index);
	start = w->out->len;
	error = write_expression(w, fetch);
	if (error)
		return error;
	if (w->out->len - start > MAX_EXPRESSION_LEN)
		return arena_printf(w->arena,
				    "the kernel takes %d characters for one expression, this one "
				    "needs %zu: %s",
				    MAX_EXPRESSION_LEN, w->out->len - start, w->out->data + start);
	write_guard(w, index);
	return NULL;
}

static unsigned count_arguments(const struct probe *probe)
{
	unsigned count = probe->nfetches;

	for (unsigned i = 0; i < probe->nfetches; i++)
		count += definition_guard_of(probe, i) == (int)i;
	return count;
}

/* ---- lines ---- */

static void write_place(struct writer *w, const char *group, const char *event)
{
	const struct probe *probe = w->probe;

	buf_putc(w->out, probe->kind == PROBE_KRETPROBE ? 'r' : 'p');
	if (probe->kind == PROBE_KRETPROBE && probe->maxactive && w->syntax->maxactive)
		buf_printf(w->out, "%" PRIu32, probe->maxactive);
	buf_printf(w->out, ":%s/%s ", group, event);
	if (!probe->function)
		buf_printf(w->out, "0x%" PRIx64, probe->address);
	else if (probe->module)
		buf_printf(w->out, "%s:%s", probe->module, probe->function);
	else
		buf_puts(w->out, probe->function);
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
	if (out->len - start > MAX_LINE_LEN)
		return arena_printf(arena,
				    "the kernel takes %d characters for one event, this one needs "
				    "%zu: read less in this handler",
				    MAX_LINE_LEN, out->len - start);
	return NULL;
}
