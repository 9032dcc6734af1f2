/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Expressions into registers. Calls, prints and reads of the record are in emit_call.c, conditions
 * in emit_branch.c, what is assigned in emit_lvalue.c.
 */
#include "config.h"

#include <string.h>

#include "compiler/emit.h"

/* ---- order of evaluation ---- */

struct search {
	bool found;
};

static void look_for_assignment(void *context, struct expr *e)
{
	struct search *s = context;

	if (e->kind == EXPR_ASSIGN || e->kind == EXPR_PRE || e->kind == EXPR_POST)
		s->found = true;
	else
		each_child(e, look_for_assignment, s);
}

bool assigns(struct expr *e)
{
	struct search s = {false};

	look_for_assignment(&s, e);
	return s.found;
}

uint16_t emit_kept(struct emitter *em, struct expr *e, bool later_assigns)
{
	enum slot_type type = slot_of(e->type);
	uint16_t value = emit_expr(em, e, REG_NONE), copy;

	if (!later_assigns || value >= em->locals[type])
		return value;
	copy = temp_new(em, type);
	emit_move(em, type, copy, value);
	return copy;
}

void emit_values(struct emitter *em, const struct expr_list *items, const struct expr *then,
		 uint16_t *regs)
{
	bool later[MAX_PARAMS];
	bool assigned = then && assigns((struct expr *)then);

	for (unsigned i = items->count; i-- > 0;) {
		later[i] = assigned;
		assigned |= items->items[i] && assigns(items->items[i]);
	}
	for (unsigned i = 0; i < items->count; i++)
		regs[i] = items->items[i] ? emit_kept(em, items->items[i], later[i]) : REG_NONE;
}

/* ---- leaves ---- */

static uint16_t emit_symbol(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv = {.variable = e->symbol.variable,
			    .type = slot_of(e->symbol.variable->type),
			    .tok = e->tok};

	if (!lv.variable->is_global && want == REG_NONE)
		return lv.variable->index;
	want = dest_for(em, lv.type, want);
	lvalue_load(em, &lv, want);
	return want;
}

/* ---- operators ---- */

struct binary_code {
	enum opcode op;
	enum opcode string_op; /* 0: longs only */
	bool swap;
};

static const struct binary_code *binary_code(enum operator op)
{
	static const struct binary_code codes[OPERATOR_COUNT] = {
		[OP_ADD] = {OP_CODE_ADD, 0, false},
		[OP_SUB] = {OP_CODE_SUB, 0, false},
		[OP_MUL] = {OP_CODE_MUL, 0, false},
		[OP_DIV] = {OP_CODE_DIV, 0, false},
		[OP_MOD] = {OP_CODE_MOD, 0, false},
		[OP_AND] = {OP_CODE_AND, 0, false},
		[OP_OR] = {OP_CODE_OR, 0, false},
		[OP_XOR] = {OP_CODE_XOR, 0, false},
		[OP_SHL] = {OP_CODE_SHL, 0, false},
		[OP_SHR] = {OP_CODE_SHR, 0, false},
		[OP_USHR] = {OP_CODE_USHR, 0, false},
		[OP_CONCAT] = {OP_CODE_CONCAT, OP_CODE_CONCAT, false},
		[OP_EQ] = {OP_CODE_EQ, OP_CODE_SEQ, false},
		[OP_NE] = {OP_CODE_NE, OP_CODE_SNE, false},
		[OP_LT] = {OP_CODE_LT, OP_CODE_SLT, false},
		[OP_LE] = {OP_CODE_LE, OP_CODE_SLE, false},
		[OP_GT] = {OP_CODE_LT, OP_CODE_SLT, true},
		[OP_GE] = {OP_CODE_LE, OP_CODE_SLE, true},
	};

	return &codes[op];
}

static bool is_small(const struct expr *e, int64_t *value)
{
	if (e->kind != EXPR_NUMBER || e->number < -INT16_MAX || e->number > INT16_MAX)
		return false;
	*value = e->number;
	return true;
}

static uint16_t emit_binary(struct emitter *em, struct expr *e, uint16_t want)
{
	struct expr *left = e->binary.left, *right = e->binary.right;
	const struct binary_code *code = binary_code(e->binary.op);
	bool string = left->type == TYPE_STRING;
	uint16_t a = emit_kept(em, left, assigns(right)), b;
	int64_t small;

	want = dest_for(em, slot_of(e->type), want);
	if ((e->binary.op == OP_ADD || e->binary.op == OP_SUB) && is_small(right, &small)) {
		emit(em, OP_CODE_ADDI, want, a,
		     (uint16_t)(int16_t)(e->binary.op == OP_ADD ? small : -small));
		return want;
	}
	b = emit_expr(em, right, REG_NONE);
	if (e->binary.op == OP_DIV || e->binary.op == OP_MOD)
		emit_place(em, e->tok);
	emit(em, string ? code->string_op : code->op, want, code->swap ? b : a, code->swap ? a : b);
	return want;
}

static uint16_t emit_unary(struct emitter *em, struct expr *e, uint16_t want)
{
	static const enum opcode codes[OPERATOR_COUNT] = {
		[OP_NEG] = OP_CODE_NEG, [OP_NOT] = OP_CODE_NOT, [OP_BITNOT] = OP_CODE_BITNOT};
	uint16_t value;

	if (e->binary.op == OP_PLUS)
		return emit_expr(em, e->binary.right, want);
	value = emit_expr(em, e->binary.right, REG_NONE);
	want = dest_for(em, SLOT_LONG, want);
	emit(em, codes[e->binary.op], want, value, 0);
	return want;
}

static uint16_t emit_regex(struct emitter *em, struct expr *e, uint16_t want)
{
	uint16_t text = emit_expr(em, e->binary.left, REG_NONE);
	uint32_t regex = program_regex(em->c, regex_for_libc(em->c, e->binary.right->string.text));

	want = dest_for(em, SLOT_LONG, want);
	emit_place(em, e->tok);
	emit(em, OP_CODE_MATCH, want, text, (uint16_t)regex);
	if (e->binary.op == OP_NOMATCH)
		emit(em, OP_CODE_NOT, want, want, 0);
	return want;
}

/* ---- arrays and aggregates ---- */

uint16_t emit_bucket(struct emitter *em, struct expr *hist, const struct lvalue *lv,
		     uint16_t bucket, uint16_t want)
{
	want = dest_for(em, SLOT_LONG, want);
	emit_place(em, hist->tok);
	emit(em, lv->is_map ? OP_CODE_MBUCKET : OP_CODE_BUCKET, want, lv->variable->index, bucket);
	emit_regs(em, lv->keys, lv->nkeys);
	return want;
}

static uint16_t emit_bucket_of(struct emitter *em, struct expr *hist, struct expr *key,
			       uint16_t want)
{
	struct lvalue lv = lvalue_of(em, hist->stat.stat, key);

	return emit_bucket(em, hist, &lv, emit_expr(em, key, REG_NONE), want);
}

static uint16_t emit_index(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv;

	if (is_bucket(e))
		return emit_bucket_of(em, e->index.base, e->index.keys.items[0], want);
	lv = lvalue_of(em, e, NULL);
	want = dest_for(em, lv.type, want);
	lvalue_load(em, &lv, want);
	return want;
}

static uint16_t emit_in(struct emitter *em, struct expr *e, uint16_t want)
{
	uint16_t keys[MAX_KEYS];

	if (e->in.array->kind == EXPR_HIST)
		return emit_bucket_of(em, e->in.array, e->in.keys.items[0], want);
	emit_values(em, &e->in.keys, NULL, keys);
	want = dest_for(em, SLOT_LONG, want);
	emit(em, OP_CODE_MHAS, want, e->in.array->symbol.variable->index, 0);
	emit_regs(em, keys, e->in.keys.count);
	return want;
}

enum stat_op stat_op(enum stat_function function)
{
	switch (function) {
	case STAT_SUM:
		return STAT_OP_SUM;
	case STAT_MIN:
		return STAT_OP_MIN;
	case STAT_MAX:
		return STAT_OP_MAX;
	case STAT_AVG:
		return STAT_OP_AVG;
	case STAT_VARIANCE:
		return STAT_OP_VARIANCE;
	default:
		return STAT_OP_COUNT;
	}
}

static uint16_t emit_stat(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv = lvalue_of(em, e->stat.stat, NULL);
	uint16_t op = (uint16_t)stat_op(e->stat.function);

	want = dest_for(em, SLOT_LONG, want);
	emit_place(em, e->tok);
	emit(em, lv.is_map ? OP_CODE_MSTAT : OP_CODE_STAT, want, lv.variable->index, op);
	emit_regs(em, lv.keys, lv.nkeys);
	return want;
}

/* ---- across a call of the probed function ---- */

/*
 * An error while the value is computed is kept in its place: it is one of the return probe, if
 * that asks for the value at all.
 */
static uint16_t emit_save(struct emitter *em, struct expr *e)
{
	uint16_t index = e->saved.value->index;
	bool string = e->saved.operand->type == TYPE_STRING;
	struct catch_range range = {.begin = em->ninsns, .iters = em->iters};
	struct patches done = {0};
	uint16_t value;

	if (!e->saved.value->used)
		return 0;
	range.message = temp_new(em, SLOT_STRING);
	value = emit_expr(em, e->saved.operand, REG_NONE);
	emit(em, string ? OP_CODE_SAVES : OP_CODE_SAVE, index, value, 0);
	range.end = em->ninsns;
	patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
	range.handler = em->ninsns;
	arena_push(em->c->arena, em->catches, em->ncatches, range);
	emit(em, OP_CODE_SAVEX, index, range.message, 0);
	patch_here(em, &done);
	return 0;
}

static uint16_t emit_saved(struct emitter *em, const struct expr *e, uint16_t want)
{
	want = dest_for(em, slot_of(e->type), want);
	emit_place(em, e->tok);
	emit(em, e->type == TYPE_STRING ? OP_CODE_SAVEDS : OP_CODE_SAVED, want,
	     e->saved.value->index, 0);
	return want;
}

/* ---- all of them ---- */

uint16_t emit_expr(struct emitter *em, struct expr *e, uint16_t want)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		if (want == REG_NONE)
			return emit_number(em, e->number);
		emit_constant(em, want, e->number);
		return want;
	case EXPR_STRING:
		want = dest_for(em, SLOT_STRING, want);
		emit_text(em, want, e->string.text, e->string.len);
		return want;
	case EXPR_SYMBOL:
		return emit_symbol(em, e, want);
	case EXPR_INDEX:
		return emit_index(em, e, want);
	case EXPR_CALL:
		return emit_call_or_fetch(em, e, want);
	case EXPR_PRINT:
		return emit_print(em, e, want);
	case EXPR_UNARY:
		return emit_unary(em, e, want);
	case EXPR_PRE:
	case EXPR_POST:
		return emit_crement(em, e, want, true);
	case EXPR_BINARY:
		if (e->binary.op == OP_LOGICAL_AND || e->binary.op == OP_LOGICAL_OR)
			return emit_truth(em, e, want);
		return emit_binary(em, e, want);
	case EXPR_REGEX:
		return emit_regex(em, e, want);
	case EXPR_ASSIGN:
		return emit_assign(em, e, want);
	case EXPR_TERNARY:
		return emit_ternary(em, e, want);
	case EXPR_IN:
		return emit_in(em, e, want);
	case EXPR_STAT:
		return emit_stat(em, e, want);
	case EXPR_TARGET:
	case EXPR_CAST:
		return emit_target(em, e, want);
	case EXPR_CONST:
		refuse_constant(em->c, e);
		return dest_for(em, SLOT_LONG, want);
	case EXPR_EMBEDDED:
		embedded_refuse(em->c, e->tok);
		return dest_for(em, slot_of(e->type), want);
	case EXPR_SAVE:
		return emit_save(em, e);
	case EXPR_SAVED:
		return emit_saved(em, e, want);
	default:
		return want; /* refused by the symbol pass */
	}
}

void emit_void(struct emitter *em, struct expr *e)
{
	uint16_t used[2] = {em->used[0], em->used[1]};

	if (e->kind == EXPR_PRE || e->kind == EXPR_POST)
		emit_crement(em, e, REG_NONE, false);
	else
		emit_expr(em, e, REG_NONE);
	memcpy(em->used, used, sizeof(used));
}
