/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Process table: who was thread N at the time of the event?
 *
 * Purpose:  pid(), execname(), uid() and friends of a record, which names only a thread. Seeded
 *           once, then kept exact by lifecycle events that are merged into the same time order
 *           as the script's events (design: event-sourced).
 * Owner:    the engine, one per run, when program.needs has NEED_PROCESSES. Without a table, the
 *           events alone say which threads there are (NEED_THREADS).
 *
 * Limits of what the events say: credentials, groups, sessions and strings change by functions of
 * the kernel that can be probed, or, except for strings, by system calls that return
 * (process_calls.c), or stay those of the seed, handed down at each fork (process_table_missing());
 * credentials are the real ones, not those that override_creds() puts in their place; a process
 * whose parent ended has parent 1, also where a subreaper took it, if nothing tells of them; a
 * recording without a seed knows neither process nor parent of threads older than itself (-1), for
 * which a thread's own number is the best answer. Idle threads (tid 0, one for each CPU) are not in
 * the table: their name is "swapper/CPU".
 */
#ifndef MSTAP_RUNTIME_PROCESS_TABLE_H
#define MSTAP_RUNTIME_PROCESS_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/record_source.h"

struct arena;
struct process_table;

struct process {
	int32_t tid, tgid, ppid;
	int32_t parent_tid;	      /* the parent's thread that made it, as far as known */
	int64_t uid, euid, gid, egid; /* -1: not known */
	/* Of a process, kept with its first thread. */
	int32_t pgrp, sid;
	int32_t target_parent; /* it descends from the target, by this process; 0: it does not */
	char comm[16];
	bool exited;
	uint64_t seeded_ns; /* lifecycle records up to this time are already in it; 0: none */
};

struct process_table *process_table_new(void);
void process_table_free(struct process_table *table);

/* For record_source_ops.seed_processes; @table is the struct process_table. */
void process_table_seed(void *table, const struct process_seed *seed);

/*
 * The probes the table lives on, for attach_options.probes (behind the script's, optional).
 * @needs is program.needs: what it does not ask for is there as PROBE_NEVER, as is what the
 * kernel behind @source has not got. Returns how many stand at *@probes, in @arena.
 */
uint32_t process_table_probes(unsigned needs, struct record_source *source, struct arena *arena,
			      const struct probe **probes);

/*
 * What is not known because the @index-th of these probes is not attached, as the beginning of a
 * sentence; @bindings are of all of them. NULL when it is, or nothing that @needs asks for.
 */
const char *process_table_missing(unsigned needs, uint32_t index, const struct binding *bindings);

/* Takes in a record of its @index-th probe, before the script's handlers see the record. */
void process_table_update(struct process_table *table, uint32_t index,
			  const struct binding *binding, const struct record *record);

/* What a record of the @index-th probe says about the numbers that threads go by. */
struct thread_change {
	enum { THREAD_STAYS, THREAD_BEGINS, THREAD_RENUMBERED, THREAD_ENDS } kind;
	int32_t tid;
	int32_t other; /* BEGINS: who made it; RENUMBERED: its number before, perhaps the same */
};

struct thread_change process_thread_change(uint32_t index, const struct binding *binding,
					   const struct record *record);

/*
 * Makes @pid, begun by process @starter, and its descendants of now and later the target set.
 */
void process_table_set_target(struct process_table *table, int32_t pid, int32_t starter);

/*
 * Calls @visit for the living processes of the target set by ascending number; @current lives,
 * also when its exit is the event.
 */
void process_table_walk_target_set(const struct process_table *table, int32_t current,
				   void (*visit)(void *context, const struct process *process),
				   void *context);

/*
 * The parent of a thread: the kernel's is the thread that made it, and when that has ended,
 * another of its process. NULL when nothing is known about it, or there is none.
 */
const struct process *process_table_parent(const struct process_table *table,
					   const struct process *process);

/*
 * Argument @number of the process of thread @tid, from 0, or variable @name of its environment, as
 * of its last exec; of *@len bytes, not NUL-terminated. NULL when there is none or it is not known.
 */
const char *process_table_argument(const struct process_table *table, int32_t tid, uint32_t number,
				   uint32_t *len);
const char *process_table_variable(const struct process_table *table, int32_t tid, const char *name,
				   uint32_t name_len, uint32_t *len);

/* The thread, or NULL when nothing is known about it. Valid until the next update. */
const struct process *process_table_find(const struct process_table *table, int32_t tid);

#endif
