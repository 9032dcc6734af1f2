/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <stdint.h>

#include "tests/unit/assembler.h"
#include "tests/unit/check.h"

#define OP(name) OP_CODE_##name

/* r0 and r1 are set, then @op r2 = r0, r1 and it is printed. */
static const char *arithmetic(enum opcode op, int64_t left, int64_t right)
{
	static char text[64];
	struct assembler *as = asm_new();
	int format = asm_format(as, "l");

	as->longs[0] = left;
	as->longs[1] = right;
	as->program.nlongs = 2;
	asm_code(as, 3, 0, 0);
	asm_op_imm(as, OP(LDK), 0, 0);
	asm_op_imm(as, OP(LDK), 1, 1);
	asm_op(as, op, 2, 0, 1);
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 2, 0, 0, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	if (asm_run(as, 0))
		snprintf(text, sizeof(text), "%s", asm_output(as));
	else
		snprintf(text, sizeof(text), "%s", vm_error(as->vm));
	asm_free(as);
	return text;
}

static void test_arithmetic(void)
{
	CHECK_STR(arithmetic(OP(ADD), INT64_MAX, 1), "-9223372036854775808 ");
	CHECK_STR(arithmetic(OP(SUB), INT64_MIN, 1), "9223372036854775807 ");
	CHECK_STR(arithmetic(OP(MUL), INT64_MAX, 2), "-2 ");
	CHECK_STR(arithmetic(OP(DIV), -7, 2), "-3 ");
	CHECK_STR(arithmetic(OP(MOD), -7, 2), "-1 ");
	CHECK_STR(arithmetic(OP(DIV), INT64_MIN, -1), "-9223372036854775808 ");
	CHECK_STR(arithmetic(OP(MOD), INT64_MIN, -1), "0 ");
	CHECK_STR(arithmetic(OP(DIV), 1, 0), "division by 0");
	CHECK_STR(arithmetic(OP(MOD), 1, 0), "division by 0");
	CHECK_STR(arithmetic(OP(SHL), 1, 65), "2 ");
	CHECK_STR(arithmetic(OP(SHR), -8, 65), "-4 ");
	CHECK_STR(arithmetic(OP(SHL), 1, -1), "-9223372036854775808 ");
	CHECK_STR(arithmetic(OP(LT), -1, 0), "1 ");
	CHECK_STR(arithmetic(OP(LE), 0, 0), "1 ");
	CHECK_STR(arithmetic(OP(XOR), 5, 3), "6 ");
	CHECK_STR(arithmetic(OP(NEG), INT64_MIN, 0), "-9223372036854775808 ");
	CHECK_STR(arithmetic(OP(NOT), 3, 0), "0 ");
	CHECK_STR(arithmetic(OP(BOOL), 3, 0), "1 ");
	CHECK_STR(arithmetic(OP(BITNOT), 0, 0), "-1 ");
}

/*
 * s0 grows by "ab" in each of 3000 rounds and is cut at the limit; every round leaves garbage,
 * so the string space is compacted again and again, with s1, a constant, in between.
 */
static void test_string_space(void)
{
	struct assembler *as = asm_new();
	int ab = asm_string(as, "ab"), format = asm_format(as, "lls");
	uint32_t loop, leave;

	asm_code(as, 4, 4, 0);
	asm_op_imm(as, OP(LDS), 1, ab);
	asm_op_imm(as, OP(LDI), 1, 3000);
	loop = asm_op(as, OP(JLE), 1, 0, 0);
	asm_op(as, OP(CONCAT), 0, 0, 1);
	asm_op(as, OP(CONCAT), 2, 1, 1);
	asm_op(as, OP(MOVS), 3, 2, 0);
	asm_op(as, OP(ADDI), 0, 0, 1);
	asm_op_imm(as, OP(LOOP), 0, asm_to(as, loop));
	leave = as->codes[0].ninsns;
	as->insns[0][loop].c = (uint16_t)(leave - loop - 1);
	asm_op(as, OP(SEQ), 3, 2, 3);
	asm_op(as, OP(CALLB), 2, BUILTIN_ID_strlen, 1);
	asm_regs(as, 0, 0, 0, 0);
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 2, 3, 3, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "4095 1 abab ");
	as->program.limits.MAXSTRINGLEN = 4;
	vm_free(as->vm);
	as->vm = NULL;
	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "3 1 aba ");
	asm_free(as);
}

/* Builds function f(l0, s0) = l0 == 0 ? s0 : f(l0 - 1, s0 . "x"), and a handler that calls it. */
static struct assembler *make_recursion(int depth)
{
	struct assembler *as = asm_new();
	int x = asm_string(as, "x"), format = asm_format(as, "ls");
	uint32_t jump;

	asm_code(as, 2, 1, 0); /* the handler */
	asm_op_imm(as, OP(LDI), 0, depth);
	asm_op(as, OP(CALL), 0, 1, 0);
	asm_regs(as, 0, 0, 0, 0);
	asm_op(as, OP(CALLB), 1, BUILTIN_ID_strlen, 1);
	asm_regs(as, 0, 0, 0, 0);
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 1, 0, 0, 0);
	asm_op(as, OP(RET), 0, 0, 0);

	asm_code(as, 2, 3, 0); /* f */
	as->codes[1].nparams = 2;
	as->codes[1].params[0] = SLOT_LONG;
	as->codes[1].params[1] = SLOT_STRING;
	as->codes[1].has_result = true;
	as->codes[1].result = SLOT_STRING;
	jump = asm_op_imm(as, OP(JNZ), 0, 0);
	asm_op(as, OP(RETS), 0, 0, 0);
	asm_land(as, jump);
	asm_op(as, OP(ADDI), 1, 0, -1);
	asm_op_imm(as, OP(LDS), 1, x);
	asm_op(as, OP(CONCAT), 1, 0, 1);
	asm_op(as, OP(CALL), 2, 1, 0);
	asm_regs(as, 1, 1, 0, 0);
	asm_op(as, OP(RETS), 2, 0, 0);
	as->codes[1].near = "identifier 'f'";
	return as;
}

static void test_recursion(void)
{
	struct assembler *as = make_recursion(6);

	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "6 xxxxxx ");
	asm_free(as);

	as = make_recursion(3000);
	CHECK(asm_run(as, 0));
	CHECK_INT(strlen(asm_output(as)), 3000 + 6);
	asm_free(as);

	as = make_recursion(20000);
	CHECK(!asm_run(as, 0));
	CHECK_STR(vm_error(as->vm), "MAXNESTING exceeded: more than 10000 calls inside each other "
				    "near identifier 'f'");
	CHECK(!asm_run(as, 0));
	asm_free(as);

	/* With a limit of 5, five calls inside each other are allowed. */
	for (int depth = 4; depth <= 5; depth++) {
		as = make_recursion(depth);
		as->program.limits.MAXNESTING = 5;
		as->program.limits.MAXNESTING_given = true;
		CHECK_INT(asm_run(as, 0), depth == 4);
		if (depth == 5)
			CHECK_STR(vm_error(as->vm), "MAXNESTING exceeded near identifier 'f'");
		asm_free(as);
	}
}

/* f overloads: the first says `next` for 1, the second gives 20 + its argument. */
static void test_next_overload(void)
{
	struct assembler *as = asm_new();
	int format = asm_format(as, "ll");

	asm_code(as, 3, 0, 0);
	asm_op_imm(as, OP(LDI), 0, 1);
	asm_op_imm(as, OP(LDI), 1, 2);
	asm_op(as, OP(CALL), 0, 1, 0);
	asm_regs(as, 0, 0, 0, 0);
	asm_op(as, OP(CALL), 1, 1, 0);
	asm_regs(as, 1, 0, 0, 0);
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 0, 1, 0, 0);
	asm_op(as, OP(CALL), 0, 2, 0);
	asm_regs(as, 0, 0, 0, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	for (int i = 1; i <= 2; i++) {
		asm_code(as, 2, 0, 0);
		as->codes[i].nparams = 1;
		as->codes[i].has_result = true;
		asm_op_imm(as, OP(LDI), 1, i);
		asm_op(as, OP(JNE), 0, 1, 2);
		asm_op_imm(as, OP(LDI), 0, 99); /* not what the next one sees */
		asm_op(as, OP(FNEXT), 0, 0, 0);
		asm_op(as, OP(ADDI), 0, 0, 10 * i);
		asm_op(as, OP(RETL), 0, 0, 0);
	}
	as->codes[1].next_overload = 2;
	as->places[0] = (struct code_place){.pc = 8, .near = "identifier 'f' at x:1:1"};
	as->codes[0].places = as->places;
	as->codes[0].nplaces = 1;
	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "21 12 ");
	/* The second one given 2 has no next. */
	as->insns[0][0].imm = 2;
	as->insns[0][2].b = 2;
	CHECK(!asm_run(as, 0));
	CHECK_STR(vm_error(as->vm), "all functions exhausted");
	asm_free(as);
}

/* An error in a function called inside a try body: caught in the caller, message without place. */
static void test_catch(void)
{
	struct assembler *as = asm_new();
	int format = asm_format(as, "ls"), mine = asm_string(as, "mine\n");

	asm_code(as, 2, 2, 0);
	asm_op_imm(as, OP(LDI), 0, 7);
	asm_op(as, OP(CALL), REG_NONE, 1, 0);
	asm_op_imm(as, OP(LDI), 0, 8);
	asm_op(as, OP(RET), 0, 0, 0);
	asm_op_imm(as, OP(PRINT), 0, format); /* 4: the handler */
	asm_regs(as, 0, 0, 0, 0);
	asm_op_imm(as, OP(LDS), 1, mine);
	asm_op(as, OP(CALLB), REG_NONE, BUILTIN_ID_error, 1);
	asm_regs(as, 1, 0, 0, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	as->catches[0] =
		(struct catch_range){.begin = 1, .end = 3, .handler = 4, .message = 0, .iters = 0};
	as->codes[0].catches = as->catches;
	as->codes[0].ncatches = 1;
	asm_code(as, 2, 0, 0);
	asm_op(as, OP(DIV), 0, 0, 1);
	asm_op(as, OP(RET), 0, 0, 0);
	as->places[0] = (struct code_place){.pc = 0, .near = "operator '/' at x:1:2"};
	as->codes[1].places = as->places;
	as->codes[1].nplaces = 1;
	CHECK(!asm_run(as, 0));
	CHECK_STR(asm_output(as), "7 division by 0 ");
	CHECK_STR(vm_error(as->vm), "mine");
	as->codes[0].ncatches = 0;
	CHECK(!asm_run(as, 0));
	CHECK_STR(vm_error(as->vm), "division by 0 near operator '/' at x:1:2");
	asm_free(as);
}

static void test_interrupt_and_actions(void)
{
	struct assembler *as = asm_new();

	asm_code(as, 1, 0, 0);
	asm_op_imm(as, OP(LOOP), 0, -1);
	as->catches[0] = (struct catch_range){
		.begin = 0, .end = 1, .handler = 0, .message = REG_NONE, .iters = 0};
	as->codes[0].catches = as->catches;
	as->codes[0].ncatches = 1;
	as->session.interrupt = 1;
	CHECK(!asm_run(as, 0));
	CHECK(vm_error(as->vm) == NULL);
	asm_free(as);

	as = asm_new();
	as->program.limits.MAXACTION = 50;
	as->program.limits.MAXACTION_given = true;
	as->program.limits.INTERRUPTIBLE = 1;
	asm_code(as, 1, 0, 0);
	asm_op_imm(as, OP(ACT), 0, 1);
	asm_op_imm(as, OP(LOOP), 0, -2);
	as->codes[0].catches = as->catches;
	CHECK(!asm_run(as, 0));
	CHECK_STR(vm_error(as->vm), "MAXACTION exceeded");
	asm_free(as);
}

static void test_match(void)
{
	struct assembler *as = asm_new();
	int subject = asm_string(as, "abcdef"), format = asm_format(as, "ls");

	as->regexes[0] = "b(c|x)+d";
	as->regexes[1] = "(";
	as->program.nregexes = 2;
	asm_code(as, 2, 2, 0);
	asm_op_imm(as, OP(LDS), 0, subject);
	asm_op(as, OP(MATCH), 0, 0, 0);
	asm_op_imm(as, OP(LDI), 1, 1);
	asm_op(as, OP(CALLB), 1, BUILTIN_ID_matched, 1);
	asm_regs(as, 1, 0, 0, 0);
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 0, 1, 0, 0);
	asm_op(as, OP(MATCH), 0, 0, 1);
	asm_op(as, OP(RET), 0, 0, 0);
	CHECK(!asm_run(as, 0));
	CHECK_STR(asm_output(as), "1 c ");
	CHECK(strstr(vm_error(as->vm), "regular expression \"(\": ") != NULL);
	asm_free(as);
}

/* A record with a signed short, a located string, and a located string that faulted. */
static void test_fetch(void)
{
	static const struct field_place slots[] = {
		{.offset = 8, .size = 2, .kind = FIELD_INT, .is_signed = true},
		{.offset = 12, .size = 4, .kind = FIELD_DATA_LOC},
		{.offset = 16, .size = 4, .kind = FIELD_DATA_LOC},
	};
	static const struct fetch fetches[] = {
		{.base = FETCH_ARG, .type = FETCH_S16, .near = "a"},
		{.base = FETCH_ARG, .type = FETCH_STRING, .near = "b"},
		{.base = FETCH_ARG, .type = FETCH_USTRING, .near = "c"},
	};
	static const struct binding binding = {.attached = true, .slots = slots};
	unsigned char data[24] = {0};
	struct record record = {.data = data, .size = sizeof(data)};
	struct assembler *as = asm_new();
	int format = asm_format(as, "ls");
	int16_t number = -2;
	uint32_t location = 3 << 16 | 20, fault = 24;

	memcpy(data + 8, &number, 2);
	memcpy(data + 12, &location, 4);
	memcpy(data + 16, &fault, 4);
	memcpy(data + 20, "hi", 3);
	as->probe.fetches = fetches;
	as->probe.nfetches = 3;
	as->event.record = &record;
	as->event.binding = &binding;
	asm_code(as, 1, 1, 0);
	asm_op(as, OP(FLD), 0, 0, 0);
	asm_op(as, OP(FLDS), 0, 1, 0);
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 0, 0, 0, 0);
	asm_op(as, OP(FLDS), 0, 2, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	CHECK(!asm_run(as, 0));
	CHECK_STR(asm_output(as), "-2 hi ");
	CHECK_STR(vm_error(as->vm), "user string copy fault [man error::fault]");
	record.size = 22;
	CHECK(!asm_run(as, 0));
	CHECK_STR(vm_error(as->vm), "kernel string copy fault [man error::fault]");
	asm_free(as);
}

/* Every kind of loop instruction: counts to 10, 4 times. */
static void test_loops(void)
{
	struct assembler *as = asm_new();
	int format = asm_format(as, "llll");
	uint32_t top;

	asm_code(as, 6, 0, 0);
	asm_op_imm(as, OP(LDI), 4, 10);
	asm_op_imm(as, OP(LDI), 5, 9);
	top = as->codes[0].ninsns;
	asm_op(as, OP(INCLT), 0, 4, asm_to(as, top));
	top = asm_op(as, OP(ADDI), 1, 1, 1);
	asm_op(as, OP(LOOPLT), 1, 4, asm_to(as, top));
	top = asm_op(as, OP(ADDI), 2, 2, 1);
	asm_op(as, OP(LOOPLE), 2, 5, asm_to(as, top));
	top = asm_op(as, OP(ADDI), 3, 3, 1);
	asm_op(as, OP(ADDI), 4, 4, -1);
	asm_op_imm(as, OP(LOOPNZ), 4, asm_to(as, top));
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 0, 1, 2, 3);
	asm_op(as, OP(RET), 0, 0, 0);
	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "10 10 10 10 ");
	as->session.interrupt = 1;
	CHECK(!asm_run(as, 0));
	CHECK(vm_error(as->vm) == NULL);
	asm_free(as);
}

/* Each opcode that has extension words is followed by the right number of them. */
static void test_lengths(void)
{
	static const struct {
		enum opcode op;
		int a, b, c;
		unsigned words;
	} rows[] = {
		{OP(MGET), 0, 0, 0, 2},	 {OP(MPUT), 0, 0, 0, 2},  {OP(MADD), 0, 0, 0, 2},
		{OP(MSTAT), 0, 1, 0, 3}, {OP(MDEL), 1, 0, 0, 3},  {OP(MHAS), 0, 1, 0, 3},
		{OP(MCLR), 1, 0, 0, 1},	 {OP(EACH), 0, 0, 0, 3},  {OP(CALLB), 0, 0, 5, 3},
		{OP(CALL), 0, 0, 0, 2},	 {OP(PRINT), 0, 0, 0, 2}, {OP(SPRINT), 0, 0, 0, 2},
		{OP(STAT), 0, 0, 0, 1},	 {OP(STEP), 0, 0, 0, 1},  {OP(DIV), 0, 0, 0, 1},
	};
	struct assembler *as = asm_new();

	asm_map(as, "one", "l", MAP_LONG);
	asm_map(as, "five", "lllll", MAP_AGGREGATE);
	as->iterations[0] = (struct iteration){.map = 1, .has_slice = true, .has_limit = true};
	asm_format(as, "lsl");
	asm_code(as, 1, 1, 1);
	as->codes[0].nparams = 1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct insn insn = {.op = (uint16_t)rows[i].op, .a = (uint16_t)rows[i].a};

		insn.b = (uint16_t)rows[i].b;
		insn.c = (uint16_t)rows[i].c;
		if (!CHECK_INT(program_insn_words(&as->program, &insn), rows[i].words))
			printf("that was %s\n", opcode_rows[rows[i].op].name);
	}
	asm_free(as);
}

static void test_listing(void)
{
	struct assembler *as = make_recursion(1);
	struct buf out = {0};

	program_disassemble(&as->program, &out);
	CHECK(strstr(out.data, "# code (2 longs, 1 strings, 0 iterators)\n") != NULL);
	CHECK(strstr(out.data, "CALL    r0, code [l0, s0]") != NULL);
	CHECK(strstr(out.data, "JNZ     l0, ->2") != NULL);
	buf_free(&out);
	asm_free(as);
}

int main(void)
{
	test_arithmetic();
	test_string_space();
	test_recursion();
	test_next_overload();
	test_catch();
	test_interrupt_and_actions();
	test_match();
	test_fetch();
	test_loops();
	test_lengths();
	test_listing();
	return check_done();
}
