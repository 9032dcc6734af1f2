/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a processor must be able to do: an encoder implements this, and nothing else knows it.
 *
 * Purpose:  instructions with three operands over 64-bit numbers that are in machine registers or
 *           in memory. The encoder has registers of its own to calculate in.
 * Owner:    the translation that has the struct assembly.
 * Another:  processor is a machine_NAME.c beside machine_x86_64.c, and a line in configure.ac.
 */
#ifndef MSTAP_RUNTIME_NATIVE_MACHINE_H
#define MSTAP_RUNTIME_NATIVE_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/native.h"
#include "runtime/native/assembly.h"

/* What memory operands are relative to; each is in a register of the encoder's. */
enum machine_base { BASE_STATE, BASE_LONGS, BASE_GLOBALS };

/* Where a number is. */
struct place {
	bool in_memory;
	uint8_t number; /* of a register given away by machine_register(), or enum machine_base */
	int32_t offset; /* in memory: bytes from the base */
};

enum machine_binary { BINARY_ADD, BINARY_SUB, BINARY_MUL, BINARY_AND, BINARY_OR, BINARY_XOR };
/* By the low 6 bits of the right operand. */
enum machine_shift { SHIFT_LEFT, SHIFT_RIGHT_SIGNED, SHIFT_RIGHT };
enum machine_unary { UNARY_NEGATE, UNARY_INVERT };
/* By zero must not happen. INT64_MIN / -1 wraps. */
enum machine_division { DIVISION_QUOTIENT, DIVISION_REMAINDER };
/* Signed. */
enum machine_condition { CONDITION_EQ, CONDITION_NE, CONDITION_LT, CONDITION_LE };

/* Registers that can hold values of the script. */
unsigned machine_registers(void);
/* The @index-th of them. */
struct place machine_register(unsigned index);

/* The code begins: a C function uint32_t(struct native_state *). */
void machine_enter(struct assembly *as);
/* It ends; the result is that of machine_set_result(). */
void machine_leave(struct assembly *as);
void machine_set_result(struct assembly *as, uint32_t result);

void machine_move(struct assembly *as, struct place to, struct place from);
void machine_set_number(struct assembly *as, struct place to, int64_t number);
void machine_binary(struct assembly *as, enum machine_binary op, struct place to, struct place left,
		    struct place right);
void machine_add_number(struct assembly *as, struct place to, struct place from, int32_t number);
void machine_unary(struct assembly *as, enum machine_unary op, struct place to, struct place from);
void machine_shift(struct assembly *as, enum machine_shift op, struct place to, struct place left,
		   struct place right);
void machine_divide(struct assembly *as, enum machine_division op, struct place to,
		    struct place left, struct place right);
/* @to is 1 if the condition holds, else 0. */
void machine_compare(struct assembly *as, enum machine_condition condition, struct place to,
		     struct place left, struct place right);
void machine_compare_number(struct assembly *as, enum machine_condition condition, struct place to,
			    struct place left, int32_t right);

void machine_jump(struct assembly *as, uint32_t label);
void machine_jump_if(struct assembly *as, enum machine_condition condition, struct place left,
		     struct place right, uint32_t label);
void machine_jump_if_number(struct assembly *as, enum machine_condition condition,
			    struct place left, int32_t right, uint32_t label);
void machine_jump_if_interrupted(struct assembly *as, uint32_t label);
/* Calls @helper with the state and @insn. No register given away keeps its value. */
void machine_call(struct assembly *as, native_helper *helper, const struct insn *insn);
/* Right behind a call, with nothing but machine_move() from memory to registers in between. */
void machine_jump_if_refused(struct assembly *as, uint32_t label);
/* Lets the jump that was recorded as at @at go to @target, both bytes from the start. */
void machine_patch_jump(struct assembly *as, uint32_t at, uint32_t target);

#endif
