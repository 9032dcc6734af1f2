/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The loop that runs instructions.
 *
 * One label (or case) for each row of opcodes.def; a row without code here does not compile. How
 * one instruction gets to the next is in vm_dispatch.h.
 * The registers of the running frame are in locals; whatever can move the stack or change the
 * frame reloads them. frame->pc is written only where somebody else may read it.
 */
#include "config.h"

#include "runtime/arithmetic.h"
#include "runtime/owned_string.h"
#include "runtime/record.h"
#include "runtime/vm_dispatch.h"
#include "runtime/vm_find.h"
#include "runtime/vm_state.h"

static bool strings_equal(const struct string *a, const struct string *b)
{
	return a == b || map_strings_equal(a, b);
}

static const struct string *read_owned(struct vm *vm, const struct string *held)
{
	return held ? string_space_copy(&vm->space, held->text, held->len) : string_empty;
}

static const struct string *read_cell(struct vm *vm, const struct map *map, uint32_t entry)
{
	return entry == MAP_NONE ? string_empty : read_owned(vm, map_cell(map, entry)->string);
}

static const union slot *walk_key(const struct vm *vm, const struct frame *frame, uint16_t slot,
				  uint16_t column)
{
	const struct map_walk *walk = &vm->walks[frame->walks + slot];

	return &map_keys(walk->map, walk->entry)[column];
}

static const union slot *walk_value(const struct vm *vm, const struct frame *frame, uint16_t slot)
{
	const struct map_walk *walk = &vm->walks[frame->walks + slot];

	return map_cell(walk->map, walk->entry);
}

bool vm_execute(struct vm *vm)
{
#ifdef THREADED
	static const void *const labels[] = {
#define OP(name, a, b, c, extras, meaning) &&op_##name,
#include "runtime/opcodes.def"
#undef OP
	};
#endif
	const volatile sig_atomic_t *const interrupt = &vm->session->interrupt;
	struct frame *frame;
	const struct insn *pc, *loop_start = NULL;
	union slot *longs, *strings;
	const struct string *string;
	const struct field_place *place;
	struct map *map;
	uint32_t entry;
	unsigned words;
	int64_t number;

	LOAD_FRAME();
	/* One line an opcode where that is all there is to say. */
	/* clang-format off */
	START()
	OPCODE(LDI) L(A) = pc->imm; NEXT(1);
	OPCODE(LDK) L(A) = vm->program->longs[pc->imm]; NEXT(1);
	OPCODE(LDS) S(A) = vm->program->strings[pc->imm]; NEXT(1);
	OPCODE(MOV) L(A) = L(B); NEXT(1);
	OPCODE(MOVS) S(A) = S(B); NEXT(1);

	OPCODE(ADD) L(A) = wrap_add(L(B), L(C)); NEXT(1);
	OPCODE(ADDI) L(A) = wrap_add(L(B), (int16_t)C); NEXT(1);
	OPCODE(SUB) L(A) = wrap_sub(L(B), L(C)); NEXT(1);
	OPCODE(MUL) L(A) = wrap_mul(L(B), L(C)); NEXT(1);
	OPCODE(DIV)
		if (UNLIKELY(L(C) == 0))
			goto division_by_zero;
		L(A) = divide(L(B), L(C));
		NEXT(1);
	OPCODE(MOD)
		if (UNLIKELY(L(C) == 0))
			goto division_by_zero;
		L(A) = modulo(L(B), L(C));
		NEXT(1);
	OPCODE(AND) L(A) = L(B) & L(C); NEXT(1);
	OPCODE(OR) L(A) = L(B) | L(C); NEXT(1);
	OPCODE(XOR) L(A) = L(B) ^ L(C); NEXT(1);
	OPCODE(SHL) L(A) = (int64_t)((uint64_t)L(B) << (L(C) & 63)); NEXT(1);
	OPCODE(SHR) L(A) = L(B) >> (L(C) & 63); NEXT(1);
	OPCODE(USHR) L(A) = (int64_t)((uint64_t)L(B) >> (L(C) & 63)); NEXT(1);
	OPCODE(NEG) L(A) = wrap_sub(0, L(B)); NEXT(1);
	OPCODE(BITNOT) L(A) = ~L(B); NEXT(1);
	OPCODE(NOT) L(A) = !L(B); NEXT(1);
	OPCODE(BOOL) L(A) = L(B) != 0; NEXT(1);
	OPCODE(EQ) L(A) = L(B) == L(C); NEXT(1);
	OPCODE(NE) L(A) = L(B) != L(C); NEXT(1);
	OPCODE(LT) L(A) = L(B) < L(C); NEXT(1);
	OPCODE(LE) L(A) = L(B) <= L(C); NEXT(1);

	OPCODE(SEQ) L(A) = strings_equal(S(B), S(C)); NEXT(1);
	OPCODE(SNE) L(A) = !strings_equal(S(B), S(C)); NEXT(1);
	OPCODE(SLT) L(A) = strcmp(S(B)->text, S(C)->text) < 0; NEXT(1);
	OPCODE(SLE) L(A) = strcmp(S(B)->text, S(C)->text) <= 0; NEXT(1);
	OPCODE(CONCAT) S(A) = vm_concat(vm, S(B), S(C)); NEXT(1);
	OPCODE(MATCH)
		TRY(vm_match(vm, S(B), C));
		L(A) = vm->match.found;
		NEXT(1);

	OPCODE(JMP) NEXT(1 + pc->imm);
	OPCODE(LOOP)
		ATTEND();
		LOOP_BACK(pc->imm);
	OPCODE(ACT)
		vm->actions -= pc->imm;
		TRY(vm_check_actions(vm, 1));
		NEXT(1);
	OPCODE(NEED)
		TRY(vm_check_actions(vm, pc->imm));
		NEXT(1);
	OPCODE(JZ) BRANCH(L(A) == 0, pc->imm);
	OPCODE(JNZ) BRANCH(L(A) != 0, pc->imm);
	OPCODE(JEQ) BRANCH(L(A) == L(B), (int16_t)C);
	OPCODE(JNE) BRANCH(L(A) != L(B), (int16_t)C);
	OPCODE(JLT) BRANCH(L(A) < L(B), (int16_t)C);
	OPCODE(JLE) BRANCH(L(A) <= L(B), (int16_t)C);

	OPCODE(LOOPZ) BRANCH_BACK(L(A) == 0, pc->imm);
	OPCODE(LOOPNZ) BRANCH_BACK(L(A) != 0, pc->imm);
	OPCODE(LOOPEQ) BRANCH_BACK(L(A) == L(B), (int16_t)C);
	OPCODE(LOOPNE) BRANCH_BACK(L(A) != L(B), (int16_t)C);
	OPCODE(LOOPLT) BRANCH_BACK(L(A) < L(B), (int16_t)C);
	OPCODE(LOOPLE) BRANCH_BACK(L(A) <= L(B), (int16_t)C);
	OPCODE(INCLT)
		L(A) = wrap_add(L(A), 1);
		BRANCH_BACK(L(A) < L(B), (int16_t)C);

	OPCODE(GET) L(A) = vm->globals[B].number; NEXT(1);
	OPCODE(GETS) S(A) = read_owned(vm, vm->globals[B].string); NEXT(1);
	OPCODE(PUT) vm->globals[A].number = L(B); NEXT(1);
	OPCODE(PUTS)
		vm->globals[A].string = owned_string_set(vm->globals[A].string, S(B));
		NEXT(1);
	OPCODE(ADDG)
		vm->globals[B].number = wrap_add(vm->globals[B].number, L(C));
		L(A) = vm->globals[B].number;
		NEXT(1);
	OPCODE(AGG)
		if (UNLIKELY(vm->detailed[A]))
			aggregate_add_details(&vm->aggregates[A], vm->detailed[A], L(B));
		aggregate_add(&vm->aggregates[A], L(B));
		NEXT(1);
	OPCODE(STAT)
		TRY(vm_stat(vm, &vm->aggregates[B], (enum stat_op)C, &number));
		L(A) = number;
		NEXT(1);
	OPCODE(BUCKET)
		TRY(vm_bucket(vm, pc, L(C), &number));
		L(A) = number;
		NEXT(1);
	OPCODE(HIST)
		TRY(vm_histogram_print(vm, pc));
		NEXT(1);
	OPCODE(SHIST)
		TRY((string = vm_histogram_text(vm, pc)) != NULL);
		S(A) = string;
		NEXT(1);
	OPCODE(CLRA) aggregate_clear(&vm->aggregates[A]); NEXT(1);

	OPCODE(MGET)
		map = &vm->maps[B];
		entry = vm_find(vm, map, pc, longs, strings);
		L(A) = entry == MAP_NONE ? 0 : map_cell(map, entry)->number;
		NEXT_BEHIND_KEYS(map);
	OPCODE(MGETS)
		map = &vm->maps[B];
		S(A) = read_cell(vm, map, vm_find(vm, map, pc, longs, strings));
		NEXT_BEHIND_KEYS(map);
	OPCODE(MPUT)
		map = &vm->maps[A];
		TRY((entry = vm_reach(vm, map, pc, longs, strings)) != MAP_NONE);
		map_cell(map, entry)->number = L(B);
		NEXT_BEHIND_KEYS(map);
	OPCODE(MPUTS)
		map = &vm->maps[A];
		TRY(vm_map_put_string(vm, map, pc));
		NEXT_BEHIND_KEYS(map);
	OPCODE(MADD)
		map = &vm->maps[B];
		TRY((entry = vm_reach(vm, map, pc, longs, strings)) != MAP_NONE);
		number = wrap_add(map_cell(map, entry)->number, L(C));
		map_cell(map, entry)->number = number;
		L(A) = number;
		NEXT_BEHIND_KEYS(map);
	OPCODE(MAGG)
		map = &vm->maps[A];
		TRY((entry = vm_reach(vm, map, pc, longs, strings)) != MAP_NONE);
		if (UNLIKELY(map->detailed))
			TRY(vm_map_add_details(vm, map, entry, L(B)));
		aggregate_add(map_aggregate(map, entry), L(B));
		NEXT_BEHIND_KEYS(map);
	OPCODE(MSTAT)
		map = &vm->maps[B];
		TRY(vm_map_stat(vm, map, pc, &number));
		L(A) = number;
		NEXT_BEHIND_KEYS(map);
	OPCODE(MBUCKET)
		map = &vm->maps[B];
		TRY(vm_bucket(vm, pc, L(C), &number));
		L(A) = number;
		NEXT_BEHIND_KEYS(map);
	OPCODE(MHIST)
		map = &vm->maps[A];
		TRY(vm_histogram_print(vm, pc));
		NEXT_BEHIND_KEYS(map);
	OPCODE(MSHIST)
		map = &vm->maps[B];
		TRY((string = vm_histogram_text(vm, pc)) != NULL);
		S(A) = string;
		NEXT_BEHIND_KEYS(map);
	OPCODE(MHAS)
		map = &vm->maps[B];
		L(A) = vm_map_has(vm, map, pc);
		NEXT_BEHIND_KEYS(map);
	OPCODE(MDEL)
		map = &vm->maps[A];
		vm_map_delete(vm, map, pc);
		NEXT_BEHIND_KEYS(map);
	OPCODE(MCLR) map_clear(&vm->maps[A]); NEXT(1);

	OPCODE(EACH) pc = vm_each(vm, pc); DISPATCH();
	OPCODE(STEP) NEXT(map_walk_next(&vm->walks[frame->walks + A]) ? 1 : 1 + pc->imm);
	OPCODE(KEY) L(A) = walk_key(vm, frame, B, C)->number; NEXT(1);
	OPCODE(KEYS) S(A) = read_owned(vm, walk_key(vm, frame, B, C)->string); NEXT(1);
	OPCODE(VAL) L(A) = walk_value(vm, frame, B)->number; NEXT(1);
	OPCODE(VALS) S(A) = read_owned(vm, walk_value(vm, frame, B)->string); NEXT(1);
	OPCODE(LEAVE) map_walk_end(&vm->walks[frame->walks + A]); NEXT(1);

	OPCODE(CALL)
		ATTEND();
		TRY(vm_call(vm, pc, B));
		LOAD_FRAME();
		DISPATCH();
	OPCODE(RET)
		words = INSN_EXTENSIONS(frame->code->nparams);
		vm_leave(vm);
		if (vm->depth == 0)
			return true;
		LOAD_FRAME();
		NEXT(1 + words);
	OPCODE(RETL)
		number = L(A);
		words = INSN_EXTENSIONS(frame->code->nparams);
		vm_leave(vm);
		LOAD_FRAME();
		if (A != REG_NONE)
			L(A) = number;
		NEXT(1 + words);
	OPCODE(RETS)
		string = S(A);
		words = INSN_EXTENSIONS(frame->code->nparams);
		vm_leave(vm);
		LOAD_FRAME();
		if (A != REG_NONE)
			S(A) = string;
		NEXT(1 + words);
	OPCODE(FNEXT)
		TRY(vm_call_next(vm));
		LOAD_FRAME();
		DISPATCH();
	OPCODE(CALLB)
		words = C;
		TRY(vm_call_builtin(vm, pc));
		NEXT(1 + INSN_EXTENSIONS(words));

	OPCODE(RAISE)
		vm_raise(vm, "%s", S(A)->text);
		TRY(false);
	OPCODE(PRINT)
		TRY(vm_print(vm, pc));
		NEXT(1 + INSN_EXTENSIONS(vm->program->formats[pc->imm].nargs));
	OPCODE(SPRINT)
		string = vm_sprint(vm, pc);
		S(A) = string;
		NEXT(1 + INSN_EXTENSIONS(vm->program->formats[pc->imm].nargs));
	OPCODE(FLD)
		place = &vm->event->binding->slots[B];
		if (UNLIKELY(place->guard || place->elsewhere)) {
			TRY(vm_fetch_number(vm, B, &number));
			L(A) = number;
			NEXT(1);
		}
		L(A) = record_integer(vm->event->record, place);
		NEXT(1);
	OPCODE(FLDB)
		TRY(vm_fetch_bytes_at(vm, B, L(C), &number));
		L(A) = number;
		NEXT(1);
	OPCODE(FLDS)
		TRY((string = vm_fetch_string(vm, B)) != NULL);
		S(A) = string;
		NEXT(1);
	OPCODE(FEQ)
		L(A) = vm_fetch_is(vm, B, L(C));
		NEXT(1);
	OPCODE(SAVE)
		vm_save_number(vm, A, L(B));
		NEXT(1);
	OPCODE(SAVES)
		vm_save_string(vm, A, S(B));
		NEXT(1);
	OPCODE(SAVEX)
		vm_save_failure(vm, A, S(B));
		NEXT(1);
	OPCODE(SAVED)
		TRY(vm_saved_number(vm, B, &number));
		L(A) = number;
		NEXT(1);
	OPCODE(SAVEDS)
		TRY((string = vm_saved_string(vm, B)) != NULL);
		S(A) = string;
		NEXT(1);
	FINISH()
	/* clang-format on */

division_by_zero:
	vm_raise(vm, "division by 0");
	frame->pc = pc;
trouble:
	if (!vm_unwind(vm))
		return false;
	LOAD_FRAME();
	DISPATCH();
}
