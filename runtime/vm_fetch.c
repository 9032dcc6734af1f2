/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fetch slots: what the record holds for the handler. */
#include "config.h"

#include "runtime/vm_state.h"

/*
 * What the kernel stores for a string it could not read: an empty location (all kernels), or
 * since 6.2 (and in 6.1's stable updates) this text, by kernel/trace/trace_probe_kernel.h.
 */
static const char fault_mark[] = "(fault)";

static const struct field_place *place_of(const struct vm *vm, uint16_t slot)
{
	return &vm->event->binding->slots[slot];
}

/* Is all of [@offset, @offset + @size) in the record? */
static bool in_record(const struct record *record, uint32_t offset, uint32_t size)
{
	return offset <= record->size && size <= record->size - offset;
}

static int64_t read_integer(const unsigned char *bytes, unsigned size, bool is_signed)
{
	uint8_t one;
	uint16_t two;
	uint32_t four;
	int64_t eight;

	switch (size) {
	case 1:
		one = bytes[0];
		return is_signed ? (int64_t)(int8_t)one : (int64_t)one;
	case 2:
		memcpy(&two, bytes, sizeof(two));
		return is_signed ? (int64_t)(int16_t)two : (int64_t)two;
	case 4:
		memcpy(&four, bytes, sizeof(four));
		return is_signed ? (int64_t)(int32_t)four : (int64_t)four;
	default:
		memcpy(&eight, bytes, sizeof(eight));
		return eight;
	}
}

static bool is_integer(const struct field_place *place)
{
	return place->kind == FIELD_INT &&
	       (place->size == 1 || place->size == 2 || place->size == 4 || place->size == 8);
}

bool vm_fetch_long(struct vm *vm, uint16_t slot, int64_t *result)
{
	const struct record *record = vm->event->record;
	const struct field_place *place = place_of(vm, slot);

	if (!is_integer(place)) {
		vm_raise(vm, "%s is not a number in this event",
			 vm->event->probe->fetches[slot].near);
		return false;
	}
	if (!in_record(record, place->offset, place->size)) {
		vm_raise(vm, "the record is too short for %s",
			 vm->event->probe->fetches[slot].near);
		return false;
	}
	*result = read_integer(record->data + place->offset, place->size, place->is_signed);
	return true;
}

/* Bytes of the record that hold text; not terminated. */
struct text {
	const char *bytes;
	uint32_t size;
	bool located; /* by a length and an offset */
};

static bool find_text(const struct record *record, const struct field_place *place,
		      struct text *text)
{
	uint32_t offset = place->offset, size = place->size, location;

	text->located = place->kind == FIELD_DATA_LOC || place->kind == FIELD_REL_LOC;
	if (!text->located && place->kind != FIELD_CHARS)
		return false;
	if (text->located) {
		if (!in_record(record, offset, sizeof(location)))
			return false;
		memcpy(&location, record->data + offset, sizeof(location));
		size = location >> 16;
		offset = (location & 0xffff) +
			 (place->kind == FIELD_REL_LOC ? offset + (uint32_t)sizeof(location) : 0);
	}
	if (!in_record(record, offset, size))
		return false;
	text->bytes = (const char *)record->data + offset;
	text->size = size;
	return true;
}

/* Only a read through a pointer can fault; the event's own fields hold what they hold. */
static bool is_fault(const struct fetch *fetch, const struct text *text)
{
	if (fetch->base == FETCH_FIELD && fetch->nsteps == 0)
		return false;
	return text->size == 0 || (text->size >= sizeof(fault_mark) - 1 &&
				   strncmp(text->bytes, fault_mark, text->size) == 0);
}

static const struct string *faulted(struct vm *vm, const struct fetch *fetch)
{
	if (fetch->fault_text)
		return vm_string(vm, fetch->fault_text, strlen(fetch->fault_text));
	vm_raise(vm, "%s string copy fault [man error::fault]",
		 fetch->type == FETCH_USTRING || fetch->user ? "user" : "kernel");
	return NULL;
}

const struct string *vm_fetch_string(struct vm *vm, uint16_t slot)
{
	const struct fetch *fetch = &vm->event->probe->fetches[slot];
	struct text text;

	if (!find_text(vm->event->record, place_of(vm, slot), &text)) {
		vm_raise(vm, "%s is not text in this event", fetch->near);
		return NULL;
	}
	if (is_fault(fetch, &text))
		return faulted(vm, fetch);
	return vm_string(vm, text.bytes, strnlen(text.bytes, text.size));
}
