/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guards: what tells whether a read of a probe event failed; struct field_place of
 * runtime/catalog.h says why and how.
 */
#include "config.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "runtime/program.h"
#include "runtime/tracefs/definition_writer.h"

/* Text in the kernel's memory tells by itself, blocks tell by what they hold. */
static bool is_guarded(const struct fetch *fetch)
{
	return fetch->nsteps && fetch->type != FETCH_STRING && fetch->type != FETCH_BLOCK;
}

static unsigned user_steps(const struct fetch *fetch)
{
	return fetch->user | (fetch->type == FETCH_USTRING ? 1u << (fetch->nsteps - 1) : 0);
}

/* Are both read through the same pointer, at whatever offset? */
static bool same_pointer(const struct fetch *a, const struct fetch *b)
{
	if (a->base != b->base || a->number != b->number || a->nsteps != b->nsteps ||
	    user_steps(a) != user_steps(b))
		return false;
	if (a->name != b->name && (!a->name || !b->name || strcmp(a->name, b->name) != 0))
		return false;
	return memcmp(a->steps, b->steps, (a->nsteps - 1u) * sizeof(a->steps[0])) == 0;
}

int definition_guard_of(const struct probe *probe, unsigned index)
{
	const struct fetch *fetch = &probe->fetches[index];

	if (!is_guarded(fetch))
		return -1;
	for (unsigned i = 0; i < index; i++)
		if (is_guarded(&probe->fetches[i]) && same_pointer(&probe->fetches[i], fetch))
			return (int)i;
	return (int)index;
}

const char *definition_guard_name(struct arena *arena, unsigned index, bool is_text)
{
	return arena_printf(arena, "%c%u", is_text ? 't' : 'g', index);
}

const char *definition_check_length(struct writer *w, size_t start)
{
	if (w->out->len - start <= MAX_EXPRESSION_LEN)
		return NULL;
	return arena_printf(w->arena,
			    "the kernel takes %d characters for one expression, this one needs "
			    "%zu: %s",
			    MAX_EXPRESSION_LEN, w->out->len - start, w->out->data + start);
}

/* Both return where the expression begins. */

/*
 * A pointer at the address in question, followed to whatever text is there. As user memory, for
 * the number there may be anything: of a kernel's address that cannot be one, 6.1 complains in its
 * log (ex_handler_uaccess(), arch/x86/mm/extable.c).
 */
static size_t write_pointer_guard(struct writer *w, unsigned index)
{
	struct fetch pointer = w->probe->fetches[index];
	size_t start;

	pointer.user = (uint16_t)user_steps(&pointer);
	buf_printf(w->out, " g%u=", index);
	start = w->out->len;
	buf_puts(w->out, "+0(");
	definition_write_value(w, &pointer);
	buf_puts(w->out, "):ustring");
	return start;
}

/* Shorter by a step: in the kernel's memory, text that can be read has at least its NUL. */
static size_t write_text_guard(struct writer *w, unsigned index)
{
	size_t start;

	buf_printf(w->out, " t%u=", index);
	start = w->out->len;
	definition_write_value(w, &w->probe->fetches[index]);
	buf_puts(w->out, ":string");
	return start;
}

const char *definition_write_guard(struct writer *w, unsigned index)
{
	size_t before = w->out->len, start;

	if (definition_guard_of(w->probe, index) != (int)index)
		return NULL;
	start = write_pointer_guard(w, index);
	if (w->out->len - start > MAX_EXPRESSION_LEN && !user_steps(&w->probe->fetches[index])) {
		w->out->len = before;
		start = write_text_guard(w, index);
	}
	return definition_check_length(w, start);
}

bool definition_reads_memory(const struct probe *probe)
{
	for (unsigned i = 0; i < probe->nfetches; i++)
		if (probe->fetches[i].nsteps && fetch_is_of(probe->part, &probe->fetches[i]))
			return true;
	return false;
}

void definition_write_last_text(struct writer *w)
{
	if (definition_reads_memory(w->probe))
		buf_puts(w->out, " z=$comm:string");
}
