/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/pairing.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/owned_string.h"
#include "runtime/string_space.h"

/* Threads that are inside of probed functions: as many as sleep there, mostly few. */
#define BUCKETS 1024

/* The calls under way of one thread, as one probe sees them. */
struct thread_calls {
	struct thread_calls *next;
	struct pairing_key key;
	struct saved_call *innermost; /* never NULL while it is in a bucket */
};

struct pairing {
	struct thread_calls *buckets[BUCKETS];
	struct thread_calls *spare_threads;
	struct saved_call *spare_calls;
	struct saved_call *returned; /* what the last pairing_leave() gave */
};

/* A thread is in few functions that are probed: what it is in stands in one bucket. */
static struct thread_calls **bucket_of(struct pairing *pairing, int32_t thread)
{
	return &pairing->buckets[((uint32_t)thread * 2654435761u) >> 22];
}
_Static_assert(BUCKETS == 1u << (32 - 22), "the upper bits of the hash choose the bucket");

static struct thread_calls **find_place(struct pairing *pairing, struct pairing_key key)
{
	struct thread_calls **place = bucket_of(pairing, key.thread);

	while (*place && ((*place)->key.pair != key.pair || (*place)->key.thread != key.thread))
		place = &(*place)->next;
	return place;
}

static void free_calls(struct saved_call *call)
{
	while (call) {
		struct saved_call *outer = call->outer;

		for (unsigned i = 0; i < call->nvalues; i++)
			owned_string_free(call->values[i].text);
		free(call);
		call = outer;
	}
}

static void free_threads(struct thread_calls *thread)
{
	while (thread) {
		struct thread_calls *next = thread->next;

		free_calls(thread->innermost);
		free(thread);
		thread = next;
	}
}

struct pairing *pairing_new(void)
{
	return xcalloc(1, sizeof(struct pairing));
}

void pairing_free(struct pairing *pairing)
{
	if (!pairing)
		return;
	for (unsigned i = 0; i < BUCKETS; i++)
		free_threads(pairing->buckets[i]);
	free_threads(pairing->spare_threads);
	free_calls(pairing->spare_calls);
	free_calls(pairing->returned);
	free(pairing);
}

/* ---- calls ---- */

static void spare_call(struct pairing *pairing, struct saved_call *call)
{
	call->outer = pairing->spare_calls;
	pairing->spare_calls = call;
}

static void spare_returned(struct pairing *pairing)
{
	if (pairing->returned)
		spare_call(pairing, pairing->returned);
	pairing->returned = NULL;
}

/* Those of other probes may be too small: few kinds are in use, so the first that fits is near. */
static struct saved_call *take_spare(struct pairing *pairing, uint16_t nvalues)
{
	struct saved_call **place = &pairing->spare_calls, *call;

	while (*place && (*place)->nvalues != nvalues)
		place = &(*place)->outer;
	call = *place;
	if (call)
		*place = call->outer;
	return call;
}

static struct saved_call *new_call(struct pairing *pairing, uint16_t nvalues)
{
	struct saved_call *call = take_spare(pairing, nvalues);

	if (!call)
		call = xcalloc(1, sizeof(*call) + nvalues * sizeof(call->values[0]));
	call->nvalues = nvalues;
	for (unsigned i = 0; i < nvalues; i++) {
		struct saved_value *value = &call->values[i];

		value->number = 0;
		value->failed = false;
		if (value->text)
			value->text = owned_string_set(value->text, string_empty);
	}
	return call;
}

static struct thread_calls *new_thread(struct pairing *pairing, struct pairing_key key)
{
	struct thread_calls *thread = pairing->spare_threads;

	if (thread)
		pairing->spare_threads = thread->next;
	else
		thread = xcalloc(1, sizeof(*thread));
	*thread = (struct thread_calls){.key = key};
	return thread;
}

/* Takes the one at @place, which is in no call any more, out of its bucket. */
static void spare_thread(struct pairing *pairing, struct thread_calls **place)
{
	struct thread_calls *thread = *place;

	*place = thread->next;
	thread->next = pairing->spare_threads;
	pairing->spare_threads = thread;
}

static struct saved_call *call_in_frame(const struct thread_calls *thread, uint64_t frame)
{
	struct saved_call *call = thread->innermost;

	while (call && call->frame != frame)
		call = call->outer;
	return call;
}

/* Forgets the calls that were made from @call, of which no return was seen. */
static void forget_inner(struct pairing *pairing, struct thread_calls *thread,
			 const struct saved_call *call)
{
	while (thread->innermost != call) {
		struct saved_call *inner = thread->innermost;

		thread->innermost = inner->outer;
		spare_call(pairing, inner);
	}
}

struct saved_call *pairing_enter(struct pairing *pairing, struct pairing_key key, uint64_t frame,
				 uint64_t time_ns, uint16_t nvalues)
{
	struct thread_calls **place = find_place(pairing, key);
	struct saved_call *call, *missed;

	spare_returned(pairing);
	if (!*place)
		*place = new_thread(pairing, key);
	missed = call_in_frame(*place, frame);
	if (missed)
		forget_inner(pairing, *place, missed->outer);
	call = new_call(pairing, nvalues);
	call->frame = frame;
	call->time_ns = time_ns;
	call->outer = (*place)->innermost;
	(*place)->innermost = call;
	return call;
}

struct saved_call *pairing_leave(struct pairing *pairing, struct pairing_key key, uint64_t frame)
{
	struct thread_calls **place = find_place(pairing, key), *thread = *place;
	struct saved_call *call = thread ? call_in_frame(thread, frame) : NULL;

	spare_returned(pairing);
	if (!call)
		return NULL;
	forget_inner(pairing, thread, call);
	thread->innermost = call->outer;
	if (!thread->innermost)
		spare_thread(pairing, place);
	call->outer = NULL;
	pairing->returned = call;
	return call;
}

/* ---- threads ---- */

/* @from is a call of another thread, which the new one has not got to itself. */
static void copy_call(struct pairing *pairing, struct pairing_key key,
		      const struct saved_call *from)
{
	struct saved_call *call =
		pairing_enter(pairing, key, from->frame, from->time_ns, from->nvalues);

	for (unsigned i = 0; i < from->nvalues; i++) {
		struct saved_value *value = &call->values[i];

		value->number = from->values[i].number;
		value->failed = from->values[i].failed;
		if (from->values[i].text)
			value->text = owned_string_set(value->text, from->values[i].text);
	}
}

void pairing_begin_thread(struct pairing *pairing, int32_t parent, int32_t child)
{
	pairing_end_thread(pairing, child);
	for (struct thread_calls *thread = *bucket_of(pairing, parent); thread;
	     thread = thread->next) {
		const struct saved_call *call = call_in_frame(thread, PAIRING_SYSTEM_CALL);

		if (thread->key.thread == parent && call)
			copy_call(pairing, (struct pairing_key){thread->key.pair, child}, call);
	}
}

void pairing_renumber_thread(struct pairing *pairing, int32_t old, int32_t thread)
{
	struct thread_calls **place = bucket_of(pairing, old), *calls;

	if (old == thread)
		return;
	pairing_end_thread(pairing, thread);
	while ((calls = *place)) {
		struct thread_calls **bucket = bucket_of(pairing, thread);

		if (calls->key.thread != old) {
			place = &calls->next;
			continue;
		}
		*place = calls->next;
		calls->key.thread = thread;
		calls->next = *bucket;
		*bucket = calls;
	}
}

void pairing_end_thread(struct pairing *pairing, int32_t thread)
{
	struct thread_calls **place = bucket_of(pairing, thread);

	while (*place) {
		if ((*place)->key.thread != thread) {
			place = &(*place)->next;
			continue;
		}
		forget_inner(pairing, *place, NULL);
		spare_thread(pairing, place);
	}
}
