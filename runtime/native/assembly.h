/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machine code that is being put together: bytes, and jumps to labels not all of which are placed.
 *
 * Owner:    the translation; assembly_free() frees it.
 */
#ifndef MSTAP_RUNTIME_NATIVE_ASSEMBLY_H
#define MSTAP_RUNTIME_NATIVE_ASSEMBLY_H

#include <stdint.h>

#include "base/buf.h"

struct assembly_jump {
	uint32_t at; /* bytes from the start; what is there is for the encoder to say */
	uint32_t label;
};

struct assembly {
	struct buf bytes;
	uint32_t *labels; /* bytes from the start */
	uint32_t nlabels;
	uint32_t labels_size;
	struct assembly_jump *jumps;
	uint32_t njumps;
	uint32_t jumps_size;
};

/* A label that is not placed yet. Labels are numbered from 0. */
uint32_t assembly_label(struct assembly *as);
/* The label is here. */
void assembly_place(struct assembly *as, uint32_t label);
/* The jump at @at goes to the label, wherever that will be. */
void assembly_jump_to(struct assembly *as, uint32_t at, uint32_t label);
/* All labels that are jumped to are placed: fills the jumps in. */
void assembly_finish(struct assembly *as);
void assembly_free(struct assembly *as);

#endif
