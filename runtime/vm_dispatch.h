/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How vm_loop.c gets from one instruction to the next, and to the operands.
 *
 * Purpose:  the words in which the code of the opcodes is written.
 * Owner:    vm_execute(), whose locals (vm, frame, pc, longs, strings, loop_start, interrupt,
 * labels) and label "trouble" the macros use by name.
 */
#ifndef MSTAP_RUNTIME_VM_DISPATCH_H
#define MSTAP_RUNTIME_VM_DISPATCH_H

#if defined(__GNUC__) && !defined(MSTAP_SWITCH_VM)
#define THREADED 1
#endif

#ifdef THREADED
/* Every instruction jumps to the next one itself, so that each jump is predicted apart. */
#define OPCODE(name) op_##name:
#define DISPATCH()   goto *labels[pc->op]
#define START()	     DISPATCH();
#define FINISH()
#else
#define OPCODE(name) case OP_CODE_##name:
#define DISPATCH()   goto next
#define START() \
	next:   \
	switch ((enum opcode)pc->op) {
#define FINISH()           \
	case OPCODE_COUNT: \
		break;     \
		}
#endif

#if defined(__GNUC__)
#define HIDE(pointer) __asm__("" : "+r"(pointer))
#else
#define HIDE(pointer)
#endif

/* Goes on @words instructions further. */
#define NEXT(words)            \
	do {                   \
		pc += (words); \
		DISPATCH();    \
	} while (0)

/*
 * A jump in the C code, too: were the next pc selected by the comparison, every instruction
 * behind it would wait for that.
 */
#define BRANCH(condition, distance)           \
	do {                                  \
		if (condition)                \
			NEXT(1 + (distance)); \
		NEXT(1);                      \
	} while (0)

/*
 * Behind an instruction with the keys of @map. Were the next pc computed from map->words, every
 * instruction behind it would wait for that; a jump in the C code is foretold.
 */
#define NEXT_BEHIND_KEYS(map)                  \
	do {                                   \
		if (LIKELY((map)->words == 1)) \
			NEXT(2);               \
		NEXT(1 + (map)->words);        \
	} while (0)

/*
 * Every other loop than that of the last jump is looked at: machine code may do it. The one that
 * has none for good becomes the last.
 */
#ifdef MSTAP_NATIVE
#define TURN()                           \
	do {                             \
		frame->pc = pc;          \
		if (!vm_turn(vm))        \
			loop_start = pc; \
		pc = frame->pc;          \
	} while (0)
#else
#define TURN() (loop_start = pc)
#endif

/*
 * To the start of a loop, mostly where the last such jump went. Comparing with that is foretold,
 * and the processor goes on from a pc it knows instead of one it has to compute; the empty assembly
 * keeps the compiler from seeing that both are the same.
 */
#define LOOP_BACK(distance)                     \
	do {                                    \
		pc += 1 + (distance);           \
		if (LIKELY(pc == loop_start)) { \
			HIDE(loop_start);       \
			pc = loop_start;        \
			DISPATCH();             \
		}                               \
		TURN();                         \
		DISPATCH();                     \
	} while (0)

/* Backwards, as LOOP. */
#define BRANCH_BACK(condition, distance) \
	do {                             \
		if (!(condition))        \
			NEXT(1);         \
		ATTEND();                \
		LOOP_BACK(distance);     \
	} while (0)

#define A      (pc->a)
#define B      (pc->b)
#define C      (pc->c)
#define L(reg) (longs[reg].number)
#define S(reg) (strings[reg].string)

/* Runs @call, which may raise; true means it did not. */
#define TRY(call)                      \
	do {                           \
		frame->pc = pc;        \
		if (UNLIKELY(!(call))) \
			goto trouble;  \
	} while (0)

/* Ctrl-C or a crowded string space, see vm_attend(). */
#define ATTEND()                                              \
	do {                                                  \
		if (UNLIKELY(*interrupt | vm->space.crowded)) \
			TRY(vm_attend(vm));                   \
	} while (0)

#define LOAD_FRAME()                             \
	do {                                     \
		frame = vm_frame(vm);            \
		longs = vm_longs(vm, frame);     \
		strings = vm_strings(vm, frame); \
		pc = frame->pc;                  \
	} while (0)

#endif
