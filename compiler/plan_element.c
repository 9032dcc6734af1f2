/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Elements of C arrays by an index that is no constant (elements.h). The kernel fetches from no
 * place that depends on data; but of an array of known length all that is asked for can be
 * fetched, and the handler takes what it wants: numbers out of the bytes of the whole, or each
 * element for itself where pointers go on from there.
 */
#include "config.h"

#include "compiler/elements.h"
#include "compiler/planner.h"

static bool is_known(const struct value *index)
{
	for (unsigned i = 0; i < value_count(index); i++)
		if (value_item(index, i)->kind != VALUE_NUMBER)
			return false;
	return value_count(index) > 0;
}

struct value plan_bounded(struct planner *p, const struct expr *e, uint32_t count,
			  const struct value *index)
{
	struct value *items;

	if (is_known(index))
		return *index;
	if (count > VALUE_CHOICES_MAX)
		return value_unknown(e->tok,
				     arena_printf(p->c->arena,
						  "it may be that of any of %u elements, of which "
						  "%u are read at most, or %u bytes of numbers",
						  count, VALUE_CHOICES_MAX, FETCH_BLOCK_BYTES));
	items = arena_alloc(p->c->arena, count * sizeof(*items));
	for (unsigned i = 0; i < count; i++)
		items[i] = value_number(i);
	return (struct value){.kind = VALUE_CHOICE, .items = items, .nitems = count};
}

/*
 * The bytes from the first element's number to the end of the last one's, with up to seven behind
 * them where the kernel has no array of just so many; 0: there are too many.
 */
static uint32_t block_bytes(const struct element_of_array *element, const struct target_read *read)
{
	uint64_t bytes = (element->count - 1) * (uint64_t)element->size +
			 fetch_types[read->fetch.type].bytes;

	for (unsigned unit = 1; unit <= 8; unit *= 2) {
		uint64_t whole = (bytes + unit - 1) / unit * unit;

		if (whole <= FETCH_BLOCK_BYTES && fetch_element_bytes((uint32_t)whole))
			return (uint32_t)whole;
	}
	return 0;
}

/* Pointers are better read each for itself: they can be followed then. */
static bool fits_block(struct planner *p, const struct element_of_array *element,
		       const struct target_read *read)
{
	const struct ctype *type =
		p->c->options->catalog->ctype(p->c->options->source, read->ctype);

	if (!element->count || read->fetch.nsteps != 1 || !fetch_types[read->fetch.type].bytes ||
	    !block_bytes(element, read))
		return false;
	return (read->typed && type->kind != CTYPE_POINTER) || element->count > VALUE_CHOICES_MAX;
}

static struct value plan_block(struct planner *p, struct expr *e, const struct value *first,
			       const struct element_of_array *element)
{
	struct target_read block = *e->target.read;
	struct fetch_use use = {.expr = e, .is_block = true};
	struct fetch fetch;

	block.fetch.length = (uint16_t)block_bytes(element, &block);
	block.fetch.type = FETCH_BYTES;
	if (!can_read_memory(p, e) || !follow_steps(p, e, first, &block, &fetch))
		return value_unknown(e->tok, "it could not be planned");
	use.planned = planned_index(p, &fetch);
	arena_push(p->c->arena, p->instance->fetches, p->instance->nfetches, use);
	return value_unknown(e->tok, "it is one of several numbers");
}

bool plan_element(struct planner *p, struct expr *e, struct value *out)
{
	struct element_of_array element = element_of_array(e);
	const struct value size = value_number(element.size);
	struct value first, index, offset;

	if (!element.index || has_no_context(p))
		return false;
	first = value_as_address(p, element.first, plan_expr(p, element.first));
	index = plan_expr(p, element.index);
	if (value_count(&first) == 1 && index.kind != VALUE_NUMBER &&
	    fits_block(p, &element, e->target.read)) {
		*out = plan_block(p, e, &first, &element);
		return true;
	}
	if (!value_count(&first) || !value_count(&index)) {
		*out = refuse_address(p, e, e->target.operand,
				      value_count(&first) ? &index : &first);
		return true;
	}
	offset = value_compute(p, OP_MUL, &index, &size, e->tok);
	first = value_compute(p, OP_ADD, &first, &offset, e->tok);
	*out = value_count(&first) ? plan_struct_read(p, e, first, e->target.read)
				   : refuse_address(p, e, e->target.operand, &first);
	return true;
}
