/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that follow from the script alone, as the VM would calculate them. */
#include "config.h"

#include "compiler/constants.h"

static bool divide(enum operator op, int64_t x, int64_t y, int64_t *out)
{
	if (y == 0)
		return false;
	if (y == -1)
		*out = op == OP_DIV ? (int64_t)(0 - (uint64_t)x) : 0;
	else
		*out = op == OP_DIV ? x / y : x % y;
	return true;
}

bool constant_compute(enum operator op, int64_t x, int64_t y, int64_t *out)
{
	const uint64_t a = (uint64_t)x, b = (uint64_t)y;

	switch (op) {
	case OP_ADD:
		*out = (int64_t)(a + b);
		return true;
	case OP_SUB:
		*out = (int64_t)(a - b);
		return true;
	case OP_MUL:
		*out = (int64_t)(a * b);
		return true;
	case OP_DIV:
	case OP_MOD:
		return divide(op, x, y, out);
	case OP_AND:
		*out = (int64_t)(a & b);
		return true;
	case OP_OR:
		*out = (int64_t)(a | b);
		return true;
	case OP_XOR:
		*out = (int64_t)(a ^ b);
		return true;
	case OP_SHL:
		*out = (int64_t)(a << (b & 63));
		return true;
	case OP_SHR:
		*out = x >> (b & 63);
		return true;
	case OP_USHR:
		*out = (int64_t)(a >> (b & 63));
		return true;
	default:
		return false;
	}
}

static bool value_of_unary(const struct expr *e, int64_t *out)
{
	int64_t operand;

	if (!constant_value(e->binary.right, &operand))
		return false;
	if (e->binary.op == OP_NEG)
		return constant_compute(OP_SUB, 0, operand, out);
	if (e->binary.op == OP_BITNOT)
		return constant_compute(OP_XOR, operand, -1, out);
	*out = e->binary.op == OP_NOT ? !operand : operand;
	return true;
}

/* &@cast(0, "type")->member is a place, of which nothing is read. */
static bool value_of_place(const struct expr *e, int64_t *out)
{
	const struct target_read *read = e->target.read;

	return read && !read->fetch.nsteps && !read->bits &&
	       constant_value(e->target.operand, out) &&
	       constant_compute(OP_ADD, *out, read->addend, out);
}

bool constant_value(const struct expr *e, int64_t *out)
{
	int64_t x, y;

	switch (e->kind) {
	case EXPR_NUMBER:
		*out = e->number;
		return true;
	case EXPR_UNARY:
		return value_of_unary(e, out);
	case EXPR_BINARY:
		return constant_value(e->binary.left, &x) && constant_value(e->binary.right, &y) &&
		       constant_compute(e->binary.op, x, y, out);
	case EXPR_TERNARY:
		return constant_value(e->ternary.cond, &x) &&
		       constant_value(x ? e->ternary.then : e->ternary.otherwise, out);
	case EXPR_CAST:
		return value_of_place(e, out);
	default:
		return false;
	}
}
