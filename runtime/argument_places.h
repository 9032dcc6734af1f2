/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the calling convention puts the arguments of a C function.
 *
 * Purpose:  the kernel's fetchargs count registers and words of the stack, $argN; a struct that is
 *           passed by value takes several of these, or none.
 * Owner:    plain functions.
 */
#ifndef MSTAP_RUNTIME_ARGUMENT_PLACES_H
#define MSTAP_RUNTIME_ARGUMENT_PLACES_H

#include <stdbool.h>
#include <stdint.h>

struct arch;

struct argument_place {
	uint32_t bytes; /* in: size of the argument */
	uint8_t number; /* out: of the first word, N of $argN; on the stack behind the registers */
	bool by_reference; /* out: the word is the argument's address */
};

/*
 * Fills in @places, of @count arguments. @result_bytes: size of what the function returns; the
 * address for a big struct is an argument itself. @arch NULL: one word each.
 *
 * System V ABI, AMD64 supplement, 3.2.3; Procedure Call Standard for the Arm 64-bit
 * Architecture, 6.8.2. No floating point, which the kernel has none of.
 */
void argument_places(const struct arch *arch, uint32_t result_bytes, struct argument_place *places,
		     unsigned count);

/* Does a function that returns @bytes return the address of them? */
bool argument_result_by_reference(const struct arch *arch, uint32_t bytes);

#endif
