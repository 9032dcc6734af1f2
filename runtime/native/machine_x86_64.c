/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The encoder of x86-64. Forms of instructions: Intel's Software Developer's Manual, volume 2;
 * who saves which register: System V psABI, section 3.2.1.
 *
 *	rax rcx rdx	to calculate in
 *	rbp rbx r13	what memory operands are relative to
 *	the others	values of the script
 */
#include "config.h"

#include "runtime/native/machine.h"

#include <stddef.h>
#include <string.h>

#include "runtime/native.h"

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 };

/* Operands beside a register: another one, or memory. */
static struct place in_register(unsigned reg)
{
	return (struct place){.number = (uint8_t)reg};
}

static const uint8_t value_registers[] = {RSI, RDI, R8, R9, R10, R11, R12, R14, R15};
#define VALUE_REGISTERS (sizeof(value_registers) / sizeof(*value_registers))

static const uint8_t saved_registers[] = {RBX, RBP, R12, R13, R14, R15};
#define SAVED_REGISTERS (sizeof(saved_registers) / sizeof(*saved_registers))

/* Calls leave them alone. None is rsp or r12, which would take another byte as a base. */
static const uint8_t base_registers[] = {
	[BASE_STATE] = RBP,
	[BASE_LONGS] = RBX,
	[BASE_GLOBALS] = R13,
};

/* Opcodes; those above 0xff are of two bytes. */
enum {
	OP_ADD = 0x03,
	OP_OR = 0x0b,
	OP_AND = 0x23,
	OP_SUB = 0x2b,
	OP_XOR = 0x33,
	OP_CMP = 0x3b,
	OP_PUSH = 0x50,
	OP_POP = 0x58,
	OP_JCC_SHORT = 0x70,
	OP_NUMBER_32 = 0x81, /* with an operation of GROUP_1 */
	OP_NUMBER_8 = 0x83,
	OP_TEST_8 = 0x84,
	OP_STORE = 0x89,
	OP_LOAD = 0x8b,
	OP_CQO = 0x99,
	OP_MOV_NUMBER_64 = 0xb8,
	OP_SHIFT_NUMBER = 0xc1,
	OP_RET = 0xc3,
	OP_MOV_NUMBER_32 = 0xc7,
	OP_SHIFT = 0xd3,
	OP_JMP = 0xe9,
	OP_JMP_SHORT = 0xeb,
	OP_UNARY = 0xf7,    /* with an operation of GROUP_3 */
	OP_INDIRECT = 0xff, /* with an operation of GROUP_5 */
	OP_JCC = 0x0f80,
	OP_SETCC = 0x0f90,
	OP_IMUL = 0x0faf,
	OP_MOVZX_8 = 0x0fb6,
};

/* Operations that stand where the register of the instruction would. */
enum { GROUP_1_ADD = 0, GROUP_1_CMP = 7 };
enum { GROUP_2_SHL = 4, GROUP_2_SHR = 5, GROUP_2_SAR = 7 };
enum { GROUP_3_NOT = 2, GROUP_3_NEG = 3, GROUP_3_DIV = 6, GROUP_3_IDIV = 7 };
enum { GROUP_5_CALL = 2 };

/* Low bits of jcc and setcc. */
static const uint8_t condition_codes[] = {
	[CONDITION_EQ] = 0x4,
	[CONDITION_NE] = 0x5,
	[CONDITION_LT] = 0xc,
	[CONDITION_LE] = 0xe,
};

/* ---- encoding ---- */

static void put_byte(struct assembly *as, unsigned byte)
{
	buf_putc(&as->bytes, (char)byte);
}

static void put_number(struct assembly *as, int64_t number, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		put_byte(as, (uint8_t)((uint64_t)number >> 8 * i));
}

static bool fits(int64_t number, unsigned bits)
{
	return number >= -((int64_t)1 << (bits - 1)) && number < (int64_t)1 << (bits - 1);
}

/* An instruction with a register (or an operation of a group) and an operand; @wide: 64 bits. */
static void put(struct assembly *as, bool wide, unsigned opcode, unsigned reg, struct place operand)
{
	unsigned base = operand.in_memory ? base_registers[operand.number] : operand.number;
	bool near = operand.in_memory && fits(operand.offset, 8);
	unsigned mode = !operand.in_memory ? 3 : near ? 1 : 2;
	unsigned rex = (wide ? 8u : 0) | (reg >> 3) << 2 | base >> 3;

	if (rex)
		put_byte(as, 0x40 | rex);
	if (opcode > 0xff)
		put_byte(as, opcode >> 8);
	put_byte(as, opcode);
	put_byte(as, mode << 6 | (reg & 7) << 3 | (base & 7));
	if (operand.in_memory)
		put_number(as, operand.offset, near ? 1 : 4);
}

static void put_with_number(struct assembly *as, unsigned operation, struct place operand,
			    int32_t number)
{
	bool small = fits(number, 8);

	put(as, true, small ? OP_NUMBER_8 : OP_NUMBER_32, operation, operand);
	put_number(as, number, small ? 1 : 4);
}

static void put_stack(struct assembly *as, unsigned opcode, unsigned reg)
{
	if (reg >= R8)
		put_byte(as, 0x41);
	put_byte(as, opcode + (reg & 7));
}

/* A jump of a few bytes; returns where its distance is. */
static size_t put_short_jump(struct assembly *as, unsigned opcode)
{
	put_byte(as, opcode);
	put_byte(as, 0);
	return as->bytes.len;
}

static void land_short_jump(struct assembly *as, size_t behind)
{
	as->bytes.data[behind - 1] = (char)(as->bytes.len - behind);
}

/* ---- numbers in places ---- */

static bool same(struct place a, struct place b)
{
	return a.in_memory == b.in_memory && a.number == b.number && a.offset == b.offset;
}

static void load(struct assembly *as, unsigned reg, struct place from)
{
	if (!same(in_register(reg), from))
		put(as, true, OP_LOAD, reg, from);
}

static void store(struct assembly *as, struct place to, unsigned reg)
{
	if (!same(in_register(reg), to))
		put(as, true, OP_STORE, reg, to);
}

/* A register with the number: its own if it is in one. */
static unsigned held(struct assembly *as, struct place from, unsigned otherwise)
{
	if (!from.in_memory)
		return from.number;
	load(as, otherwise, from);
	return otherwise;
}

/* Where to calculate what goes to @to. */
static unsigned workplace(struct place to)
{
	return to.in_memory ? RAX : to.number;
}

unsigned machine_registers(void)
{
	return VALUE_REGISTERS;
}

struct place machine_register(unsigned index)
{
	return in_register(value_registers[index]);
}

void machine_move(struct assembly *as, struct place to, struct place from)
{
	if (to.in_memory)
		store(as, to, held(as, from, RAX));
	else
		load(as, to.number, from);
}

void machine_set_number(struct assembly *as, struct place to, int64_t number)
{
	unsigned reg = workplace(to);

	if (fits(number, 32)) {
		put(as, true, OP_MOV_NUMBER_32, 0, to);
		put_number(as, number, 4);
		return;
	}
	put_byte(as, 0x48 | reg >> 3);
	put_byte(as, OP_MOV_NUMBER_64 + (reg & 7));
	put_number(as, number, 8);
	store(as, to, reg);
}

/* ---- arithmetic ---- */

void machine_binary(struct assembly *as, enum machine_binary op, struct place to, struct place left,
		    struct place right)
{
	static const uint16_t opcodes[] = {
		[BINARY_ADD] = OP_ADD, [BINARY_SUB] = OP_SUB, [BINARY_MUL] = OP_IMUL,
		[BINARY_AND] = OP_AND, [BINARY_OR] = OP_OR,   [BINARY_XOR] = OP_XOR,
	};
	/* The left operand must not overwrite the right one. */
	bool aside = same(to, right) && !same(to, left);
	unsigned reg = aside ? RAX : workplace(to);

	load(as, reg, left);
	put(as, true, opcodes[op], reg, right);
	store(as, to, reg);
}

void machine_add_number(struct assembly *as, struct place to, struct place from, int32_t number)
{
	unsigned reg = workplace(to);

	load(as, reg, from);
	put_with_number(as, GROUP_1_ADD, in_register(reg), number);
	store(as, to, reg);
}

void machine_unary(struct assembly *as, enum machine_unary op, struct place to, struct place from)
{
	unsigned reg = workplace(to);

	load(as, reg, from);
	put(as, true, OP_UNARY, op == UNARY_NEGATE ? GROUP_3_NEG : GROUP_3_NOT, in_register(reg));
	store(as, to, reg);
}

/* The processor takes the low 6 bits of cl. */
void machine_shift(struct assembly *as, enum machine_shift op, struct place to, struct place left,
		   struct place right)
{
	static const uint8_t operations[] = {
		[SHIFT_LEFT] = GROUP_2_SHL,
		[SHIFT_RIGHT_SIGNED] = GROUP_2_SAR,
		[SHIFT_RIGHT] = GROUP_2_SHR,
	};
	unsigned reg = workplace(to);

	load(as, RCX, right);
	load(as, reg, left);
	put(as, true, OP_SHIFT, operations[op], in_register(reg));
	store(as, to, reg);
}

/* rdx:rax / rcx for operands of any size. By -1 the processor would trap on INT64_MIN. */
static void divide_wide(struct assembly *as, enum machine_division op)
{
	size_t minus_one, done;

	put_with_number(as, GROUP_1_CMP, in_register(RCX), -1);
	minus_one = put_short_jump(as, OP_JCC_SHORT + condition_codes[CONDITION_EQ]);
	put_byte(as, 0x48);
	put_byte(as, OP_CQO);
	put(as, true, OP_UNARY, GROUP_3_IDIV, in_register(RCX));
	done = put_short_jump(as, OP_JMP_SHORT);
	land_short_jump(as, minus_one);
	if (op == DIVISION_QUOTIENT)
		put(as, true, OP_UNARY, GROUP_3_NEG, in_register(RAX));
	else
		put(as, false, OP_XOR, RDX, in_register(RDX));
	land_short_jump(as, done);
}

/* As the interpreter does: 32-bit division is faster, and most numbers are small. */
void machine_divide(struct assembly *as, enum machine_division op, struct place to,
		    struct place left, struct place right)
{
	size_t small, done;

	load(as, RAX, left);
	load(as, RCX, right);
	load(as, RDX, in_register(RAX));
	put(as, true, OP_OR, RDX, in_register(RCX));
	put(as, true, OP_SHIFT_NUMBER, GROUP_2_SHR, in_register(RDX));
	put_number(as, 32, 1);
	small = put_short_jump(as, OP_JCC_SHORT + condition_codes[CONDITION_EQ]);
	divide_wide(as, op);
	done = put_short_jump(as, OP_JMP_SHORT);
	land_short_jump(as, small);
	put(as, false, OP_UNARY, GROUP_3_DIV, in_register(RCX)); /* rdx is 0 */
	land_short_jump(as, done);
	store(as, to, op == DIVISION_QUOTIENT ? RAX : RDX);
}

/* ---- comparisons and jumps ---- */

static void set_condition(struct assembly *as, enum machine_condition condition, struct place to)
{
	put(as, false, OP_SETCC + condition_codes[condition], 0, in_register(RAX));
	put(as, false, OP_MOVZX_8, RAX, in_register(RAX));
	store(as, to, RAX);
}

static void compare(struct assembly *as, struct place left, struct place right)
{
	put(as, true, OP_CMP, held(as, left, RAX), right);
}

void machine_compare(struct assembly *as, enum machine_condition condition, struct place to,
		     struct place left, struct place right)
{
	compare(as, left, right);
	set_condition(as, condition, to);
}

void machine_compare_number(struct assembly *as, enum machine_condition condition, struct place to,
			    struct place left, int32_t right)
{
	put_with_number(as, GROUP_1_CMP, left, right);
	set_condition(as, condition, to);
}

static void put_distance(struct assembly *as, uint32_t label)
{
	assembly_jump_to(as, (uint32_t)as->bytes.len, label);
	put_number(as, 0, 4);
}

static void jump_on(struct assembly *as, enum machine_condition condition, uint32_t label)
{
	put_byte(as, OP_JCC >> 8);
	put_byte(as, (OP_JCC & 0xff) + condition_codes[condition]);
	put_distance(as, label);
}

void machine_jump(struct assembly *as, uint32_t label)
{
	put_byte(as, OP_JMP);
	put_distance(as, label);
}

void machine_jump_if(struct assembly *as, enum machine_condition condition, struct place left,
		     struct place right, uint32_t label)
{
	compare(as, left, right);
	jump_on(as, condition, label);
}

void machine_jump_if_number(struct assembly *as, enum machine_condition condition,
			    struct place left, int32_t right, uint32_t label)
{
	put_with_number(as, GROUP_1_CMP, left, right);
	jump_on(as, condition, label);
}

void machine_call(struct assembly *as, native_helper *helper, const struct insn *insn)
{
	load(as, RDI, in_register(base_registers[BASE_STATE]));
	machine_set_number(as, in_register(RSI), (int64_t)(uintptr_t)insn);
	machine_set_number(as, in_register(RAX), (int64_t)(uintptr_t)helper);
	put(as, false, OP_INDIRECT, GROUP_5_CALL, in_register(RAX));
}

/* A bool comes back in al. */
void machine_jump_if_refused(struct assembly *as, uint32_t label)
{
	put(as, false, OP_TEST_8, RAX, in_register(RAX));
	jump_on(as, CONDITION_EQ, label);
}

/* mov rax, state->interrupt; cmp dword [rax], 0 */
void machine_jump_if_interrupted(struct assembly *as, uint32_t label)
{
	_Static_assert(sizeof(sig_atomic_t) == 4, "the flag is compared as 32 bits");

	load(as, RAX,
	     (struct place){.in_memory = true,
			    .number = BASE_STATE,
			    .offset = offsetof(struct native_state, interrupt)});
	put_byte(as, OP_NUMBER_8);
	put_byte(as, GROUP_1_CMP << 3 | RAX);
	put_byte(as, 0);
	jump_on(as, CONDITION_NE, label);
}

void machine_patch_jump(struct assembly *as, uint32_t at, uint32_t target)
{
	int32_t distance = (int32_t)(target - (at + 4));

	memcpy(as->bytes.data + at, &distance, 4);
}

/* ---- the function ---- */

/* Behind the return address and the saved registers; calls want a multiple of 16. */
#define PADDING_BYTES 8
_Static_assert((8 + 8 * SAVED_REGISTERS + PADDING_BYTES) % 16 == 0, "the stack is aligned");

void machine_enter(struct assembly *as)
{
	struct place state = {.in_memory = true, .number = BASE_STATE};

	for (unsigned i = 0; i < SAVED_REGISTERS; i++)
		put_stack(as, OP_PUSH, saved_registers[i]);
	put_with_number(as, GROUP_1_ADD, in_register(RSP), -PADDING_BYTES);
	load(as, base_registers[BASE_STATE], in_register(RDI));
	state.offset = offsetof(struct native_state, longs);
	load(as, base_registers[BASE_LONGS], state);
	state.offset = offsetof(struct native_state, globals);
	load(as, base_registers[BASE_GLOBALS], state);
}

void machine_leave(struct assembly *as)
{
	put_with_number(as, GROUP_1_ADD, in_register(RSP), PADDING_BYTES);
	for (unsigned i = SAVED_REGISTERS; i > 0; i--)
		put_stack(as, OP_POP, saved_registers[i - 1]);
	put_byte(as, OP_RET);
}

void machine_set_result(struct assembly *as, uint32_t result)
{
	put_byte(as, OP_MOV_NUMBER_64 + RAX); /* without a prefix: 32 bits */
	put_number(as, result, 4);
}
