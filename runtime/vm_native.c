/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the interpreter's loops have to do with machine code (runtime/native.h). */
#include "config.h"

#include "runtime/arithmetic.h"
#include "runtime/native.h"
#include "runtime/vm_find.h"
#include "runtime/vm_state.h"

/* ---- what machine code calls; as in vm_loop.c ---- */

static bool help_agg(struct native_state *state, const struct insn *insn)
{
	struct vm *vm = state->vm;
	int64_t value = state->longs[insn->b].number;

	if (UNLIKELY(vm->detailed[insn->a]))
		aggregate_add_details(&vm->aggregates[insn->a], vm->detailed[insn->a], value);
	aggregate_add(&vm->aggregates[insn->a], value);
	return true;
}

static bool help_mget(struct native_state *state, const struct insn *insn)
{
	const struct map *map = &state->vm->maps[insn->b];
	uint32_t entry = vm_find(state->vm, map, insn, state->longs, state->strings);

	state->longs[insn->a].number = entry == MAP_NONE ? 0 : map_cell(map, entry)->number;
	return true;
}

static bool help_mput(struct native_state *state, const struct insn *insn)
{
	struct map *map = &state->vm->maps[insn->a];
	uint32_t entry = vm_reach(state->vm, map, insn, state->longs, state->strings);

	if (UNLIKELY(entry == MAP_NONE))
		return false;
	map_cell(map, entry)->number = state->longs[insn->b].number;
	return true;
}

static bool help_madd(struct native_state *state, const struct insn *insn)
{
	struct map *map = &state->vm->maps[insn->b];
	uint32_t entry = vm_reach(state->vm, map, insn, state->longs, state->strings);
	int64_t sum;

	if (UNLIKELY(entry == MAP_NONE))
		return false;
	sum = wrap_add(map_cell(map, entry)->number, state->longs[insn->c].number);
	map_cell(map, entry)->number = sum;
	state->longs[insn->a].number = sum;
	return true;
}

static bool help_magg(struct native_state *state, const struct insn *insn)
{
	struct map *map = &state->vm->maps[insn->a];
	uint32_t entry = vm_reach(state->vm, map, insn, state->longs, state->strings);
	int64_t value = state->longs[insn->b].number;

	if (UNLIKELY(entry == MAP_NONE))
		return false;
	if (UNLIKELY(map->detailed) && !vm_map_add_details(state->vm, map, entry, value))
		return false;
	aggregate_add(map_aggregate(map, entry), value);
	return true;
}

static bool help_mhas(struct native_state *state, const struct insn *insn)
{
	state->longs[insn->a].number = vm_map_has(state->vm, &state->vm->maps[insn->b], insn);
	return true;
}

native_helper *const native_helpers[NATIVE_HELPS] = {
	[HELP_AGG] = help_agg,	 [HELP_MGET] = help_mget, [HELP_MPUT] = help_mput,
	[HELP_MADD] = help_madd, [HELP_MAGG] = help_magg, [HELP_MHAS] = help_mhas,
};

/* ---- turns ---- */

bool vm_turn(struct vm *vm)
{
	struct frame *frame = vm_frame(vm);
	uint32_t pc = (uint32_t)(frame->pc - frame->code->insns);
	struct native_state state = {
		.longs = vm_longs(vm, frame),
		.strings = vm_strings(vm, frame),
		.globals = vm->globals,
		.vm = vm,
		.interrupt = &vm->session->interrupt,
		.actions = vm->actions,
	};

	if (!native_turn(vm->native, frame->code, &pc, &state))
		return false;
	vm->actions = state.actions;
	frame->pc = frame->code->insns + pc;
	return true;
}

void vm_set_native_after(struct vm *vm, uint32_t turns)
{
	native_set_after(vm->native, turns);
}

uint32_t vm_native_count(const struct vm *vm)
{
	return native_count(vm->native);
}
