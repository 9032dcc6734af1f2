/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kernel.trace("pattern"), kernel.tracepoint("pattern"), module("m").trace("pattern"). */
#include "config.h"

#include <string.h>

#include "compiler/points.h"

struct trace_point {
	const char *spelling; /* trace or tracepoint */
	const char *module;   /* NULL: wherever it is */
	const char *system;   /* NULL: any */
	const char *name;
	/* Where @module is a pattern: the iterators of tracepoints in the modules that it means. */
	const struct kernel_function *iterators;
	unsigned niterators;
};

static struct trace_point trace_point(struct compilation *c, const struct point_match *m)
{
	const struct probe_point *point = m->point;
	const char *text = m->args[m->nargs - 1]->string.text;
	const char *colon = strchr(text, ':');
	struct trace_point trace = {
		.spelling = point->components[point->ncomponents - 1].name,
		.module = m->nargs > 1 ? m->args[0]->string.text : NULL,
		.name = colon ? colon + 1 : text,
	};

	if (colon && colon != text)
		trace.system = arena_strndup(c->arena, text, (size_t)(colon - text));
	return trace;
}

static unsigned no_such_tracepoint(struct expansion *x, const struct point_match *m,
				   const struct trace_point *trace)
{
	struct compilation *c = x->c;
	struct candidates list = {0};
	const struct event_name *events;
	const char *why, *similar;
	int count = c->options->catalog->find_events(c->options->source, trace->system, "*",
						     &events, &why);

	for (int i = 0; i < count; i++)
		arena_push(c->arena, list.items, list.count, events[i].name);
	similar = similar_names(c, trace->name, &list);
	if (*similar)
		similar = arena_printf(c->arena, " (similar tracepoints: %s",
				       similar + strlen(" (similar: "));
	return point_error(x, m, "no match%s", similar);
}

/*
 * The events of single system calls stand on the two tracepoints sys_enter and sys_exit. To stap
 * they are none, so that a pattern means them only when it names their system.
 */
static bool is_meant(const struct trace_point *trace, const struct event_name *event)
{
	return strcmp(event->system, "syscalls") != 0 || !has_wildcard(trace->name) ||
	       (trace->system && strcmp(trace->system, "*") != 0);
}

/* Each tracepoint has such a function, where it is defined (include/linux/tracepoint.h). */
#define ITERATOR "__traceiter_"

/* Returns 0 after an error. */
static unsigned find_modules(struct expansion *x, const struct point_match *m,
			     struct trace_point *trace)
{
	const struct compile_options *options = x->c->options;
	const char *why = NULL;
	int count;

	if (!trace->module)
		return 1;
	if (!has_wildcard(trace->module))
		return point_check_module(x, m, trace->module);
	count = options->catalog->find_functions(options->source, trace->module, ITERATOR "*",
						 &trace->iterators, &why);
	if (count < 0)
		return point_error(x, m, "%s", why);
	trace->niterators = (unsigned)count;
	return 1;
}

/* The module that @trace means and @event is in; NULL: it is in none. */
static const char *module_of(struct compilation *c, const struct trace_point *trace,
			     const struct event_name *event)
{
	const char *function = arena_printf(c->arena, ITERATOR "%s", event->name);

	if (!has_wildcard(trace->module))
		return c->options->catalog->has_function(c->options->source, trace->module,
							 function) != ANSWER_NO
			       ? trace->module
			       : NULL;
	for (unsigned i = 0; i < trace->niterators; i++)
		if (strcmp(trace->iterators[i].name, function) == 0)
			return trace->iterators[i].module;
	return NULL;
}

static const char *event_text(struct compilation *c, const struct trace_point *trace,
			      const char *module, const struct event_name *event)
{
	const char *place = "kernel";

	if (module)
		place = arena_printf(c->arena, "module(\"%s\")", module);
	return arena_printf(c->arena, "%s.%s(\"%s:%s\")", place, trace->spelling, event->system,
			    event->name);
}

/* "syscall.read.return" is the return of a call, kernel.trace("syscalls:sys_exit_read") an event.
 */
static bool is_return(const struct expansion *x)
{
	const struct probe_point *name;

	if (!x->aliases || !x->aliases->script->is_library)
		return false;
	name = x->aliases->decl->aliases.items[0];
	return strcmp(name->components[name->ncomponents - 1].name, "return") == 0;
}

/* The event at the entry of the call that @event is the return of, or NULL. */
static const char *call_entry_of(const struct expansion *x, const struct event_name *event)
{
	static const char exit[] = "sys_exit";

	if (!is_return(x) || strncmp(event->name, exit, strlen(exit)) != 0 ||
	    (strcmp(event->system, "syscalls") != 0 && strcmp(event->system, "raw_syscalls") != 0))
		return NULL;
	return arena_printf(x->c->arena, "sys_enter%s", event->name + strlen(exit));
}

static unsigned add_event(struct expansion *x, const struct point_match *m,
			  const struct trace_point *trace, const char *module,
			  const struct event_name *event)
{
	struct compilation *c = x->c;
	const char *why = NULL;
	const struct event_format *format = c->options->catalog->event_format(
		c->options->source, event->system, event->name, &why);
	struct derived *d;

	if (!format)
		return point_error(x, m, "%s", why);
	d = add_derived(x, m, PROBE_TRACEPOINT, event_text(c, trace, module, event));
	d->format = format;
	d->probe->module = module;
	d->probe->system = event->system;
	d->probe->event = event->name;
	d->call_entry = call_entry_of(x, event);
	return 1;
}

unsigned point_trace(struct expansion *x, const struct point_match *m)
{
	struct compilation *c = x->c;
	struct trace_point trace = trace_point(c, m);
	const struct event_name *events = NULL;
	const char *why = NULL;
	unsigned made = 0, matching = 0;
	int count;

	if (!*trace.name)
		return point_error(x, m, "invalid tracepoint string provided");
	if (!find_modules(x, m, &trace))
		return 0;
	count = c->options->catalog->find_events(c->options->source, trace.system, trace.name,
						 &events, &why);
	if (count < 0)
		return point_error(x, m, "%s", why);
	for (int i = 0; i < count; i++) {
		const char *module = NULL;

		if (!is_meant(&trace, &events[i]))
			continue;
		if (trace.module && !(module = module_of(c, &trace, &events[i])))
			continue;
		matching++;
		made += add_event(x, m, &trace, module, &events[i]);
	}
	return matching ? made : no_such_tracepoint(x, m, &trace);
}
