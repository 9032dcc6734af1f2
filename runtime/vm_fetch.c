/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fetch slots that can fault, or are not in the record itself. Others are read in the loop. */
#include "config.h"

#include <inttypes.h>

#include "runtime/vm_state.h"

#include "runtime/digits.h"
#include "runtime/record.h"

/* Where the fetch @slot is: the place in which record. */
struct site {
	const struct record *record;
	const struct field_place *place;
};

static struct site find_site(const struct event_context *event, uint16_t slot)
{
	const struct field_place *place = &event->binding->slots[slot];

	if (!place->elsewhere)
		return (struct site){event->record, place};
	return (struct site){event->arguments.record, &event->arguments.binding->slots[slot]};
}

/*
 * What the kernel stores for a string it could not read: length 0 (all kernels), or since 6.2
 * (and in 6.1's stable updates) this text, see kernel/trace/trace_probe_kernel.h.
 */
static const char fault_mark[] = "(fault)";

static bool is_fault(const char *text, uint32_t len)
{
	return len == sizeof(fault_mark) - 1 && memcmp(text, fault_mark, len) == 0;
}

/* Only a read through a pointer can fault; an event's own field without text is empty. */
static bool can_fault(const struct fetch *fetch)
{
	return fetch->base != FETCH_FIELD || fetch->nsteps > 0;
}

/*
 * With --skip-badvars stap's kernel reads see no faults, and so no use for the text to be given in
 * their place, either; its user_string() does (SystemTap 4.8).
 */
static const struct string *faulted(struct vm *vm, const struct fetch *fetch)
{
	const bool user = fetch->type == FETCH_USTRING || fetch->user;

	if (vm->session->skip_faults && !user)
		return string_empty;
	if (fetch->fault_text)
		return vm_string(vm, fetch->fault_text, strlen(fetch->fault_text));
	if (fetch->fault)
		vm_raise(vm, "%s [man error::fault]", fetch->fault);
	else
		vm_raise(vm, "%s string copy fault [man error::fault]", user ? "user" : "kernel");
	return NULL;
}

/* Length 0 is a fault, except of a user string whose guard says that its address can be read. */
static bool is_faulted(const struct record *record, const struct field_place *place, bool found)
{
	if (found)
		return record_is_preset(record, place->offset, place->next);
	return !place->guard || record_is_preset(record, place->guard, place->guard_next);
}

/* Could the kernel read what stands at @place? */
static bool is_read(const struct record *record, const struct field_place *place)
{
	const struct field_place text_guard = {
		.offset = place->guard, .size = sizeof(uint32_t), .kind = FIELD_DATA_LOC};
	const char *text;
	uint32_t len;

	if (record_is_preset(record, place->guard, place->guard_next))
		return false;
	return !place->guard_is_text || record_text(record, &text_guard, &text, &len);
}

/* Strings hold no NUL: two digits a byte, in the order of the memory. */
static const struct string *fetch_bytes(struct vm *vm, const struct fetch *fetch,
					const struct site *site)
{
	char text[2 * FETCH_BLOCK_BYTES];
	const unsigned char *bytes = record_bytes(site->record, site->place);
	uint16_t size = site->place->size;

	if (!bytes || size > FETCH_BLOCK_BYTES || !is_read(site->record, site->place))
		return faulted(vm, fetch);
	digits_from_bytes(bytes, size, text);
	return vm_string(vm, text, 2u * size);
}

const struct string *vm_fetch_string(struct vm *vm, uint16_t slot)
{
	const struct event_context *event = vm->event;
	const struct fetch *fetch = &event->probe->fetches[slot];
	const struct site site = find_site(event, slot);
	const char *text;
	uint32_t len;
	bool found;

	if (fetch->type == FETCH_BYTES)
		return fetch_bytes(vm, fetch, &site);
	found = record_text(site.record, site.place, &text, &len);
	if (can_fault(fetch) &&
	    (is_faulted(site.record, site.place, found) || (found && is_fault(text, len))))
		return faulted(vm, fetch);
	if (fetch->length && len > fetch->length)
		len = fetch->length;
	return found ? vm_string(vm, text, len) : string_empty;
}

bool vm_fetch_number(struct vm *vm, uint16_t slot, int64_t *result)
{
	const struct event_context *event = vm->event;
	const struct site site = find_site(event, slot);
	const struct fetch *fetch = &event->probe->fetches[slot];

	*result = 0;
	if (!is_read(site.record, site.place)) {
		if (vm->session->skip_faults || fetch->may_fault)
			return true;
		vm_raise(vm, "%s [man error::fault]", fetch->fault ? fetch->fault : "read fault");
		return false;
	}
	*result = record_integer(site.record, site.place);
	return true;
}

bool vm_fetch_bytes_at(struct vm *vm, uint16_t slot, int64_t offset, int64_t *result)
{
	const struct event_context *event = vm->event;
	const struct field_place *place = &event->binding->slots[slot];
	const unsigned char *bytes = record_bytes(event->record, place);
	uint64_t left = (uint64_t)place->size - (uint64_t)offset;

	*result = 0;
	if (!bytes || !is_read(event->record, place)) {
		if (!vm->session->skip_faults)
			vm_raise(vm, "read fault [man error::fault]");
		return vm->session->skip_faults;
	}
	if (offset < 0 || offset >= place->size) {
		vm_raise(vm, "byte %" PRId64 " is not among the %u that were read", offset,
			 place->size);
		return false;
	}
	memcpy(result, bytes + offset, left < sizeof(*result) ? left : sizeof(*result));
	return true;
}

bool vm_fetch_is(struct vm *vm, uint16_t slot, int64_t value)
{
	const struct event_context *event = vm->event;
	const struct site site = find_site(event, slot);

	if (!is_read(site.record, site.place))
		return (vm->session->skip_faults || event->probe->fetches[slot].may_fault) &&
		       value == 0;
	return record_integer(site.record, site.place) == value;
}
