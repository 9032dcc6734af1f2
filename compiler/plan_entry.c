/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the probe on a function's entry saves for the one on its return. */
#include "config.h"

#include "compiler/planner.h"

struct value plan_save(struct planner *p, const struct expr *e)
{
	struct entry_value *kept = e->saved.value;
	struct value value = plan_expr(p, e->saved.operand);

	kept->is_argument = value.kind == VALUE_CONTEXT && value.fetch.base == FETCH_ARG &&
			    value.fetch.nsteps == 0 && !p->derived->format;
	kept->argument = value.fetch;
	kept->addend = value.number;
	return value_unknown(e->tok, "it is computed after the event");
}

/* Of an argument the kernel keeps a copy until the return, which can be followed there. */
struct value plan_saved(const struct planner *p, const struct expr *e)
{
	const struct entry_value *kept = e->saved.value;

	if (p->derived->call_entry)
		return value_unknown(e->tok, "it was saved at the call's entry, and memory is read "
					     "there, too: @entry(user_string($NAME)) and the like");
	if (!kept->is_argument)
		return value_unknown(e->tok, "it was saved at the function's entry, and of what is "
					     "known there only the arguments themselves can be "
					     "followed at the return");
	return (struct value){
		.kind = VALUE_CONTEXT, .fetch = kept->argument, .number = kept->addend};
}

/* Of functions: a thread is in one system call at a time. */
void plan_frame(struct planner *p)
{
	static const struct fetch frame = {.base = FETCH_FRAME, .type = FETCH_U64};

	p->derived->probe->frame_fetch = planned_slot(p->c, p->derived, planned_index(p, &frame));
}
