/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/replay/replay_records.h"

#include <stdlib.h>
#include <trace-cmd.h>

#include "base/xalloc.h"
#include "runtime/gaps.h"
#include "runtime/record.h"
#include "runtime/replay/library.h"

/* One CPU of one buffer, with the record it would give next. */
struct stream {
	struct tracecmd_input *input;
	int cpu;
	struct tep_record *head;
};

struct replay_records {
	struct tracecmd_input **instances; /* opened here, without the top buffer */
	unsigned ninstances;
	struct stream *streams; /* all CPUs of all buffers */
	unsigned nstreams;
	struct stream *heap; /* those that have a record left, the earliest first */
	unsigned nheap;
	struct tep_record *current; /* what the last next() gave */
	struct field_place type, tid;
	uint32_t page_size;
	uint64_t time_ns;
	uint64_t missed;
	struct gaps gaps;
	bool damaged;
};

static bool is_before(const struct stream *a, const struct stream *b)
{
	if (a->head->ts != b->head->ts)
		return a->head->ts < b->head->ts;
	return a->cpu < b->cpu;
}

static void sift_down(struct replay_records *records, unsigned at)
{
	struct stream *heap = records->heap;

	for (;;) {
		unsigned child = at * 2 + 1;
		struct stream stream = heap[at];

		if (child + 1 < records->nheap && is_before(&heap[child + 1], &heap[child]))
			child++;
		if (child >= records->nheap || !is_before(&heap[child], &stream))
			return;
		heap[at] = heap[child];
		heap[child] = stream;
		at = child;
	}
}

static bool fits_page(const struct tep_record *record, uint32_t page_size)
{
	uint64_t offset = record->offset & (page_size - 1); /* pages are aligned in the file */

	return record->size >= 0 && offset + (uint32_t)record->size <= page_size;
}

/*
 * The next record of @stream, the first one if it gave none yet. The pages were checked when the
 * file was opened; should the library see a record differently all the same, the stream ends
 * before our reads leave the page.
 */
static struct tep_record *read_record(struct replay_records *records, const struct stream *stream)
{
	struct tep_record *record;

	library_enter();
	record = stream->head ? tracecmd_read_data(stream->input, stream->cpu)
			      : tracecmd_read_cpu_first(stream->input, stream->cpu);
	library_leave();
	if (record && !fits_page(record, records->page_size)) {
		tracecmd_free_record(record);
		record = NULL;
		records->damaged = true;
	}
	if (record && record->missed_events)
		gaps_add(&records->gaps, stream->head ? stream->head->ts : 0, record->ts);
	return record;
}

static void add_streams(struct replay_records *records, struct tracecmd_input *input)
{
	int cpus = tep_get_cpus(tracecmd_get_tep(input));

	for (int cpu = 0; cpu < cpus; cpu++) {
		records->streams = xrealloc(records->streams,
					    (records->nstreams + 1) * sizeof(*records->streams));
		records->streams[records->nstreams++] = (struct stream){.input = input, .cpu = cpu};
	}
}

static void add_instances(struct replay_records *records, struct tracecmd_input *input)
{
	int count = tracecmd_buffer_instances(input);

	records->instances = xcalloc(count > 0 ? (size_t)count : 1, sizeof(*records->instances));
	for (int i = 0; i < count; i++) {
		struct tracecmd_input *instance;

		library_enter();
		instance = tracecmd_buffer_instance_handle(input, i);
		library_leave();
		if (!instance)
			continue;
		records->instances[records->ninstances++] = instance;
		add_streams(records, instance);
	}
}

/* Common fields are the same in every event. */
static struct field_place common_place(struct tep_handle *tep, const char *name)
{
	struct tep_event *event = tep_get_first_event(tep);
	struct tep_format_field *field = event ? tep_find_common_field(event, name) : NULL;
	struct field_place place = {.kind = FIELD_INT};

	if (field) {
		place.offset = (uint16_t)field->offset;
		place.size = (uint16_t)field->size;
		place.is_signed = field->flags & TEP_FIELD_IS_SIGNED;
	}
	return place;
}

struct replay_records *replay_records_new(struct tracecmd_input *input, uint32_t page_size)
{
	struct replay_records *records = xcalloc(1, sizeof(*records));
	struct tep_handle *tep = tracecmd_get_tep(input);

	records->page_size = page_size;
	records->type = common_place(tep, "common_type");
	records->tid = common_place(tep, "common_pid");
	add_streams(records, input);
	add_instances(records, input);
	records->heap = xcalloc(records->nstreams + 1u, sizeof(*records->heap));
	replay_records_rewind(records);
	return records;
}

static void drop_heads(struct replay_records *records)
{
	tracecmd_free_record(records->current);
	records->current = NULL;
	while (records->nheap)
		tracecmd_free_record(records->heap[--records->nheap].head);
}

void replay_records_rewind(struct replay_records *records)
{
	drop_heads(records);
	records->gaps = (struct gaps){0};
	for (unsigned i = 0; i < records->nstreams; i++) {
		struct stream stream = records->streams[i];

		stream.head = read_record(records, &stream);
		if (stream.head)
			records->heap[records->nheap++] = stream;
	}
	for (unsigned at = records->nheap / 2; at-- > 0;)
		sift_down(records, at);
	records->missed = 0;
	records->time_ns = records->nheap ? records->heap[0].head->ts : 0;
}

void replay_records_free(struct replay_records *records)
{
	if (!records)
		return;
	drop_heads(records);
	for (unsigned i = 0; i < records->ninstances; i++)
		tracecmd_close(records->instances[i]);
	free(records->heap);
	free(records->streams);
	free(records->instances);
	free(records);
}

/* Takes the earliest record out of the heap and reads its stream on. */
static void advance(struct replay_records *records)
{
	struct stream *first = &records->heap[0];
	struct tep_record *following = read_record(records, first);

	tracecmd_free_record(records->current);
	records->current = first->head;
	first->head = following;
	if (!following)
		*first = records->heap[--records->nheap];
	if (records->nheap)
		sift_down(records, 0);
}

bool replay_records_next(struct replay_records *records, uint64_t until_ns, struct record *out)
{
	const struct tep_record *current;

	if (records->nheap == 0 || records->heap[0].head->ts > until_ns)
		return false;
	advance(records);
	current = records->current;
	if (current->missed_events > 0)
		records->missed += (uint64_t)current->missed_events;
	records->time_ns = current->ts;
	*out = (struct record){
		.time_ns = current->ts,
		.cpu = (uint32_t)current->cpu,
		.size = (uint32_t)current->size,
		.data = current->data,
	};
	out->event = (uint32_t)record_integer(out, &records->type);
	out->tid = (int32_t)record_integer(out, &records->tid);
	return true;
}

bool replay_records_lost_between(struct replay_records *records, uint64_t from_ns,
				 uint64_t until_ns)
{
	return gaps_between(&records->gaps, from_ns, until_ns);
}

uint64_t replay_records_time(const struct replay_records *records)
{
	return records->time_ns;
}

uint64_t replay_records_missed(const struct replay_records *records)
{
	return records->missed;
}

bool replay_records_damaged(const struct replay_records *records)
{
	return records->damaged;
}
