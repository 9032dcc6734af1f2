/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The function tracer of our own instance, in place of kprobes.
 *
 * Purpose:  probes of many functions by one pattern that read nothing but what each record has
 *           (time, CPU, thread): one word in set_ftrace_filter instead of an event each. 78
 *           functions are on and off in a tenth of a second where kprobes take some.
 * Owner:    the tracefs source. The tracer goes with the instance (kernel/trace/trace.c,
 *           __remove_instance() sets "nop").
 *
 * Records (ftrace:function) have the address of the call at the function's entry. They are told
 * apart by it: each function gets an event number of ours, above those of the kernel.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_FUNCTION_TRACER_H
#define MSTAP_RUNTIME_TRACEFS_FUNCTION_TRACER_H

#include <stdbool.h>
#include <stdint.h>

struct attach_options;
struct record;
struct tracefs_source;

struct traced_function {
	uint64_t address;
	const char *name;
	bool taken; /* in set_ftrace_filter */
};

struct function_tracer {
	struct traced_function *functions; /* by address */
	uint32_t nfunctions;
	uint32_t event;	    /* the kernel's number of ftrace:function */
	uint16_t ip_offset; /* in its records */
	bool running;
	int filter_fd; /* until it is set; -1: there is nothing to be traced */
};

/*
 * Opens the filter if there are functions for it; needs the instance, and comes before its buffers
 * are set up (buffers.h), so that the filter is set meanwhile: both take tens of milliseconds.
 */
void function_tracer_open(struct tracefs_source *state, const struct attach_options *options);

/*
 * Chooses the probes that the tracer takes, and sets its filter. What it cannot take, for whatever
 * reason, stays with kprobes.
 */
void function_tracer_prepare(struct tracefs_source *state, const struct attach_options *options);

/* Leaves the filter alone, if it is still open: an instance with an open file stays. */
void function_tracer_close(struct function_tracer *tracer);

/* The event number of the @index-th probe's records; 0: the tracer does not take it. */
uint32_t function_tracer_event(const struct tracefs_source *state, uint32_t index);

/*
 * Is sysctl kernel.ftrace_enabled 0? Then neither the tracer nor kprobes on the entries of
 * functions are called, and nothing says so (measured on 6.1; kernel/kprobes.c arms such by
 * ftrace).
 */
bool function_tracer_switched_off(void);

/* Switches it on, once. Returns 0, or -1 with errno. */
int function_tracer_start(struct tracefs_source *state);

/*
 * Gives a record of the tracer the number of its function. Returns false when nobody asked for
 * it; other records stay as they are.
 */
bool function_tracer_translate(const struct function_tracer *tracer, struct record *record);

#endif
