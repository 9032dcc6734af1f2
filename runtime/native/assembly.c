/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/native/assembly.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "runtime/native/machine.h"

/* Room for one element more. */
static void *grow(void *items, uint32_t count, uint32_t *size, size_t bytes)
{
	if (count < *size)
		return items;
	*size = *size ? 2 * *size : 64;
	return xrealloc(items, *size * bytes);
}

uint32_t assembly_label(struct assembly *as)
{
	as->labels = grow(as->labels, as->nlabels, &as->labels_size, sizeof(*as->labels));
	as->labels[as->nlabels] = 0;
	return as->nlabels++;
}

void assembly_place(struct assembly *as, uint32_t label)
{
	as->labels[label] = (uint32_t)as->bytes.len;
}

void assembly_jump_to(struct assembly *as, uint32_t at, uint32_t label)
{
	as->jumps = grow(as->jumps, as->njumps, &as->jumps_size, sizeof(*as->jumps));
	as->jumps[as->njumps++] = (struct assembly_jump){.at = at, .label = label};
}

void assembly_finish(struct assembly *as)
{
	for (uint32_t i = 0; i < as->njumps; i++)
		machine_patch_jump(as, as->jumps[i].at, as->labels[as->jumps[i].label]);
}

void assembly_free(struct assembly *as)
{
	buf_free(&as->bytes);
	free(as->labels);
	free(as->jumps);
}
