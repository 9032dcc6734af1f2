/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of code emission share: emit.c assembles the program, emit_stmt.c, emit_expr.c,
 * emit_call.c and emit_branch.c walk one body, emit_lvalue.c loads and stores.
 *
 * Owner:    one struct emitter per piece of code; what it makes lives in the compilation arena.
 */
#ifndef MSTAP_COMPILER_EMIT_H
#define MSTAP_COMPILER_EMIT_H

#include "compiler/compiler.h"

/* Addresses of jumps still to be aimed. */
struct patches {
	uint32_t *items;
	unsigned count;
};

struct loop {
	struct loop *outer;
	struct patches breaks;
	struct patches continues;
};

/*
 * Numbers used in loops are loaded once, where the code begins: found in a first emission, held
 * in registers in the second.
 */
struct kept_numbers {
	int64_t *items;
	unsigned count;
	uint16_t first; /* register of the first; REG_NONE: not loaded yet */
};

struct emitter {
	struct compilation *c;
	struct instance *instance;
	struct insn *insns;
	uint32_t ninsns;
	struct catch_range *catches;
	uint32_t ncatches;
	struct code_place *places;
	uint32_t nplaces;
	uint16_t locals[2]; /* the first registers are variables; by enum slot_type */
	uint16_t used[2];   /* registers in use */
	uint16_t most[2];
	uint16_t iters, most_iters;
	struct loop *loop;
	struct kept_numbers kept;
	int32_t actions; /* passed and not charged yet */
	bool charges;	 /* MAXACTION is counted as the code goes */
	bool far;	 /* jumps are too far for compare-and-jump: emit compare, then jump */
	bool too_far;	 /* found out: the code is emitted again with @far */
	bool overflow;	 /* more registers than there are */
};

static inline enum slot_type slot_of(enum value_type type)
{
	return type == TYPE_STRING ? SLOT_STRING : SLOT_LONG;
}

/* ---- emit.c ---- */

uint32_t emit(struct emitter *em, enum opcode op, uint16_t a, uint16_t b, uint16_t c);
uint32_t emit_imm(struct emitter *em, enum opcode op, uint16_t a, int32_t imm);
/* Extension words with @count registers. */
void emit_regs(struct emitter *em, const uint16_t *regs, unsigned count);
/* Names the place of the next instruction, for its error. */
void emit_place(struct emitter *em, const struct token *tok);
/* The same for one that is there already and has no place. */
void emit_place_at(struct emitter *em, uint32_t pc, const struct token *tok);
void emit_constant(struct emitter *em, uint16_t dest, int64_t value);
void emit_text(struct emitter *em, uint16_t dest, const char *text, uint32_t len);
void emit_move(struct emitter *em, enum slot_type type, uint16_t dest, uint16_t source);
uint16_t temp_new(struct emitter *em, enum slot_type type);

/* The register @want, or a new one for REG_NONE. */
static inline uint16_t dest_for(struct emitter *em, enum slot_type type, uint16_t want)
{
	return want != REG_NONE ? want : temp_new(em, type);
}

void patch_add(struct emitter *em, struct patches *list, uint32_t pc);
void patch_join(struct emitter *em, struct patches *list, const struct patches *more);
/* Aims all of @list at @target. */
void patch_to(struct emitter *em, const struct patches *list, uint32_t target);
void patch_here(struct emitter *em, const struct patches *list);
/* The same for jumps back to the start of a loop. */
void patch_back(struct emitter *em, const struct patches *list, uint32_t target);

uint32_t program_format(struct compilation *c, const struct format *format);
uint32_t program_regex(struct compilation *c, const char *text);
uint32_t program_iteration(struct compilation *c, struct iteration iteration);
/* The code of @function without context, made at the first call. */
struct instance *shared_instance(struct compilation *c, struct function *function);

/* ---- emit_expr.c ---- */

/*
 * Evaluates @e. The value is in @want; with REG_NONE, in the register returned, which may be a
 * variable's own and must not be written.
 */
uint16_t emit_expr(struct emitter *em, struct expr *e, uint16_t want);
/* For its effects only. */
void emit_void(struct emitter *em, struct expr *e);
/* A number for reading only: its register in a loop, else a new one. */
uint16_t emit_number(struct emitter *em, int64_t value);
/*
 * As emit_expr() with REG_NONE. A local is read where it stands unless something evaluated later
 * changes it.
 */
uint16_t emit_kept(struct emitter *em, struct expr *e, bool later_assigns);
/* Values of @items (null ones: REG_NONE) into @regs; safe against assignments in later ones. */
void emit_values(struct emitter *em, const struct expr_list *items, const struct expr *then,
		 uint16_t *regs);
bool assigns(struct expr *e);
/* Reads bucket number @bucket (a register) of @hist, whose aggregate is @lv. */
struct lvalue;
uint16_t emit_bucket(struct emitter *em, struct expr *hist, const struct lvalue *lv,
		     uint16_t bucket, uint16_t want);
/* What a statistic is to the runtime; STAT_NONE, an unnamed sort, is the count. */
enum stat_op stat_op(enum stat_function function);

/* ---- emit_call.c: kinds of expression, for emit_expr() ---- */

/* The arguments of a fetch are in the event's definition; only their effects are left. */
uint16_t emit_call_or_fetch(struct emitter *em, struct expr *e, uint16_t want);
/* What is made of a value that was fetched: an address inside a struct, or a bit field. */
uint16_t emit_target(struct emitter *em, const struct expr *e, uint16_t want);
uint16_t emit_print(struct emitter *em, struct expr *e, uint16_t want);

/* ---- emit_branch.c ---- */

/* Jumps when the truth of @e is @sense; the jumps are added to @list. */
void emit_branch(struct emitter *em, struct expr *e, bool sense, struct patches *list);
/* 1 or 0 from a condition. */
uint16_t emit_truth(struct emitter *em, struct expr *e, uint16_t want);
uint16_t emit_ternary(struct emitter *em, struct expr *e, uint16_t want);

/* ---- emit_lvalue.c ---- */

struct lvalue {
	const struct variable *variable;
	enum slot_type type;
	bool is_map;
	uint16_t keys[MAX_KEYS];
	unsigned nkeys;
	const struct token *tok;
};

struct lvalue lvalue_of(struct emitter *em, struct expr *e, const struct expr *then);
void lvalue_load(struct emitter *em, const struct lvalue *lv, uint16_t dest);
void lvalue_store(struct emitter *em, const struct lvalue *lv, uint16_t source);
uint16_t emit_assign(struct emitter *em, struct expr *e, uint16_t want);
uint16_t emit_crement(struct emitter *em, struct expr *e, uint16_t want, bool used);

/* ---- actions.c: -DMAXACTION; without it none of these does anything ---- */

/* At the begin of the code. */
void actions_begin(struct emitter *em);
/* A statement, or a loop's turn, has been passed. */
void actions_add(struct emitter *em);
/* What is known to be pending where ways meet: one action or none. */
void actions_set(struct emitter *em, bool pending);
/* Charges what is pending; an error is blamed on @tok. */
void actions_charge(struct emitter *em, const struct token *tok);
/* What the VM must know when functions leave their work to their next overloads. */
void actions_describe(const struct emitter *em, struct code *code);
/* The same as actions_charge() behind @call, with what the function called costs. */
void actions_charge_call(struct emitter *em, const struct expr *call);
/* The same at the end of @body. */
void actions_charge_body(struct emitter *em, const struct stmt *body);

/* ---- emit_stmt.c ---- */

/* A handler, a function, a branch or what a loop repeats. */
void emit_body(struct emitter *em, struct stmt *body);

void emit_stmt(struct emitter *em, struct stmt *s);

/* ---- emit_probes.c ---- */

/* Fills program.probes; all code has been emitted. */
void emit_probes(struct compilation *c);

#endif
