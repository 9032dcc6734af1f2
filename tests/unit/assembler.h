/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program put together by hand, for tests and benchmarks of the VM.
 *
 * Purpose:  one struct with room for a small program of each part; asm_ functions append.
 * Owner:    the test; asm_free() frees what the vm holds.
 */
#ifndef MSTAP_TESTS_UNIT_ASSEMBLER_H
#define MSTAP_TESTS_UNIT_ASSEMBLER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/builtins.h"
#include "runtime/output.h"
#include "runtime/output_file.h"
#include "runtime/program.h"
#include "runtime/vm.h"

#define ASM_INSNS 256
#define ASM_ROWS  24

struct assembler {
	struct insn insns[ASM_ROWS][ASM_INSNS];
	struct code codes[ASM_ROWS];
	struct catch_range catches[ASM_ROWS];
	struct code_place places[ASM_ROWS];
	int64_t longs[ASM_ROWS];
	const struct string *strings[ASM_ROWS];
	struct global globals[ASM_ROWS];
	struct iteration iterations[ASM_ROWS];
	struct format formats[ASM_ROWS];
	struct format_piece pieces[ASM_ROWS][ASM_ROWS];
	enum slot_type types[ASM_ROWS][ASM_ROWS];
	const char *regexes[ASM_ROWS];
	struct probe probe;
	struct event_context event;
	struct program program;
	struct session session;
	struct output_file file;
	struct output output;
	struct vm *vm;
};

static inline struct assembler *asm_new(void)
{
	struct assembler *as = calloc(1, sizeof(*as));

	as->program = (struct program){.codes = as->codes,
				       .longs = as->longs,
				       .strings = as->strings,
				       .globals = as->globals,
				       .iterations = as->iterations,
				       .formats = as->formats,
				       .regexes = as->regexes,
				       .probes = &as->probe,
				       .nprobes = 1};
	as->program.limits.MAXSTRINGLEN = 4096;
	as->probe = (struct probe){
		.kind = PROBE_BEGIN, .point = "begin", .shown = "begin", .near = "begin"};
	as->event = (struct event_context){.probe = &as->probe, .tid = 77, .cpu = 3};
	as->session.program = &as->program;
	as->session.output = &as->output;
	as->file.fd = 1;
	as->output.file = &as->file;
	return as;
}

static inline void asm_free(struct assembler *as)
{
	vm_free(as->vm);
	buf_free(&as->output.text);
	for (uint32_t i = 0; i < as->program.nstrings; i++)
		free((void *)(uintptr_t)as->strings[i]);
	free(as);
}

/* A handler or function with that many registers of each kind; its index. */
static inline uint16_t asm_code(struct assembler *as, unsigned nlongs, unsigned nstrings,
				unsigned niters)
{
	uint16_t index = (uint16_t)as->program.ncodes++;
	struct code *code = &as->codes[index];

	code->name = "code";
	code->insns = as->insns[index];
	code->nlongs = (uint16_t)nlongs;
	code->nstrings = (uint16_t)nstrings;
	code->niters = (uint16_t)niters;
	code->next_overload = -1;
	return index;
}

/* Appends to the last code; gives the pc. Operands are cut to their 16 bits. */
static inline uint32_t asm_op(struct assembler *as, enum opcode op, int a, int b, int c)
{
	uint32_t index = as->program.ncodes - 1;
	struct insn insn = {.op = (uint16_t)op, .a = (uint16_t)a};

	insn.b = (uint16_t)b;
	insn.c = (uint16_t)c;
	as->insns[index][as->codes[index].ninsns] = insn;
	return as->codes[index].ninsns++;
}

/* With a 32-bit operand in b and c. */
static inline uint32_t asm_op_imm(struct assembler *as, enum opcode op, int a, int imm)
{
	uint32_t pc = asm_op(as, op, a, 0, 0);

	as->insns[as->program.ncodes - 1][pc].imm = imm;
	return pc;
}

/* An extension word. */
static inline void asm_regs(struct assembler *as, int r0, int r1, int r2, int r3)
{
	uint32_t index = as->program.ncodes - 1;
	struct insn insn = {
		.regs = {(uint16_t)r0, (uint16_t)r1, (uint16_t)r2, (uint16_t)r3},
	};

	as->insns[index][as->codes[index].ninsns++] = insn;
}

/* Distance for a jump at the next instruction to @pc. */
static inline int asm_to(const struct assembler *as, uint32_t pc)
{
	return (int)pc - (int)as->codes[as->program.ncodes - 1].ninsns - 1;
}

/* Lets the jump at @at go to the next instruction that is appended. */
static inline void asm_land(struct assembler *as, uint32_t at)
{
	uint32_t index = as->program.ncodes - 1;

	as->insns[index][at].imm = (int32_t)(as->codes[index].ninsns - at - 1);
}

static inline struct string *asm_make_string(const char *text)
{
	struct string *string = malloc(sizeof(*string) + strlen(text) + 1);

	string->len = (uint32_t)strlen(text);
	memcpy(string->text, text, strlen(text) + 1);
	return string;
}

static inline int asm_string(struct assembler *as, const char *text)
{
	as->strings[as->program.nstrings] = asm_make_string(text);
	return (int)as->program.nstrings++;
}

static inline int asm_global(struct assembler *as, const char *name, enum global_kind kind)
{
	as->globals[as->program.nglobals] =
		(struct global){.name = name, .near = name, .kind = kind};
	return (int)as->program.nglobals++;
}

/* @keys as in "sl": the types of the keys. */
static inline int asm_map(struct assembler *as, const char *name, const char *keys,
			  enum map_value value)
{
	int index = asm_global(as, name, GLOBAL_MAP);
	struct global *global = &as->globals[index];

	global->value = value;
	for (; keys[global->nkeys]; global->nkeys++)
		global->key_types[global->nkeys] =
			keys[global->nkeys] == 's' ? SLOT_STRING : SLOT_LONG;
	return index;
}

/* A format of plain "%d" and "%s" pieces, each followed by a blank. @types as in "ls". */
static inline int asm_format(struct assembler *as, const char *types)
{
	int index = (int)as->program.nformats++;
	struct format *format = &as->formats[index];

	format->pieces = as->pieces[index];
	format->args = as->types[index];
	for (; *types; types++) {
		struct format_piece *piece = &as->pieces[index][format->npieces];

		piece[0] = (struct format_piece){.kind = *types == 's' ? PIECE_STRING : PIECE_LONG,
						 .conversion = *types == 's' ? 's' : 'd',
						 .width = -1,
						 .precision = -1};
		piece[1] = (struct format_piece){.kind = PIECE_TEXT, .text = " ", .len = 1};
		format->npieces += 2;
		as->types[index][format->nargs++] = *types == 's' ? SLOT_STRING : SLOT_LONG;
	}
	return index;
}

/* Runs codes[@handler]; the vm is made at the first run. */
static inline bool asm_run(struct assembler *as, uint32_t handler)
{
	if (!as->vm)
		as->vm = vm_new(&as->program, &as->session);
	return vm_run(as->vm, handler, &as->event);
}

/* What was printed since the last call; valid until the next run. */
static inline const char *asm_output(struct assembler *as)
{
	as->output.text.len = 0;
	return as->output.text.data ? as->output.text.data : "";
}

#endif
