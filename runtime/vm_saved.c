/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the probe on a function's entry saves for the one on its return. */
#include "config.h"

#include "runtime/owned_string.h"
#include "runtime/pairing.h"
#include "runtime/vm_state.h"

void vm_save_number(struct vm *vm, uint16_t index, int64_t number)
{
	vm->event->call->values[index].number = number;
}

void vm_save_string(struct vm *vm, uint16_t index, const struct string *text)
{
	struct saved_value *value = &vm->event->call->values[index];

	value->text = owned_string_set(value->text, text);
}

void vm_save_failure(struct vm *vm, uint16_t index, const struct string *message)
{
	vm_save_string(vm, index, message);
	vm->event->call->values[index].failed = true;
}

static const struct saved_value *find_saved(struct vm *vm, uint16_t index)
{
	const struct saved_value *value = &vm->event->call->values[index];

	if (!value->failed)
		return value;
	vm_raise(vm, "%s", value->text->text);
	return NULL;
}

bool vm_saved_number(struct vm *vm, uint16_t index, int64_t *result)
{
	const struct saved_value *value = find_saved(vm, index);

	if (value)
		*result = value->number;
	return value != NULL;
}

const struct string *vm_saved_string(struct vm *vm, uint16_t index)
{
	const struct saved_value *value = find_saved(vm, index);

	if (!value)
		return NULL;
	return value->text ? vm_string(vm, value->text->text, value->text->len) : string_empty;
}
