/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hotplug: samples of processors that come and go while the script runs.
 *
 * Purpose:  opens the events of one that has come, and says what was missed.
 * Owner:    plain functions on the source's state.
 */
#ifndef MSTAP_RUNTIME_PERF_HOTPLUG_H
#define MSTAP_RUNTIME_PERF_HOTPLUG_H

#include "runtime/perf/state.h"

struct diag_list;

/* Takes in what the kernel told of processors; an event that cannot be had there is a warning. */
void hotplug_follow(struct perf_source *perf, struct diag_list *diags);

/*
 * Has the time of an event stood still since the last call? Processors are checked then: a suspend
 * takes them away and brings them back without a word, and not everybody is sent uevents.
 */
void hotplug_look(struct perf_source *perf);

/* At the end, before the events are switched off: warns of processors that were not sampled. */
void hotplug_report(struct perf_source *perf, struct diag_list *diags);

#endif
