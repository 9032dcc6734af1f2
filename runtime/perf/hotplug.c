/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Processors that come and go.
 *
 * One that goes takes its events along: they are off, also when it is back (perf_event_exit_cpu()
 * and list_del_event(), kernel/events/core.c, 6.1 to 6.18), so that they are opened anew then. Of
 * the old ones only the one that owns the ring is kept, which the new ones write to.
 */
#include "config.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/xalloc.h"
#include "runtime/perf/hotplug.h"
#include "runtime/perf/uevents.h"

static const struct span nowhere;

/* ---- is an event still on? ---- */

static bool is_of(const struct perf_event *event, uint32_t cpu)
{
	return event->cpu == cpu && !event->gone;
}

/* The time of an event that is off stands still. */
static void find_gone(struct perf_source *perf, uint32_t first, uint32_t count)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	for (uint32_t i = 0; i < perf->nevents; i++)
		perf->events[i].enabled_ns = perf_read_event(&perf->events[i]).enabled_ns;
	nanosleep(&moment, NULL);
	for (uint32_t i = 0; i < perf->nevents; i++) {
		struct perf_event *event = &perf->events[i];

		if (event->started && !event->gone && event->cpu - first < count)
			event->gone = perf_read_event(event).enabled_ns == event->enabled_ns;
	}
}

/* ---- coming back ---- */

static void let_go(struct perf_source *perf, uint32_t cpu)
{
	for (uint32_t i = 0; i < perf->nevents; i++) {
		struct perf_event *event = &perf->events[i];

		if (event->cpu != cpu || event->fd < 0)
			continue;
		event->gone = true;
		event->lost = perf_read_event(event).lost;
		if (event->fd == perf->processors[cpu].ring.fd)
			continue;
		close(event->fd);
		event->fd = -1;
	}
}

static bool has_events(const struct perf_source *perf, uint32_t cpu)
{
	for (uint32_t i = 0; i < perf->nevents; i++)
		if (is_of(&perf->events[i], cpu))
			return true;
	return false;
}

static uint32_t find_processor(struct perf_source *perf, uint32_t number)
{
	uint32_t cpu = 0;

	while (cpu < perf->nprocessors && perf->processors[cpu].number != number)
		cpu++;
	if (cpu < perf->nprocessors)
		return cpu;
	perf->processors = xrealloc(perf->processors, (cpu + 1) * sizeof(*perf->processors));
	perf->processors[cpu] = (struct perf_processor){.number = number};
	perf->nprocessors++;
	return cpu;
}

static int open_again(struct perf_source *perf, uint32_t probe, uint32_t cpu)
{
	uint32_t before = perf->nevents;
	int error = perf_open_on(perf, probe, cpu);

	if (error || perf->nevents == before || !perf->started[probe])
		return error;
	return perf_start_event(&perf->events[before]);
}

/* Where some of them cannot be had, the others run: this is not the beginning any more. */
static void open_all_again(struct perf_source *perf, uint32_t cpu, struct diag_list *diags)
{
	for (uint32_t i = 0; i < perf->options.nprobes; i++) {
		int error = is_sampled(perf->options.probes[i].kind) ? open_again(perf, i, cpu) : 0;

		if (error)
			perf_refuse(&perf->options.probes[i], error, DIAG_WARNING, diags);
	}
}

static void open_if_gone(struct perf_source *perf, uint32_t cpu, struct diag_list *diags)
{
	if (has_events(perf, cpu))
		return;
	let_go(perf, cpu);
	open_all_again(perf, cpu, diags);
	perf->processors[cpu].returns += has_events(perf, cpu);
}

static void check_processor(struct perf_source *perf, uint32_t number, struct diag_list *diags)
{
	uint32_t cpu = find_processor(perf, number);

	find_gone(perf, cpu, 1);
	open_if_gone(perf, cpu, diags);
}

static void check_all(struct perf_source *perf, struct diag_list *diags)
{
	struct processors online;

	find_gone(perf, 0, perf->nprocessors);
	if (!processors_list(&online))
		for (uint32_t i = 0; i < online.count; i++)
			open_if_gone(perf, find_processor(perf, online.numbers[i]), diags);
	processors_free(&online);
}

void hotplug_look(struct perf_source *perf)
{
	for (uint32_t i = 0; i < perf->nevents; i++) {
		struct perf_event *event = &perf->events[i];
		uint64_t enabled_ns = perf_read_event(event).enabled_ns;

		perf->in_doubt |= event->started && !event->gone && !perf->stopped &&
				  enabled_ns == event->enabled_ns;
		event->enabled_ns = enabled_ns;
	}
}

/* Returns true if something may have happened that it was not told of. */
static bool follow_uevents(struct perf_source *perf, struct diag_list *diags)
{
	bool missed = perf->in_doubt;
	enum uevent what;
	uint32_t number;

	perf->in_doubt = false;
	while (perf->uevents_fd >= 0 &&
	       (what = uevents_next(perf->uevents_fd, &number)) != UEVENT_NONE)
		if (what == UEVENT_ONLINE)
			check_processor(perf, number, diags);
		else
			missed = true;
	return missed;
}

void hotplug_follow(struct perf_source *perf, struct diag_list *diags)
{
	if (follow_uevents(perf, diags))
		check_all(perf, diags);
}

/* ---- what is to be said ---- */

static void warn_of_processor(const struct perf_source *perf, uint32_t cpu, struct diag_list *diags)
{
	const struct perf_processor *processor = &perf->processors[cpu];

	if (processor->returns)
		diag_add(diags, DIAG_WARNING, nowhere, NULL,
			 "CPU %u came online while the script ran (times: %u): it was not sampled "
			 "until mstap had learned of it",
			 processor->number, processor->returns);
	if (!has_events(perf, cpu))
		diag_add(diags, DIAG_WARNING, nowhere, NULL,
			 "CPU %u went offline while the script ran: from then on it was not "
			 "sampled",
			 processor->number);
}

static bool is_known(const struct perf_source *perf, uint32_t number)
{
	for (uint32_t i = 0; i < perf->nprocessors; i++)
		if (perf->processors[i].number == number)
			return true;
	return false;
}

void hotplug_report(struct perf_source *perf, struct diag_list *diags)
{
	struct processors online;

	find_gone(perf, 0, perf->nprocessors);
	for (uint32_t cpu = 0; cpu < perf->nprocessors; cpu++)
		warn_of_processor(perf, cpu, diags);
	if (!processors_list(&online))
		for (uint32_t i = 0; i < online.count; i++)
			if (!is_known(perf, online.numbers[i]))
				diag_add(diags, DIAG_WARNING, nowhere, NULL,
					 "CPU %u came online while the script ran: it was not "
					 "sampled",
					 online.numbers[i]);
	processors_free(&online);
}
