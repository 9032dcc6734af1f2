/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel compares in the field's own width and signedness, with a constant that it cuts down to
 * those (kernel/trace/trace_events_filter.c, parse_pred() and DEFINE_COMPARISON_PRED, 6.1 and
 * 6.12); the script compares signed 64-bit numbers. Constants that do not fit are decided here.
 */
#include "config.h"

#include "runtime/tracefs/filter.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "runtime/catalog.h"
#include "runtime/program.h"
#include "runtime/arch.h"
#include "runtime/tracefs/definition.h"
#include "runtime/tracefs/formats.h"

/* The file takes a page; a string 255 characters (MAX_FILTER_STR_VAL); TASK_COMM_LEN is 16. */
#define MAX_FILTER_LEN 2000
#define MAX_TEXT_LEN   255
#define MAX_COMM_LEN   15

/* Texts of formulas that are no text of the kernel's. */
static const char always[] = "1";
static const char never[] = "0";

/* What the kernel compares. */
struct shape {
	const char *name;
	enum { SHAPE_NONE, SHAPE_NUMBER, SHAPE_CHARS, SHAPE_TERMINATED, SHAPE_LOCATED } kind;
	unsigned bytes;
	bool is_signed;
	bool no_bits; /* it does not know & */
};

/* ---- numbers ---- */

static const char *const signs[] = {
	[GUARD_EQ] = "==", [GUARD_NE] = "!=", [GUARD_LT] = "<",	  [GUARD_GE] = ">=",
	[GUARD_LE] = "<=", [GUARD_GT] = ">",  [GUARD_BITS] = "&", [GUARD_NO_BITS] = "&",
};

static const char *compare_signed(struct arena *arena, const char *name,
				  enum guard_relation relation, int64_t number)
{
	return arena_printf(arena, "%s %s %" PRId64, name, signs[relation], number);
}

/* Of a number beyond those that the field can have, which are all on one side of it. */
static const char *compare_beyond(enum guard_relation relation, bool above)
{
	switch (relation) {
	case GUARD_EQ:
		return never;
	case GUARD_NE:
		return always;
	case GUARD_LT:
	case GUARD_LE:
		return above ? always : never;
	default:
		return above ? never : always;
	}
}

/*
 * An unsigned 64-bit field, which to the script is negative from 2^63 on. What passes in excess,
 * the handler refuses.
 */
static const char *compare_u64(struct arena *arena, const char *name, enum guard_relation relation,
			       int64_t number)
{
	switch (relation) {
	case GUARD_EQ:
	case GUARD_NE:
		return arena_printf(arena, "%s %s %" PRIu64, name, signs[relation],
				    (uint64_t)number);
	case GUARD_GT:
	case GUARD_GE:
		return number < 0 ? always : compare_signed(arena, name, relation, number);
	default:
		if (number < 0)
			return arena_printf(arena, "%s > %" PRId64, name, INT64_MAX);
		return arena_printf(arena, "(%s %s %" PRId64 " || %s > %" PRId64 ")", name,
				    signs[relation], number, name, INT64_MAX);
	}
}

static const char *test_bits(struct arena *arena, const struct shape *shape,
			     enum guard_relation relation, uint64_t mask)
{
	const unsigned bits = 8 * shape->bytes;

	if (shape->no_bits || (bits < 64 && mask >> bits) || (shape->is_signed && mask >> 63))
		return always;
	return arena_printf(arena, relation == GUARD_BITS ? "%s & %" PRIu64 : "!(%s & %" PRIu64 ")",
			    shape->name, mask);
}

static const char *compare_number(struct arena *arena, const struct shape *shape,
				  enum guard_relation relation, int64_t number)
{
	const unsigned bits = 8 * shape->bytes - shape->is_signed;
	const int64_t most = bits < 63 ? (INT64_C(1) << bits) - 1 : INT64_MAX;
	const int64_t least = shape->is_signed ? -most - 1 : 0;

	if (relation == GUARD_BITS || relation == GUARD_NO_BITS)
		return test_bits(arena, shape, relation, (uint64_t)number);
	if (bits == 64)
		return compare_u64(arena, shape->name, relation, number);
	if (number > most || number < least)
		return compare_beyond(relation, number > most);
	return compare_signed(arena, shape->name, relation, number);
}

/* ---- texts ---- */

/* The kernel has two kinds of quotes and no way to write one inside itself. */
static const char *quote(struct arena *arena, const char *text)
{
	const char mark = strchr(text, '"') ? '\'' : '"';

	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < ' ' || *at == mark)
			return NULL;
	return arena_printf(arena, "%c%s%c", mark, text, mark);
}

/*
 * What need not end with a NUL where it stands in the record is cut off by the kernel's comparison
 * (regex_match_full()): it can be taken for a longer text. One of length 0 it reads on.
 */
static const char *compare_text(struct arena *arena, const struct shape *shape,
				enum guard_relation relation, const char *text)
{
	const char *quoted = quote(arena, text);
	size_t len = strlen(text);

	if (shape->kind == SHAPE_CHARS && len > shape->bytes)
		return compare_beyond(relation, true);
	if (!quoted || len > MAX_TEXT_LEN || (shape->kind == SHAPE_CHARS && len == shape->bytes))
		return always;
	if (shape->kind != SHAPE_CHARS && !len)
		return always;
	if (shape->kind == SHAPE_LOCATED && relation != GUARD_EQ)
		return always;
	return arena_printf(arena, "%s %s %s", shape->name, signs[relation], quoted);
}

/*
 * The name of a thread as the kernel has it. /proc, where the names of threads are taken from that
 * are there when the run begins, adds to those of kworkers what they work on (wq_worker_comm()).
 */
static const char *compare_comm(struct arena *arena, enum guard_relation relation, const char *text)
{
	const struct shape comm = {"COMM", SHAPE_CHARS, MAX_COMM_LEN + 1, false, false};

	if (!strncmp(text, "kworker", strlen("kworker")))
		return always;
	return compare_text(arena, &comm, relation, text);
}

/* ---- fields ---- */

static struct shape own_shape(const struct filter_place *place, const struct fetch *fetch)
{
	const struct fetch_type_row *type = &fetch_types[fetch->type];
	struct shape shape = {.bytes = type->bytes, .is_signed = type->is_signed};
	const struct arch_register *reg;

	shape.kind = type->bytes ? SHAPE_NUMBER : SHAPE_TERMINATED;
	if (fetch->base != FETCH_REGISTER)
		return shape;
	/* A narrow one makes a narrow field. */
	reg = place->syntax->arch ? arch_find_register(place->syntax->arch, fetch->name) : NULL;
	if (!reg || reg->bits < 8 * type->bytes)
		shape.kind = SHAPE_NONE;
	return shape;
}

/* Numbers of which the handler reads a part, and pointers to text, are not compared as they stand.
 */
static struct shape field_shape(const struct event_format *format, const struct fetch *fetch)
{
	const struct event_field *field = format_find_field(format, fetch->name);
	struct shape shape = {.kind = SHAPE_NONE};

	if (!field || !field->place.size)
		return shape;
	shape.bytes = field->place.size;
	shape.is_signed = field->place.is_signed;
	if (field->place.kind == FIELD_CHARS)
		shape.kind = SHAPE_CHARS;
	else if (field->place.kind == FIELD_DATA_LOC || field->place.kind == FIELD_REL_LOC)
		shape.kind = SHAPE_LOCATED;
	else if (field->place.kind == FIELD_INT && !strstr(field->type, "char *") &&
		 field->place.size <= fetch_types[fetch->type].bytes)
		shape.kind = SHAPE_NUMBER;
	return shape;
}

static struct shape shape_of(struct arena *arena, const struct filter_place *place,
			     const struct guard *test)
{
	const struct fetch *fetch = &place->probe->fetches[test->fetch];
	struct shape shape =
		place->format ? field_shape(place->format, fetch) : own_shape(place, fetch);

	shape.name = definition_field_name(arena, place->probe, test->fetch);
	return shape;
}

/* ---- formulas ---- */

static const char *test_shape(struct arena *arena, const struct filter_place *place,
			      const struct shape *shape, const struct guard *test)
{
	if (shape->kind == SHAPE_NONE || (test->text != NULL) == (shape->kind == SHAPE_NUMBER))
		return always;
	if (test->text)
		return compare_text(arena, shape, test->relation, test->text);
	if (!test->with_target)
		return compare_number(arena, shape, test->relation, test->number);
	if (place->target_pid < 0)
		return arena_printf(arena, "%s %s TARGET", shape->name, signs[test->relation]);
	return compare_number(arena, shape, test->relation, place->target_pid);
}

static const char *write_test(struct arena *arena, const struct filter_place *place,
			      const struct guard *test)
{
	static const struct shape tid = {"common_pid", SHAPE_NUMBER, 4, true, false};
	static const struct shape cpu = {"CPU", SHAPE_NUMBER, 4, true, true};
	struct shape field;

	switch (test->subject) {
	case GUARD_TID:
		return test_shape(arena, place, &tid, test);
	case GUARD_CPU:
		return test_shape(arena, place, &cpu, test);
	case GUARD_EXECNAME:
		return compare_comm(arena, test->relation, test->text);
	case GUARD_FETCH:
		field = shape_of(arena, place, test);
		return test_shape(arena, place, &field, test);
	case GUARD_PID:
		break; /* no record says whose thread it is of */
	}
	return always;
}

static const char *write_guard(struct arena *arena, const struct filter_place *place,
			       const struct guard *guard);

static const char *join(struct arena *arena, enum guard_kind kind, const char *a, const char *b)
{
	const char *decides = kind == GUARD_AND ? never : always;
	const char *unit = kind == GUARD_AND ? always : never;

	if (a == decides || b == unit)
		return a;
	if (b == decides || a == unit)
		return b;
	return arena_printf(arena, kind == GUARD_AND ? "%s && %s" : "(%s || %s)", a, b);
}

static const char *write_guard(struct arena *arena, const struct filter_place *place,
			       const struct guard *guard)
{
	const char *text;

	switch (guard->kind) {
	case GUARD_AND:
	case GUARD_OR:
		return join(arena, guard->kind, write_guard(arena, place, guard->left),
			    write_guard(arena, place, guard->right));
	case GUARD_TEST:
		text = write_test(arena, place, guard);
		if (place->tests && text != always)
			arena_push(arena, place->tests->items, place->tests->count, guard);
		return text;
	case GUARD_NEVER:
		return never;
	case GUARD_ALWAYS:
		break;
	}
	return always;
}

/* The kernel wants a field in each test; every record has this one, which is never so. */
static const char nothing[] = "common_pid == -1";

const char *filter_text(struct arena *arena, const struct filter_place *place)
{
	const char *text;

	if (!place->probe->guard)
		return NULL;
	text = write_guard(arena, place, place->probe->guard);
	if (text == never)
		text = nothing;
	return text == always || strlen(text) > MAX_FILTER_LEN ? NULL : text;
}

const char *filter_either(struct arena *arena, const char *a, const char *b)
{
	const char *text;

	if (!a || !b)
		return NULL;
	if (!strcmp(a, b) || b == nothing)
		return a;
	if (a == nothing)
		return b;
	text = arena_printf(arena, "(%s || %s)", a, b);
	return strlen(text) > MAX_FILTER_LEN ? NULL : text;
}
