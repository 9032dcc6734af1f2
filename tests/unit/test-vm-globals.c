/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The instructions on globals: numbers, texts, aggregates, maps, and how they are shown at the end.
 */
#include "config.h"

#include "tests/unit/assembler.h"
#include "tests/unit/check.h"

#define OP(name) OP_CODE_##name

static void show_globals(struct assembler *as)
{
	for (uint32_t i = 0; i < as->program.nglobals; i++)
		vm_display_global(as->vm, &as->output.text, i);
}

/* m[l0 % 10, "k"] += l0 for 0..99, then a sorted walk with a limit that deletes as it goes. */
static void test_maps(void)
{
	struct assembler *as = asm_new();
	int map = asm_map(as, "m", "ls", MAP_LONG), k = asm_string(as, "k");
	int format = asm_format(as, "lsl");
	uint32_t loop, step;

	as->iterations[0] = (struct iteration){
		.map = (uint16_t)map, .direction = -1, .column = 0, .has_limit = true};
	as->program.niterations = 1;
	as->globals[map].display = true;
	asm_code(as, 5, 2, 1);
	asm_op_imm(as, OP(LDI), 1, 100);
	asm_op_imm(as, OP(LDI), 2, 10);
	asm_op_imm(as, OP(LDS), 0, k);
	loop = asm_op(as, OP(MOD), 3, 0, 2);
	asm_op(as, OP(MADD), 4, map, 0);
	asm_regs(as, 3, 0, 0, 0);
	asm_op(as, OP(ADDI), 0, 0, 1);
	asm_op(as, OP(JLE), 1, 0, 1);
	asm_op_imm(as, OP(LOOP), 0, asm_to(as, loop));
	asm_op_imm(as, OP(LDI), 4, 3);
	asm_op_imm(as, OP(EACH), 0, 0);
	asm_regs(as, 4, 0, 0, 0);
	step = asm_op_imm(as, OP(STEP), 0, 0);
	asm_op(as, OP(KEY), 0, 0, 0);
	asm_op(as, OP(KEYS), 1, 0, 1);
	asm_op(as, OP(VAL), 1, 0, 0);
	asm_op_imm(as, OP(PRINT), 0, format);
	asm_regs(as, 0, 1, 1, 0);
	asm_op(as, OP(MDEL), map, 0, 0);
	asm_regs(as, 0, 1, 0, 0);
	asm_op_imm(as, OP(LOOP), 0, asm_to(as, step));
	asm_land(as, step);
	asm_op(as, OP(MDEL), map, 0, 0);
	asm_regs(as, 2, 0, 0, 0);
	asm_op_imm(as, OP(LDI), 0, 6);
	asm_op(as, OP(MDEL), map, 0, 0);
	asm_regs(as, 0, REG_NONE, 0, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	CHECK(asm_run(as, 0));
	CHECK_STR(asm_output(as), "9 k 540 8 k 530 7 k 520 ");
	show_globals(as);
	CHECK_STR(asm_output(as), "m[5,\"k\"]=500\nm[4,\"k\"]=490\nm[3,\"k\"]=480\n"
				  "m[2,\"k\"]=470\nm[1,\"k\"]=460\nm[0,\"k\"]=450\n");
	asm_free(as);
}

static void test_map_limits(void)
{
	struct assembler *as = asm_new();
	int map = asm_map(as, "m", "l", MAP_LONG), agg = asm_map(as, "a", "s", MAP_AGGREGATE);

	as->globals[map].max_entries = 2;
	asm_code(as, 2, 1, 0);
	for (int i = 0; i < 3; i++) {
		asm_op_imm(as, OP(LDI), 0, i);
		asm_op(as, OP(MPUT), map, 0, 0);
		asm_regs(as, 0, 0, 0, 0);
	}
	asm_op(as, OP(RET), 0, 0, 0);
	asm_code(as, 1, 1, 0);
	asm_op(as, OP(MSTAT), 0, agg, STAT_OP_COUNT);
	asm_regs(as, 0, 0, 0, 0);
	asm_op(as, OP(MSTAT), 0, agg, STAT_OP_AVG);
	asm_regs(as, 0, 0, 0, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	CHECK(!asm_run(as, 0));
	CHECK_STR(vm_error(as->vm), "Array overflow, check size limit (2)");
	CHECK(!asm_run(as, 1));
	CHECK_STR(vm_error(as->vm), "empty aggregate");
	as->program.limits.MAXMAPENTRIES = 2;
	as->program.limits.MAXMAPENTRIES_given = true;
	CHECK(!asm_run(as, 0));
	CHECK_STR(vm_error(as->vm), "Array overflow, check MAXMAPENTRIES");
	asm_free(as);
}

static void test_globals(void)
{
	struct assembler *as = asm_new();
	int number = asm_global(as, "n", GLOBAL_LONG), text = asm_global(as, "s", GLOBAL_STRING);
	int stat = asm_global(as, "st", GLOBAL_AGGREGATE), b = asm_string(as, "b\"");

	for (int i = 0; i < 3; i++)
		as->globals[i].display = true;
	as->globals[number].init_long = 40;
	as->globals[text].init_string = as->strings[b];
	asm_code(as, 2, 1, 0);
	asm_op_imm(as, OP(LDI), 0, 2);
	asm_op(as, OP(ADDG), 1, number, 0);
	asm_op(as, OP(AGG), stat, 0, 0);
	asm_op(as, OP(AGG), stat, 1, 0);
	asm_op(as, OP(GETS), 0, text, 0);
	asm_op(as, OP(CONCAT), 0, 0, 0);
	asm_op(as, OP(PUTS), text, 0, 0);
	asm_op(as, OP(RET), 0, 0, 0);
	as->vm = vm_new(&as->program, &as->session);
	show_globals(as);
	CHECK_STR(asm_output(as), "n=40\ns=\"b\"\"\nst @count=0x0\n");
	CHECK(asm_run(as, 0));
	show_globals(as);
	CHECK_STR(asm_output(as),
		  "n=42\ns=\"b\"b\"\"\nst @count=2 @min=2 @max=42 @sum=44 @avg=22\n");
	asm_free(as);
}

int main(void)
{
	test_globals();
	test_maps();
	test_map_limits();
	return check_done();
}
