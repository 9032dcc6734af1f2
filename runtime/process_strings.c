/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arguments and environment of processes.
 *
 * On the new stack they lie one behind the other, from linux_binprm.p to .exec, when exec calls
 * setup_new_exec(); later kernel and program put other things around them (fs/exec.c,
 * fs/binfmt_elf.c; 6.1). Records hold parts of that memory: the first from its beginning, the
 * others back from its end, because behind it the stack ends, and on x86 kernels complain of
 * reads beyond the last page that a program can have.
 */
#include "config.h"
#include "runtime/process_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "runtime/process_entries.h"
#include "runtime/record.h"

void process_strings_free(struct process_entry *entry)
{
	free(entry->strings.text);
	entry->strings = (struct process_strings){0};
}

void process_strings_set(struct process_entry *entry, const struct process_strings *from)
{
	process_strings_free(entry);
	if (!from->len)
		return;
	entry->strings = *from;
	entry->strings.text = xmalloc(from->len);
	memcpy(entry->strings.text, from->text, from->len);
}

/* ---- from records ---- */

static uint64_t length_of(const struct record *record, const struct field_place *slots)
{
	uint64_t from = (uint64_t)record_integer(record, &slots[STRINGS_FROM]);
	uint64_t to = (uint64_t)record_integer(record, &slots[STRINGS_TO]);

	return to > from ? to - from : 0;
}

static void begin_strings(struct process_entry *entry, const struct record *record,
			  const struct field_place *slots)
{
	struct process_strings *strings = &entry->strings;
	uint64_t len = length_of(record, slots);

	process_strings_free(entry);
	strings->is_cut = len > STRINGS_MAX_BYTES;
	strings->len = strings->is_cut ? STRINGS_MAX_BYTES : (uint32_t)len;
	strings->text = xcalloc(strings->len + 1u, 1);
	strings->nargs = (uint32_t)record_integer(record, &slots[STRINGS_ARGS]);
	strings->nvariables = (uint32_t)record_integer(record, &slots[STRINGS_VARIABLES]);
}

/* A block of the record goes to @offset, which may be before the beginning. */
static void take_block(struct process_strings *strings, const struct record *record,
		       const struct field_place *place, int64_t offset)
{
	const unsigned char *from = record->data + place->offset;
	int64_t begin = offset < 0 ? 0 : offset, end = offset + place->size;

	if (end > (int64_t)strings->len)
		end = (int64_t)strings->len;
	if (begin < end && record_holds(record, place))
		memcpy(strings->text + begin, from + (begin - offset), (size_t)(end - begin));
}

void process_strings_take(struct process_entry *entry, unsigned part, const struct record *record,
			  const struct field_place *slots)
{
	struct process_strings *strings = &entry->strings;

	/* The parts of one exec come in any order, before it is said to be done. */
	if (!strings->text || strings->is_done)
		begin_strings(entry, record, slots);
	strings->has_tail |= part > 0;
	for (unsigned i = 0; i < STRINGS_BLOCKS; i++) {
		int64_t number = (int64_t)i + (part > 0 ? (part - 1) * STRINGS_BLOCKS + 1 : 0);

		take_block(strings, record, &slots[STRINGS_BLOCK + i],
			   part > 0 ? strings->len - number * STRINGS_BLOCK_BYTES
				    : number * STRINGS_BLOCK_BYTES);
	}
}

/* Without records of it, what was known before is not true any more. */
void process_strings_done(struct process_entry *entry)
{
	if (entry->strings.is_done)
		process_strings_free(entry);
	entry->strings.is_done = true;
}

/* ---- what they say ---- */

static const struct process_strings *find_strings(const struct process_table *table, int32_t tid)
{
	const struct process_entry *entry = process_entry_find(table, tid);

	if (entry && entry->process.tgid != tid)
		entry = process_entry_find(table, entry->process.tgid);
	return entry && entry->strings.text ? &entry->strings : NULL;
}

/* How far arguments can be read from the beginning. */
static uint32_t known_len(const struct process_strings *strings)
{
	if ((!strings->has_tail || strings->is_cut) && strings->len > STRINGS_PART_BYTES)
		return STRINGS_PART_BYTES;
	return strings->len;
}

const char *process_table_argument(const struct process_table *table, int32_t tid, uint32_t number,
				   uint32_t *len)
{
	const struct process_strings *strings = find_strings(table, tid);
	uint32_t at = 0, end;

	if (!strings || number >= strings->nargs)
		return NULL;
	end = known_len(strings);
	for (; number && at < end; number--)
		at += (uint32_t)strnlen(strings->text + at, end - at) + 1;
	if (at >= end)
		return NULL;
	*len = (uint32_t)strnlen(strings->text + at, end - at);
	return strings->text + at;
}

/* The variables are the last of the strings, so they are counted from the end. */
const char *process_table_variable(const struct process_table *table, int32_t tid, const char *name,
				   uint32_t name_len, uint32_t *len)
{
	const struct process_strings *strings = find_strings(table, tid);
	const char *found = NULL;
	uint32_t at, end;

	if (!strings || !strings->has_tail)
		return NULL;
	end = strings->len;
	for (uint32_t i = 0; i < strings->nvariables && end; i++, end = at) {
		const char *text;

		for (at = end - 1; at && strings->text[at - 1]; at--)
			;
		text = strings->text + at;
		if (end - 1 - at <= name_len || text[name_len] != '=' ||
		    memcmp(text, name, name_len))
			continue;
		found = text + name_len + 1;
		*len = end - 1 - at - (name_len + 1);
	}
	return found;
}
