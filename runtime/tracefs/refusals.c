/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was refused of the functions that a pattern matches: one warning for each reason. */
#include "config.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "runtime/tracefs/attaching.h"
#include "runtime/tracefs/refusal.h"

#define NAMES_SHOWN 3

static const struct span nowhere;

/* Are both of one pattern at one place of the script? */
static bool is_same_point(const struct probe *a, const struct probe *b)
{
	return a->pattern && b->pattern && a->kind == b->kind && !strcmp(a->pattern, b->pattern) &&
	       !strcmp(a->near ? a->near : "", b->near ? b->near : "");
}

static struct refused *find_alike(const struct attaching *a, int error)
{
	for (uint32_t i = 0; i < a->nrefused; i++)
		if (a->refused[i].error == error && is_same_point(a->refused[i].probe, a->probe))
			return &a->refused[i];
	return NULL;
}

/* The kernel is asked about the first one now: it remembers its last eight answers only. */
static struct refused *add_first(struct attaching *a, const char *line, int error)
{
	struct refused refused = {.probe = a->probe, .error = error, .names = ""};

	refused.diag = diag_add(a->diags, DIAG_WARNING, nowhere, a->probe->near, "%s", "");
	refusal_explain_first(a->diags, refused.diag, line, error);
	arena_push(a->state->arena, a->refused, a->nrefused, refused);
	return &a->refused[a->nrefused - 1];
}

void attaching_keep_refused(struct attaching *a, const char *line, int error)
{
	struct refused *refused = find_alike(a, error);

	if (!refused)
		refused = add_first(a, line, error);
	if (refused->count++ < NAMES_SHOWN)
		refused->names = arena_printf(a->state->arena, "%s%s%s", refused->names,
					      refused->count > 1 ? ", " : "", a->probe->function);
}

static unsigned count_of_point(const struct attaching *a, const struct probe *probe)
{
	const struct attach_options *options = &a->state->options;
	unsigned count = 0;

	for (uint32_t i = 0; i < options->nprobes; i++)
		count += is_same_point(&options->probes[i], probe);
	return count;
}

void attaching_tell_refused(struct attaching *a)
{
	struct arena *arena = a->diags->arena;

	for (uint32_t i = 0; i < a->nrefused; i++) {
		const struct refused *refused = &a->refused[i];
		const char *more = "";

		if (refused->count > NAMES_SHOWN)
			more = arena_printf(arena, " and %u more", refused->count - NAMES_SHOWN);
		refused->diag->message = arena_printf(
			arena,
			"%u of the %u functions that \"%s\" matches cannot be probed (rc %d): %s%s",
			refused->count, count_of_point(a, refused->probe), refused->probe->pattern,
			-refused->error, refused->names, more);
		diag_note(a->diags, refused->diag, "  mstap -v tells what the kernel says of each");
	}
}
