/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads spelled by their C types: $variable with its members, and @cast. */
#include "config.h"

#include "compiler/planner.h"

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
	struct fetch fetch = {.base = FETCH_FIELD,
			      .name = e->target.name + 1,
			      .type = e->type == TYPE_STRING ? FETCH_STRING : FETCH_S64,
			      .near = near_of(p, e->tok)};

	if (e->target.read)
		return plan_read(p, e, &e->target.read->fetch, e->target.read);
	use_slot(p, e, &fetch);
	return value_unknown(e->tok,
			     "it is a field of the tracepoint's record: reading memory behind it "
			     "is not supported in this version");
}

struct value plan_struct_read(struct planner *p, struct expr *e, struct value address,
			      const struct target_read *read)
{
	struct fetch fetch = {.type = read->fetch.type, .near = near_of(p, e->tok)};

	if (!is_function_probe(p->derived)) {
		semantic_error(p->c, e->tok,
			       "memory can be read in probes of functions only, not at %s",
			       p->derived->probe->point);
		return value_unknown(e->tok, "it could not be planned");
	}
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
