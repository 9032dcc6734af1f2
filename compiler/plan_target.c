/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads spelled by their C types: $variable with its members, and @cast. */
#include "config.h"

#include "compiler/planner.h"

/* Text is no number, nor is a bit field a pointer. */
static bool is_whole_number(const struct expr *e, const struct target_read *read)
{
	return e->type == TYPE_LONG && !read->bits;
}

struct value plan_field(struct planner *p, struct expr *e)
{
	const struct target_read *read = e->target.read;
	struct value value;

	if (read->fetch.nsteps && !can_read_memory(p, e))
		return value_unknown(e->tok, "it could not be planned");
	use_slot(p, e, &read->fetch);
	if (!is_whole_number(e, read))
		return value_unknown(e->tok, "it is no whole number");
	value = value_of(&read->fetch, e->tok);
	if (value.kind == VALUE_CONTEXT)
		value.number = read->addend;
	return value;
}

struct value plan_struct_read(struct planner *p, struct expr *e, struct value address,
			      const struct target_read *read)
{
	struct fetch fetch = {.type = read->fetch.type, .near = near_of(p, e->tok)};
	struct value value;

	if (!can_read_memory(p, e))
		return value_unknown(e->tok, "it could not be planned");
	for (unsigned i = 0; i < read->fetch.nsteps; i++) {
		struct value step =
			i == 0 ? address : (struct value){.kind = VALUE_CONTEXT, .fetch = fetch};
		enum fetch_type type = fetch.type;
		const char *near = fetch.near;

		step.number = (int64_t)((uint64_t)step.number + (uint64_t)read->fetch.steps[i]);
		if (!add_step(&fetch, &step)) {
			semantic_error(p->c, e->tok,
				       "the kernel follows at most %d pointers in one read",
				       FETCH_MAX_STEPS);
			return value_unknown(e->tok, "it could not be planned");
		}
		fetch.type = type;
		fetch.near = near;
	}
	use_slot(p, e, &fetch);
	if (!is_whole_number(e, read))
		return value_unknown(e->tok, "it is no whole number");
	value = value_of(&fetch, e->tok);
	if (value.kind == VALUE_CONTEXT)
		value.number = read->addend;
	return value;
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
