/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What records of kernel stacks look like here. */
#include "config.h"

#include "runtime/tracefs/formats.h"
#include "runtime/tracefs/state.h"

const struct ring_stack_layout *tracefs_stack_layout(struct tracefs_source *state)
{
	struct ring_stack_layout *layout = &state->stacks;
	const struct event_field *count, *addresses;
	const struct event_format *format;
	const char *why;

	if (layout->type)
		return layout;
	format = format_load(state->arena, "ftrace", "kernel_stack", &why);
	count = format ? format_find_field(format, "size") : NULL;
	addresses = format ? format_find_field(format, "caller") : NULL;
	if (!count || !addresses || count->place.size != sizeof(uint32_t))
		return NULL;
	layout->type = (uint16_t)format->id;
	layout->count = count->place.offset;
	layout->addresses = addresses->place.offset;
	return layout;
}

/*
 * TRACING selects STACKTRACE where a machine has it (kernel/trace/Kconfig), and with it come the
 * trigger and the format. Without tracefs the question does not come up.
 */
const char *tracefs_stacks_missing(struct record_source *source)
{
	struct tracefs_source *state = tracefs_state(source);

	if (tracing_dir_open(&state->dir) || tracefs_stack_layout(state))
		return NULL;
	return "this kernel does not say what its records of stacks look like "
	       "(events/ftrace/kernel_stack)";
}
