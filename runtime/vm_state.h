/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inside of struct vm, for the VM's own files and the few built-ins that keep something.
 *
 * Purpose:  what vm_loop.c, vm_call.c, vm_map.c and vm_print.c share.
 * Owner:    vm_new() to vm_free().
 *
 * Stack: one growing array of slots. A frame takes code->nlongs slots for longs, then
 * code->nstrings for strings. Frames and walks (iterators) stand in arrays of their own.
 */
#ifndef MSTAP_RUNTIME_VM_STATE_H
#define MSTAP_RUNTIME_VM_STATE_H

#include <regex.h>
#include <stdarg.h>

#include "base/buf.h"
#include "base/likely.h"
#include "runtime/map.h"
#include "runtime/map_walk.h"
#include "runtime/string_space.h"
#include "runtime/vm.h"

/* Groups of a regular expression that matched() can ask for, the whole match included. */
#define MATCH_GROUPS 10

struct native;

struct frame {
	const struct code *code;
	const struct insn *pc; /* kept up to date at calls and errors only */
	uint32_t base;	       /* of the stack */
	uint32_t walks;	       /* of the walks */
};

struct regex {
	regex_t compiled;
	bool ready;
};

/* The last match; @subject is a root of the string space. */
struct match {
	const struct string *subject;
	regmatch_t groups[MATCH_GROUPS];
	bool found;	  /* the last one succeeded */
	unsigned ngroups; /* of the last one that did, with the whole */
};

enum vm_trouble {
	TROUBLE_NONE,
	TROUBLE_ERROR,	/* can be caught */
	TROUBLE_ACTION, /* MAXACTION: cannot */
	TROUBLE_STOP,	/* Ctrl-C, broken output: the handler ends without a word */
};

struct vm {
	const struct program *program;
	struct session *session;
	const struct event_context *event;

	union slot *stack;
	uint32_t stack_size;
	uint32_t depth; /* frames in use */
	struct frame *frames;
	uint32_t frames_size;
	struct map_walk *walks;
	uint32_t walks_size;
	uint32_t depth_limit;

	union slot *globals;		/* long value or owned string, by global index */
	struct aggregate *aggregates;	/* by global index */
	struct map *maps;		/* by global index */
	const struct global **detailed; /* by global index: aggregates with details; or NULL */
	struct map_budget budget;

	struct native *native; /* NULL without MSTAP_NATIVE */

	struct string_space space;
	size_t string_limit; /* bytes of text a string may have */
	union slot *args;    /* of the built-in or print under way */
	struct buf text;     /* sprintf renders here */
	struct regex *regexes;
	struct match match;
	struct buf tokens; /* what tokenize() has not given yet */
	size_t tokens_at;
	unsigned short random[3]; /* of nrand48() */

	int64_t action_limit; /* limits_actions() */
	int64_t actions;      /* left of it */
	enum vm_trouble trouble;
	bool placeless;	  /* the error is told without a place */
	const char *near; /* its place, when that is not where it was raised */
	struct buf message;
	struct buf report; /* message and place */
};

/* vm_loop.c: runs the frame on top until the bottom one returns. False: an error or a stop. */
bool vm_execute(struct vm *vm);

/*
 * vm_native.c: the top frame's pc is the start of a loop that was jumped back to. Runs its machine
 * code, if it has any, and moves the pc to where to go on. False: it will never have any.
 */
bool vm_turn(struct vm *vm);

/* vm_call.c: frames and errors. */

/* The registers of a frame; both are invalid after the next vm_enter(). */
static inline union slot *vm_longs(struct vm *vm, const struct frame *frame)
{
	return vm->stack + frame->base;
}

static inline union slot *vm_strings(struct vm *vm, const struct frame *frame)
{
	return vm->stack + frame->base + frame->code->nlongs;
}

static inline struct frame *vm_frame(struct vm *vm)
{
	return &vm->frames[vm->depth - 1];
}

/* Puts a frame for @code on top, registers 0 and "". */
void vm_enter(struct vm *vm, const struct code *code);
/* Takes the top frame away, its walks ended. */
void vm_leave(struct vm *vm);
/* CALL at @call of the top frame: enters codes[@function]. False: raised. */
bool vm_call(struct vm *vm, const struct insn *call, uint16_t function);
/* FNEXT of the top frame: replaces it by its next overload. False: raised. */
bool vm_call_next(struct vm *vm);
/*
 * LOOP and CALL come here when something wants attention: Ctrl-C, a crowded string space.
 * False: raised.
 */
bool vm_attend(struct vm *vm);
/* Are at least so many actions of MAXACTION left? False: raised. */
bool vm_check_actions(struct vm *vm, int64_t least);
/*
 * An error was raised by the instruction at the top frame's pc: continues at the innermost
 * catch. Returns false when there is none (the report is made).
 */
bool vm_unwind(struct vm *vm);
void vm_vraise(struct vm *vm, const char *format, va_list ap) __attribute__((format(printf, 2, 0)));
/* The same without the place of the instruction: error() of the script. */
void vm_raise_placeless(struct vm *vm, const char *text);
/* Ends the handler without a word. */
void vm_stop(struct vm *vm);

/* vm_map.c: the map instructions that are no fast path. @insn is followed by its keys. */
uint32_t vm_map_find(struct vm *vm, const struct map *map, const struct insn *insn);
/* The entry, made if absent; MAP_NONE: raised. */
uint32_t vm_map_reach(struct vm *vm, struct map *map, const struct insn *insn);
/* The rest of reaching an entry that a lookup with that hash did not find. */
uint32_t vm_map_insert(struct vm *vm, struct map *map, const union slot *keys, uint32_t hash);
bool vm_map_put_string(struct vm *vm, struct map *map, const struct insn *insn);
bool vm_map_has(struct vm *vm, const struct map *map, const struct insn *insn);
void vm_map_delete(struct vm *vm, struct map *map, const struct insn *insn);
/* Adds @value to the details of an entry's aggregate; false: raised. */
bool vm_map_add_details(struct vm *vm, struct map *map, uint32_t entry, int64_t value);
/* A statistic; false: raised. An absent entry is an empty aggregate. */
bool vm_map_stat(struct vm *vm, const struct map *map, const struct insn *insn, int64_t *result);
bool vm_stat(struct vm *vm, const struct aggregate *aggregate, enum stat_op op, int64_t *result);
/* EACH; returns the instruction behind its extension words. */
const struct insn *vm_each(struct vm *vm, const struct insn *insn);

/* vm_histogram.c: of the aggregate that @insn names by operand and keys. False, NULL: raised. */
bool vm_bucket(struct vm *vm, const struct insn *insn, int64_t bucket, int64_t *count);
bool vm_histogram_print(struct vm *vm, const struct insn *insn);
const struct string *vm_histogram_text(struct vm *vm, const struct insn *insn);

/* vm_print.c: PRINT, SPRINT, CALLB's arguments, MATCH, record fields. */
bool vm_print(struct vm *vm, const struct insn *insn);
/* Behind what was printed: writes it out when there is much. False: stopped, nobody reads. */
bool vm_printed(struct vm *vm);
const struct string *vm_sprint(struct vm *vm, const struct insn *insn);
/* Reads the registers in the extension words behind @insn into vm->args. */
void vm_gather(struct vm *vm, const struct insn *insn, const enum slot_type *types, unsigned count);
/* CALLB: the result register is set. False: raised. */
bool vm_call_builtin(struct vm *vm, const struct insn *insn);
bool vm_match(struct vm *vm, const struct string *subject, uint16_t regex);
const struct string *vm_concat(struct vm *vm, const struct string *a, const struct string *b);

/* vm_fetch.c: text of the record; NULL: raised. */
const struct string *vm_fetch_string(struct vm *vm, uint16_t slot);
/* A number that the kernel may have failed to read; false: raised. */
bool vm_fetch_number(struct vm *vm, uint16_t slot, int64_t *result);
/* Eight bytes, or what is left, of a slot of BYTES from @offset on; false: raised. */
bool vm_fetch_bytes_at(struct vm *vm, uint16_t slot, int64_t offset, int64_t *result);
/* Is that number @value? Not if it could not be read, which is no error. */
bool vm_fetch_is(struct vm *vm, uint16_t slot, int64_t value);

/* vm_saved.c: value @index of the call that the event enters or returns from. */
void vm_save_number(struct vm *vm, uint16_t index, int64_t number);
void vm_save_string(struct vm *vm, uint16_t index, const struct string *text);
/* It could not be had, because of the error @message. */
void vm_save_failure(struct vm *vm, uint16_t index, const struct string *message);
/* False, NULL: raised, the error of the entry. */
bool vm_saved_number(struct vm *vm, uint16_t index, int64_t *result);
const struct string *vm_saved_string(struct vm *vm, uint16_t index);

#endif
