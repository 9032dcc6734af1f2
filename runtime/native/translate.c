/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/native/translate.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/native.h"
#include "runtime/native/machine.h"
#include "runtime/native/region.h"

/* Code that leaves the loop for the instruction at @pc. */
struct leaving {
	uint32_t label;
	uint32_t pc;
};

/*
 * Values are numbered: the long registers of the frame, then the globals, then what is left
 * of MAXACTION.
 */
struct translation {
	struct region region;
	struct assembly as;
	uint32_t nvalues;
	struct place *places; /* by value */
	struct leaving *leavings;
	uint32_t nleavings;
};

/* ---- where values are ---- */

static uint32_t global_value(const struct translation *t, uint32_t global)
{
	return t->region.code->nlongs + global;
}

static uint32_t actions_value(const struct translation *t)
{
	return t->nvalues - 1;
}

/* The value that the @number-th operand of @insn is; false: none. */
static bool operand_value(const struct translation *t, const struct insn *insn, unsigned number,
			  uint32_t *value)
{
	uint16_t operand = number == 0 ? insn->a : number == 1 ? insn->b : insn->c;

	switch (opcode_rows[insn->op].operands[number]) {
	case OPERAND_LD:
	case OPERAND_LS:
		*value = operand;
		return true;
	case OPERAND_GL:
		*value = global_value(t, operand);
		return true;
	default:
		return false;
	}
}

/* Where a value is outside of the loop. */
static struct place home(const struct translation *t, uint32_t value)
{
	struct place place = {.in_memory = true, .number = BASE_LONGS};

	if (value == actions_value(t)) {
		place.number = BASE_STATE;
		place.offset = offsetof(struct native_state, actions);
		return place;
	}
	if (value >= global_value(t, 0)) {
		place.number = BASE_GLOBALS;
		value -= global_value(t, 0);
	}
	place.offset = (int32_t)(value * sizeof(union slot));
	return place;
}

static struct place operand(const struct translation *t, const struct insn *insn, unsigned number)
{
	uint32_t value = 0;

	operand_value(t, insn, number, &value);
	return t->places[value];
}

static struct place actions(const struct translation *t)
{
	return t->places[actions_value(t)];
}

static void load_values(struct translation *t)
{
	for (uint32_t value = 0; value < t->nvalues; value++)
		if (!t->places[value].in_memory)
			machine_move(&t->as, t->places[value], home(t, value));
}

static void store_values(struct translation *t)
{
	for (uint32_t value = 0; value < t->nvalues; value++)
		if (!t->places[value].in_memory)
			machine_move(&t->as, home(t, value), t->places[value]);
}

/* ---- jumps ---- */

/* The label of code that goes back to the interpreter, at @pc. */
static uint32_t leave_for(struct translation *t, uint32_t pc)
{
	struct leaving *leaving = &t->leavings[t->nleavings++];

	leaving->pc = pc;
	leaving->label = assembly_label(&t->as);
	return leaving->label;
}

static uint32_t pc_of(const struct translation *t, const struct insn *insn)
{
	return (uint32_t)(insn - t->region.code->insns);
}

/*
 * Where the jump @insn goes. Backwards, the interpreter looks first whether it is interrupted: so
 * does this code, and in that case lets the interpreter do the instruction.
 */
static uint32_t jump_label(struct translation *t, const struct insn *insn)
{
	uint32_t pc = pc_of(t, insn), target;

	region_jump(insn, pc, &target);
	if (target <= pc)
		machine_jump_if_interrupted(&t->as, leave_for(t, pc));
	return region_has(&t->region, target) ? target - t->region.top : leave_for(t, target);
}

/* ---- what native.def names ---- */

static void translate_number(struct translation *t, const struct insn *insn, unsigned detail)
{
	(void)detail;
	machine_set_number(&t->as, operand(t, insn, 0), insn->imm);
}

static void translate_constant(struct translation *t, const struct insn *insn, unsigned detail)
{
	(void)detail;
	machine_set_number(&t->as, operand(t, insn, 0), t->region.program->longs[insn->imm]);
}

static void translate_move(struct translation *t, const struct insn *insn, unsigned detail)
{
	(void)detail;
	machine_move(&t->as, operand(t, insn, 0), operand(t, insn, 1));
}

static void translate_add_global(struct translation *t, const struct insn *insn, unsigned detail)
{
	struct place global = operand(t, insn, 1);

	(void)detail;
	machine_binary(&t->as, BINARY_ADD, global, global, operand(t, insn, 2));
	machine_move(&t->as, operand(t, insn, 0), global);
}

static void translate_binary(struct translation *t, const struct insn *insn, unsigned detail)
{
	machine_binary(&t->as, (enum machine_binary)detail, operand(t, insn, 0),
		       operand(t, insn, 1), operand(t, insn, 2));
}

static void translate_add_number(struct translation *t, const struct insn *insn, unsigned detail)
{
	(void)detail;
	machine_add_number(&t->as, operand(t, insn, 0), operand(t, insn, 1), (int16_t)insn->c);
}

static void translate_divide(struct translation *t, const struct insn *insn, unsigned detail)
{
	machine_jump_if_number(&t->as, CONDITION_EQ, operand(t, insn, 2), 0,
			       leave_for(t, pc_of(t, insn)));
	machine_divide(&t->as, (enum machine_division)detail, operand(t, insn, 0),
		       operand(t, insn, 1), operand(t, insn, 2));
}

static void translate_shift(struct translation *t, const struct insn *insn, unsigned detail)
{
	machine_shift(&t->as, (enum machine_shift)detail, operand(t, insn, 0), operand(t, insn, 1),
		      operand(t, insn, 2));
}

static void translate_unary(struct translation *t, const struct insn *insn, unsigned detail)
{
	machine_unary(&t->as, (enum machine_unary)detail, operand(t, insn, 0), operand(t, insn, 1));
}

static void translate_truth(struct translation *t, const struct insn *insn, unsigned detail)
{
	machine_compare_number(&t->as, (enum machine_condition)detail, operand(t, insn, 0),
			       operand(t, insn, 1), 0);
}

static void translate_compare(struct translation *t, const struct insn *insn, unsigned detail)
{
	machine_compare(&t->as, (enum machine_condition)detail, operand(t, insn, 0),
			operand(t, insn, 1), operand(t, insn, 2));
}

static void translate_jump(struct translation *t, const struct insn *insn, unsigned detail)
{
	(void)detail;
	machine_jump(&t->as, jump_label(t, insn));
}

static void translate_jump_truth(struct translation *t, const struct insn *insn, unsigned detail)
{
	uint32_t label = jump_label(t, insn);

	machine_jump_if_number(&t->as, (enum machine_condition)detail, operand(t, insn, 0), 0,
			       label);
}

static void translate_jump_compare(struct translation *t, const struct insn *insn, unsigned detail)
{
	uint32_t label = jump_label(t, insn);

	machine_jump_if(&t->as, (enum machine_condition)detail, operand(t, insn, 0),
			operand(t, insn, 1), label);
}

static void translate_step(struct translation *t, const struct insn *insn, unsigned detail)
{
	struct place counter = operand(t, insn, 0);
	uint32_t label = jump_label(t, insn);

	machine_add_number(&t->as, counter, counter, 1);
	machine_jump_if(&t->as, (enum machine_condition)detail, counter, operand(t, insn, 1),
			label);
}

/* The interpreter does the last one, which is an error. */
static void translate_act(struct translation *t, const struct insn *insn, unsigned detail)
{
	(void)detail;
	machine_jump_if_number(&t->as, CONDITION_LE, actions(t), insn->imm,
			       leave_for(t, pc_of(t, insn)));
	machine_add_number(&t->as, actions(t), actions(t), -insn->imm);
}

static void translate_need(struct translation *t, const struct insn *insn, unsigned detail)
{
	(void)detail;
	machine_jump_if_number(&t->as, CONDITION_LT, actions(t), insn->imm,
			       leave_for(t, pc_of(t, insn)));
}

/* The VM does it, on the registers at home. */
static void translate_call(struct translation *t, const struct insn *insn, unsigned detail)
{
	store_values(t);
	machine_call(&t->as, native_helpers[detail], insn);
	load_values(t);
	machine_jump_if_refused(&t->as, leave_for(t, pc_of(t, insn)));
}

struct translator {
	void (*translate)(struct translation *t, const struct insn *insn, unsigned detail);
	unsigned detail;
};

static const struct translator translators[OPCODE_COUNT] = {
#define NATIVE(opcode, how, detail) [OP_CODE_##opcode] = {translate_##how, detail},
#include "runtime/native/native.def"
#undef NATIVE
};

static const bool translatable[OPCODE_COUNT] = {
#define NATIVE(opcode, how, detail) [OP_CODE_##opcode] = true,
#include "runtime/native/native.def"
#undef NATIVE
};

/* ---- which values get a machine register ---- */

static void count_uses(const struct translation *t, uint32_t *uses)
{
	const struct region *region = &t->region;
	uint32_t value;

	for (uint32_t pc = region->top; pc < region->end; pc++) {
		const struct insn *insn = &region->code->insns[pc];
		uint32_t weight = region->weights[pc - region->top];

		if (weight == 0 || !translatable[insn->op])
			continue;
		for (unsigned i = 0; i < 3; i++)
			if (operand_value(t, insn, i, &value))
				uses[value] += weight;
		if (insn->op == OP_CODE_ACT || insn->op == OP_CODE_NEED)
			uses[actions_value(t)] += weight;
	}
}

static uint32_t most_used(const uint32_t *uses, uint32_t count)
{
	uint32_t most = 0;

	for (uint32_t i = 1; i < count; i++)
		if (uses[i] > uses[most])
			most = i;
	return most;
}

/* The others are worked on where they are at home. */
static void assign_places(struct translation *t)
{
	uint32_t *uses = xcalloc(t->nvalues, sizeof(*uses));

	count_uses(t, uses);
	for (uint32_t value = 0; value < t->nvalues; value++)
		t->places[value] = home(t, value);
	for (unsigned i = 0; i < machine_registers(); i++) {
		uint32_t value = most_used(uses, t->nvalues);

		if (uses[value] == 0)
			break;
		t->places[value] = machine_register(i);
		uses[value] = 0;
	}
	free(uses);
}

/* ---- the whole ---- */

static void translate_insn(struct translation *t, uint32_t pc)
{
	const struct insn *insn = &t->region.code->insns[pc];
	const struct translator *translator = &translators[insn->op];

	assembly_place(&t->as, pc - t->region.top);
	if (translator->translate)
		translator->translate(t, insn, translator->detail);
	else
		machine_jump(&t->as, leave_for(t, pc));
}

/* Every way out ends here: the values go home. */
static void translate_leavings(struct translation *t)
{
	uint32_t common = assembly_label(&t->as);

	for (uint32_t i = 0; i < t->nleavings; i++) {
		assembly_place(&t->as, t->leavings[i].label);
		machine_set_result(&t->as, t->leavings[i].pc);
		machine_jump(&t->as, common);
	}
	assembly_place(&t->as, common);
	store_values(t);
	machine_leave(&t->as);
}

static void translate_region(struct translation *t)
{
	const struct region *region = &t->region;
	uint32_t count = region->end - region->top;

	for (uint32_t i = 0; i < count; i++)
		assembly_label(&t->as);
	t->nvalues = region->code->nlongs + region->program->nglobals + 1;
	t->places = xcalloc(t->nvalues, sizeof(*t->places));
	/* No instruction has more than two ways out, and the end of the region is one. */
	t->leavings = xcalloc(2 * count + 1, sizeof(*t->leavings));
	assign_places(t);
	machine_enter(&t->as);
	load_values(t);
	for (uint32_t pc = region->top; pc < region->end; pc++)
		if (region->weights[pc - region->top])
			translate_insn(t, pc);
	machine_jump(&t->as, leave_for(t, region->end));
	translate_leavings(t);
	assembly_finish(&t->as);
}

bool translate_loop(const struct program *program, const struct code *code, uint32_t top,
		    struct buf *out)
{
	struct translation t = {0};
	bool found = region_find(&t.region, program, code, top, translatable);

	if (found) {
		translate_region(&t);
		buf_put(out, t.as.bytes.data, t.as.bytes.len);
	}
	assembly_free(&t.as);
	region_free(&t.region);
	free(t.places);
	free(t.leavings);
	return found;
}
