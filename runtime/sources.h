/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sources: the record sources of one run as one stream of records.
 *
 * Purpose:  the main source serves most probes, the one beside it (record_source.beside) those that
 *           are is_sampled(). Only those that have something to serve are attached, and the engine
 *           sees one order of time, one table of bindings and one list of losses.
 * Owner:    the engine, one per run; the sources belong to the driver.
 */
#ifndef MSTAP_RUNTIME_SOURCES_H
#define MSTAP_RUNTIME_SOURCES_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/record_source.h"

#define SOURCES_MAX 2

struct sources {
	struct record_source *items[SOURCES_MAX]; /* attached ones */
	const struct binding *theirs[SOURCES_MAX];
	unsigned count;
	const struct probe *probes; /* of attach_options */
	uint32_t nprobes;
	struct binding *bindings; /* of two sources, merged */
	struct record heads[SOURCES_MAX];
	bool has_head[SOURCES_MAX];
	int wake_fd; /* an epoll of all that ends the sleep of two sources; -1: none yet */
};

/*
 * Attaches @main and the one beside it, as far as there are probes for them. As
 * record_source_ops.attach; sources_close() is due in any case.
 */
int sources_attach(struct sources *sources, struct record_source *main,
		   const struct attach_options *options, const struct binding **bindings,
		   struct diag_list *diags);
/* Forgets them; they are closed by their owner. */
void sources_close(struct sources *sources);

/* These are as the operations of record_source_ops. */
int sources_start(struct sources *sources, uint32_t first, uint32_t count, struct diag_list *diags);
void sources_stop(struct sources *sources, struct diag_list *diags);
void sources_wait(struct sources *sources, int fd, int timeout_ms);
int sources_collect(struct sources *sources, uint64_t *horizon_ns, struct diag_list *diags);
unsigned sources_losses(struct sources *sources, struct loss *out, unsigned max);

/* Of records of the same time, the main source's come first. */
bool sources_next_of_two(struct sources *sources, uint64_t until_ns, struct record *out);
static inline bool sources_next(struct sources *sources, uint64_t until_ns, struct record *out)
{
	struct record_source *first = sources->items[0];

	return sources->count == 1 ? first->ops->next(first, until_ns, out)
				   : sources_next_of_two(sources, until_ns, out);
}

#endif
