/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading values out of a record.
 *
 * Purpose:  the one place that knows how a struct field_place is read; every read is checked
 *           against the record's size, because recordings come from anywhere.
 * Owner:    nobody; texts point into the record and live as long as its data.
 *
 * Numbers are in this machine's byte order: a record source refuses others.
 */
#ifndef MSTAP_RUNTIME_RECORD_H
#define MSTAP_RUNTIME_RECORD_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "runtime/catalog.h"
#include "runtime/record_source.h"

/* Are all @place->size bytes at @place inside the record? */
static inline bool record_holds(const struct record *record, const struct field_place *place)
{
	return (uint32_t)place->offset + place->size <= record->size;
}

/*
 * The integer at @place, extended to 64 bits by its signedness. 0 when the record ends before it
 * or its size is none of 1, 2, 4, 8.
 */
static inline int64_t record_integer(const struct record *record, const struct field_place *place)
{
	const unsigned char *at = record->data + place->offset;
	union {
		uint8_t u8;
		uint16_t u16;
		uint32_t u32;
		uint64_t u64;
	} value;

	if (!record_holds(record, place))
		return 0;
	switch (place->size) {
	case 8:
		memcpy(&value.u64, at, 8);
		return (int64_t)value.u64;
	case 4:
		memcpy(&value.u32, at, 4);
		return place->is_signed ? (int32_t)value.u32 : (int64_t)value.u32;
	case 2:
		memcpy(&value.u16, at, 2);
		return place->is_signed ? (int16_t)value.u16 : (int64_t)value.u16;
	case 1:
		value.u8 = *at;
		return place->is_signed ? (int8_t)value.u8 : (int64_t)value.u8;
	default:
		return 0;
	}
}

/* The bytes at @place, whatever they are; NULL: they are beyond the record. */
static inline const unsigned char *record_bytes(const struct record *record,
						const struct field_place *place)
{
	return record_holds(record, place) ? record->data + place->offset : NULL;
}

/*
 * The text at @place (kinds CHARS, DATA_LOC and REL_LOC), up to its NUL or to the end of its
 * room; *@text is not NUL-terminated in the latter case. Returns false when there is none: the
 * record ends before it, or the kernel stored length 0, which is how a probe event marks a
 * string that could not be read (kernel/trace/trace_probe_tmpl.h, store_trace_args(), 6.1).
 */
bool record_text(const struct record *record, const struct field_place *place, const char **text,
		 uint32_t *len);

/*
 * Is the location at @offset as the kernel preset it, because a pointer on the way to the text
 * could not be read? @next is the offset of the following text's location; 0: there is none.
 */
bool record_is_preset(const struct record *record, uint16_t offset, uint16_t next);

/*
 * Where the value of @fetch is, which reads the event's own field at @field: the element that it
 * names, and of that as many bytes as its type has.
 */
struct field_place record_place(const struct field_place *field, const struct fetch *fetch);

#endif
