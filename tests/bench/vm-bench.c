/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the VM's hot paths cost: hand-assembled programs, seconds of processor time for each.
 *
 *	vm-bench [NAME...]
 */
#include "config.h"

#include <time.h>

#include "tests/unit/assembler.h"

#define OP(name) OP_CODE_##name

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/*
 * The head of a loop over l0 from 0 to l1; l2 is free. The test stands at the end of the body,
 * as the compiler puts it.
 */
static uint32_t begin_loop(struct assembler *as, int rounds)
{
	as->longs[0] = rounds;
	asm_code(as, 12, 4, 0);
	asm_op_imm(as, OP(LDK), 1, 0);
	return as->codes[as->program.ncodes - 1].ninsns;
}

static void end_loop(struct assembler *as, uint32_t top)
{
	asm_op(as, OP(ADDI), 0, 0, 1);
	asm_op(as, OP(JLE), 1, 0, 1);
	asm_op_imm(as, OP(LOOP), 0, asm_to(as, top));
	asm_op(as, OP(RET), 0, 0, 0);
}

/* for (i = 0; i < 50000000; i++) sum += i */
static void make_loop(struct assembler *as)
{
	uint32_t top = begin_loop(as, 50000000);

	asm_op(as, OP(ADD), 2, 2, 0);
	end_loop(as, top);
}

/* The same with the loop in one instruction. */
static void make_fused_loop(struct assembler *as)
{
	uint32_t top = begin_loop(as, 50000000);

	asm_op(as, OP(ADD), 2, 2, 0);
	asm_op(as, OP(INCLT), 0, 1, asm_to(as, top));
	asm_op(as, OP(RET), 0, 0, 0);
}

/* l4 = a key out of @keys, spread over 64 bits; l5 to l7 hold constants. */
static void make_constants(struct assembler *as, int keys)
{
	as->longs[1] = 2654435761;
	asm_op_imm(as, OP(LDI), 5, keys);
	asm_op_imm(as, OP(LDK), 6, 1);
}

static uint32_t begin_keys(struct assembler *as, int rounds, int keys)
{
	begin_loop(as, rounds);
	make_constants(as, keys);
	return as->codes[as->program.ncodes - 1].ninsns;
}

/* m[(i % 100000) * 2654435761]++ */
static void make_long_map(struct assembler *as)
{
	int map = asm_map(as, "m", "l", MAP_LONG);
	uint32_t top = begin_keys(as, 10000000, 100000);

	asm_op_imm(as, OP(LDI), 7, 1);
	top = as->codes[0].ninsns;
	asm_op(as, OP(MOD), 3, 0, 5);
	asm_op(as, OP(MUL), 4, 3, 6);
	asm_op(as, OP(MADD), 8, map, 7);
	asm_regs(as, 4, 0, 0, 0);
	end_loop(as, top);
}

/* m[names[i % 100], i % 10000]++, the names being read from a map, as a script would have it. */
static void make_string_map(struct assembler *as)
{
	int names = asm_map(as, "names", "l", MAP_STRING);
	int map = asm_map(as, "m", "sl", MAP_LONG), format = asm_format(as, "l");
	uint32_t top = begin_keys(as, 5000000, 10000), fill;

	asm_op_imm(as, OP(LDI), 7, 1);
	asm_op_imm(as, OP(LDI), 9, 100);
	fill = asm_op(as, OP(MOV), 10, 0, 0);
	asm_op_imm(as, OP(SPRINT), 0, format);
	asm_regs(as, 0, 0, 0, 0);
	asm_op(as, OP(MPUTS), names, 0, 0);
	asm_regs(as, 0, 0, 0, 0);
	asm_op(as, OP(ADDI), 0, 0, 1);
	asm_op(as, OP(JLE), 9, 0, 1);
	asm_op_imm(as, OP(LOOP), 0, asm_to(as, fill));
	asm_op_imm(as, OP(LDI), 0, 0);
	top = as->codes[0].ninsns;
	asm_op(as, OP(MOD), 3, 0, 9);
	asm_op(as, OP(MGETS), 0, names, 0);
	asm_regs(as, 3, 0, 0, 0);
	asm_op(as, OP(MOD), 4, 0, 5);
	asm_op(as, OP(MADD), 8, map, 7);
	asm_regs(as, 0, 4, 0, 0);
	end_loop(as, top);
}

/* m[(i % 1000) * 2654435761] <<< i */
static void make_aggregate(struct assembler *as)
{
	int map = asm_map(as, "m", "l", MAP_AGGREGATE);
	uint32_t top = begin_keys(as, 10000000, 1000);

	asm_op(as, OP(MOD), 3, 0, 5);
	asm_op(as, OP(MUL), 4, 3, 6);
	asm_op(as, OP(MAGG), map, 0, 0);
	asm_regs(as, 4, 0, 0, 0);
	end_loop(as, top);
}

/* s = sprintf("%d %s ", i, "abc") . "abc" */
static void make_strings(struct assembler *as)
{
	int format = asm_format(as, "ls"), abc = asm_string(as, "abc");
	uint32_t top = begin_loop(as, 2000000);

	asm_op_imm(as, OP(LDS), 1, abc);
	top = as->codes[0].ninsns;
	asm_op_imm(as, OP(SPRINT), 0, format);
	asm_regs(as, 0, 1, 0, 0);
	asm_op(as, OP(CONCAT), 0, 0, 1);
	end_loop(as, top);
}

/* 5e6 calls of f(x) = x + 1 */
static void make_calls(struct assembler *as)
{
	uint32_t top = begin_loop(as, 5000000);

	asm_op(as, OP(CALL), 2, 1, 0);
	asm_regs(as, 2, 0, 0, 0);
	end_loop(as, top);
	asm_code(as, 2, 0, 0);
	as->codes[1].nparams = 1;
	as->codes[1].has_result = true;
	asm_op(as, OP(ADDI), 0, 0, 1);
	asm_op(as, OP(RETL), 0, 0, 0);
}

/* Empty handlers, entered 1e7 times: what every event pays. */
static void make_handler(struct assembler *as)
{
	asm_code(as, 4, 2, 0);
	asm_op(as, OP(RET), 0, 0, 0);
}

static const struct {
	const char *name;
	void (*make)(struct assembler *as);
	int runs;
} benches[] = {
	{"loop", make_loop, 1},		  {"fused-loop", make_fused_loop, 1},
	{"long-map", make_long_map, 1},	  {"string-map", make_string_map, 1},
	{"aggregate", make_aggregate, 1}, {"strings", make_strings, 1},
	{"calls", make_calls, 1},	  {"handler", make_handler, 10000000},
};

static void run(const char *name, void (*make)(struct assembler *as), int runs)
{
	double best = 1e9;

	for (int i = 0; i < 3; i++) {
		struct assembler *as = asm_new();
		double start;

		make(as);
		as->vm = vm_new(&as->program, &as->session);
		start = seconds();
		for (int n = 0; n < runs; n++)
			if (!asm_run(as, 0))
				printf("%s: %s\n", name, vm_error(as->vm));
		if (seconds() - start < best)
			best = seconds() - start;
		asm_free(as);
	}
	printf("%-12s %.3f s\n", name, best);
}

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(benches) / sizeof(benches[0]); i++) {
		bool wanted = argc < 2;

		for (int j = 1; j < argc; j++)
			wanted |= strcmp(argv[j], benches[i].name) == 0;
		if (wanted)
			run(benches[i].name, benches[i].make, benches[i].runs);
	}
	return 0;
}
