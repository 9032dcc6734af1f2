/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/reference_internal.h"

#include <stdlib.h>
#include <string.h>

struct value number_value(int64_t number)
{
	return (struct value){.number = number, .text = ""};
}

struct value text_value(struct reference *ref, const char *text, size_t len)
{
	size_t most = len < ref->string_limit ? len : ref->string_limit;
	size_t length = strnlen(text, most);

	return (struct value){
		.is_string = true, .text = arena_strndup(ref->arena, text, length), .len = length};
}

bool truth(struct reference *ref, const struct expr *e)
{
	return eval(ref, e).number != 0;
}

int compare_values(const struct value *a, const struct value *b)
{
	if (a->is_string)
		return strcmp(a->text, b->text);
	return a->number < b->number ? -1 : a->number > b->number;
}

/* ---- operators ---- */

static struct value concatenate(struct reference *ref, struct value a, struct value b)
{
	const char *both = arena_printf(ref->arena, "%s%s", a.text, b.text);

	return text_value(ref, both, strlen(both));
}

static int64_t divide(struct reference *ref, int64_t a, int64_t b, bool rest,
		      const struct token *tok)
{
	if (b == 0)
		ref_raise(ref, tok, "division by 0");
	if (b == -1)
		return rest ? 0 : (int64_t)(0 - (uint64_t)a);
	return rest ? a % b : a / b;
}

/* @op without its "=", when it has one. @tok is blamed for a division by zero. */
static struct value apply(struct reference *ref, enum operator op, struct value left,
			  struct value right, const struct token *tok)
{
	uint64_t a = (uint64_t)left.number, b = (uint64_t)right.number;
	int sign = compare_values(&left, &right);

	switch (op) {
	case OP_ADD:
	case OP_SET_ADD:
		return number_value((int64_t)(a + b));
	case OP_SUB:
	case OP_SET_SUB:
		return number_value((int64_t)(a - b));
	case OP_MUL:
	case OP_SET_MUL:
		return number_value((int64_t)(a * b));
	case OP_DIV:
	case OP_SET_DIV:
		return number_value(divide(ref, left.number, right.number, false, tok));
	case OP_MOD:
	case OP_SET_MOD:
		return number_value(divide(ref, left.number, right.number, true, tok));
	case OP_AND:
	case OP_SET_AND:
		return number_value((int64_t)(a & b));
	case OP_OR:
	case OP_SET_OR:
		return number_value((int64_t)(a | b));
	case OP_XOR:
	case OP_SET_XOR:
		return number_value((int64_t)(a ^ b));
	case OP_SHL:
	case OP_SET_SHL:
		return number_value((int64_t)(a << (b & 63)));
	case OP_SHR:
	case OP_SET_SHR:
		return number_value(left.number >> (b & 63));
	case OP_USHR:
		return number_value((int64_t)(a >> (b & 63)));
	case OP_CONCAT:
	case OP_SET_CONCAT:
		return concatenate(ref, left, right);
	case OP_EQ:
		return number_value(sign == 0);
	case OP_NE:
		return number_value(sign != 0);
	case OP_LT:
		return number_value(sign < 0);
	case OP_LE:
		return number_value(sign <= 0);
	case OP_GT:
		return number_value(sign > 0);
	case OP_GE:
		return number_value(sign >= 0);
	default:
		abort();
	}
}

static struct value eval_binary(struct reference *ref, const struct expr *e)
{
	struct value left, right;

	if (e->binary.op == OP_LOGICAL_AND)
		return number_value(truth(ref, e->binary.left) && truth(ref, e->binary.right));
	if (e->binary.op == OP_LOGICAL_OR)
		return number_value(truth(ref, e->binary.left) || truth(ref, e->binary.right));
	left = eval(ref, e->binary.left);
	right = eval(ref, e->binary.right);
	return apply(ref, e->binary.op, left, right, e->tok);
}

static struct value eval_unary(struct reference *ref, const struct expr *e)
{
	int64_t value = eval(ref, e->binary.right).number;

	switch (e->binary.op) {
	case OP_NEG:
		return number_value((int64_t)(0 - (uint64_t)value));
	case OP_NOT:
		return number_value(!value);
	case OP_BITNOT:
		return number_value(~value);
	default:
		return number_value(value);
	}
}

/* ---- what can be assigned ---- */

struct target {
	struct binding *binding;
	bool is_element;
	struct value keys[MOST_KEYS];
	unsigned nkeys;
	const struct token *tok;
};

static struct target target_of(struct reference *ref, const struct expr *e)
{
	struct target place = {.is_element = e->kind == EXPR_INDEX};
	bool given[MOST_KEYS];

	if (!place.is_element) {
		place.binding = binding_of(ref, e->symbol.name);
		return place;
	}
	place.binding = binding_of(ref, e->index.base->symbol.name);
	place.tok = e->index.base->tok;
	place.nkeys = e->index.keys.count;
	eval_keys(ref, &e->index.keys, place.keys, given);
	return place;
}

static struct entry *lookup(const struct target *place)
{
	static const bool all[MOST_KEYS] = {true, true, true, true, true, true, true, true, true};

	return map_lookup(place->binding, place->keys, all, place->nkeys);
}

static struct value load(const struct target *place)
{
	const struct entry *entry;

	if (!place->is_element)
		return place->binding->value;
	entry = lookup(place);
	if (entry)
		return entry->value;
	return (struct value){.is_string = place->binding->name[1] == 's', .text = ""};
}

static void store(struct reference *ref, const struct target *place, struct value value)
{
	if (place->is_element)
		map_enter(ref, place->binding, place->keys, place->nkeys, place->tok)->value =
			value;
	else
		place->binding->value = value;
}

static struct value eval_assign(struct reference *ref, const struct expr *e)
{
	struct target place = target_of(ref, e->binary.left);
	struct value value = eval(ref, e->binary.right);
	struct statistics *statistics;

	if (e->binary.op == OP_AGGREGATE) {
		statistics = place.is_element ? &map_enter(ref, place.binding, place.keys,
							   place.nkeys, place.tok)
							 ->statistics
					      : &place.binding->statistics;
		statistics_add(ref, statistics, value.number);
		return value;
	}
	if (e->binary.op != OP_SET)
		value = apply(ref, e->binary.op, load(&place), value, e->binary.right->tok);
	store(ref, &place, value);
	return value;
}

static struct value eval_crement(struct reference *ref, const struct expr *e)
{
	bool post = e->kind == EXPR_POST;
	struct target place = target_of(ref, post ? e->binary.left : e->binary.right);
	struct value old = load(&place);
	uint64_t by = e->binary.op == OP_INC ? 1 : UINT64_MAX;
	struct value new = number_value((int64_t)((uint64_t)old.number + by));

	store(ref, &place, new);
	return post ? old : new;
}

/* ---- arrays and aggregates ---- */

static struct value eval_in(struct reference *ref, const struct expr *e)
{
	struct binding *map = binding_of(ref, e->in.array->symbol.name);
	struct value keys[MOST_KEYS];
	bool given[MOST_KEYS];

	eval_keys(ref, &e->in.keys, keys, given);
	return number_value(map_lookup(map, keys, given, e->in.keys.count) != NULL);
}

/* Of an element that is not there: those of nothing. */
static const struct statistics *statistics_of(const struct target *place)
{
	static const struct statistics none;
	const struct entry *entry;

	if (!place->is_element)
		return &place->binding->statistics;
	entry = lookup(place);
	return entry ? &entry->statistics : &none;
}

static struct value eval_stat(struct reference *ref, const struct expr *e)
{
	struct target place = target_of(ref, e->stat.stat);
	int64_t result;

	if (!statistics_read(statistics_of(&place), e->stat.function, place.is_element, &result))
		ref_raise(ref, e->tok, "empty aggregate");
	return number_value(result);
}

static struct value eval_bucket(struct reference *ref, const struct expr *e)
{
	const struct expr *hist = e->index.base;
	struct target place = target_of(ref, hist->stat.stat);
	int64_t bucket = eval(ref, e->index.keys.items[0]).number;

	return number_value(statistics_bucket(ref, statistics_of(&place), hist, bucket));
}

static struct value eval_call(struct reference *ref, const struct expr *e)
{
	struct value result;

	return eval_library(ref, e, &result) ? result : ref_call(ref, e);
}

struct value eval(struct reference *ref, const struct expr *e)
{
	struct target place;

	switch (e->kind) {
	case EXPR_NUMBER:
		return number_value(e->number);
	case EXPR_STRING:
		return text_value(ref, e->string.text, e->string.len);
	case EXPR_SYMBOL:
		return binding_of(ref, e->symbol.name)->value;
	case EXPR_INDEX:
		if (e->index.base->kind == EXPR_HIST)
			return eval_bucket(ref, e);
		place = target_of(ref, e);
		return load(&place);
	case EXPR_CALL:
		return eval_call(ref, e);
	case EXPR_PRINT:
		return eval_print(ref, e);
	case EXPR_UNARY:
		return eval_unary(ref, e);
	case EXPR_PRE:
	case EXPR_POST:
		return eval_crement(ref, e);
	case EXPR_BINARY:
		return eval_binary(ref, e);
	case EXPR_REGEX:
		return eval_match(ref, e);
	case EXPR_ASSIGN:
		return eval_assign(ref, e);
	case EXPR_TERNARY:
		return eval(ref,
			    truth(ref, e->ternary.cond) ? e->ternary.then : e->ternary.otherwise);
	case EXPR_IN:
		return eval_in(ref, e);
	case EXPR_STAT:
		return eval_stat(ref, e);
	default:
		abort(); /* the generator makes no other */
	}
}
