/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside the process table: its entries, for the file that applies lifecycle records to them.
 *
 * Owner:    struct process_table. Pointers to entries are valid until the next
 *           process_entry_renew().
 */
#ifndef MSTAP_RUNTIME_PROCESS_ENTRIES_H
#define MSTAP_RUNTIME_PROCESS_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/process_table.h"

/*
 * The events that change the table, in the order of process_table_update()'s index: tracepoints as
 * T(row, needs, system, name), kernel functions as F(row, needs, name, is slot 0 the thread
 * concerned or is it the current one, what is not known where they cannot be probed, and what where
 * process_calls.def stands in for them). Needs: any of them makes the event wanted.
 */
#define PROCESS_EVENTS(T, F)                                                                     \
	T(newtask, NEED_PROCESSES | NEED_THREADS, "task", "task_newtask")                        \
	T(fork, NEED_PROCESSES | NEED_THREADS, "sched", "sched_process_fork")                    \
	T(rename, NEED_PROCESSES, "task", "task_rename")                                         \
	T(exec, NEED_PROCESSES | NEED_THREADS, "sched", "sched_process_exec")                    \
	T(exit, NEED_PROCESSES | NEED_THREADS, "sched", "sched_process_exit")                    \
	F(credentials, NEED_CREDENTIALS, "commit_creds", false,                                  \
	  "uid(), euid(), gid() and egid() do not follow setuid(2), its likes and set-uid "      \
	  "programs",                                                                            \
	  "uid(), euid(), gid() and egid() follow only the system calls that change them, not "  \
	  "set-uid programs, 32-bit programs, user namespaces and capabilities without "         \
	  "root")                                                                                \
	F(exchange, NEED_CREDENTIALS, "exchange_tids", false, NULL, NULL)                        \
	F(strings0, NEED_ARGUMENTS | NEED_ENVIRONMENT, "setup_new_exec", false,                  \
	  "cmdline_str(), cmdline_arg(), cmdline_args() and env_var() do not follow exec", NULL) \
	F(strings1, NEED_ENVIRONMENT, "setup_new_exec", false, NULL, NULL)                       \
	F(strings2, NEED_ENVIRONMENT, "setup_new_exec", false, NULL, NULL)                       \
	F(strings3, NEED_ENVIRONMENT, "setup_new_exec", false, NULL, NULL)                       \
	F(reaper, NEED_PARENTS, "exit_signals", false,                                           \
	  "ppid() and pexecname() take a child whose parent ended for one of init, not of a "    \
	  "subreaper",                                                                           \
	  "ppid() and pexecname() take a child whose parent ended for one of init, not of a "    \
	  "process that was a subreaper before the run")                                         \
	F(group, NEED_GROUPS, "change_pid", true,                                                \
	  "pgrp() and sid() do not follow setpgid(2) and setsid(2)",                             \
	  "pgrp() and sid() follow setpgid(2) and setsid(2), but not of 32-bit programs, nor "   \
	  "setpgid(2) with numbers of another pid namespace")

/* Each has two rows behind those: its entry and its return. */
enum process_call {
	PROCESS_CALL_NONE,
#define CALL(name, needs, row, first, second) PROCESS_CALL_##name,
#include "runtime/process_calls.def"
#undef CALL
};

/* Slots of the rows strings*, and how much they hold. */
enum strings_slot { STRINGS_FROM, STRINGS_TO, STRINGS_ARGS, STRINGS_VARIABLES, STRINGS_BLOCK };
#define STRINGS_BLOCKS	    5 /* MAX_PROBE_EVENT_SIZE is 3072 (kernel/trace/trace_probe.h) */
#define STRINGS_BLOCK_BYTES FETCH_BLOCK_BYTES
#define STRINGS_PART_BYTES  (STRINGS_BLOCKS * STRINGS_BLOCK_BYTES)
#define STRINGS_MAX_BYTES   (4 * STRINGS_PART_BYTES)

/* Arguments and environment of a process, kept with its first thread. */
struct process_strings {
	char *text; /* NUL behind each; NULL: not known */
	uint32_t len;
	uint32_t nargs;	     /* so many are arguments */
	uint32_t nvariables; /* so many, at the end, are environment */
	bool has_tail;	     /* more than the first part is known */
	bool is_cut;	     /* between the first part and the others something is missing */
	bool is_done;	     /* exec has been said to be done with them */
};

struct process_entry {
	struct process process; /* tid 0: a free entry */
	uint32_t next;		/* in its bucket, or in the free list */
	uint32_t exit_number;	/* tells this exit from earlier ones of the same tid */
	/* Of a process, kept with its first thread; as far as they are known. */
	uint32_t nthreads;  /* living */
	uint32_t nchildren; /* living */
	bool is_subreaper;  /* takes the orphans among its descendants */
	int32_t init_tid;   /* of its pid namespace, as far as known; 0: it is not */
	struct process_strings strings;
	/* Of a thread, where system calls tell of changes: the one that it is in. */
	enum process_call call;
	uint32_t call_arguments[2];
};

struct exited_thread {
	int32_t tid;
	uint32_t exit_number;
};

struct process_table {
	struct process_entry *entries;
	uint32_t nentries, cap;
	uint32_t free;
	uint32_t *buckets;
	uint32_t nbuckets; /* a power of two */
	uint32_t used;
	struct exited_thread *exited; /* a ring */
	uint32_t nexited;	      /* ever */
	bool sees_newtask, sees_rename, sees_credentials;
};

/* Of a record of row reaper: so many ancestors, from the parent on, are told about. */
enum reaper_slot { REAPER_INIT, REAPER_ANCESTOR };
#define REAPER_ANCESTORS 5

struct process_entry *process_entry_find(const struct process_table *table, int32_t tid);

/* The entry of @tid, made or emptied: nothing of a former thread of that number stays. */
struct process_entry *process_entry_renew(struct process_table *table, int32_t tid);

/*
 * Marks @entry as exited. It can be found until its tid is used again, or thousands of others
 * exited after it; the first thread of a process at least as long as another of it lives.
 */
void process_entry_exit(struct process_table *table, struct process_entry *entry);

/* Counts a thread that is there now in its process, and a process in its parent. */
void process_entry_count(struct process_table *table, const struct process_entry *entry);

void process_strings_free(struct process_entry *entry);
/* Copies @from, whose text is the caller's. */
void process_strings_set(struct process_entry *entry, const struct process_strings *from);
/* A record of row strings@part. */
void process_strings_take(struct process_entry *entry, unsigned part, const struct record *record,
			  const struct field_place *slots);
/* The exec that the strings came with is done. */
void process_strings_done(struct process_entry *entry);

/* A thread of which nothing else is known. */
struct process process_unknown(int32_t tid);

/* The children of process @first, which ended, get another parent. */
void process_reparent(struct process_table *table, const struct process_entry *first);
/* A record of row reaper, about the process of thread @tid. */
void process_reaper_take(struct process_table *table, int32_t tid, const struct record *record,
			 const struct field_place *slots);

/* The system call that @entry's thread is in returned @result: what changed by it. */
void process_call_done(struct process_table *table, struct process_entry *entry,
		       enum process_call number, int64_t result);

/* Cut at the 15 characters that the kernel keeps. */
void process_set_comm(struct process *process, const char *text, size_t len);

#endif
