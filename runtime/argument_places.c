/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/argument_places.h"

#include "runtime/arch.h"

#define WORD 8
/* More than two words are passed in memory. */
#define REGISTERS_OF_STRUCT 2

struct places {
	const struct arch *arch;
	unsigned nregisters, nstack; /* words taken so far */
};

static void place(struct places *p, struct argument_place *argument)
{
	unsigned words = (argument->bytes + WORD - 1) / WORD;

	if (words > REGISTERS_OF_STRUCT && p->arch->big_by_reference) {
		argument->by_reference = true;
		words = 1;
	}
	if (words <= REGISTERS_OF_STRUCT && p->nregisters + words <= p->arch->nargs) {
		argument->number = (uint8_t)(p->nregisters + 1);
		p->nregisters += words;
		return;
	}
	argument->number = (uint8_t)(p->arch->nargs + p->nstack + 1);
	p->nstack += words;
	/* On arm64, one on the stack is followed by none in a register. */
	if (p->arch->big_by_reference)
		p->nregisters = p->arch->nargs;
}

bool argument_result_by_reference(const struct arch *arch, uint32_t bytes)
{
	return arch && bytes > REGISTERS_OF_STRUCT * WORD && !arch->big_by_reference;
}

void argument_places(const struct arch *arch, uint32_t result_bytes, struct argument_place *places,
		     unsigned count)
{
	struct places p = {.arch = arch};

	if (argument_result_by_reference(arch, result_bytes))
		p.nregisters = 1;
	for (unsigned i = 0; i < count; i++) {
		places[i].number = (uint8_t)(i + 1);
		if (arch)
			place(&p, &places[i]);
	}
}
