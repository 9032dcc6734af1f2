/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditions: jumps where a truth decides, 1 or 0 where it is a value. */
#include "config.h"

#include <string.h>

#include "compiler/emit.h"

static enum opcode jump_code(enum operator op)
{
	switch (op) {
	case OP_EQ:
		return OP_CODE_JEQ;
	case OP_NE:
		return OP_CODE_JNE;
	case OP_LT:
	case OP_GT:
		return OP_CODE_JLT;
	default:
		return OP_CODE_JLE;
	}
}

/* The comparison that is true when @op is not. */
static enum operator inverse(enum operator op)
{
	switch (op) {
	case OP_EQ:
		return OP_NE;
	case OP_NE:
		return OP_EQ;
	case OP_LT:
		return OP_GE;
	case OP_LE:
		return OP_GT;
	case OP_GT:
		return OP_LE;
	default:
		return OP_LT;
	}
}

static bool is_comparison(enum operator op)
{
	return op >= OP_EQ && op <= OP_GE;
}

static void branch_comparison(struct emitter *em, struct expr *e, bool sense, struct patches *list)
{
	enum operator op = sense ? e->binary.op : inverse(e->binary.op);
	uint16_t a = emit_kept(em, e->binary.left, assigns(e->binary.right));
	uint16_t b = emit_expr(em, e->binary.right, REG_NONE);
	bool swap = op == OP_GT || op == OP_GE;

	patch_add(em, list, emit(em, jump_code(op), swap ? b : a, swap ? a : b, 0));
}

static void branch_logical(struct emitter *em, struct expr *e, bool sense, struct patches *list)
{
	bool stops = e->binary.op == OP_LOGICAL_OR; /* the truth of the left that decides */
	struct patches skip = {0};

	emit_branch(em, e->binary.left, stops, sense == stops ? list : &skip);
	emit_branch(em, e->binary.right, sense, list);
	patch_here(em, &skip);
}

void emit_branch(struct emitter *em, struct expr *e, bool sense, struct patches *list)
{
	uint16_t used[2] = {em->used[0], em->used[1]};

	if (e->kind == EXPR_UNARY && e->binary.op == OP_NOT) {
		emit_branch(em, e->binary.right, !sense, list);
	} else if (e->kind == EXPR_BINARY &&
		   (e->binary.op == OP_LOGICAL_AND || e->binary.op == OP_LOGICAL_OR)) {
		branch_logical(em, e, sense, list);
	} else if (e->kind == EXPR_BINARY && is_comparison(e->binary.op) && !em->far &&
		   e->binary.left->type != TYPE_STRING) {
		branch_comparison(em, e, sense, list);
	} else {
		uint16_t value = emit_expr(em, e, REG_NONE);

		patch_add(em, list, emit_imm(em, sense ? OP_CODE_JNZ : OP_CODE_JZ, value, 0));
	}
	memcpy(em->used, used, sizeof(used));
}

uint16_t emit_truth(struct emitter *em, struct expr *e, uint16_t want)
{
	struct patches no = {0}, done = {0};

	want = dest_for(em, SLOT_LONG, want);
	emit_branch(em, e, false, &no);
	emit_constant(em, want, 1);
	patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
	patch_here(em, &no);
	emit_constant(em, want, 0);
	patch_here(em, &done);
	return want;
}

uint16_t emit_ternary(struct emitter *em, struct expr *e, uint16_t want)
{
	struct patches no = {0}, done = {0};
	/* Not into a variable's register at once: the arms may read it. */
	uint16_t value = temp_new(em, slot_of(e->type));

	emit_branch(em, e->ternary.cond, false, &no);
	emit_expr(em, e->ternary.then, value);
	patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
	patch_here(em, &no);
	emit_expr(em, e->ternary.otherwise, value);
	patch_here(em, &done);
	if (want != REG_NONE)
		emit_move(em, slot_of(e->type), want, value);
	return want != REG_NONE ? want : value;
}
