/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "runtime/record.h"

/* Where the bytes of a text field are; false when not inside the record. */
static bool find_bytes(const struct record *record, const struct field_place *place, uint32_t *from,
		       uint32_t *room)
{
	uint32_t location;

	if (!record_holds(record, place))
		return false;
	if (place->kind == FIELD_CHARS) {
		*from = place->offset;
		/* A field of size 0 ("char buf[]" of ftrace:print) takes what is left. */
		*room = place->size ? place->size : record->size - place->offset;
		return true;
	}
	if ((place->kind != FIELD_DATA_LOC && place->kind != FIELD_REL_LOC) || place->size != 4)
		return false;
	memcpy(&location, record->data + place->offset, sizeof(location));
	*from = location & 0xffff;
	*room = location >> 16;
	if (place->kind == FIELD_REL_LOC)
		*from += (uint32_t)place->offset + place->size;
	return *room > 0 && *from + *room <= record->size;
}

bool record_text(const struct record *record, const struct field_place *place, const char **text,
		 uint32_t *len)
{
	uint32_t from, room;

	if (!find_bytes(record, place, &from, &room))
		return false;
	*text = (const char *)record->data + from;
	*len = (uint32_t)strnlen(*text, room);
	return true;
}

static void narrow(struct field_place *place, const struct fetch_type_row *type)
{
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		place->offset = (uint16_t)(place->offset + place->size - type->bytes);
	place->size = type->bytes;
	place->is_signed = type->is_signed;
}

struct field_place record_place(const struct field_place *field, const struct fetch *fetch)
{
	const struct fetch_type_row *type = &fetch_types[fetch->type];
	struct field_place place = *field;

	if (!type->bytes || fetch->base != FETCH_FIELD || fetch->nsteps)
		return place;
	if (place.kind == FIELD_BYTES) {
		place.kind = FIELD_INT;
		place.offset = (uint16_t)(place.offset + fetch->number);
		place.size = type->bytes;
		place.is_signed = type->is_signed;
	} else if (place.kind == FIELD_INT && place.size > type->bytes) {
		narrow(&place, type);
	}
	return place;
}

static bool location_at(const struct record *record, uint16_t offset, uint32_t *location)
{
	if ((uint32_t)offset + sizeof(*location) > record->size)
		return false;
	memcpy(location, record->data + offset, sizeof(*location));
	return true;
}

bool record_is_preset(const struct record *record, uint16_t offset, uint16_t next)
{
	uint32_t own, following;

	return next && location_at(record, offset, &own) && location_at(record, next, &following) &&
	       own >> 16 && (own & 0xffff) == (following & 0xffff);
}
