/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the interpreter's loops have to do with machine code (runtime/native.h). */
#include "config.h"

#include "runtime/native.h"
#include "runtime/vm_state.h"

bool vm_turn(struct vm *vm)
{
	struct frame *frame = vm_frame(vm);
	uint32_t pc = (uint32_t)(frame->pc - frame->code->insns);
	struct native_state state = {
		.longs = vm_longs(vm, frame),
		.globals = vm->globals,
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
