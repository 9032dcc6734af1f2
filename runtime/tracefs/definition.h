/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Definitions: probes as the kernel spells them.
 *
 * Purpose:  struct probe to a line of kprobe_events or dynamic_events. Knows the kernel's limits
 *           and what its versions can do; changes nothing.
 * Owner:    plain functions; struct kernel_syntax is filled once by the tracefs source.
 *
 * Syntax: Documentation/trace/kprobetrace.rst and eprobetrace.rst (of event probes; 6.15 on), and
 * README of tracefs.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_DEFINITION_H
#define MSTAP_RUNTIME_TRACEFS_DEFINITION_H

#include <stdbool.h>

struct arch;
struct arena;
struct buf;
struct fetch;
struct kallsyms;
struct probe;

/* What the running kernel understands. */
struct kernel_syntax {
	const struct arch *arch; /* NULL: not in our table */
	struct kallsyms *symbols;
	bool function_args;	   /* $argN at a function's entry */
	bool function_args_return; /* and in return probes (6.9 on) */
	bool maxactive;		   /* rN: */
	bool raw_tracepoints;	   /* t: (6.5 on) */
	bool retval_register;	   /* $retval by its register: it is refused for void functions */
};

/* What a probe becomes in the kernel. */
enum definition_kind {
	DEFINITION_NONE,   /* nothing of ours: a timer, a tracepoint's own event */
	DEFINITION_KPROBE, /* p: and r:, in kprobe_events */
	DEFINITION_EVENT,  /* e:, in dynamic_events */
	/*
	 * The arguments of a tracepoint: t: in dynamic_events, or where there is none, p: on the
	 * function __traceiter_NAME, which runs as long as the tracepoint has two consumers (with
	 * one, that is called directly: include/linux/tracepoint.h, kernel/tracepoint.c, 5.10 on).
	 */
	DEFINITION_ARGUMENTS,
};

/*
 * Reads @syntax off the text of tracefs' README. Empty text (tracefs is closed to us): what
 * Debian 12's kernel has.
 */
void kernel_syntax_read(struct kernel_syntax *syntax, const char *readme);

enum definition_kind definition_kind_of(const struct probe *probe);

/* Are both of one event of the kernel's own, that is there once for all its probes? */
bool definition_same_event(const struct probe *a, const struct probe *b);

/* Does it take a tracepoint's iterator, to be kept running by consumers? */
bool definition_is_iterator(const struct kernel_syntax *syntax, const struct probe *probe);

/* The event name of the @index-th probe in the group mstap_@tag; it is not used twice. */
const char *definition_event_name(struct arena *arena, const struct probe *probe, unsigned index,
				  const char *tag);

/*
 * Appends the line (without newline) that defines @probe as the event @group/@event. Returns
 * NULL, or a sentence, made in @arena, that says what in it cannot be had; *@at is then the
 * fetch concerned, or NULL.
 */
const char *definition_write(struct buf *out, struct arena *arena,
			     const struct kernel_syntax *syntax, const struct probe *probe,
			     const char *group, const char *event, const struct fetch **at);

/*
 * The fetch of @probe whose guard says whether the @index-th could be read: the first integer
 * read through the same pointer. -1: it cannot fail, or says so itself.
 */
int definition_guard_of(const struct probe *probe, unsigned index);

/*
 * The field that holds the guard of the @index-th fetch: a pointer's text or, where that would take
 * too long an expression, the memory itself as text (@is_text). In @arena.
 */
const char *definition_guard_name(struct arena *arena, unsigned index, bool is_text);

/*
 * The field of the event that holds the @index-th fetch, as named by definition_write(), or by
 * the kernel. In @arena.
 */
const char *definition_field_name(struct arena *arena, const struct probe *probe, unsigned index);

#endif
