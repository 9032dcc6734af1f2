/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compiler/emit.h"
#include "compiler/formats.h"
#include "runtime/builtins.h"

static uint16_t dest_for(struct emitter *em, enum slot_type type, uint16_t want)
{
	return want != REG_NONE ? want : temp_new(em, type);
}

/* ---- order of evaluation ---- */

struct search {
	bool found;
};

static void look_for_assignment(void *context, struct expr *e)
{
	struct search *s = context;

	if (e->kind == EXPR_ASSIGN || e->kind == EXPR_PRE || e->kind == EXPR_POST)
		s->found = true;
	else
		each_child(e, look_for_assignment, s);
}

bool assigns(struct expr *e)
{
	struct search s = {false};

	look_for_assignment(&s, e);
	return s.found;
}

/* A local is read where it stands unless something evaluated later changes it. */
static uint16_t emit_kept(struct emitter *em, struct expr *e, bool later_assigns)
{
	enum slot_type type = slot_of(e->type);
	uint16_t value = emit_expr(em, e, REG_NONE), copy;

	if (!later_assigns || value >= em->locals[type])
		return value;
	copy = temp_new(em, type);
	emit_move(em, type, copy, value);
	return copy;
}

void emit_values(struct emitter *em, const struct expr_list *items, const struct expr *then,
		 uint16_t *regs)
{
	bool later[MAX_PARAMS];
	bool assigned = then && assigns((struct expr *)then);

	for (unsigned i = items->count; i-- > 0;) {
		later[i] = assigned;
		assigned |= items->items[i] && assigns(items->items[i]);
	}
	for (unsigned i = 0; i < items->count; i++)
		regs[i] = items->items[i] ? emit_kept(em, items->items[i], later[i]) : REG_NONE;
}

/* ---- leaves ---- */

static uint16_t emit_symbol(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv = {.variable = e->symbol.variable,
			    .type = slot_of(e->symbol.variable->type),
			    .tok = e->tok};

	if (!lv.variable->is_global && want == REG_NONE)
		return lv.variable->index;
	want = dest_for(em, lv.type, want);
	lvalue_load(em, &lv, want);
	return want;
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
	emit(em, string ? OP_CODE_FLDS : OP_CODE_FLD, want, (uint16_t)instance->fetches[i].slot, 0);
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

/* What is made of the value that was fetched: an address inside a struct, or a bit field. */
static uint16_t emit_target(struct emitter *em, const struct expr *e, uint16_t want)
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

static uint16_t emit_builtin(struct emitter *em, struct expr *e, const struct builtin *builtin,
			     uint16_t want)
{
	enum value_type type = signature_result(builtin->signature);
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
	if (builtin->flags & BUILTIN_PROCESSES)
		em->c->program.needs |= NEED_PROCESSES;
	if (builtin->flags & BUILTIN_CREDENTIALS)
		em->c->program.needs |= NEED_CREDENTIALS;
	if (builtin->flags & BUILTIN_SYMBOLS)
		em->c->program.needs |= NEED_SYMBOLS;
	return want;
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

static bool is_fetch(const struct expr *e)
{
	return !e->call.callee && !find_builtin(e->call.name, e->call.args.count);
}

/* The arguments of a fetch are in the event's definition; only their effects are left. */
static uint16_t emit_call_or_fetch(struct emitter *em, struct expr *e, uint16_t want)
{
	if (!is_fetch(e))
		return emit_call(em, e, want);
	for (unsigned i = 0; i < e->call.args.count; i++)
		if (assigns(e->call.args.items[i]))
			emit_void(em, e->call.args.items[i]);
	return emit_fetch(em, e, want);
}

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

static uint16_t emit_print(struct emitter *em, struct expr *e, uint16_t want)
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

/* ---- operators ---- */

struct binary_code {
	enum opcode op;
	enum opcode string_op; /* 0: longs only */
	bool swap;
};

static const struct binary_code *binary_code(enum operator op)
{
	static const struct binary_code codes[OPERATOR_COUNT] = {
		[OP_ADD] = {OP_CODE_ADD, 0, false},
		[OP_SUB] = {OP_CODE_SUB, 0, false},
		[OP_MUL] = {OP_CODE_MUL, 0, false},
		[OP_DIV] = {OP_CODE_DIV, 0, false},
		[OP_MOD] = {OP_CODE_MOD, 0, false},
		[OP_AND] = {OP_CODE_AND, 0, false},
		[OP_OR] = {OP_CODE_OR, 0, false},
		[OP_XOR] = {OP_CODE_XOR, 0, false},
		[OP_SHL] = {OP_CODE_SHL, 0, false},
		[OP_SHR] = {OP_CODE_SHR, 0, false},
		[OP_USHR] = {OP_CODE_USHR, 0, false},
		[OP_CONCAT] = {OP_CODE_CONCAT, OP_CODE_CONCAT, false},
		[OP_EQ] = {OP_CODE_EQ, OP_CODE_SEQ, false},
		[OP_NE] = {OP_CODE_NE, OP_CODE_SNE, false},
		[OP_LT] = {OP_CODE_LT, OP_CODE_SLT, false},
		[OP_LE] = {OP_CODE_LE, OP_CODE_SLE, false},
		[OP_GT] = {OP_CODE_LT, OP_CODE_SLT, true},
		[OP_GE] = {OP_CODE_LE, OP_CODE_SLE, true},
	};

	return &codes[op];
}

static bool is_small(const struct expr *e, int64_t *value)
{
	if (e->kind != EXPR_NUMBER || e->number < -INT16_MAX || e->number > INT16_MAX)
		return false;
	*value = e->number;
	return true;
}

static uint16_t emit_binary(struct emitter *em, struct expr *e, uint16_t want)
{
	struct expr *left = e->binary.left, *right = e->binary.right;
	const struct binary_code *code = binary_code(e->binary.op);
	bool string = left->type == TYPE_STRING;
	uint16_t a = emit_kept(em, left, assigns(right)), b;
	int64_t small;

	want = dest_for(em, slot_of(e->type), want);
	if ((e->binary.op == OP_ADD || e->binary.op == OP_SUB) && is_small(right, &small)) {
		emit(em, OP_CODE_ADDI, want, a,
		     (uint16_t)(int16_t)(e->binary.op == OP_ADD ? small : -small));
		return want;
	}
	b = emit_expr(em, right, REG_NONE);
	if (e->binary.op == OP_DIV || e->binary.op == OP_MOD)
		emit_place(em, e->tok);
	emit(em, string ? code->string_op : code->op, want, code->swap ? b : a, code->swap ? a : b);
	return want;
}

static uint16_t emit_unary(struct emitter *em, struct expr *e, uint16_t want)
{
	static const enum opcode codes[OPERATOR_COUNT] = {
		[OP_NEG] = OP_CODE_NEG, [OP_NOT] = OP_CODE_NOT, [OP_BITNOT] = OP_CODE_BITNOT};
	uint16_t value;

	if (e->binary.op == OP_PLUS)
		return emit_expr(em, e->binary.right, want);
	value = emit_expr(em, e->binary.right, REG_NONE);
	want = dest_for(em, SLOT_LONG, want);
	emit(em, codes[e->binary.op], want, value, 0);
	return want;
}

static uint16_t emit_regex(struct emitter *em, struct expr *e, uint16_t want)
{
	uint16_t text = emit_expr(em, e->binary.left, REG_NONE);
	uint32_t regex = program_regex(em->c, e->binary.right->string.text);

	want = dest_for(em, SLOT_LONG, want);
	emit_place(em, e->tok);
	emit(em, OP_CODE_MATCH, want, text, (uint16_t)regex);
	if (e->binary.op == OP_NOMATCH)
		emit(em, OP_CODE_NOT, want, want, 0);
	return want;
}

/* ---- conditions ---- */

static enum opcode jump_code(enum operator op)
{
	switch (op) {
	case OP_EQ:
		return OP_CODE_JEQ;
	case OP_NE:
		return OP_CODE_JNE;
	case OP_LT:
	case OP_GT:
		return OP_CODE_JLT;
	default:
		return OP_CODE_JLE;
	}
}

/* The comparison that is true when @op is not. */
static enum operator inverse(enum operator op)
{
	switch (op) {
	case OP_EQ:
		return OP_NE;
	case OP_NE:
		return OP_EQ;
	case OP_LT:
		return OP_GE;
	case OP_LE:
		return OP_GT;
	case OP_GT:
		return OP_LE;
	default:
		return OP_LT;
	}
}

static bool is_comparison(enum operator op)
{
	return op >= OP_EQ && op <= OP_GE;
}

static void branch_comparison(struct emitter *em, struct expr *e, bool sense, struct patches *list)
{
	enum operator op = sense ? e->binary.op : inverse(e->binary.op);
	uint16_t a = emit_kept(em, e->binary.left, assigns(e->binary.right));
	uint16_t b = emit_expr(em, e->binary.right, REG_NONE);
	bool swap = op == OP_GT || op == OP_GE;

	patch_add(em, list, emit(em, jump_code(op), swap ? b : a, swap ? a : b, 0));
}

static void branch_logical(struct emitter *em, struct expr *e, bool sense, struct patches *list)
{
	bool stops = e->binary.op == OP_LOGICAL_OR; /* the truth of the left that decides */
	struct patches skip = {0};

	emit_branch(em, e->binary.left, stops, sense == stops ? list : &skip);
	emit_branch(em, e->binary.right, sense, list);
	patch_here(em, &skip);
}

void emit_branch(struct emitter *em, struct expr *e, bool sense, struct patches *list)
{
	uint16_t used[2] = {em->used[0], em->used[1]};

	if (e->kind == EXPR_UNARY && e->binary.op == OP_NOT) {
		emit_branch(em, e->binary.right, !sense, list);
	} else if (e->kind == EXPR_BINARY &&
		   (e->binary.op == OP_LOGICAL_AND || e->binary.op == OP_LOGICAL_OR)) {
		branch_logical(em, e, sense, list);
	} else if (e->kind == EXPR_BINARY && is_comparison(e->binary.op) && !em->far &&
		   e->binary.left->type != TYPE_STRING) {
		branch_comparison(em, e, sense, list);
	} else {
		uint16_t value = emit_expr(em, e, REG_NONE);

		patch_add(em, list, emit_imm(em, sense ? OP_CODE_JNZ : OP_CODE_JZ, value, 0));
	}
	memcpy(em->used, used, sizeof(used));
}

/* 1 or 0 from a condition. */
static uint16_t emit_truth(struct emitter *em, struct expr *e, uint16_t want)
{
	struct patches no = {0}, done = {0};

	want = dest_for(em, SLOT_LONG, want);
	emit_branch(em, e, false, &no);
	emit_constant(em, want, 1);
	patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
	patch_here(em, &no);
	emit_constant(em, want, 0);
	patch_here(em, &done);
	return want;
}

static uint16_t emit_ternary(struct emitter *em, struct expr *e, uint16_t want)
{
	struct patches no = {0}, done = {0};
	/* Not into a variable's register at once: the arms may read it. */
	uint16_t value = temp_new(em, slot_of(e->type));

	emit_branch(em, e->ternary.cond, false, &no);
	emit_expr(em, e->ternary.then, value);
	patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
	patch_here(em, &no);
	emit_expr(em, e->ternary.otherwise, value);
	patch_here(em, &done);
	if (want != REG_NONE)
		emit_move(em, slot_of(e->type), want, value);
	return want != REG_NONE ? want : value;
}

/* ---- arrays and aggregates ---- */

uint16_t emit_bucket(struct emitter *em, struct expr *hist, const struct lvalue *lv,
		     uint16_t bucket, uint16_t want)
{
	want = dest_for(em, SLOT_LONG, want);
	emit_place(em, hist->tok);
	emit(em, lv->is_map ? OP_CODE_MBUCKET : OP_CODE_BUCKET, want, lv->variable->index, bucket);
	emit_regs(em, lv->keys, lv->nkeys);
	return want;
}

static uint16_t emit_bucket_of(struct emitter *em, struct expr *hist, struct expr *key,
			       uint16_t want)
{
	struct lvalue lv = lvalue_of(em, hist->stat.stat, key);

	return emit_bucket(em, hist, &lv, emit_expr(em, key, REG_NONE), want);
}

static uint16_t emit_index(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv;

	if (is_bucket(e))
		return emit_bucket_of(em, e->index.base, e->index.keys.items[0], want);
	lv = lvalue_of(em, e, NULL);
	want = dest_for(em, lv.type, want);
	lvalue_load(em, &lv, want);
	return want;
}

static uint16_t emit_in(struct emitter *em, struct expr *e, uint16_t want)
{
	uint16_t keys[MAX_KEYS];

	if (e->in.array->kind == EXPR_HIST)
		return emit_bucket_of(em, e->in.array, e->in.keys.items[0], want);
	emit_values(em, &e->in.keys, NULL, keys);
	want = dest_for(em, SLOT_LONG, want);
	emit(em, OP_CODE_MHAS, want, e->in.array->symbol.variable->index, 0);
	emit_regs(em, keys, e->in.keys.count);
	return want;
}

enum stat_op stat_op(enum stat_function function)
{
	switch (function) {
	case STAT_SUM:
		return STAT_OP_SUM;
	case STAT_MIN:
		return STAT_OP_MIN;
	case STAT_MAX:
		return STAT_OP_MAX;
	case STAT_AVG:
		return STAT_OP_AVG;
	case STAT_VARIANCE:
		return STAT_OP_VARIANCE;
	default:
		return STAT_OP_COUNT;
	}
}

static uint16_t emit_stat(struct emitter *em, struct expr *e, uint16_t want)
{
	struct lvalue lv = lvalue_of(em, e->stat.stat, NULL);
	uint16_t op = (uint16_t)stat_op(e->stat.function);

	want = dest_for(em, SLOT_LONG, want);
	emit_place(em, e->tok);
	emit(em, lv.is_map ? OP_CODE_MSTAT : OP_CODE_STAT, want, lv.variable->index, op);
	emit_regs(em, lv.keys, lv.nkeys);
	return want;
}

/* ---- across a call of the probed function ---- */

/*
 * An error while the value is computed is kept in its place: it is one of the return probe, if
 * that asks for the value at all.
 */
static uint16_t emit_save(struct emitter *em, struct expr *e)
{
	uint16_t index = e->saved.value->index;
	bool string = e->saved.operand->type == TYPE_STRING;
	struct catch_range range = {.begin = em->ninsns, .iters = em->iters};
	struct patches done = {0};
	uint16_t value;

	if (!e->saved.value->used)
		return 0;
	range.message = temp_new(em, SLOT_STRING);
	value = emit_expr(em, e->saved.operand, REG_NONE);
	emit(em, string ? OP_CODE_SAVES : OP_CODE_SAVE, index, value, 0);
	range.end = em->ninsns;
	patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
	range.handler = em->ninsns;
	arena_push(em->c->arena, em->catches, em->ncatches, range);
	emit(em, OP_CODE_SAVEX, index, range.message, 0);
	patch_here(em, &done);
	return 0;
}

static uint16_t emit_saved(struct emitter *em, const struct expr *e, uint16_t want)
{
	want = dest_for(em, slot_of(e->type), want);
	emit_place(em, e->tok);
	emit(em, e->type == TYPE_STRING ? OP_CODE_SAVEDS : OP_CODE_SAVED, want,
	     e->saved.value->index, 0);
	return want;
}

/* ---- all of them ---- */

uint16_t emit_expr(struct emitter *em, struct expr *e, uint16_t want)
{
	switch (e->kind) {
	case EXPR_NUMBER:
		if (want == REG_NONE)
			return emit_number(em, e->number);
		emit_constant(em, want, e->number);
		return want;
	case EXPR_STRING:
		want = dest_for(em, SLOT_STRING, want);
		emit_text(em, want, e->string.text, e->string.len);
		return want;
	case EXPR_SYMBOL:
		return emit_symbol(em, e, want);
	case EXPR_INDEX:
		return emit_index(em, e, want);
	case EXPR_CALL:
		return emit_call_or_fetch(em, e, want);
	case EXPR_PRINT:
		if (e->print.args.count && e->print.args.items[0]->kind == EXPR_HIST)
			return emit_histogram(em, e, want);
		return emit_print(em, e, want);
	case EXPR_UNARY:
		return emit_unary(em, e, want);
	case EXPR_PRE:
	case EXPR_POST:
		return emit_crement(em, e, want, true);
	case EXPR_BINARY:
		if (e->binary.op == OP_LOGICAL_AND || e->binary.op == OP_LOGICAL_OR)
			return emit_truth(em, e, want);
		return emit_binary(em, e, want);
	case EXPR_REGEX:
		return emit_regex(em, e, want);
	case EXPR_ASSIGN:
		return emit_assign(em, e, want);
	case EXPR_TERNARY:
		return emit_ternary(em, e, want);
	case EXPR_IN:
		return emit_in(em, e, want);
	case EXPR_STAT:
		return emit_stat(em, e, want);
	case EXPR_TARGET:
	case EXPR_CAST:
		return emit_target(em, e, want);
	case EXPR_SAVE:
		return emit_save(em, e);
	case EXPR_SAVED:
		return emit_saved(em, e, want);
	default:
		return want; /* refused by the symbol pass */
	}
}

void emit_void(struct emitter *em, struct expr *e)
{
	uint16_t used[2] = {em->used[0], em->used[1]};

	if (e->kind == EXPR_PRE || e->kind == EXPR_POST)
		emit_crement(em, e, REG_NONE, false);
	else
		emit_expr(em, e, REG_NONE);
	memcpy(em->used, used, sizeof(used));
}
