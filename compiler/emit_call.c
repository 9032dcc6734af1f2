/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands with parentheses: reads of the record, which look like calls or $variables, calls of
 * functions and built-ins, prints.
 */
#include "config.h"

#include <string.h>

#include "compiler/elements.h"
#include "compiler/emit.h"
#include "compiler/formats.h"
#include "runtime/builtins.h"

/* ---- reads of the record ---- */

const struct fetch_use *find_fetch_use(const struct instance *instance, const struct expr *e)
{
	for (unsigned i = 0; i < instance->nfetches; i++)
		if (instance->fetches[i].expr == e)
			return &instance->fetches[i];
	return NULL;
}

static void emit_slot(struct emitter *em, const struct expr *e, uint16_t want, unsigned planned)
{
	uint16_t slot = planned_slot(em->c, em->instance->derived, planned);

	emit_place(em, e->tok);
	emit(em, e->type == TYPE_STRING ? OP_CODE_FLDS : OP_CODE_FLD, want, slot, 0);
}

static uint16_t emit_cpu(struct emitter *em)
{
	uint16_t cpu = temp_new(em, SLOT_LONG);

	emit(em, OP_CODE_CALLB, cpu, BUILTIN_ID_cpu, 0);
	return cpu;
}

/* Jumps when @address is not the one of @choice, or as a CPU not its. */
static void emit_unless(struct emitter *em, const struct fetch_choice *choice, uint16_t address,
			struct patches *list)
{
	uint16_t number = emit_number(em, choice->number), is = temp_new(em, SLOT_LONG);
	struct derived *d = em->instance->derived;

	if (choice->is_constant || choice->by_cpu) {
		emit(em, OP_CODE_EQ, is, address, number);
	} else {
		emit(em, OP_CODE_SUB, is, address, number);
		emit(em, OP_CODE_FEQ, is, planned_slot(em->c, d, choice->planned_address), is);
	}
	patch_add(em, list, emit_imm(em, OP_CODE_JZ, is, 0));
}

static void emit_choices(struct emitter *em, const struct expr *e, const struct fetch_use *use,
			 uint16_t want)
{
	struct expr *at = e->kind == EXPR_CALL ? e->call.args.items[0] : e->target.operand;
	uint16_t address = use->choices[0].by_cpu ? emit_cpu(em) : emit_expr(em, at, REG_NONE);
	struct patches done = {0};

	for (unsigned i = 0; i + 1 < use->nchoices; i++) {
		struct patches other = {0};

		emit_unless(em, &use->choices[i], address, &other);
		emit_slot(em, e, want, use->choices[i].planned);
		patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
		patch_here(em, &other);
	}
	emit_slot(em, e, want, use->choices[use->nchoices - 1].planned);
	patch_here(em, &done);
}

/* Eight bytes of the block, from the element's number on. */
static void emit_element(struct emitter *em, const struct expr *e, const struct fetch_use *use,
			 uint16_t want)
{
	const struct element_of_array element = element_of_array(e);
	uint16_t index = emit_expr(em, element.index, REG_NONE);
	uint16_t size = emit_number(em, element.size), offset = temp_new(em, SLOT_LONG);
	uint16_t slot = planned_slot(em->c, em->instance->derived, use->planned);

	emit(em, OP_CODE_MUL, offset, index, size);
	emit_place(em, e->tok);
	emit(em, OP_CODE_FLDB, want, slot, offset);
}

static uint16_t emit_fetch(struct emitter *em, const struct expr *e, uint16_t want)
{
	const struct fetch_use *use = find_fetch_use(em->instance, e);

	want = dest_for(em, slot_of(e->type), want);
	if (use->is_block)
		emit_element(em, e, use, want);
	else if (use->nchoices)
		emit_choices(em, e, use, want);
	else
		emit_slot(em, e, want, use->planned);
	return want;
}

/* ---- reads where there is nothing to read ---- */

/* The value of what has none. */
static uint16_t emit_nothing(struct emitter *em, enum value_type type, uint16_t want)
{
	want = dest_for(em, slot_of(type), want);
	if (type == TYPE_STRING)
		emit_text(em, want, "", 0);
	else
		emit_constant(em, want, 0);
	return want;
}

static const struct absent_use *find_absent_use(const struct instance *instance,
						const struct expr *e)
{
	for (unsigned i = 0; i < instance->nabsents; i++)
		if (instance->absents[i].expr == e)
			return &instance->absents[i];
	return NULL;
}

static void emit_absent_error(struct emitter *em, const struct expr *e,
			      const struct absent_use *use, uint16_t address)
{
	const struct format *format = format_of_text(em->c, use->text);
	uint16_t text = temp_new(em, SLOT_STRING);

	emit_imm(em, OP_CODE_SPRINT, text, (int32_t)program_format(em->c, format));
	emit_regs(em, &address, format->nargs);
	if (use->is_placed) {
		emit_place(em, e->tok);
		emit(em, OP_CODE_RAISE, text, 0, 0);
		return;
	}
	emit(em, OP_CODE_CALLB, REG_NONE, BUILTIN_ID_error, 1);
	emit_regs(em, &text, 1);
}

/* The address that @e reads, if any. */
static uint16_t emit_absent_address(struct emitter *em, const struct expr *e,
				    const struct absent_use *use)
{
	uint16_t regs[MAX_PARAMS] = {0}, address, offset;

	if (e->kind == EXPR_CALL) {
		emit_values(em, &e->call.args, NULL, regs);
		return regs[0];
	}
	address = temp_new(em, SLOT_LONG);
	offset = temp_new(em, SLOT_LONG);
	emit_constant(em, offset, use->offset);
	emit(em, OP_CODE_ADD, address, emit_expr(em, e->target.operand, REG_NONE), offset);
	return address;
}

static uint16_t emit_absent(struct emitter *em, const struct expr *e, const struct absent_use *use,
			    uint16_t want)
{
	uint16_t address = emit_absent_address(em, e, use);

	if (use->text)
		emit_absent_error(em, e, use, address);
	if (e->type == TYPE_UNKNOWN)
		return REG_NONE;
	if (!use->fallback)
		return emit_nothing(em, e->type, want);
	want = dest_for(em, SLOT_STRING, want);
	emit_text(em, want, use->fallback, (uint32_t)strlen(use->fallback));
	return want;
}

static void emit_shift(struct emitter *em, enum opcode op, uint16_t reg, unsigned bits)
{
	uint16_t amount = temp_new(em, SLOT_LONG);

	emit_constant(em, amount, bits);
	emit(em, op, reg, reg, amount);
}

/* Of a @cast without a read, the operand is what a place in the struct is counted from. */
static uint16_t emit_place_base(struct emitter *em, const struct expr *e, uint16_t want)
{
	if (e->kind == EXPR_CAST && !e->target.read->fetch.nsteps)
		return emit_expr(em, e->target.operand, dest_for(em, SLOT_LONG, want));
	return emit_fetch(em, e, want);
}

static void emit_bits(struct emitter *em, uint16_t value, unsigned bits, unsigned shift,
		      bool is_signed)
{
	if (bits == 64)
		return;
	emit_shift(em, OP_CODE_SHL, value, 64u - shift - bits);
	emit_shift(em, is_signed ? OP_CODE_SHR : OP_CODE_USHR, value, 64u - bits);
}

static bool is_in_block(const struct emitter *em, const struct expr *e)
{
	const struct fetch_use *use = find_fetch_use(em->instance, e);

	return use && use->is_block;
}

uint16_t emit_target(struct emitter *em, const struct expr *e, uint16_t want)
{
	const struct absent_use *absent = find_absent_use(em->instance, e);
	const struct target_read *read = e->target.read;
	uint16_t value;

	if (absent)
		return emit_absent(em, e, absent, want);
	if (!read)
		return emit_fetch(em, e, want);
	if (read->is_place)
		return emit_nothing(em, TYPE_LONG, want);
	value = emit_place_base(em, e, want);
	if (read->addend) {
		uint16_t addend = temp_new(em, SLOT_LONG);

		emit_constant(em, addend, read->addend);
		emit(em, OP_CODE_ADD, value, value, addend);
	}
	if (read->bits)
		emit_bits(em, value, read->bits, read->shift, read->is_signed);
	else if (is_in_block(em, e))
		emit_bits(em, value, 8u * fetch_types[read->fetch.type].bytes, 0,
			  fetch_types[read->fetch.type].is_signed);
	return value;
}

/* ---- calls ---- */

static uint16_t emit_builtin(struct emitter *em, struct expr *e, const struct builtin *builtin,
			     uint16_t want)
{
	enum value_type type = signature_result(builtin->signature);
	enum value_type learned = em->c->results[builtin - builtins].type;
	uint16_t regs[MAX_PARAMS];
	unsigned count = e->call.args.count;

	emit_values(em, &e->call.args, NULL, regs);
	if (type != TYPE_UNKNOWN)
		want = dest_for(em, slot_of(type), want);
	/* The text of error() is the script's own: it names no place. */
	if (builtin != &builtins[BUILTIN_ID_error])
		emit_place(em, e->tok);
	emit(em, OP_CODE_CALLB, type != TYPE_UNKNOWN ? want : REG_NONE,
	     (uint16_t)(builtin - builtins), (uint16_t)count);
	emit_regs(em, regs, count);
	em->c->program.needs |= builtin->flags / BUILTIN_FIRST_NEED;
	return learned ? emit_nothing(em, learned, want) : want;
}

static struct instance *callee_of(struct emitter *em, const struct expr *e)
{
	for (unsigned i = 0; i < em->instance->ncalls; i++)
		if (em->instance->calls[i].expr == e)
			return em->instance->calls[i].callee;
	return shared_instance(em->c, (struct function *)e->call.callee);
}

static uint16_t emit_call(struct emitter *em, struct expr *e, uint16_t want)
{
	const struct function *f = e->call.callee;
	uint16_t regs[MAX_PARAMS];
	struct instance *callee;

	if (!f)
		return emit_builtin(em, e, find_builtin(e->call.name, e->call.args.count), want);
	callee = callee_of(em, e);
	emit_values(em, &e->call.args, NULL, regs);
	if (f->type != TYPE_UNKNOWN)
		want = dest_for(em, slot_of(f->type), want);
	emit_place(em, e->tok);
	emit(em, OP_CODE_CALL, f->type != TYPE_UNKNOWN ? want : REG_NONE, (uint16_t)callee->code,
	     0);
	emit_regs(em, regs, e->call.args.count);
	return want;
}

static bool is_fetch(const struct emitter *em, const struct expr *e)
{
	if (find_task_read(e))
		return find_fetch_use(em->instance, e) != NULL;
	return !e->call.callee && !find_builtin(e->call.name, e->call.args.count);
}

uint16_t emit_call_or_fetch(struct emitter *em, struct expr *e, uint16_t want)
{
	const struct absent_use *absent = find_absent_use(em->instance, e);

	if (absent)
		return emit_absent(em, e, absent, want);
	if (!is_fetch(em, e)) {
		want = emit_call(em, e, want);
		actions_charge_call(em, e);
		return want;
	}
	for (unsigned i = 0; i < e->call.args.count; i++)
		if (assigns(e->call.args.items[i]) && !find_fetch_use(em->instance, e)->nchoices)
			emit_void(em, e->call.args.items[i]);
	want = emit_fetch(em, e, want);
	actions_charge_call(em, e);
	return want;
}

/* ---- printing ---- */
/* It ends with an empty line in any case: println() adds nothing. */
static uint16_t emit_histogram(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv = lvalue_of(em, e->print.args.items[0]->stat.stat, NULL);
	uint16_t index = lv.variable->index;

	if (e->print.form->to_string) {
		want = dest_for(em, SLOT_STRING, want);
		emit_place(em, e->tok);
		emit(em, lv.is_map ? OP_CODE_MSHIST : OP_CODE_SHIST, want, index, 0);
	} else {
		emit_place(em, e->tok);
		emit(em, lv.is_map ? OP_CODE_MHIST : OP_CODE_HIST, index, 0, 0);
	}
	emit_regs(em, lv.keys, lv.nkeys);
	return want;
}

static uint16_t emit_formatted(struct emitter *em, struct expr *e, uint16_t want)
{
	const struct format *format =
		e->print.form->has_format ? format_of(em->c, e) : format_plain(em->c, e);
	uint16_t *regs = arena_alloc(em->c->arena, (e->print.args.count + 1) * sizeof(*regs));
	uint32_t index = program_format(em->c, format);

	for (unsigned i = 0; i < e->print.args.count; i++) {
		struct expr *arg = e->print.args.items[i];

		if (arg->type == TYPE_STATS)
			semantic_error(em->c, arg->tok,
				       "print format actual argument evaluation type unsupported");
		regs[i] = emit_kept(em, arg, true);
	}
	if (e->print.form->to_string) {
		want = dest_for(em, SLOT_STRING, want);
		emit_imm(em, OP_CODE_SPRINT, want, (int32_t)index);
	} else {
		emit_imm(em, OP_CODE_PRINT, 0, (int32_t)index);
	}
	emit_regs(em, regs, e->print.args.count);
	return want;
}

uint16_t emit_print(struct emitter *em, struct expr *e, uint16_t want)
{
	if (e->print.args.count && e->print.args.items[0]->kind == EXPR_HIST)
		return emit_histogram(em, e, want);
	return emit_formatted(em, e, want);
}
