/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Variables, globals and array elements: load, store, assign, count up and down. */
#include "config.h"

#include "compiler/emit.h"

struct lvalue lvalue_of(struct emitter *em, struct expr *e, const struct expr *then)
{
	struct lvalue lv = {.tok = e->tok};

	if (e->kind == EXPR_INDEX) {
		lv.variable = e->index.base->symbol.variable;
		lv.tok = e->index.base->tok;
		lv.is_map = true;
		lv.nkeys = e->index.keys.count;
		emit_values(em, &e->index.keys, then, lv.keys);
	} else {
		lv.variable = e->symbol.variable;
	}
	lv.type = slot_of(lv.variable->type);
	return lv;
}

static void map_insn(struct emitter *em, enum opcode op, uint16_t a, uint16_t b, uint16_t c,
		     const struct lvalue *lv)
{
	emit_place(em, lv->tok);
	emit(em, op, a, b, c);
	emit_regs(em, lv->keys, lv->nkeys);
}

void lvalue_load(struct emitter *em, const struct lvalue *lv, uint16_t dest)
{
	bool string = lv->type == SLOT_STRING;
	uint16_t index = lv->variable->index;

	if (lv->is_map)
		map_insn(em, string ? OP_CODE_MGETS : OP_CODE_MGET, dest, index, 0, lv);
	else if (lv->variable->is_global)
		emit(em, string ? OP_CODE_GETS : OP_CODE_GET, dest, index, 0);
	else
		emit_move(em, lv->type, dest, index);
}

void lvalue_store(struct emitter *em, const struct lvalue *lv, uint16_t source)
{
	bool string = lv->type == SLOT_STRING;
	uint16_t index = lv->variable->index;

	if (lv->is_map)
		map_insn(em, string ? OP_CODE_MPUTS : OP_CODE_MPUT, index, source, 0, lv);
	else if (lv->variable->is_global)
		emit(em, string ? OP_CODE_PUTS : OP_CODE_PUT, index, source, 0);
	else
		emit_move(em, lv->type, index, source);
}

static bool is_local(const struct lvalue *lv)
{
	return !lv->is_map && !lv->variable->is_global;
}

/* ---- = ---- */

/*
 * The value of an assignment to @lv. It is moved to where it is wanted only when it has been
 * stored: that may be the register of a variable that is one of the keys.
 */
static uint16_t store_value(struct emitter *em, const struct lvalue *lv, uint16_t value,
			    uint16_t want)
{
	lvalue_store(em, lv, value);
	if (want == REG_NONE)
		return value;
	emit_move(em, lv->type, want, value);
	return want;
}

static uint16_t assign_plain(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv = lvalue_of(em, e->binary.left, e->binary.right);
	uint16_t value;

	if (is_local(&lv) && want == REG_NONE) {
		emit_expr(em, e->binary.right, lv.variable->index);
		return lv.variable->index;
	}
	value = emit_expr(em, e->binary.right, lv.is_map ? REG_NONE : want);
	return store_value(em, &lv, value, want);
}

/* ---- <<< ---- */

static uint16_t assign_aggregate(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv = lvalue_of(em, e->binary.left, e->binary.right);
	uint16_t value = emit_expr(em, e->binary.right, REG_NONE);

	if (lv.is_map)
		map_insn(em, OP_CODE_MAGG, lv.variable->index, value, 0, &lv);
	else
		emit(em, OP_CODE_AGG, lv.variable->index, value, 0);
	if (want == REG_NONE)
		return value;
	emit_move(em, SLOT_LONG, want, value);
	return want;
}

/* ---- += and the others ---- */

static enum opcode compound_opcode(enum operator op)
{
	static const enum opcode codes[OPERATOR_COUNT] = {
		[OP_SET_ADD] = OP_CODE_ADD,	  [OP_SET_SUB] = OP_CODE_SUB,
		[OP_SET_MUL] = OP_CODE_MUL,	  [OP_SET_DIV] = OP_CODE_DIV,
		[OP_SET_MOD] = OP_CODE_MOD,	  [OP_SET_SHL] = OP_CODE_SHL,
		[OP_SET_SHR] = OP_CODE_SHR,	  [OP_SET_AND] = OP_CODE_AND,
		[OP_SET_OR] = OP_CODE_OR,	  [OP_SET_XOR] = OP_CODE_XOR,
		[OP_SET_CONCAT] = OP_CODE_CONCAT,
	};

	return codes[op];
}

/* Adding to a global or element is one instruction, one lookup. */
static uint16_t add_in_place(struct emitter *em, const struct lvalue *lv, uint16_t amount,
			     uint16_t want)
{
	uint16_t dest = want != REG_NONE ? want : temp_new(em, SLOT_LONG);

	if (lv->is_map)
		map_insn(em, OP_CODE_MADD, dest, lv->variable->index, amount, lv);
	else
		emit(em, OP_CODE_ADDG, dest, lv->variable->index, amount);
	return dest;
}

static uint16_t assign_compound(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv = lvalue_of(em, e->binary.left, e->binary.right);
	enum operator op = e->binary.op;
	uint16_t value = emit_expr(em, e->binary.right, REG_NONE), dest, old;

	if (op == OP_SET_ADD && !is_local(&lv))
		return add_in_place(em, &lv, value, want);
	dest = is_local(&lv) ? lv.variable->index : temp_new(em, lv.type);
	old = dest;
	if (!is_local(&lv))
		lvalue_load(em, &lv, dest);
	/* stap names the right operand as the place of a division by zero here. */
	if (op == OP_SET_DIV || op == OP_SET_MOD)
		emit_place(em, e->binary.right->tok);
	emit(em, compound_opcode(op), dest, old, value);
	return store_value(em, &lv, dest, want);
}

uint16_t emit_assign(struct emitter *em, struct expr *e, uint16_t want)
{
	switch (e->binary.op) {
	case OP_SET:
		return assign_plain(em, e, want);
	case OP_AGGREGATE:
		return assign_aggregate(em, e, want);
	default:
		return assign_compound(em, e, want);
	}
}

/* ---- ++ and -- ---- */

static uint16_t crement_local(struct emitter *em, uint16_t reg, int16_t by, bool post, bool used,
			      uint16_t want)
{
	uint16_t dest = want;

	/* x = x++ leaves x as it was. */
	if (post && used && want == reg)
		return reg;
	if (post && used) {
		dest = want != REG_NONE ? want : temp_new(em, SLOT_LONG);
		emit_move(em, SLOT_LONG, dest, reg);
	}
	emit(em, OP_CODE_ADDI, reg, reg, (uint16_t)by);
	if (post && used)
		return dest;
	if (want != REG_NONE)
		emit_move(em, SLOT_LONG, want, reg);
	return want != REG_NONE ? want : reg;
}

uint16_t emit_crement(struct emitter *em, struct expr *e, uint16_t want, bool used)
{
	bool post = e->kind == EXPR_POST;
	struct expr *target = post ? e->binary.left : e->binary.right;
	int16_t by = e->binary.op == OP_INC ? 1 : -1;
	uint16_t amount, dest;
	struct lvalue lv;

	if (is_bucket(target)) {
		semantic_error(em->c, target->tok, "cannot assign to histogram buckets");
		return temp_new(em, SLOT_LONG);
	}
	if (target->kind != EXPR_SYMBOL && target->kind != EXPR_INDEX) {
		semantic_error(em->c, target->tok, "invalid lvalue type");
		return temp_new(em, SLOT_LONG);
	}
	lv = lvalue_of(em, target, NULL);
	if (is_local(&lv))
		return crement_local(em, lv.variable->index, by, post, used, want);
	amount = emit_number(em, by);
	dest = add_in_place(em, &lv, amount, want);
	if (post && used)
		emit(em, OP_CODE_ADDI, dest, dest, (uint16_t)(int16_t)-by);
	return dest;
}
