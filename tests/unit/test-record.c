/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Integers and texts out of records, whole ones and cut ones. */
#include "config.h"
#include "runtime/record.h"

#include <stddef.h>

#include "tests/unit/check.h"

struct data {
	uint8_t u8;
	int8_t s8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;
	char name[8];
	uint32_t data_loc;
	uint32_t rel_loc;
	char texts[12];
};

static struct data data = {
	.u8 = 0xff,
	.s8 = -1,
	.u16 = 0x8000,
	.u32 = 0x80000000,
	.u64 = 0x8000000000000000,
	.name = {'e', 'i', 'g', 'h', 't', ' ', 'c', 'h'},
	.data_loc = 6 << 16 | offsetof(struct data, texts),
	.rel_loc = 6 << 16 | 6,
	.texts = "first\0other",
};

#define PLACE(member, of_kind, sign)                                                  \
	{                                                                             \
		.offset = offsetof(struct data, member), .size = sizeof(data.member), \
		.kind = of_kind, .is_signed = sign,                                   \
	}

static int64_t integer(struct field_place place, uint32_t size)
{
	struct record record = {.data = (const unsigned char *)&data, .size = size};

	return record_integer(&record, &place);
}

static void test_integers(void)
{
	CHECK_INT(integer((struct field_place)PLACE(u8, FIELD_INT, false), sizeof(data)), 255);
	CHECK_INT(integer((struct field_place)PLACE(u8, FIELD_INT, true), sizeof(data)), -1);
	CHECK_INT(integer((struct field_place)PLACE(s8, FIELD_INT, true), sizeof(data)), -1);
	CHECK_INT(integer((struct field_place)PLACE(u16, FIELD_INT, false), sizeof(data)), 0x8000);
	CHECK_INT(integer((struct field_place)PLACE(u16, FIELD_INT, true), sizeof(data)), -0x8000);
	CHECK_INT(integer((struct field_place)PLACE(u32, FIELD_INT, false), sizeof(data)),
		  0x80000000);
	CHECK_INT(integer((struct field_place)PLACE(u32, FIELD_INT, true), sizeof(data)),
		  -0x80000000ll);
	CHECK_INT(integer((struct field_place)PLACE(u64, FIELD_INT, false), sizeof(data)),
		  INT64_MIN);
	/* Cut in the middle of the field, and a size that no integer has. */
	CHECK_INT(integer((struct field_place)PLACE(u64, FIELD_INT, false),
			  offsetof(struct data, u64) + 7),
		  0);
	CHECK_INT(integer((struct field_place){.offset = 0, .size = 3}, sizeof(data)), 0);
	CHECK_INT(integer((struct field_place){.offset = UINT16_MAX, .size = 8}, sizeof(data)), 0);
}

static const char *text_of(struct field_place place, uint32_t size)
{
	struct record record = {.data = (const unsigned char *)&data, .size = size};
	static char copy[16];
	const char *text;
	uint32_t len;

	if (!record_text(&record, &place, &text, &len))
		return NULL;
	snprintf(copy, sizeof(copy), "%.*s", (int)len, text);
	return copy;
}

static void test_texts(void)
{
	const struct field_place name = PLACE(name, FIELD_CHARS, false);
	const struct field_place data_loc = PLACE(data_loc, FIELD_DATA_LOC, false);
	const struct field_place rel_loc = PLACE(rel_loc, FIELD_REL_LOC, false);
	const struct field_place number = PLACE(u32, FIELD_INT, false);
	const struct field_place rest = {
		.offset = offsetof(struct data, texts),
		.kind = FIELD_CHARS,
	};
	struct data saved = data;

	CHECK_STR(text_of(name, sizeof(data)), "eight ch");
	CHECK_STR(text_of(data_loc, sizeof(data)), "first");
	CHECK_STR(text_of(rel_loc, sizeof(data)), "other");
	CHECK_STR(text_of(rest, sizeof(data)), "first");
	CHECK_STR(text_of(rest, offsetof(struct data, texts) + 2), "fi");
	CHECK(text_of(number, sizeof(data)) == NULL);
	CHECK(text_of(name, offsetof(struct data, name) + 4) == NULL);
	CHECK(text_of(rel_loc, offsetof(struct data, texts) + 8) == NULL);
	/* Length 0: the kernel could not read the string. */
	data.data_loc = offsetof(struct data, texts);
	CHECK(text_of(data_loc, sizeof(data)) == NULL);
	data.data_loc = 0xffffffff;
	CHECK(text_of(data_loc, sizeof(data)) == NULL);
	data = saved;
}

/* A type narrower than the field is its low bytes; of an array, an element. */
static void test_places(void)
{
	const struct record record = {.size = sizeof(data), .data = (const unsigned char *)&data};
	const struct field_place wide = PLACE(u64, FIELD_INT, false);
	const struct field_place bytes = {
		.offset = offsetof(struct data, u64), .size = 16, .kind = FIELD_BYTES};
	const struct field_place text = PLACE(name, FIELD_CHARS, false);
	struct fetch fetch = {.base = FETCH_FIELD, .type = FETCH_S32};
	struct field_place place = record_place(&wide, &fetch);
	struct data saved = data;

	data.u64 = 0x1ffffff9c;
	CHECK(place.size == 4 && place.is_signed && record_integer(&record, &place) == -100);
	fetch.type = FETCH_U64;
	place = record_place(&wide, &fetch);
	CHECK(record_integer(&record, &place) == 0x1ffffff9c);
	fetch = (struct fetch){.base = FETCH_FIELD, .type = FETCH_U32, .number = 4};
	place = record_place(&bytes, &fetch);
	CHECK(place.kind == FIELD_INT && record_integer(&record, &place) == 1);
	fetch.type = FETCH_STRING;
	place = record_place(&text, &fetch);
	CHECK(place.kind == FIELD_CHARS && place.size == text.size);
	data = saved;
}

int main(void)
{
	test_places();
	test_integers();
	test_texts();
	return check_done();
}
