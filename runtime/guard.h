/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose:  guards, the part of runtime/program.h that says what the kernel may test before it
 *           records an event. The compiler finds them (compiler/guard.c), record sources use them.
 * Owner:    the program's arena.
 */
#ifndef MSTAP_RUNTIME_GUARD_H
#define MSTAP_RUNTIME_GUARD_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What is true of every event of a probe of which its handler takes any notice: prints, stores,
 * fails. Where a guard is false the handler would do nothing, so that the event need not be
 * recorded; where it is true the handler still decides. A record source uses as much of it as it
 * can: a TEST that it cannot make counts as true.
 */
enum guard_kind { GUARD_ALWAYS, GUARD_NEVER, GUARD_AND, GUARD_OR, GUARD_TEST };

/* What a test looks at: a field of the record, who, where. */
enum guard_subject { GUARD_FETCH, GUARD_TID, GUARD_PID, GUARD_CPU, GUARD_EXECNAME };

/* Of signed 64-bit numbers; of texts EQ and NE only. Each stands beside its opposite. */
enum guard_relation {
	GUARD_EQ,
	GUARD_NE,
	GUARD_LT,
	GUARD_GE,
	GUARD_LE,
	GUARD_GT,
	GUARD_BITS,    /* any of the bits is set */
	GUARD_NO_BITS, /* none */
};

struct guard {
	enum guard_kind kind;
	const struct guard *left, *right; /* AND, OR */
	/* TEST */
	enum guard_subject subject;
	uint16_t fetch; /* GUARD_FETCH: which of the probe's; one that cannot fault */
	enum guard_relation relation;
	bool with_target; /* compared with target() */
	int64_t number;	  /* otherwise with this, */
	const char *text; /* or, where it is not NULL, with this */
	const char *near; /* the comparison, for messages */
};

#endif
