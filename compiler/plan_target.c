/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads spelled by their C types: $variable with its members, and @cast. */
#include "config.h"

#include "compiler/planner.h"

static struct value plus(struct planner *p, const struct expr *e, const struct value *value,
			 int64_t addend)
{
	const struct value number = value_number(addend);

	if (value->kind == VALUE_UNKNOWN)
		return *value;
	return value_compute(p, OP_ADD, value, &number, e->tok);
}

/* What is made of the @value that @e reads, as @read says. */
static struct value read_value(struct planner *p, const struct expr *e, const struct value *value,
			       const struct target_read *read)
{
	if (e->type == TYPE_STRING || read->bits)
		return value_unknown(e->tok, "it is no whole number");
	return plus(p, e, value, read->addend);
}

static struct value plan_read(struct planner *p, const struct expr *e, const struct fetch *fetch,
			      const struct target_read *read)
{
	const struct value value = value_of(fetch, e->tok);

	use_slot(p, e, fetch);
	return read_value(p, e, &value, read);
}

bool plan_text_field(struct planner *p, const struct expr *e, const struct value *address,
		     struct fetch *fetch)
{
	if (address->number || (fetch->type != FETCH_STRING && fetch->type != FETCH_USTRING)) {
		semantic_error(p->c, address->tok,
			       "'$%s' is text in the record itself, which has no address: it can "
			       "be read as text only, and as a whole",
			       address->fetch.name);
		return false;
	}
	*fetch = address->fetch;
	fetch->type = FETCH_STRING;
	fetch->near = near_of(p, e->tok);
	return true;
}

struct value plan_field(struct planner *p, struct expr *e)
{
	const struct target_read *read = e->target.read;
	struct fetch fetch = read->fetch;

	if (read->is_place)
		return (struct value){
			.kind = VALUE_CONTEXT, .tok = e->tok, .fetch = fetch, .is_text = true};
	if (fetch.nsteps && !can_read_memory(p, e))
		return value_unknown(e->tok, "it could not be planned");
	fetch.near = near_of(p, e->tok);
	return plan_read(p, e, &fetch, read);
}

bool follow_steps(struct planner *p, const struct expr *e, const struct value *address,
		  const struct target_read *read, struct fetch *fetch)
{
	*fetch = (struct fetch){
		.type = read->fetch.type,
		.length = read->fetch.length,
		.near = near_of(p, e->tok),
	};
	for (unsigned i = 0; i < read->fetch.nsteps; i++) {
		struct value step =
			i == 0 ? *address : (struct value){.kind = VALUE_CONTEXT, .fetch = *fetch};

		step.number = (int64_t)((uint64_t)step.number + (uint64_t)read->fetch.steps[i]);
		if (step.is_text)
			return plan_text_field(p, e, &step, fetch);
		if (!add_step(fetch, &step)) {
			semantic_error(p->c, e->tok,
				       "the kernel follows at most %d pointers in one read",
				       FETCH_MAX_STEPS);
			return false;
		}
	}
	return true;
}

struct value plan_struct_read(struct planner *p, struct expr *e, struct value address,
			      const struct target_read *read)
{
	struct fetch fetches[VALUE_CHOICES_MAX];
	struct value value;

	if (!can_read_memory(p, e))
		return value_unknown(e->tok, "it could not be planned");
	for (unsigned i = 0; i < value_count(&address); i++)
		if (!follow_steps(p, e, value_item(&address, i), read, &fetches[i]))
			return value_unknown(e->tok, "it could not be planned");
	value = use_slots(p, e, &address, fetches);
	return read_value(p, e, &value, read);
}

struct value plan_cast(struct planner *p, struct expr *e)
{
	const struct target_read *read = e->target.read;
	struct value address;
	const struct absent_use absent = {
		.text = "read fault [man error::fault] at 0x%x",
		.offset = read->fetch.nsteps ? read->fetch.steps[0] : 0,
		.is_placed = true,
	};

	if (read->fetch.nsteps && plan_element(p, e, &address))
		return address;
	address = plan_expr(p, e->target.operand);
	address = value_as_address(p, e->target.operand, address);
	/* A place in the struct: computed from the operand's own value. */
	if (!read->fetch.nsteps)
		return plus(p, e, &address, read->addend);
	if (has_no_context(p))
		return plan_absent(p, e, absent);
	if (!value_count(&address))
		return refuse_address(p, e, e->target.operand, &address);
	return plan_struct_read(p, e, address, read);
}
