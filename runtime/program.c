/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/program.h"

const struct opcode_row opcode_rows[OPCODE_COUNT] = {
#define OP(name, a, b, c, extras, meaning) \
	{#name, {OPERAND_##a, OPERAND_##b, OPERAND_##c}, EXTRAS_##extras, meaning},
#include "runtime/opcodes.def"
#undef OP
};

const struct fetch_type_row fetch_types[FETCH_TYPE_COUNT] = {
#define X(name, text, bytes) {text, bytes, text[0] == 's' && bytes},
	FETCH_TYPES(X)
#undef X
};

int64_t limits_actions(const struct limits *limits)
{
	int64_t actions = limits->MAXACTION_given ? limits->MAXACTION : INT64_MAX;

	if (!limits->INTERRUPTIBLE)
		return actions;
	if (limits->MAXACTION_INTERRUPTIBLE_given)
		return limits->MAXACTION_INTERRUPTIBLE;
	return __builtin_mul_overflow(actions, 10, &actions) ? INT64_MAX : actions;
}

unsigned fetch_element_bytes(uint32_t length)
{
	for (unsigned bytes = 1; bytes <= 8; bytes *= 2)
		if (length && length % bytes == 0 && length / bytes <= FETCH_ELEMENTS_MAX)
			return bytes;
	return 0;
}

static unsigned operand(const struct insn *insn, unsigned number)
{
	return number == 0 ? insn->a : number == 1 ? insn->b : insn->c;
}

static unsigned key_count(const struct program *program, const struct insn *insn)
{
	const struct opcode_row *row = &opcode_rows[insn->op];
	unsigned number = row->operands[0] == OPERAND_GM ? 0 : 1;

	return program->globals[operand(insn, number)].nkeys;
}

static unsigned argument_count(const struct program *program, const struct insn *insn)
{
	const enum operand_kind *operands = opcode_rows[insn->op].operands;

	if (operands[1] == OPERAND_FMT)
		return program->formats[insn->imm].nargs;
	if (operands[1] == OPERAND_BI)
		return insn->c;
	return program->codes[insn->b].nparams;
}

static unsigned iteration_count(const struct program *program, const struct insn *insn)
{
	const struct iteration *order = &program->iterations[insn->imm];

	return (order->has_limit ? 1 : 0) +
	       (order->has_slice ? program->globals[order->map].nkeys : 0);
}

unsigned program_insn_extras(const struct program *program, const struct insn *insn)
{
	switch (opcode_rows[insn->op].extras) {
	case EXTRAS_KEYS:
		return key_count(program, insn);
	case EXTRAS_ARGS:
		return argument_count(program, insn);
	case EXTRAS_LOOP:
		return iteration_count(program, insn);
	case EXTRAS_NONE:
		break;
	}
	return 0;
}

bool program_insn_jump(const struct insn *insn, int32_t *distance)
{
	const enum operand_kind *operands = opcode_rows[insn->op].operands;

	/* A conditional jump over two registers has its distance in c. */
	if (operands[0] == OPERAND_LS && operands[2] == OPERAND_IMM)
		*distance = (int16_t)insn->c;
	else if (operands[1] == OPERAND_JUMP)
		*distance = insn->imm;
	else
		return false;
	return true;
}
