/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The virtual machine: runs handlers of a program.
 *
 * Purpose:  typed register bytecode (runtime/opcodes.def), one struct vm a run.
 * Owner:    the engine. A vm owns the globals' values, maps and its string space; it borrows
 *           program and session.
 */
#ifndef MSTAP_RUNTIME_VM_H
#define MSTAP_RUNTIME_VM_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/program.h"
#include "runtime/session.h"

struct buf;
struct vm;

/* One untagged register; which member is meant is known statically. */
union slot {
	int64_t number;
	const struct string *string;
};

struct vm *vm_new(const struct program *program, struct session *session);
void vm_free(struct vm *vm);

/*
 * Runs codes[@handler] to its end or its abort(). Returns true; false when an error left it
 * uncaught: vm_error() then gives "MESSAGE near WHAT at FILE:L:C". False with a NULL vm_error(): it
 * was ended by session->interrupt, which the VM sets itself when the output cannot be written.
 */
bool vm_run(struct vm *vm, uint32_t handler, const struct event_context *event);
const char *vm_error(const struct vm *vm);

/* Appends what globals[@index] holds, as stap prints it: "name=1\n", a line for each element. */
void vm_display_global(struct vm *vm, struct buf *out, uint32_t index);

#ifdef MSTAP_NATIVE
/* Loops become machine code (runtime/native.h) after so many turns; 0: never. For tests. */
void vm_set_native_after(struct vm *vm, uint32_t turns);
/* Loops that are machine code. */
uint32_t vm_native_count(const struct vm *vm);
#endif

/* Appends a listing of @program's code (for -p3). */
void program_disassemble(const struct program *program, struct buf *out);

/* ---- for built-ins (runtime/builtins*.c) ---- */

struct session *vm_session(struct vm *vm);
const struct event_context *vm_event(struct vm *vm);
/* Copies @len bytes into the string space, cut at MAXSTRINGLEN - 1; valid while the handler runs
 * and a register holds it. */
const struct string *vm_string(struct vm *vm, const char *text, size_t len);
/* Raises the script's error @format; the built-in returns right after. */
void vm_raise(struct vm *vm, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
