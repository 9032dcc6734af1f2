/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filters: comparisons at the edges of what a field can hold, and texts that cannot be said. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "runtime/catalog.h"
#include "runtime/program.h"
#include "runtime/tracefs/filter.h"
#include "tests/unit/check.h"

static const struct event_field fields[] = {
	{"s32", "int", {8, 4, 0, .kind = FIELD_INT, .is_signed = true}, 0},
	{"u8", "unsigned char", {12, 1, 0, .kind = FIELD_INT}, 0},
	{"u64", "size_t", {16, 8, 0, .kind = FIELD_INT}, 0},
	{"s64", "long", {24, 8, 0, .kind = FIELD_INT, .is_signed = true}, 0},
	{"comm", "char[4]", {32, 4, 0, .kind = FIELD_CHARS}, 0},
	{"name", "__data_loc char[]", {36, 4, 0, .kind = FIELD_DATA_LOC}, 0},
	{"text", "const char *", {40, 8, 0, .kind = FIELD_INT}, 0},
};
static const struct fetch fetches[] = {
	{.base = FETCH_FIELD, .name = "s32", .type = FETCH_S32},
	{.base = FETCH_FIELD, .name = "u8", .type = FETCH_U8},
	{.base = FETCH_FIELD, .name = "u64", .type = FETCH_U64},
	{.base = FETCH_FIELD, .name = "s64", .type = FETCH_S64},
	{.base = FETCH_FIELD, .name = "comm", .type = FETCH_STRING},
	{.base = FETCH_FIELD, .name = "name", .type = FETCH_STRING},
	{.base = FETCH_FIELD, .name = "text", .type = FETCH_U64},
	{.base = FETCH_FIELD, .name = "u64", .type = FETCH_U32},
};
enum { S32, U8, U64, S64, COMM, NAME, TEXT, PART_OF_U64 };

static const struct event_format format = {
	.system = "a",
	.name = "b",
	.fields = fields,
	.nfields = sizeof(fields) / sizeof(fields[0]),
};

static const char always[] = "always", never[] = "common_pid == -1";

static const char *filter_of(struct arena *arena, const struct guard *guard)
{
	struct probe probe = {
		.kind = PROBE_TRACEPOINT,
		.system = "a",
		.event = "b",
		.fetches = fetches,
		.nfetches = sizeof(fetches) / sizeof(fetches[0]),
		.guard = guard,
	};
	struct filter_place place = {.probe = &probe, .format = &format, .target_pid = 77};
	const char *text = filter_text(arena, &place);

	return text ? text : always;
}

static void check_text(const struct guard *guard, const char *expected)
{
	struct arena *arena = arena_new();

	CHECK_STR(filter_of(arena, guard), expected);
	arena_free(arena);
}

static void check_number(uint16_t fetch, enum guard_relation relation, int64_t number,
			 const char *expected)
{
	const struct guard guard = {
		.kind = GUARD_TEST, .fetch = fetch, .relation = relation, .number = number};

	check_text(&guard, expected);
}

static void check_string(uint16_t fetch, enum guard_relation relation, const char *text,
			 const char *expected)
{
	const struct guard guard = {
		.kind = GUARD_TEST, .fetch = fetch, .relation = relation, .text = text};

	check_text(&guard, expected);
}

static void test_numbers(void)
{
	check_number(S32, GUARD_EQ, -1, "s32 == -1");
	check_number(S32, GUARD_EQ, INT64_C(4294967295), never);
	check_number(S32, GUARD_NE, INT64_C(4294967295), always);
	check_number(S32, GUARD_LT, INT64_C(2147483648), always);
	check_number(S32, GUARD_GE, INT64_C(2147483648), never);
	check_number(S32, GUARD_GT, INT64_C(-2147483649), always);
	check_number(S32, GUARD_LE, INT32_MIN, "s32 <= -2147483648");
	check_number(U8, GUARD_LT, 0, "u8 < 0");
	check_number(U8, GUARD_LT, -1, never);
	check_number(U8, GUARD_GT, 255, "u8 > 255");
	check_number(U8, GUARD_GT, 256, never);
	check_number(S64, GUARD_LT, INT64_MIN, "s64 < -9223372036854775808");
	check_number(S64, GUARD_GE, INT64_MAX, "s64 >= 9223372036854775807");
}

/* To the script it is signed. */
static void test_unsigned_longs(void)
{
	check_number(U64, GUARD_EQ, -1, "u64 == 18446744073709551615");
	check_number(U64, GUARD_GT, 5, "u64 > 5");
	check_number(U64, GUARD_GT, -1, always);
	check_number(U64, GUARD_LT, 5, "(u64 < 5 || u64 > 9223372036854775807)");
	check_number(U64, GUARD_LE, -1, "u64 > 9223372036854775807");
	check_number(PART_OF_U64, GUARD_EQ, 1, always);
	check_number(TEXT, GUARD_EQ, 1, always);
}

static void test_bits(void)
{
	check_number(S32, GUARD_BITS, 64, "s32 & 64");
	check_number(S32, GUARD_NO_BITS, 64, "!(s32 & 64)");
	check_number(S32, GUARD_BITS, INT64_C(1) << 32, always);
	check_number(U8, GUARD_BITS, -1, always);
	check_number(U64, GUARD_BITS, INT64_MIN, "u64 & 9223372036854775808");
	check_number(S64, GUARD_BITS, INT64_MIN, always);
}

static void test_texts(void)
{
	check_string(COMM, GUARD_EQ, "sh", "comm == \"sh\"");
	check_string(COMM, GUARD_NE, "", "comm != \"\"");
	check_string(COMM, GUARD_EQ, "bash", always); /* it may fill the field */
	check_string(COMM, GUARD_EQ, "longer", never);
	check_string(NAME, GUARD_EQ, "a\"b", "name == 'a\"b'");
	check_string(NAME, GUARD_EQ, "a\"b'c", always);
	check_string(NAME, GUARD_EQ, "a\nb", always);
	check_string(NAME, GUARD_NE, "ab", always);
	check_string(NAME, GUARD_EQ, "", always);
}

static void test_subjects(void)
{
	const struct guard tid = {.kind = GUARD_TEST, .subject = GUARD_TID, .with_target = true};
	const struct guard pid = {.kind = GUARD_TEST, .subject = GUARD_PID, .with_target = true};
	const struct guard cpu = {
		.kind = GUARD_TEST, .subject = GUARD_CPU, .relation = GUARD_BITS, .number = 1};
	const struct guard name = {.kind = GUARD_TEST, .subject = GUARD_EXECNAME, .text = "sh"};
	const struct guard worker = {
		.kind = GUARD_TEST, .subject = GUARD_EXECNAME, .text = "kworker/0:1"};
	const struct guard both = {.kind = GUARD_AND, .left = &tid, .right = &pid};
	const struct guard either = {.kind = GUARD_OR, .left = &tid, .right = &name};
	const struct guard all = {.kind = GUARD_AND, .left = &either, .right = &name};
	const struct guard neither = {.kind = GUARD_OR, .left = &pid, .right = &name};

	check_text(&tid, "common_pid == 77");
	check_text(&pid, always);
	check_text(&cpu, always);
	check_text(&name, "COMM == \"sh\"");
	check_text(&worker, always);
	check_text(&both, "common_pid == 77");
	check_text(&all, "(common_pid == 77 || COMM == \"sh\") && COMM == \"sh\"");
	check_text(&neither, always);
}

int main(void)
{
	test_numbers();
	test_unsigned_longs();
	test_bits();
	test_texts();
	test_subjects();
	return check_done();
}
