/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loops as machine code do what the interpreter does, opcode by opcode. */
#include "config.h"

#include <signal.h>
#include <stdint.h>
#include <unistd.h>

#include "tests/unit/assembler.h"
#include "tests/unit/check.h"

#define OP(name) OP_CODE_##name

/* More registers than a processor has, so that some values stay in memory. */
#define CROWD 20

/* Registers of the programs below; the crowd comes behind. */
enum { LEFT, RIGHT, RESULT, TURNS, LIMIT, ONE, REGISTERS };

static const int64_t numbers[] = {0,
				  1,
				  2,
				  -1,
				  -2,
				  7,
				  63,
				  64,
				  65,
				  -64,
				  127,
				  128,
				  -128,
				  -129,
				  INT32_MAX,
				  INT32_MIN,
				  (int64_t)INT32_MAX + 1,
				  (int64_t)UINT32_MAX,
				  (int64_t)UINT32_MAX + 1,
				  INT64_MAX,
				  INT64_MIN,
				  INT64_MIN + 1};
#define NUMBERS (sizeof(numbers) / sizeof(*numbers))

/* Which register an operand is: those of the first row are told apart, the others share. */
static const int shapes[][3] = {
	{RESULT, LEFT, RIGHT}, {LEFT, LEFT, RIGHT}, {RIGHT, LEFT, RIGHT},
	{RESULT, LEFT, LEFT},  {LEFT, LEFT, LEFT},
};
#define SHAPES (sizeof(shapes) / sizeof(*shapes))

/* Machine code uses these more than anything else; what they are does not matter. */
static void put_crowd(struct assembler *as, bool crowded)
{
	for (int i = 0; crowded && i < CROWD; i++) {
		asm_op(as, OP(XOR), REGISTERS + i, REGISTERS + i, LEFT);
		asm_op(as, OP(ADD), REGISTERS + i, REGISTERS + i, REGISTERS + i);
	}
}

/* The start of a loop; what it begins with is LEFT and RIGHT, and `turns` to make. */
static struct assembler *begin(int64_t left, int64_t right, int turns, bool crowded, uint32_t *top)
{
	struct assembler *as = asm_new();

	as->longs[0] = left;
	as->longs[1] = right;
	as->longs[2] = INT64_MAX - 5;
	as->program.nlongs = 3;
	asm_code(as, REGISTERS + CROWD, 1, 0);
	asm_op_imm(as, OP(LDK), LEFT, 0);
	asm_op_imm(as, OP(LDK), RIGHT, 1);
	asm_op_imm(as, OP(LDI), LIMIT, turns);
	asm_op_imm(as, OP(LDI), ONE, 1);
	*top = as->codes[0].ninsns;
	put_crowd(as, crowded);
	return as;
}

/* The next instruction is left out in the first turn, which is interpreted. */
static void skip_first(struct assembler *as)
{
	asm_op(as, OP(JLT), TURNS, ONE, 1);
}

static void finish(struct assembler *as, uint32_t top)
{
	int format = asm_format(as, "llllllll");

	if (top)
		asm_op(as, OP(INCLT), TURNS, LIMIT, asm_to(as, top));
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, LEFT, RIGHT, RESULT, TURNS);
	asm_regs(as, LIMIT, REGISTERS, REGISTERS + 9, REGISTERS + CROWD - 1);
	asm_op(as, OP(RET), 0, 0, 0);
}

/* What it prints, or its error; and that is freed. */
static void outcome(struct assembler *as, uint32_t native_after, char *text, size_t size)
{
	as->vm = vm_new(&as->program, &as->session);
	vm_set_native_after(as->vm, native_after);
	if (vm_run(as->vm, 0, &as->event))
		snprintf(text, size, "%s", asm_output(as));
	else
		snprintf(text, size, "%s", vm_error(as->vm) ? vm_error(as->vm) : "stopped");
	for (uint32_t i = 0; i < as->program.nglobals; i++)
		if (as->globals[i].display)
			vm_display_global(as->vm, &as->output.text, i);
	snprintf(text + strlen(text), size - strlen(text), "; %s", asm_output(as));
	CHECK_INT(vm_native_count(as->vm), native_after ? 1 : 0);
	vm_free(as->vm);
	as->vm = NULL;
}

/* Both engines must do the same; frees it. */
static void compare(struct assembler *as, const char *what)
{
	char expected[400], text[400];

	outcome(as, 0, expected, sizeof(expected));
	outcome(as, 1, text, sizeof(text));
	if (!CHECK_STR(text, expected))
		printf("that was %s of %lld and %lld\n", what, (long long)as->longs[0],
		       (long long)as->longs[1]);
	asm_free(as);
}

/* a = b OP c, or a = OP b. */
static void test_calculation(enum opcode op, int64_t left, int64_t right)
{
	uint32_t top;

	for (unsigned i = 0; i < 2 * SHAPES; i++) {
		const int *shape = shapes[i / 2];
		struct assembler *as = begin(left, right, 4, i % 2, &top);
		bool number = opcode_rows[op].operands[2] == OPERAND_IMM;

		skip_first(as);
		asm_op(as, op, shape[0], shape[1], number ? (int16_t)right : shape[2]);
		finish(as, top);
		compare(as, opcode_rows[op].name);
	}
}

/* Forward, over an instruction; JMP and the like. */
static void test_jump(enum opcode op, int64_t left, int64_t right)
{
	bool two = opcode_rows[op].operands[2] == OPERAND_IMM;
	uint32_t top;

	for (int crowded = 0; crowded < 2; crowded++) {
		struct assembler *as = begin(left, right, 4, crowded, &top);

		if (two)
			asm_op(as, op, LEFT, RIGHT, 1);
		else
			asm_op_imm(as, op, LEFT, 1);
		asm_op(as, OP(ADDI), RESULT, RESULT, 1);
		asm_op(as, OP(ADDI), LEFT, LEFT, 1);
		finish(as, top);
		compare(as, opcode_rows[op].name);
	}
}

/* Backwards; a loop that would not end is left at its limit. */
static void test_loop(enum opcode op, int64_t left, int64_t right)
{
	bool two = opcode_rows[op].operands[2] == OPERAND_IMM;
	uint32_t top, leave;

	for (int crowded = 0; crowded < 2; crowded++) {
		struct assembler *as = begin(left, right, 9, crowded, &top);

		asm_op(as, OP(ADDI), TURNS, TURNS, 1);
		leave = asm_op(as, OP(JLT), LIMIT, TURNS, 1);
		if (two)
			asm_op(as, op, LEFT, RIGHT, asm_to(as, top));
		else
			asm_op_imm(as, op, LEFT, asm_to(as, top));
		CHECK_INT(as->codes[0].ninsns, leave + 2);
		/* One turn with what every LOOP does, so that there is machine code in any case. */
		asm_op(as, OP(MOV), LEFT, RIGHT, 0);
		asm_op(as, OP(JLE), LIMIT, TURNS, 1);
		asm_op_imm(as, OP(LOOP), 0, asm_to(as, top));
		finish(as, 0);
		compare(as, opcode_rows[op].name);
	}
}

static void test_numbers(enum opcode op)
{
	uint32_t top;

	for (unsigned i = 0; i < 2 * NUMBERS; i++) {
		struct assembler *as = begin(numbers[i / 2], 1, 4, i % 2, &top);

		asm_op_imm(as, op, RESULT, op == OP(LDK) ? 0 : (int32_t)numbers[i / 2]);
		finish(as, top);
		compare(as, opcode_rows[op].name);
	}
}

/* GET, PUT and ADDG, with other globals around the one. */
static void test_global(enum opcode op)
{
	uint32_t top;

	for (unsigned i = 0; i < 2 * NUMBERS; i++) {
		struct assembler *as = begin(numbers[i / 2], 3, 4, i % 2, &top);

		for (int global = 0; global < 3; global++) {
			asm_global(as, "g", GLOBAL_LONG);
			as->globals[global].init_long = 10 + global;
			as->globals[global].display = true;
		}
		if (op == OP(PUT))
			asm_op(as, op, 1, LEFT, 0);
		else
			asm_op(as, op, RESULT, 1, LEFT);
		finish(as, top);
		compare(as, opcode_rows[op].name);
	}
}

/* @op on the element of map @global that TURNS names; other keys are LEFT, or the empty string. */
static void put_map_op(struct assembler *as, enum opcode op, int global, const char *keys)
{
	int regs[4] = {TURNS, LEFT, LEFT, LEFT};

	for (int i = 0; keys[i]; i++)
		regs[i] = keys[i] == 's' ? 0 : i == 0 || keys[i - 1] == 's' ? TURNS : LEFT;
	if (opcode_rows[op].operands[0] == OPERAND_GM)
		asm_op(as, op, global, RIGHT, 0);
	else
		asm_op(as, op, RESULT, global, RIGHT);
	asm_regs(as, regs[0], regs[1], regs[2], regs[3]);
}

/* Elements come and are found again; a full map is an error. */
static void test_map(enum opcode op)
{
	static const char *const keys[] = {"l", "sl", "ll", "lsl"};
	uint32_t top;

	for (unsigned i = 0; i < 4 * 2 * 2; i++) {
		struct assembler *as = begin(7, INT64_MAX - 3, 20, i % 2, &top);
		int map = asm_map(as, "m", keys[i / 4], op == OP(MAGG) ? MAP_AGGREGATE : MAP_LONG);

		as->globals[map].display = true;
		as->globals[map].keeps_variance = op == OP(MAGG);
		as->globals[map].max_entries = i / 2 % 2 ? 5 : 0;
		put_map_op(as, op, map, keys[i / 4]);
		put_map_op(as, op, map, keys[i / 4]);
		if (op != OP(MAGG))
			put_map_op(as, OP(MADD), map, keys[i / 4]);
		finish(as, top);
		compare(as, opcode_rows[op].name);
	}
}

static void test_aggregate(enum opcode op)
{
	uint32_t top;

	for (int variance = 0; variance < 2; variance++) {
		struct assembler *as = begin(7, INT64_MAX - 3, 20, false, &top);
		int global = asm_global(as, "a", GLOBAL_AGGREGATE);

		as->globals[global].display = true;
		as->globals[global].keeps_variance = variance;
		asm_op(as, op, global, TURNS, 0);
		finish(as, top);
		compare(as, opcode_rows[op].name);
	}
}

/* The error comes after as many turns as the interpreter makes. */
static void test_actions(enum opcode op)
{
	static const int costs[] = {1, 7, 1000};
	uint32_t top;

	for (int i = 0; i < 6; i++) {
		struct assembler *as = begin(1, 2, 100, i % 2, &top);

		as->program.limits.MAXACTION = 30;
		as->program.limits.MAXACTION_given = true;
		as->program.limits.INTERRUPTIBLE = 1;
		asm_global(as, "n", GLOBAL_LONG);
		as->globals[0].display = true;
		asm_op(as, OP(ADDG), RESULT, 0, LEFT);
		asm_op_imm(as, OP(ACT), 0, 4);
		skip_first(as);
		asm_op_imm(as, op, 0, costs[i / 2]);
		finish(as, top);
		compare(as, opcode_rows[op].name);
	}
}

static void test_pairs(void (*test)(enum opcode op, int64_t left, int64_t right), enum opcode op)
{
	for (unsigned i = 0; i < NUMBERS * NUMBERS; i++)
		test(op, numbers[i / NUMBERS], numbers[i % NUMBERS]);
}

/* By the kinds of its operands. */
static void test_opcode(enum opcode op)
{
	const enum operand_kind *kinds = opcode_rows[op].operands;
	bool is_loop = strncmp(opcode_rows[op].name, "LOOP", 4) == 0 || op == OP(INCLT);

	if (op == OP(ACT) || op == OP(NEED))
		test_actions(op);
	else if (op == OP(LDI) || op == OP(LDK))
		test_numbers(op);
	else if (kinds[0] == OPERAND_GA)
		test_aggregate(op);
	else if (kinds[0] == OPERAND_GM || kinds[1] == OPERAND_GM)
		test_map(op);
	else if (kinds[0] == OPERAND_GL || kinds[1] == OPERAND_GL)
		test_global(op);
	else if (kinds[1] == OPERAND_JUMP || kinds[0] == OPERAND_LS)
		test_pairs(is_loop ? test_loop : test_jump, op);
	else if (CHECK(kinds[0] == OPERAND_LD && kinds[1] == OPERAND_LS))
		test_pairs(test_calculation, op);
}

static void test_opcodes(void)
{
	static const enum opcode opcodes[] = {
#define NATIVE(opcode, how, detail) OP_CODE_##opcode,
#include "runtime/native/native.def"
#undef NATIVE
	};

	for (unsigned i = 0; i < sizeof(opcodes) / sizeof(*opcodes); i++)
		test_opcode(opcodes[i]);
}

/* An error in the loop is raised at its instruction, and caught there, with all that was done. */
static void test_error(void)
{
	uint32_t top;
	struct assembler *as = begin(5, -1, 20, false, &top);
	uint32_t at;

	asm_op(as, OP(ADD), LEFT, LEFT, RIGHT);
	at = asm_op(as, OP(MOD), RESULT, RIGHT, LEFT);
	as->places[0] = (struct code_place){.pc = at, .near = "operator '%' at x:1:2"};
	as->codes[0].places = as->places;
	as->codes[0].nplaces = 1;
	finish(as, top);
	as->vm = vm_new(&as->program, &as->session);
	vm_set_native_after(as->vm, 1);
	CHECK(!asm_run(as, 0));
	CHECK_STR(vm_error(as->vm), "division by 0 near operator '%' at x:1:2");
	CHECK_INT(vm_native_count(as->vm), 1);
	/* The handler of the error ends the turn. */
	as->catches[0] = (struct catch_range){
		.begin = at, .end = at + 1, .handler = at + 1, .message = REG_NONE};
	as->codes[0].catches = as->catches;
	as->codes[0].ncatches = 1;
	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "-15 -1 -1 20 20 0 0 0 ");
	asm_free(as);
}

/* PRINT has no machine code: not worth it where every turn prints, but where one in ten does. */
static void test_way_out(void)
{
	for (int always = 0; always < 2; always++) {
		uint32_t top;
		struct assembler *as = begin(0, 9, 20, false, &top);
		int format = asm_format(as, "l");

		if (!always)
			asm_op(as, OP(JNE), RIGHT, TURNS, 2);
		asm_op_imm(as, OP(PRINT), 0, format);
		asm_regs(as, TURNS, 0, 0, 0);
		asm_op(as, OP(ADD), LEFT, LEFT, TURNS);
		finish(as, top);
		as->vm = vm_new(&as->program, &as->session);
		vm_set_native_after(as->vm, 1);
		CHECK(asm_run(as, 0));
		if (!always)
			CHECK_STR(asm_output(as), "9 190 9 0 20 20 0 0 0 ");
		CHECK_INT(vm_native_count(as->vm), !always);
		asm_free(as);
	}
}

/* for (i...) for (j...) with the inner one translated first, then both. */
static void test_nested(void)
{
	struct assembler *as = asm_new();
	int format = asm_format(as, "ll");
	uint32_t outer, inner;

	asm_code(as, 4, 0, 0);
	asm_op_imm(as, OP(LDI), 3, 100);
	outer = asm_op_imm(as, OP(LDI), 1, 0);
	inner = asm_op(as, OP(ADD), 2, 2, 1);
	asm_op(as, OP(INCLT), 1, 3, asm_to(as, inner));
	asm_op(as, OP(INCLT), 0, 3, asm_to(as, outer));
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 0, 2, 0, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	as->vm = vm_new(&as->program, &as->session);
	vm_set_native_after(as->vm, 50);
	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "100 495000 ");
	CHECK_INT(vm_native_count(as->vm), 2);
	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "100 495000 ");
	asm_free(as);
}

static struct assembler *running;

static void interrupt(int number)
{
	(void)number;
	running->session.interrupt = 1;
}

static void test_interrupt(void)
{
	struct assembler *as = asm_new();

	running = as;
	asm_code(as, 1, 0, 0);
	asm_op(as, OP(ADDI), 0, 0, 1);
	asm_op_imm(as, OP(LOOP), 0, -2);
	signal(SIGALRM, interrupt);
	alarm(1);
	CHECK(!asm_run(as, 0));
	CHECK(vm_error(as->vm) == NULL);
	CHECK_INT(vm_native_count(as->vm), 1);
	asm_free(as);
}

int main(void)
{
	test_opcodes();
	test_error();
	test_way_out();
	test_nested();
	test_interrupt();
	return check_done();
}
