/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The listing of -p3: what opcodes.def says about the operands decides how they are shown. */
#include "config.h"

#include "runtime/vm.h"

#include "base/buf.h"
#include "runtime/builtins.h"

static const char *const stat_names[] = {"@count", "@sum", "@min", "@max", "@avg", "@variance"};

static void put_quoted(struct buf *out, const char *text, size_t len)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c < ' ' || c == 0x7f)
			buf_printf(out, "\\%03o", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
}

static void put_register(struct buf *out, char bank, unsigned number)
{
	if (number == REG_NONE)
		buf_putc(out, '_');
	else
		buf_printf(out, "%c%u", bank, number);
}

static void put_format(struct buf *out, const struct format *format)
{
	for (uint32_t i = 0; i < format->npieces; i++) {
		const struct format_piece *piece = &format->pieces[i];

		if (i > 0)
			buf_putc(out, ' ');
		if (piece->kind == PIECE_TEXT)
			put_quoted(out, piece->text, piece->len);
		else
			buf_printf(out, "%%%c", piece->conversion);
	}
}

static void put_iteration(struct buf *out, const struct program *program,
			  const struct iteration *order)
{
	buf_puts(out, program->globals[order->map].name);
	if (order->direction == 0)
		return;
	if (order->column > 0)
		buf_printf(out, " by key %u", order->column);
	else if (program->globals[order->map].value == MAP_AGGREGATE)
		buf_printf(out, " by %s", stat_names[order->stat]);
	else
		buf_puts(out, " by value");
	buf_puts(out, order->direction > 0 ? " ascending" : " descending");
}

/* Operands that are an index into one of the program's tables are shown by what stands there. */
static void put_indexed(struct buf *out, const struct program *program, enum operand_kind kind,
			uint32_t index)
{
	switch (kind) {
	case OPERAND_KL:
		buf_printf(out, "%lld", (long long)program->longs[index]);
		break;
	case OPERAND_KS:
		put_quoted(out, program->strings[index]->text, program->strings[index]->len);
		break;
	case OPERAND_FMT:
		put_format(out, &program->formats[index]);
		break;
	case OPERAND_LOOPX:
		put_iteration(out, program, &program->iterations[index]);
		break;
	case OPERAND_FN:
		buf_puts(out, program->codes[index].name);
		break;
	case OPERAND_BI:
		buf_puts(out, builtins[index].name);
		break;
	default:
		buf_puts(out, program->globals[index].name);
		break;
	}
}

static void put_target(struct buf *out, uint32_t pc, int32_t distance)
{
	buf_printf(out, "->%u", (unsigned)((int64_t)pc + 1 + distance));
}

static void put_operand(struct buf *out, const struct program *program, const struct code *code,
			uint32_t pc, unsigned number)
{
	const struct insn *insn = &code->insns[pc];
	enum operand_kind kind = opcode_rows[insn->op].operands[number];
	uint16_t value = number == 0 ? insn->a : number == 1 ? insn->b : insn->c;

	switch (kind) {
	case OPERAND_NONE:
		break;
	case OPERAND_LD:
	case OPERAND_LS:
		put_register(out, 'l', value);
		break;
	case OPERAND_SD:
	case OPERAND_SS:
		put_register(out, 's', value);
		break;
	case OPERAND_DST: /* of a call: the bank is the callee's to say */
		put_register(out, 'r', value);
		break;
	case OPERAND_IMM:
		buf_printf(out, "%d", (int16_t)value);
		break;
	case OPERAND_IMM32:
		buf_printf(out, "%d", insn->imm);
		break;
	case OPERAND_JUMP:
		put_target(out, pc, insn->imm);
		break;
	case OPERAND_NUM:
		buf_printf(out, "%u", value);
		break;
	case OPERAND_ITER:
		buf_printf(out, "i%u", value);
		break;
	case OPERAND_SLOT:
		buf_printf(out, "f%u", value);
		break;
	case OPERAND_KL:
	case OPERAND_KS:
	case OPERAND_FMT:
	case OPERAND_LOOPX:
		put_indexed(out, program, kind, (uint32_t)insn->imm);
		break;
	case OPERAND_FN:
	case OPERAND_BI:
	case OPERAND_GL:
	case OPERAND_GS:
	case OPERAND_GA:
	case OPERAND_GM:
		put_indexed(out, program, kind, value);
		break;
	}
}

/* The type of the @number-th register in the extension words: 'l' or 's'. */
static char extra_bank(const struct program *program, const struct insn *insn, unsigned number)
{
	const enum operand_kind *operands = opcode_rows[insn->op].operands;
	const struct global *map;

	if (operands[1] == OPERAND_FMT)
		return program->formats[insn->imm].args[number] == SLOT_STRING ? 's' : 'l';
	if (operands[1] == OPERAND_BI)
		return builtins[insn->b].signature[2 + number];
	if (operands[1] == OPERAND_FN)
		return program->codes[insn->b].params[number] == SLOT_STRING ? 's' : 'l';
	if (operands[1] == OPERAND_LOOPX) {
		const struct iteration *order = &program->iterations[insn->imm];

		if (order->has_limit && number-- == 0)
			return 'l';
		map = &program->globals[order->map];
	} else {
		map = &program->globals[operands[0] == OPERAND_GM ? insn->a : insn->b];
	}
	return map->key_types[number] == SLOT_STRING ? 's' : 'l';
}

static void put_extras(struct buf *out, const struct program *program, const struct insn *insn)
{
	unsigned count = program_insn_extras(program, insn);

	if (count == 0)
		return;
	buf_puts(out, " [");
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			buf_puts(out, ", ");
		put_register(out, extra_bank(program, insn, i), insn[1 + i / 4].regs[i % 4]);
	}
	buf_putc(out, ']');
}

static void put_insn(struct buf *out, const struct program *program, const struct code *code,
		     uint32_t pc)
{
	const struct insn *insn = &code->insns[pc];
	const struct opcode_row *row = &opcode_rows[insn->op];
	size_t start = out->len;
	int32_t distance;

	buf_printf(out, "%5u  %-7s", pc, row->name);
	for (unsigned i = 0; i < 3; i++) {
		if (row->operands[i] == OPERAND_NONE)
			continue;
		buf_puts(out, i > 0 && out->data[out->len - 1] != ' ' ? ", " : " ");
		if (i == 2 && program_insn_jump(insn, &distance))
			put_target(out, pc, distance);
		else
			put_operand(out, program, code, pc, i);
	}
	put_extras(out, program, insn);
	if (out->len - start < 40)
		buf_fill(out, ' ', 40 - (out->len - start));
	buf_printf(out, "  # %s\n", row->meaning);
}

static void put_code(struct buf *out, const struct program *program, const struct code *code)
{
	buf_printf(out, "# %s (%u longs, %u strings, %u iterators)\n", code->name, code->nlongs,
		   code->nstrings, code->niters);
	for (uint32_t pc = 0; pc < code->ninsns;
	     pc += program_insn_words(program, &code->insns[pc]))
		put_insn(out, program, code, pc);
	for (uint32_t i = 0; i < code->ncatches; i++) {
		const struct catch_range *range = &code->catches[i];

		buf_printf(out, "       errors in %u..%u ->%u\n", range->begin, range->end - 1,
			   range->handler);
	}
}

void program_disassemble(const struct program *program, struct buf *out)
{
	for (uint32_t i = 0; i < program->ncodes; i++)
		put_code(out, program, &program->codes[i]);
}
