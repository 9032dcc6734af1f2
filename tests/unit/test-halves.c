/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which two records are of one hit: what is kept, for whom, and how long. */
#include "config.h"

#include <string.h>

#include "runtime/halves.h"
#include "runtime/record_source.h"

#include "tests/unit/check.h"

static struct halves *halves;

static const struct half_key a = {0, 100, 0}, b = {0, 101, 0}, inside = {0, 100, 8},
			     other_probe = {2, 100, 0};

/* Its data and stack change as soon as it has been given. */
static uint64_t keep(struct half_key key, uint64_t time_ns, char letter, unsigned size)
{
	static unsigned char data[64], stack[16];
	struct record record = {.time_ns = time_ns, .data = data, .size = size};
	uint64_t before;

	memset(data, letter, sizeof(data));
	memset(stack, letter, sizeof(stack));
	record.stack = size % 2 ? stack : NULL;
	record.nstack = size % 2 ? 2 : 0;
	before = halves_keep(halves, key, &record);
	memset(data, '?', sizeof(data));
	memset(stack, '?', sizeof(stack));
	return before;
}

static bool is_all(const unsigned char *bytes, size_t size, char letter)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != (unsigned char)letter)
			return false;
	return true;
}

static bool takes(struct half_key key, char letter, unsigned size)
{
	const struct record *record = halves_take(halves, key);

	return record && record->size == size && is_all(record->data, size, letter) &&
	       (record->stack != NULL) == size % 2 &&
	       (!record->stack || is_all(record->stack, 16, letter));
}

static void test_keys(void)
{
	CHECK_INT(keep(a, 1, 'a', 20), 0);
	CHECK_INT(keep(inside, 2, 'i', 31), 0);
	CHECK_INT(keep(b, 3, 'b', 8), 0);
	CHECK_INT(keep(other_probe, 4, 'o', 64), 0);
	CHECK_INT(halves_count(halves, 0, 0, 10), 3);
	CHECK_INT(halves_count(halves, 0, 2, 3), 1);
	CHECK(takes(inside, 'i', 31));
	CHECK(takes(a, 'a', 20));
	CHECK(takes(b, 'b', 8));
	CHECK(takes(other_probe, 'o', 64));
	CHECK(!halves_take(halves, a));
	CHECK_INT(halves_count(halves, 0, 0, 10), 0);
}

/* A second one is missing, and a larger record comes to stand in a smaller one's place. */
static void test_replaced(void)
{
	CHECK_INT(keep(a, 7, 'x', 9), 0);
	CHECK_INT(keep(a, 8, 'y', 50), 7);
	CHECK_INT(halves_count(halves, 0, 0, 10), 1);
	CHECK(takes(a, 'y', 50));
	CHECK(!halves_take(halves, a));
}

static void test_many(void)
{
	struct half_key key = {1, 0, 0};

	for (key.thread = -4; key.thread < 2000; key.thread++)
		CHECK_INT(keep(key, 1, (char)key.thread, 30), 0);
	for (key.thread = -4; key.thread < 2000; key.thread++)
		CHECK(takes(key, (char)key.thread, 30));
	CHECK_INT(halves_count(halves, 1, 0, 10), 0);
}

static uint8_t context_of(unsigned char flags, unsigned size)
{
	const unsigned char data[] = {0, 0, flags, 0};

	return halves_context(&(struct record){.data = data, .size = size});
}

static void test_context(void)
{
	CHECK_INT(context_of(0x00, 4), 0);
	CHECK_INT(context_of(0x01 | 0x04 | 0x20, 4), 0);
	CHECK_INT(context_of(0x19, 4), 0x18);
	CHECK_INT(context_of(0xff, 4), 0x58);
	CHECK_INT(context_of(0xff, 2), 0);
}

int main(void)
{
	halves = halves_new();
	test_keys();
	test_replaced();
	test_many();
	keep(b, 1, 'z', 21);
	halves_free(halves);
	test_context();
	return check_done();
}
