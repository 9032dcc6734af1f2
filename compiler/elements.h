/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Indices of C arrays: $x->a[i].
 *
 * Purpose:  which element is read goes into the event's definition. Of an index that is no
 *           constant the planner finds out what it may be, and so the element is made what the
 *           planner knows: the value behind a computed address.
 * Owner:    plain functions; what they make lives in the compilation's arena.
 */
#ifndef MSTAP_COMPILER_ELEMENTS_H
#define MSTAP_COMPILER_ELEMENTS_H

#include "compiler/resolver.h"

/*
 * @e is a TARGET or CAST. Indices that are constants become numbers. If there is another one, @e
 * becomes an expression without it, which is resolved: true.
 */
bool resolve_elements(struct resolver *r, struct expr *e);

/* What resolve_elements() made of an element: @first + @index * @size is its address. */
struct element_of_array {
	struct expr *first, *index;
	int64_t size;
	uint32_t count; /* of elements; 0: not known */
};

/* @index NULL: @e is no such expression. */
struct element_of_array element_of_array(const struct expr *e);

/* The same for an @e of which only is asked whether it is there: any element will do. */
void drop_indices(struct resolver *r, struct expr *e);

#endif
