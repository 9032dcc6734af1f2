/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fetch slots: what the record holds for the handler. */
#include "config.h"

#include "runtime/record.h"
#include "runtime/vm_state.h"

/*
 * What the kernel stores for a string it could not read: an empty location, or in some versions
 * since 6.2 this text (kernel/trace/trace_probe_kernel.h).
 */
static const char fault_mark[] = "(fault)";

static const struct field_place *place_of(const struct vm *vm, uint16_t slot)
{
	return &vm->event->binding->slots[slot];
}

static const struct fetch *fetch_of(const struct vm *vm, uint16_t slot)
{
	return &vm->event->probe->fetches[slot];
}

static bool is_fault_mark(const char *text, uint32_t len)
{
	return len == sizeof(fault_mark) - 1 && memcmp(text, fault_mark, len) == 0;
}

/* ---- numbers ---- */

static bool is_integer(const struct field_place *place)
{
	return place->kind == FIELD_INT &&
	       (place->size == 1 || place->size == 2 || place->size == 4 || place->size == 8);
}

/* Could the kernel read the memory that the number comes from? */
static bool was_read(const struct record *record, const struct field_place *place)
{
	const struct field_place guard = {
		.offset = place->guard, .size = sizeof(uint32_t), .kind = FIELD_DATA_LOC};
	const char *text;
	uint32_t len;

	return !place->guard || record_text(record, &guard, &text, &len);
}

bool vm_fetch_long(struct vm *vm, uint16_t slot, int64_t *result)
{
	const struct record *record = vm->event->record;
	const struct field_place *place = place_of(vm, slot);

	if (!is_integer(place)) {
		vm_raise(vm, "%s is not a number in this event", fetch_of(vm, slot)->near);
		return false;
	}
	if (!record_holds(record, place)) {
		vm_raise(vm, "the record is too short for %s", fetch_of(vm, slot)->near);
		return false;
	}
	if (!was_read(record, place)) {
		vm_raise(vm, "%s read fault [man error::fault]",
			 fetch_of(vm, slot)->user ? "user" : "kernel");
		return false;
	}
	*result = record_integer(record, place);
	return true;
}

/* ---- strings ---- */

static const struct string *faulted(struct vm *vm, const struct fetch *fetch)
{
	if (fetch->fault_text)
		return vm_string(vm, fetch->fault_text, strlen(fetch->fault_text));
	vm_raise(vm, "%s string copy fault [man error::fault]",
		 fetch->type == FETCH_USTRING || fetch->user ? "user" : "kernel");
	return NULL;
}

/* Only a read through a pointer can fault; the event's own fields hold what they hold. */
const struct string *vm_fetch_string(struct vm *vm, uint16_t slot)
{
	const struct fetch *fetch = fetch_of(vm, slot);
	bool through_pointer = fetch->base != FETCH_FIELD || fetch->nsteps > 0;
	const char *text = "";
	uint32_t len = 0;
	bool found = record_text(vm->event->record, place_of(vm, slot), &text, &len);

	if (through_pointer && (!found || is_fault_mark(text, len)))
		return faulted(vm, fetch);
	return vm_string(vm, text, len);
}
