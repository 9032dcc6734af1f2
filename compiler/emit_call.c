/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands with parentheses: reads of the record, which look like calls or $variables, calls of
 * functions and built-ins, prints.
 */
#include "config.h"

#include "compiler/emit.h"
#include "compiler/formats.h"
#include "runtime/builtins.h"

/* ---- reads of the record ---- */

static uint16_t slot_of_fetch(struct emitter *em, unsigned index)
{
	struct derived *d = em->instance->derived;
	struct planned_fetch *planned = &d->planned[index];
	struct fetch *slots = (struct fetch *)d->probe->fetches;
	unsigned count = d->probe->nfetches;

	if (planned->has_slot)
		return planned->slot;
	planned->has_slot = true;
	planned->slot = (uint16_t)count;
	arena_push(em->c->arena, slots, count, planned->fetch);
	d->probe->fetches = slots;
	d->probe->nfetches = (uint16_t)count;
	return planned->slot;
}

static uint16_t emit_fetch(struct emitter *em, const struct expr *e, uint16_t want)
{
	const struct instance *instance = em->instance;
	bool string = e->type == TYPE_STRING;
	unsigned i = 0;

	while (instance->fetches[i].expr != e)
		i++;
	want = dest_for(em, slot_of(e->type), want);
	emit_place(em, e->tok);
	emit(em, string ? OP_CODE_FLDS : OP_CODE_FLD, want,
	     slot_of_fetch(em, instance->fetches[i].planned), 0);
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

uint16_t emit_target(struct emitter *em, const struct expr *e, uint16_t want)
{
	const struct target_read *read = e->target.read;
	uint16_t value = emit_place_base(em, e, want);

	if (read && read->addend) {
		uint16_t addend = temp_new(em, SLOT_LONG);

		emit_constant(em, addend, read->addend);
		emit(em, OP_CODE_ADD, value, value, addend);
	}
	if (read && read->bits) {
		emit_shift(em, OP_CODE_SHL, value, 64u - read->shift - read->bits);
		emit_shift(em, read->is_signed ? OP_CODE_SHR : OP_CODE_USHR, value,
			   64u - read->bits);
	}
	return value;
}

/* ---- calls ---- */

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
	actions_charge_call(em, e);
	return want;
}

static bool has_slot(const struct instance *instance, const struct expr *e)
{
	for (unsigned i = 0; i < instance->nfetches; i++)
		if (instance->fetches[i].expr == e)
			return true;
	return false;
}

static bool is_fetch(const struct emitter *em, const struct expr *e)
{
	if (find_task_read(e))
		return has_slot(em->instance, e);
	return !e->call.callee && !find_builtin(e->call.name, e->call.args.count);
}

uint16_t emit_call_or_fetch(struct emitter *em, struct expr *e, uint16_t want)
{
	if (!is_fetch(em, e))
		return emit_call(em, e, want);
	for (unsigned i = 0; i < e->call.args.count; i++)
		if (assigns(e->call.args.items[i]))
			emit_void(em, e->call.args.items[i]);
	return emit_fetch(em, e, want);
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
