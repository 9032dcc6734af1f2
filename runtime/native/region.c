/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/native/region.h"

#include <stdlib.h>

#include "base/xalloc.h"

/* Longer loops are no tight ones. */
#define INSNS_MAX 2000

/* What is in an inner loop counts so much more than what is around it. */
#define LOOP_WEIGHT 8
#define WEIGHT_MAX  (UINT32_MAX / LOOP_WEIGHT / (3 * INSNS_MAX))

bool region_jump(const struct insn *insn, uint32_t pc, uint32_t *target)
{
	int32_t distance;

	if (!program_insn_jump(insn, &distance))
		return false;
	*target = (uint32_t)((int64_t)pc + 1 + distance);
	return true;
}

static uint32_t next_pc(const struct region *region, uint32_t pc)
{
	return pc + program_insn_words(region->program, &region->code->insns[pc]);
}

static uint32_t find_end(const struct region *region)
{
	uint32_t end = region->top, target;

	for (uint32_t pc = region->top; pc < region->code->ninsns; pc = next_pc(region, pc))
		if (region_jump(&region->code->insns[pc], pc, &target) && target == region->top)
			end = next_pc(region, pc);
	return end;
}

/* True when @pc was not known to be reached. */
static bool reach(struct region *region, uint32_t pc)
{
	if (!region_has(region, pc) || region->weights[pc - region->top])
		return false;
	region->weights[pc - region->top] = 1;
	return true;
}

/* What machine code gets to from @pc. *@turns: back to the start of the loop. */
static bool reach_from(struct region *region, uint32_t pc, bool *turns)
{
	const struct insn *insn = &region->code->insns[pc];
	bool more = false;
	uint32_t target;

	if (region_jump(insn, pc, &target)) {
		*turns |= target == region->top;
		more = reach(region, target);
		if (insn->op == OP_CODE_JMP || insn->op == OP_CODE_LOOP)
			return more;
	}
	return reach(region, next_pc(region, pc)) || more;
}

/* Jumps go backwards, too: until nothing is added. Can a turn be made? */
static bool reach_all(struct region *region, const bool *translatable)
{
	bool more = reach(region, region->top), turns = false;

	while (more) {
		more = false;
		for (uint32_t pc = region->top; pc < region->end; pc = next_pc(region, pc))
			if (region->weights[pc - region->top] &&
			    translatable[region->code->insns[pc].op])
				more |= reach_from(region, pc, &turns);
	}
	return turns;
}

static void weigh_inner_loop(struct region *region, uint32_t from, uint32_t to)
{
	for (uint32_t pc = from; pc <= to; pc++)
		if (region->weights[pc - region->top] < WEIGHT_MAX)
			region->weights[pc - region->top] *= LOOP_WEIGHT;
}

static void weigh(struct region *region)
{
	uint32_t target;

	for (uint32_t pc = region->top; pc < region->end; pc = next_pc(region, pc))
		if (region_jump(&region->code->insns[pc], pc, &target) && target <= pc &&
		    target > region->top)
			weigh_inner_loop(region, target, pc);
}

bool region_find(struct region *region, const struct program *program, const struct code *code,
		 uint32_t top, const bool *translatable)
{
	*region = (struct region){.program = program, .code = code, .top = top};
	region->end = find_end(region);
	if (region->end - top > INSNS_MAX)
		return false;
	region->weights = xcalloc(region->end - top, sizeof(*region->weights));
	if (!reach_all(region, translatable))
		return false;
	weigh(region);
	return true;
}

void region_free(struct region *region)
{
	free(region->weights);
}
