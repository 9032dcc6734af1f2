/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads spelled by their C types: $variable with its members, and @cast. */
#include "config.h"

#include "compiler/planner.h"
#include "compiler/tracepoints.h"

/* A record has the fields of an event or the arguments of its tracepoint. */
static bool choose_record(struct planner *p, const struct expr *e, struct fetch *fetch)
{
	const struct expr *argument = p->derived->argument_read;
	struct diag *diag;

	if (!argument && fetch->base == FETCH_ARG && e->target.read->carrier) {
		fetch->base = FETCH_FIELD;
		fetch->name = e->target.read->carrier;
		fetch->number = 0;
	}
	if (!argument || fetch->base != FETCH_FIELD ||
	    tracepoint_read_as_argument(p->c, p->derived, e, fetch))
		return true;
	diag = semantic_error(p->c, e->tok,
			      "the event's field '%s' is not in one record with the tracepoint's "
			      "arguments: read one of them in a probe of its own",
			      e->target.name);
	semantic_related(p->c, diag, argument->tok, "this is an argument");
	return false;
}

/* @e is read by @fetch, and something made of it as @read says. */
static struct value plan_read(struct planner *p, const struct expr *e, const struct fetch *fetch,
			      const struct target_read *read)
{
	struct value value;

	use_slot(p, e, fetch);
	if (e->type == TYPE_STRING || read->bits)
		return value_unknown(e->tok, "it is no whole number");
	value = value_of(fetch, e->tok);
	if (value.kind == VALUE_CONTEXT)
		value.number = read->addend;
	return value;
}

struct value plan_field(struct planner *p, struct expr *e)
{
	const struct target_read *read = e->target.read;
	struct fetch fetch = read->fetch;

	if (!choose_record(p, e, &fetch) || (fetch.nsteps && !can_read_memory(p, e)))
		return value_unknown(e->tok, "it could not be planned");
	return plan_read(p, e, &fetch, read);
}

struct value plan_struct_read(struct planner *p, struct expr *e, struct value address,
			      const struct target_read *read)
{
	struct fetch fetch = {.type = read->fetch.type, .near = near_of(p, e->tok)};

	if (!can_read_memory(p, e))
		return value_unknown(e->tok, "it could not be planned");
	for (unsigned i = 0; i < read->fetch.nsteps; i++) {
		struct value step =
			i == 0 ? address : (struct value){.kind = VALUE_CONTEXT, .fetch = fetch};

		step.number = (int64_t)((uint64_t)step.number + (uint64_t)read->fetch.steps[i]);
		if (!add_step(&fetch, &step)) {
			semantic_error(p->c, e->tok,
				       "the kernel follows at most %d pointers in one read",
				       FETCH_MAX_STEPS);
			return value_unknown(e->tok, "it could not be planned");
		}
	}
	return plan_read(p, e, &fetch, read);
}

struct value plan_cast(struct planner *p, struct expr *e)
{
	struct value address = plan_expr(p, e->target.operand);
	const struct target_read *read = e->target.read;

	if (!read->fetch.nsteps) {
		/* A place in the struct: computed from the operand's own value. */
		if (address.kind != VALUE_UNKNOWN)
			address.number =
				(int64_t)((uint64_t)address.number + (uint64_t)read->addend);
		return address;
	}
	if (address.kind != VALUE_CONTEXT && address.kind != VALUE_NUMBER)
		return refuse_address(p, e, e->target.operand, &address);
	return plan_struct_read(p, e, address, read);
}
