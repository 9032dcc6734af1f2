/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/process_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/xalloc.h"
#include "runtime/process_entries.h"

#ifdef MSTAP_STRESS
#define FIRST_BUCKETS 1
#define EXITED_MAX    4
#else
#define FIRST_BUCKETS 256
#define EXITED_MAX    8192 /* exited threads that are remembered */
#endif

#define NONE UINT32_MAX

static uint32_t *make_buckets(uint32_t count)
{
	uint32_t *buckets = xmalloc(count * sizeof(*buckets));

	for (uint32_t i = 0; i < count; i++)
		buckets[i] = NONE;
	return buckets;
}

struct process_table *process_table_new(void)
{
	struct process_table *table = xcalloc(1, sizeof(*table));

	table->free = NONE;
	table->nbuckets = FIRST_BUCKETS;
	table->buckets = make_buckets(table->nbuckets);
	table->exited = xcalloc(EXITED_MAX, sizeof(*table->exited));
	return table;
}

void process_table_free(struct process_table *table)
{
	if (!table)
		return;
	for (uint32_t i = 0; i < table->nentries; i++)
		process_strings_free(&table->entries[i]);
	free(table->entries);
	free(table->buckets);
	free(table->exited);
	free(table);
}

static uint32_t *bucket_of(const struct process_table *table, int32_t tid)
{
	return &table->buckets[hash_mix(0, (uint32_t)tid) & (table->nbuckets - 1)];
}

struct process_entry *process_entry_find(const struct process_table *table, int32_t tid)
{
	for (uint32_t at = *bucket_of(table, tid); at != NONE; at = table->entries[at].next) {
		if (table->entries[at].process.tid == tid)
			return &table->entries[at];
	}
	return NULL;
}

const struct process *process_table_find(const struct process_table *table, int32_t tid)
{
	const struct process_entry *entry = process_entry_find(table, tid);

	return entry ? &entry->process : NULL;
}

const struct process *process_table_parent(const struct process_table *table,
					   const struct process *process)
{
	const struct process *parent = process_table_find(table, process->parent_tid);

	if (parent && parent->tgid == process->ppid && !parent->exited)
		return parent;
	return process_table_find(table, process->ppid);
}

static void link_entry(struct process_table *table, uint32_t at)
{
	uint32_t *bucket = bucket_of(table, table->entries[at].process.tid);

	table->entries[at].next = *bucket;
	*bucket = at;
}

static void grow_buckets(struct process_table *table)
{
	uint32_t *old = table->buckets, nold = table->nbuckets;

	table->nbuckets *= 2;
	table->buckets = make_buckets(table->nbuckets);
	for (uint32_t i = 0; i < nold; i++) {
		for (uint32_t at = old[i], next; at != NONE; at = next) {
			next = table->entries[at].next;
			link_entry(table, at);
		}
	}
	free(old);
}

static uint32_t take_free(struct process_table *table)
{
	uint32_t at = table->free;

	if (at != NONE) {
		table->free = table->entries[at].next;
		return at;
	}
	if (table->nentries == table->cap) {
		table->cap = table->cap ? table->cap * 2 : FIRST_BUCKETS;
		table->entries = xrealloc(table->entries, table->cap * sizeof(*table->entries));
	}
	table->entries[table->nentries] = (struct process_entry){0};
	return table->nentries++;
}

static struct process_entry *add(struct process_table *table, int32_t tid)
{
	uint32_t at;

	if (table->used++ == table->nbuckets)
		grow_buckets(table);
	at = take_free(table);
	table->entries[at].process.tid = tid;
	link_entry(table, at);
	return &table->entries[at];
}

struct process process_unknown(int32_t tid)
{
	return (struct process){
		.tid = tid,
		.tgid = -1,
		.ppid = -1,
		.parent_tid = -1,
		.uid = -1,
		.euid = -1,
		.gid = -1,
		.egid = -1,
		.pgrp = -1,
		.sid = -1,
	};
}

struct process_entry *process_entry_renew(struct process_table *table, int32_t tid)
{
	struct process_entry *entry = process_entry_find(table, tid);

	if (!entry)
		entry = add(table, tid);
	process_strings_free(entry);
	*entry = (struct process_entry){.next = entry->next, .process = process_unknown(tid)};
	return entry;
}

static void drop(struct process_table *table, int32_t tid)
{
	uint32_t *link = bucket_of(table, tid), at;

	while (table->entries[*link].process.tid != tid)
		link = &table->entries[*link].next;
	at = *link;
	*link = table->entries[at].next;
	process_strings_free(&table->entries[at]);
	table->entries[at] = (struct process_entry){.next = table->free};
	table->free = at;
	table->used--;
}

void process_entry_exit(struct process_table *table, struct process_entry *entry)
{
	struct exited_thread *slot = &table->exited[table->nexited++ % EXITED_MAX];
	struct exited_thread gone = *slot;
	const struct process_entry *oldest;

	entry->process.exited = true;
	entry->exit_number = table->nexited;
	*slot = (struct exited_thread){.tid = entry->process.tid, .exit_number = table->nexited};
	oldest = gone.exit_number ? process_entry_find(table, gone.tid) : NULL;
	/* The others of its process still need what is kept with it. */
	if (oldest && oldest->process.exited && oldest->exit_number == gone.exit_number &&
	    !oldest->nthreads)
		drop(table, gone.tid);
}

void process_entry_count(struct process_table *table, const struct process_entry *entry)
{
	const struct process *process = &entry->process;
	struct process_entry *first = process_entry_find(table, process->tgid);
	struct process_entry *parent = process_entry_find(table, process->ppid);

	if (first)
		first->nthreads++;
	if (parent && process->tid == process->tgid)
		parent->nchildren++;
}

void process_set_comm(struct process *process, const char *text, size_t len)
{
	if (len >= sizeof(process->comm))
		len = sizeof(process->comm) - 1;
	memset(process->comm, 0, sizeof(process->comm));
	memcpy(process->comm, text, len);
}

void process_table_seed(void *table, const struct process_seed *seed)
{
	struct process_entry *entry;
	struct process *process;

	if (seed->tid <= 0)
		return;
	entry = process_entry_renew(table, seed->tid);
	process = &entry->process;
	process->tgid = seed->tgid;
	process->ppid = seed->ppid;
	process->uid = seed->uid;
	process->euid = seed->euid;
	process->gid = seed->gid;
	process->egid = seed->egid;
	process->pgrp = seed->pgrp;
	process->sid = seed->sid;
	process->seeded_ns = seed->time_ns;
	if (seed->comm)
		process_set_comm(process, seed->comm, strlen(seed->comm));
	process_strings_set(entry, &(struct process_strings){
					   .text = (char *)seed->strings,
					   .len = seed->strings_len,
					   .nargs = seed->nargs,
					   .nvariables = seed->nvariables,
					   .has_tail = true,
					   .is_done = true,
				   });
	process_entry_count(table, entry);
}
