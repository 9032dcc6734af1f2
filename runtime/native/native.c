/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/native.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/xalloc.h"
#include "runtime/native/translate.h"

typedef uint32_t machine_code(struct native_state *state);

/* What is known of the loop that starts at an instruction. */
struct loop {
	uint32_t turns;	  /* so far, interpreted */
	bool interpreted; /* for good */
	machine_code *run;
	size_t size; /* bytes at @run */
};

struct native {
	const struct program *program;
	uint32_t after_turns;
	uint32_t count;
	struct loop *
		*loops; /* by code, then by pc; NULL as long as no loop of the code was turned */
};

struct native *native_new(const struct program *program)
{
	struct native *native = xcalloc(1, sizeof(*native));

	native->program = program;
	native->after_turns = NATIVE_AFTER_TURNS;
	native->loops = xcalloc(program->ncodes, sizeof(struct loop *));
	return native;
}

static void free_loops(struct loop *loops, uint32_t count)
{
	for (uint32_t i = 0; loops && i < count; i++)
		if (loops[i].run)
			munmap((void *)(uintptr_t)loops[i].run, loops[i].size);
	free(loops);
}

void native_free(struct native *native)
{
	if (!native)
		return;
	for (uint32_t i = 0; i < native->program->ncodes; i++)
		free_loops(native->loops[i], native->program->codes[i].ninsns);
	free(native->loops);
	free(native);
}

void native_set_after(struct native *native, uint32_t turns)
{
	native->after_turns = turns;
}

uint32_t native_count(const struct native *native)
{
	return native->count;
}

static struct loop *find_loop(struct native *native, const struct code *code, uint32_t pc)
{
	struct loop **loops = &native->loops[code - native->program->codes];

	if (!*loops)
		*loops = xcalloc(code->ninsns, sizeof(**loops));
	return &(*loops)[pc];
}

/*
 * Never writable and executable at the same time. Systems that refuse memory that was writable to
 * become executable (SELinux's execmem, a seccomp filter) have their scripts interpreted.
 */
static bool publish(struct loop *loop, const struct buf *bytes)
{
	void *memory =
		mmap(NULL, bytes->len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return false;
	memcpy(memory, bytes->data, bytes->len);
	if (mprotect(memory, bytes->len, PROT_READ | PROT_EXEC) < 0) {
		munmap(memory, bytes->len);
		return false;
	}
	loop->run = (machine_code *)(uintptr_t)memory;
	loop->size = bytes->len;
	return true;
}

static bool translate(struct native *native, const struct code *code, uint32_t pc,
		      struct loop *loop)
{
	struct buf bytes = {0};
	bool done = translate_loop(native->program, code, pc, &bytes) && publish(loop, &bytes);

	buf_free(&bytes);
	native->count += done;
	return done;
}

/* clang's check of function types looks for a mark before the function, where no memory may be. */
#if defined(__clang__)
__attribute__((no_sanitize("function")))
#endif
static uint32_t
run(const struct loop *loop, struct native_state *state)
{
	return loop->run(state);
}

bool native_turn(struct native *native, const struct code *code, uint32_t *pc,
		 struct native_state *state)
{
	struct loop *loop;

	if (native->after_turns == 0)
		return false;
	loop = find_loop(native, code, *pc);
	if (loop->interpreted)
		return false;
	if (!loop->run && ++loop->turns < native->after_turns)
		return true;
	if (!loop->run && !translate(native, code, *pc, loop)) {
		loop->interpreted = true;
		return false;
	}
	*pc = run(loop, state);
	return true;
}
