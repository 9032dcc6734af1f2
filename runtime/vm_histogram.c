/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Histograms of aggregates: print, sprint, read a bucket. */
#include "config.h"

#include "runtime/vm_state.h"

#include "runtime/histogram.h"
#include "runtime/output.h"

struct subject {
	const struct global *global;
	const struct aggregate *aggregate;
};

/* The aggregate that @insn is about; false: raised, there is none or it is empty. */
static bool find_subject(struct vm *vm, const struct insn *insn, struct subject *subject)
{
	const enum operand_kind *operands = opcode_rows[insn->op].operands;
	bool first = operands[0] == OPERAND_GA || operands[0] == OPERAND_GM;
	uint16_t index = first ? insn->a : insn->b;
	uint32_t entry;

	subject->global = &vm->program->globals[index];
	if (subject->global->kind == GLOBAL_AGGREGATE) {
		subject->aggregate = &vm->aggregates[index];
	} else {
		entry = vm_map_find(vm, &vm->maps[index], insn);
		subject->aggregate =
			entry == MAP_NONE ? NULL : map_aggregate(&vm->maps[index], entry);
	}
	if (subject->aggregate && subject->aggregate->count > 0)
		return true;
	vm_raise(vm, "empty aggregate");
	return false;
}

bool vm_bucket(struct vm *vm, const struct insn *insn, int64_t bucket, int64_t *count)
{
	struct subject subject;

	if (!find_subject(vm, insn, &subject))
		return false;
	if (bucket < 0 || bucket >= subject.global->histogram.nbuckets) {
		vm_raise(vm, "histogram index out of range");
		return false;
	}
	*count = subject.aggregate->details->buckets[bucket];
	return true;
}

static void render(const struct vm *vm, const struct subject *subject, struct buf *out)
{
	histogram_render(&subject->global->histogram, subject->aggregate->details->buckets,
			 &vm->program->limits, out);
}

bool vm_histogram_print(struct vm *vm, const struct insn *insn)
{
	struct subject subject;

	if (!find_subject(vm, insn, &subject))
		return false;
	render(vm, &subject, &vm->session->output->text);
	return vm_printed(vm);
}

const struct string *vm_histogram_text(struct vm *vm, const struct insn *insn)
{
	struct subject subject;

	if (!find_subject(vm, insn, &subject))
		return NULL;
	buf_clear(&vm->text);
	render(vm, &subject, &vm->text);
	return vm_string(vm, vm->text.data, vm->text.len);
}
