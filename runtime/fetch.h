/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a probe reads of its context: part of runtime/program.h, which includes it.
 *
 * Purpose:  struct fetch, one read; a record source finds out in which event it can be had.
 * Owner:    the program; plain data.
 */
#ifndef MSTAP_RUNTIME_FETCH_H
#define MSTAP_RUNTIME_FETCH_H

#include <stdbool.h>
#include <stdint.h>

#define FETCH_MAX_STEPS 12

enum fetch_base {
	FETCH_FIELD,	/* the event's own field @name; of an array the element at byte @number */
	FETCH_ARG,	/* argument @number of the function or tracepoint, from 1 */
	FETCH_REGISTER, /* register @name as stap names it: "rdi", "eax", "x0" */
	FETCH_RETVAL,	/* return value */
	FETCH_STACK,	/* the @number-th word of the stack */
	FETCH_SYMBOL,	/* address of kernel symbol @name, plus @number */
	FETCH_ADDRESS,	/* absolute address @number */
	FETCH_CALLER,	/* return address */
	FETCH_USER_IP,	/* where the thread is, or was last, in user mode; of a sample */
	FETCH_FRAME,	/* where the call stands on the stack; binding.frame_shift */
	FETCH_CURRENT,	/* address of the task that runs on CPU @number */
};

/* The kernel's arrays have at most 64 elements (MAX_ARRAY_LEN, kernel/trace/trace_probe.h). */
#define FETCH_ELEMENTS_MAX 64
#define FETCH_BLOCK_BYTES  (FETCH_ELEMENTS_MAX * 8)

/* How the bytes found are read. */
#define FETCH_TYPES(X)           \
	X(S8, "s8", 1)           \
	X(U8, "u8", 1)           \
	X(S16, "s16", 2)         \
	X(U16, "u16", 2)         \
	X(S32, "s32", 4)         \
	X(U32, "u32", 4)         \
	X(S64, "s64", 8)         \
	X(U64, "u64", 8)         \
	X(STRING, "string", 0)   \
	X(USTRING, "ustring", 0) \
	X(BYTES, "bytes", 0)     \
	X(BLOCK, "u64[64]", FETCH_BLOCK_BYTES)

enum fetch_type {
#define X(name, text, bytes) FETCH_##name,
	FETCH_TYPES(X)
#undef X
		FETCH_TYPE_COUNT
};

struct fetch_type_row {
	const char *name; /* as kernel and mstap spell it */
	uint16_t bytes;	  /* 0: text, or of the fetch's own length */
	bool is_signed;
};

extern const struct fetch_type_row fetch_types[FETCH_TYPE_COUNT];

/*
 * base, then for each step a dereference: *(value + steps[i]). The kernel's fetcharg is
 * +steps[n-1](...+steps[0](base)):type.
 *
 * In a record of a tracepoint are the event's fields or the tracepoint's arguments, not both: who
 * reads both is two probes, see enum probe_part. Fields without a step are read in the event's own
 * record; with a step anywhere in the probe, all its fetches are those of an event probe on it. Of
 * a field, @type may be narrower than the place that the record gives it: the low bits count.
 */
struct fetch {
	enum fetch_base base;
	const char *name;
	int64_t number;
	uint8_t nsteps;
	uint16_t
		user; /* bit i: steps[i] is a dereference of user memory; USTRING implies its own */
	int64_t steps[FETCH_MAX_STEPS];
	enum fetch_type type;
	uint16_t length; /* BYTES: how many, see fetch_element_bytes(); text: the most, 0: any */
	uint8_t bits,
		shift; /* of a bit field in what @type is: how many, from which; 0: no field */
	const char *fault_text; /* what FLDS gives when the read faulted; NULL: an error */
	const char *fault;	/* that error; NULL: "read fault" */
	bool may_fault;		/* it is none for FLD: the value is 0 */
	const char *near;	/* the expression it stands for, for messages */
};

/*
 * What the elements of an array of @length bytes are: 1, 2, 4 or 8 bytes, so that the kernel takes
 * it. 0: it takes none of that length.
 */
unsigned fetch_element_bytes(uint32_t length);

#endif
