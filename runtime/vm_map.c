/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Map instructions of any shape of key, iteration and statistics. */
#include "config.h"

#include "runtime/vm_state.h"

/* The registers of @insn's keys into @keys; returns the bits of those that are not '*'. */
static uint32_t read_keys(struct vm *vm, const struct map *map, const struct insn *insn,
			  union slot *keys, unsigned skip)
{
	const struct frame *frame = vm_frame(vm);
	const union slot *longs = vm_longs(vm, frame), *strings = vm_strings(vm, frame);
	uint32_t given = 0;

	for (unsigned i = 0; i < map->nkeys; i++) {
		unsigned at = skip + i;
		uint16_t reg = insn[1 + at / 4].regs[at % 4];

		if (reg == REG_NONE)
			continue;
		given |= 1u << i;
		keys[i] = map->string_keys & 1u << i ? strings[reg] : longs[reg];
	}
	return given;
}

static bool all_given(const struct map *map, uint32_t given)
{
	return given == (1u << map->nkeys) - 1;
}

uint32_t vm_map_find(struct vm *vm, const struct map *map, const struct insn *insn)
{
	union slot keys[MAX_KEYS];

	read_keys(vm, map, insn, keys, 0);
	return map_find_any(map, keys, map_hash_any(map, keys));
}

static void raise_status(struct vm *vm, const struct map *map, enum map_status status)
{
	const struct limits *limits = &vm->program->limits;

	if (status == MAP_OVER_BUDGET)
		vm_raise(vm, "arrays exceed their memory budget of %llu MB",
			 (unsigned long long)(vm->budget.limit >> 20));
	else if (limits->MAXMAPENTRIES_given && map->max_entries == (uint64_t)limits->MAXMAPENTRIES)
		vm_raise(vm, "Array overflow, check MAXMAPENTRIES");
	else
		vm_raise(vm, "Array overflow, check size limit (%llu)",
			 (unsigned long long)map->max_entries);
}

uint32_t vm_map_insert(struct vm *vm, struct map *map, const union slot *keys, uint32_t hash)
{
	uint32_t entry;
	enum map_status status = map_add(map, keys, hash, &entry);

	if (status == MAP_OK)
		return entry;
	raise_status(vm, map, status);
	return MAP_NONE;
}

uint32_t vm_map_reach(struct vm *vm, struct map *map, const struct insn *insn)
{
	union slot keys[MAX_KEYS];
	uint32_t hash, entry;

	read_keys(vm, map, insn, keys, 0);
	hash = map_hash_any(map, keys);
	entry = map_find_any(map, keys, hash);
	return entry != MAP_NONE ? entry : vm_map_insert(vm, map, keys, hash);
}

bool vm_map_put_string(struct vm *vm, struct map *map, const struct insn *insn)
{
	const struct string *value = vm_strings(vm, vm_frame(vm))[insn->b].string;
	uint32_t entry = vm_map_reach(vm, map, insn);
	enum map_status status;

	if (entry == MAP_NONE)
		return false;
	status = map_put_string(map, entry, value);
	if (status == MAP_OK)
		return true;
	raise_status(vm, map, status);
	return false;
}

/* The first live entry at or behind @from that matches, or MAP_NONE. */
static uint32_t next_match(const struct map *map, uint32_t from, const union slot *keys,
			   uint32_t given)
{
	for (uint32_t entry = from; entry < map->count; entry++)
		if (map->hashes[entry] && map_matches(map, entry, keys, given))
			return entry;
	return MAP_NONE;
}

bool vm_map_has(struct vm *vm, const struct map *map, const struct insn *insn)
{
	union slot keys[MAX_KEYS];
	uint32_t given = read_keys(vm, map, insn, keys, 0);

	if (all_given(map, given))
		return map_find_any(map, keys, map_hash_any(map, keys)) != MAP_NONE;
	return next_match(map, map->first, keys, given) != MAP_NONE;
}

void vm_map_delete(struct vm *vm, struct map *map, const struct insn *insn)
{
	union slot keys[MAX_KEYS];
	uint32_t given = read_keys(vm, map, insn, keys, 0);
	uint32_t entry;

	if (given == 0) {
		map_clear(map);
		return;
	}
	if (all_given(map, given)) {
		entry = map_find_any(map, keys, map_hash_any(map, keys));
		if (entry != MAP_NONE)
			map_delete(map, entry);
		return;
	}
	for (entry = map->first; (entry = next_match(map, entry, keys, given)) != MAP_NONE; entry++)
		map_delete(map, entry);
}

bool vm_map_add_details(struct vm *vm, struct map *map, uint32_t entry, int64_t value)
{
	enum map_status status = map_add_details(map, entry, value);

	if (status == MAP_OK)
		return true;
	raise_status(vm, map, status);
	return false;
}

bool vm_stat(struct vm *vm, const struct aggregate *aggregate, enum stat_op op, int64_t *result)
{
	if (aggregate_read(aggregate, op, result))
		return true;
	vm_raise(vm, "empty aggregate");
	return false;
}

bool vm_map_stat(struct vm *vm, const struct map *map, const struct insn *insn, int64_t *result)
{
	static const struct aggregate empty;
	uint32_t entry = vm_map_find(vm, map, insn);

	return vm_stat(vm, entry == MAP_NONE ? &empty : map_aggregate(map, entry),
		       (enum stat_op)insn->c, result);
}

const struct insn *vm_each(struct vm *vm, const struct insn *insn)
{
	/* The operand a is the slot; b and c are one 32-bit index. */
	const struct iteration *order = &vm->program->iterations[insn->imm];
	const struct frame *frame = vm_frame(vm);
	struct map *map = &vm->maps[order->map];
	unsigned limits = order->has_limit ? 1 : 0, words = limits;
	union slot keys[MAX_KEYS];
	uint32_t given = 0;
	int64_t limit = 0;

	if (order->has_limit)
		limit = vm_longs(vm, frame)[insn[1].regs[0]].number;
	if (order->has_slice) {
		given = read_keys(vm, map, insn, keys, limits);
		words += map->nkeys;
	}
	map_walk_start(&vm->walks[frame->walks + insn->a], map, order, limit, keys, given);
	return insn + 1 + INSN_EXTENSIONS(words);
}
