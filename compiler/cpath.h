/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How far a target expression has been followed through C types: what cpath.c, which takes the
 * steps, cvalue.c, which reads what is at the end, and ctargets.c, which knows where to begin,
 * share.
 *
 * Purpose:  $file->f_path->dentry becomes a fetch with a dereference for each pointer on the way.
 * Owner:    a struct path lives on the stack of whoever follows it.
 */
#ifndef MSTAP_COMPILER_CPATH_H
#define MSTAP_COMPILER_CPATH_H

#include "compiler/compiler.h"

struct path {
	struct compilation *c;
	const struct expr *e;
	struct target_read read; /* the fetch gives a pointer once @in_memory, */
	bool in_memory;		 /* and until then the first word of the value */
	int64_t offset;		 /* of what is looked at, from there */
	struct ctype_ref type;
	bool is_operand;     /* of a @cast: a pointer, of which only the type behind it is known */
	uint32_t bit_offset; /* of a bit field from @offset */
	uint32_t bit_size;
	bool failed;
};

/* ---- cpath.c ---- */

const struct ctype *path_look(const struct path *p, struct ctype_ref ref);
/* Reports @text at @tok, unless something was reported before. */
void path_fail(struct path *p, const struct token *tok, const char *text);
/* Takes one step: a member, an element. */
void path_take(struct path *p, const struct target_component *component);

/* ---- cvalue.c ---- */

/* Completes the fetch of what is looked at, and returns the type of its value. */
enum value_type path_take_value(struct path *p);
/* ... of its address. */
void path_take_address(struct path *p);
/* The fetch gives the word of a value in registers that holds @offset. False: it has none. */
bool path_enter_word(struct fetch *fetch, int64_t offset);

#endif
