/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "compiler/emit.h"

/* ---- if, for, while ---- */

static void emit_if(struct emitter *em, struct stmt *s)
{
	struct patches no = {0}, done = {0};

	actions_add(em);
	actions_charge(em, s->tok);
	emit_branch(em, s->branch.cond, false, &no);
	emit_body(em, s->branch.then);
	if (s->branch.otherwise) {
		patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
		patch_here(em, &no);
		emit_body(em, s->branch.otherwise);
		patch_here(em, &done);
	} else {
		patch_here(em, &no);
	}
}

static void emit_back(struct emitter *em, uint32_t target)
{
	struct patches back = {0};

	patch_add(em, &back, emit_imm(em, OP_CODE_LOOP, 0, 0));
	patch_to(em, &back, target);
}

/* i++ and then i < n back to the start, as one instruction. Returns where the jump is now. */
static uint32_t fuse_step(struct emitter *em, uint32_t step, uint32_t jump)
{
	const struct insn *add = &em->insns[step];
	struct insn *back = &em->insns[jump];

	if (jump != step + 1 || add->op != OP_CODE_ADDI || back->op != OP_CODE_LOOPLT ||
	    add->a != add->b || add->c != 1 || add->a != back->a)
		return jump;
	em->insns[step] = (struct insn){
		.op = OP_CODE_INCLT, .a = back->a, .b = back->b, .c = (uint16_t)(back->c + 1)};
	em->ninsns = jump;
	return step;
}

/* The end of a loop: the step, the condition once more, back to @top while it holds. */
static void emit_for_end(struct emitter *em, struct stmt *s, uint32_t top)
{
	struct patches back = {0};
	uint32_t step = em->ninsns;

	if (s->loop.step)
		emit_void(em, s->loop.step);
	actions_set(em, true);
	if (s->loop.cond)
		emit_branch(em, s->loop.cond, true, &back);
	else
		patch_add(em, &back, emit_imm(em, OP_CODE_JMP, 0, 0));
	patch_back(em, &back, top);
	if (s->loop.step && back.count == 1)
		back.items[0] = fuse_step(em, step, back.items[0]);
	/* As in stap, the step is counted once, behind the loop. */
	actions_set(em, s->loop.step != NULL);
}

/* The statement, and then its first turn. */
static void begin_loop(struct emitter *em, const struct stmt *s)
{
	actions_add(em);
	actions_charge(em, s->tok);
	actions_add(em);
}

static void emit_for(struct emitter *em, struct stmt *s)
{
	struct loop loop = {.outer = em->loop};
	struct patches done = {0};
	uint32_t top;

	if (s->loop.init) {
		emit_void(em, s->loop.init);
		actions_add(em);
	}
	begin_loop(em, s);
	em->loop = &loop;
	if (s->loop.cond)
		emit_branch(em, s->loop.cond, false, &done);
	top = em->ninsns;
	emit_body(em, s->loop.body);
	patch_here(em, &loop.continues);
	emit_for_end(em, s, top);
	em->loop = loop.outer;
	patch_here(em, &done);
	patch_here(em, &loop.breaks);
}

/* ---- foreach ---- */

static void store_key(struct emitter *em, struct expr *symbol, enum opcode op,
		      enum opcode string_op, uint16_t iter, uint16_t column)
{
	struct lvalue lv = lvalue_of(em, symbol, NULL);
	bool local = !lv.variable->is_global;
	uint16_t reg = local ? lv.variable->index : temp_new(em, lv.type);

	emit(em, lv.type == SLOT_STRING ? string_op : op, reg, iter, column);
	if (!local)
		lvalue_store(em, &lv, reg);
}

static void emit_element(struct emitter *em, struct foreach_loop *loop, uint16_t iter)
{
	for (unsigned i = 0; i < loop->nindexes; i++)
		store_key(em, loop->indexes[i], OP_CODE_KEY, OP_CODE_KEYS, iter, (uint16_t)i);
	if (loop->value)
		store_key(em, loop->value, OP_CODE_VAL, OP_CODE_VALS, iter, 0);
}

static void emit_each(struct emitter *em, struct foreach_loop *loop, uint16_t iter)
{
	struct iteration it = {
		.map = loop->base->symbol.variable->index,
		.direction = (int8_t)loop->sort_direction,
		.column = (uint8_t)loop->sort_column,
		.stat = stat_op(loop->sort_stat),
		.has_limit = loop->limit != NULL,
		.has_slice = loop->slice.count > 0,
	};
	uint16_t regs[1 + MAX_KEYS];
	unsigned limits = loop->limit ? 1 : 0;

	/* In a register of its own: the slice comes later and may change a variable. */
	if (loop->limit)
		regs[0] = emit_expr(em, loop->limit, temp_new(em, SLOT_LONG));
	emit_values(em, &loop->slice, NULL, regs + limits);
	emit_place(em, loop->base->tok);
	emit_imm(em, OP_CODE_EACH, iter, (int32_t)program_iteration(em->c, it));
	emit_regs(em, regs, limits + loop->slice.count);
}

static void emit_foreach(struct emitter *em, struct stmt *s)
{
	struct loop loop = {.outer = em->loop};
	struct patches done = {0};
	uint16_t iter = em->iters++;
	uint32_t top;

	if (em->iters > em->most_iters)
		em->most_iters = em->iters;
	begin_loop(em, s);
	emit_each(em, &s->foreach, iter);
	top = em->ninsns;
	patch_add(em, &done, emit_imm(em, OP_CODE_STEP, iter, 0));
	emit_element(em, &s->foreach, iter);
	em->loop = &loop;
	emit_body(em, s->foreach.body);
	em->loop = loop.outer;
	patch_here(em, &loop.continues);
	emit_back(em, top);
	patch_here(em, &loop.breaks);
	if (loop.breaks.count)
		emit(em, OP_CODE_LEAVE, iter, 0, 0);
	patch_here(em, &done);
	em->iters--;
}

/* ---- foreach over the buckets of a histogram ---- */

/* The truth of a <= b, for a loop that may be too long for compare-and-jump. */
static uint32_t jump_if_le(struct emitter *em, uint16_t a, uint16_t b)
{
	uint16_t truth = temp_new(em, SLOT_LONG);

	emit(em, OP_CODE_LE, truth, a, b);
	return emit_imm(em, OP_CODE_JNZ, truth, 0);
}

/* The buckets of an aggregate that is empty, or not there, read as 0 here. */
static void emit_bucket_value(struct emitter *em, struct foreach_loop *loop,
			      const struct lvalue *subject, uint16_t bucket)
{
	struct lvalue value = lvalue_of(em, loop->value, NULL);
	uint16_t count = temp_new(em, SLOT_LONG);
	struct patches empty = {0};

	emit(em, subject->is_map ? OP_CODE_MSTAT : OP_CODE_STAT, count, subject->variable->index,
	     STAT_OP_COUNT);
	emit_regs(em, subject->keys, subject->nkeys);
	patch_add(em, &empty, emit_imm(em, OP_CODE_JZ, count, 0));
	emit_bucket(em, loop->base, subject, bucket, count);
	patch_here(em, &empty);
	lvalue_store(em, &value, count);
}

/* The aggregate of the loop: its keys are evaluated once, whatever the body does to variables. */
static struct lvalue emit_subject(struct emitter *em, struct expr *stat)
{
	struct lvalue lv = lvalue_of(em, stat, NULL);

	for (unsigned i = 0; i < lv.nkeys; i++) {
		enum slot_type type = slot_of(lv.variable->keys[i]);
		uint16_t key = temp_new(em, type);

		emit_move(em, type, key, lv.keys[i]);
		lv.keys[i] = key;
	}
	return lv;
}

/*
 * As in stap, the variable is the counter: what the body assigns to it has an effect, and no
 * order is obeyed, only a limit.
 */
static void emit_buckets(struct emitter *em, struct stmt *s)
{
	struct foreach_loop *foreach = &s->foreach;
	struct lvalue subject = emit_subject(em, foreach->base->stat.stat);
	struct lvalue index = lvalue_of(em, foreach->indexes[0], NULL);
	uint32_t nbuckets = em->c->program.globals[subject.variable->index].histogram.nbuckets;
	uint16_t last = temp_new(em, SLOT_LONG), bucket = temp_new(em, SLOT_LONG);
	uint16_t left = temp_new(em, SLOT_LONG), zero = temp_new(em, SLOT_LONG);
	struct loop loop = {.outer = em->loop};
	uint32_t top;

	if (foreach->limit)
		emit_expr(em, foreach->limit, left);
	emit_constant(em, last, nbuckets);
	emit_constant(em, zero, 0);
	emit_move(em, SLOT_LONG, bucket, zero);
	begin_loop(em, s);
	em->loop = &loop;
	top = em->ninsns;
	lvalue_store(em, &index, bucket);
	patch_add(em, &loop.breaks, jump_if_le(em, last, bucket));
	if (foreach->limit) {
		patch_add(em, &loop.breaks, jump_if_le(em, left, zero));
		emit(em, OP_CODE_ADDI, left, left, (uint16_t)-1);
	}
	if (foreach->value)
		emit_bucket_value(em, foreach, &subject, bucket);
	emit_body(em, foreach->body);
	patch_here(em, &loop.continues);
	lvalue_load(em, &index, bucket);
	emit(em, OP_CODE_ADDI, bucket, bucket, 1);
	em->loop = loop.outer;
	emit_back(em, top);
	patch_here(em, &loop.breaks);
}

/* ---- delete ---- */

static void delete_scalar(struct emitter *em, const struct lvalue *lv)
{
	uint16_t reg = temp_new(em, lv->type);

	if (lv->type == SLOT_STRING)
		emit_text(em, reg, "", 0);
	else
		emit_constant(em, reg, 0);
	lvalue_store(em, lv, reg);
}

static void emit_delete(struct emitter *em, struct expr *e)
{
	struct lvalue lv;
	uint16_t index;

	if (is_bucket(e)) {
		semantic_error(em->c, e->tok, "cannot delete histogram bucket entries");
		return;
	}
	lv = lvalue_of(em, e, NULL);
	index = lv.variable->index;
	if (lv.is_map) {
		emit(em, OP_CODE_MDEL, index, 0, 0);
		emit_regs(em, lv.keys, lv.nkeys);
	} else if (lv.variable->is_global && lv.variable->arity > 0) {
		emit(em, OP_CODE_MCLR, index, 0, 0);
	} else if (lv.variable->type == TYPE_STATS) {
		emit(em, OP_CODE_CLRA, index, 0, 0);
	} else {
		delete_scalar(em, &lv);
	}
}

/* ---- return, next, try ---- */

/* A statement that goes elsewhere: what is behind it is not reached to be charged. */
static void pass_exit(struct emitter *em, const struct stmt *s)
{
	actions_add(em);
	actions_charge(em, s->tok);
}

static void emit_return(struct emitter *em, struct stmt *s)
{
	struct expr *value = s->expr;
	const struct function *f = em->instance->function;
	bool string;
	uint16_t reg;

	if (!f || f->type == TYPE_UNKNOWN) {
		if (value)
			emit_void(em, value);
		pass_exit(em, s);
		emit(em, OP_CODE_RET, 0, 0, 0);
		return;
	}
	string = f->type == TYPE_STRING;
	if (value) {
		reg = emit_expr(em, value, REG_NONE);
	} else {
		reg = temp_new(em, slot_of(f->type));
		if (string)
			emit_text(em, reg, "", 0);
		else
			emit_constant(em, reg, 0);
	}
	pass_exit(em, s);
	emit(em, string ? OP_CODE_RETS : OP_CODE_RETL, reg, 0, 0);
}

static void emit_try(struct emitter *em, struct stmt *s)
{
	struct catch_range range = {.message = REG_NONE, .iters = em->iters};
	struct patches done = {0};

	actions_charge(em, s->tok);
	range.begin = em->ninsns;
	emit_body(em, s->try.body);
	range.end = em->ninsns;
	patch_add(em, &done, emit_imm(em, OP_CODE_JMP, 0, 0));
	range.handler = em->ninsns;
	if (s->try.variable) {
		struct lvalue lv = lvalue_of(em, s->try.variable, NULL);

		range.message =
			lv.variable->is_global ? temp_new(em, SLOT_STRING) : lv.variable->index;
		if (lv.variable->is_global)
			lvalue_store(em, &lv, range.message);
	}
	arena_push(em->c->arena, em->catches, em->ncatches, range);
	pass_exit(em, s);
	emit_body(em, s->try.handler);
	patch_here(em, &done);
}

/* ---- all of them ---- */

static void emit_jump(struct emitter *em, const struct stmt *s)
{
	uint32_t pc;

	pass_exit(em, s);
	pc = emit_imm(em, OP_CODE_JMP, 0, 0);
	if (!em->loop)
		semantic_error(em->c, s->tok, "cannot '%s' outside loop",
			       s->kind == STMT_BREAK ? "break" : "continue");
	else
		patch_add(em, s->kind == STMT_BREAK ? &em->loop->breaks : &em->loop->continues, pc);
}

void emit_stmt(struct emitter *em, struct stmt *s)
{
	uint16_t used[2] = {em->used[0], em->used[1]};

	switch (s->kind) {
	case STMT_NULL:
		break;
	case STMT_BLOCK:
		for (unsigned i = 0; i < s->block.count; i++)
			emit_stmt(em, s->block.items[i]);
		break;
	case STMT_EXPR:
		emit_void(em, s->expr);
		actions_add(em);
		break;
	case STMT_IF:
		emit_if(em, s);
		break;
	case STMT_FOR:
		emit_for(em, s);
		break;
	case STMT_FOREACH:
		if (s->foreach.base->kind == EXPR_HIST)
			emit_buckets(em, s);
		else
			emit_foreach(em, s);
		break;
	case STMT_RETURN:
		emit_return(em, s);
		break;
	case STMT_DELETE:
		emit_delete(em, s->expr);
		actions_add(em);
		break;
	case STMT_NEXT:
		pass_exit(em, s);
		emit(em, em->instance->function ? OP_CODE_FNEXT : OP_CODE_RET, 0, 0, 0);
		break;
	case STMT_BREAK:
	case STMT_CONTINUE:
		emit_jump(em, s);
		break;
	case STMT_TRY:
		emit_try(em, s);
		break;
	}
	memcpy(em->used, used, sizeof(used));
}

void emit_body(struct emitter *em, struct stmt *body)
{
	emit_stmt(em, body);
	actions_charge_body(em, body);
}
