/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Elements of maps by the keys behind an instruction.
 *
 * Purpose:  the lookups of the interpreter's loop and of what machine code calls, in line.
 * Owner:    nobody: functions only.
 */
#ifndef MSTAP_RUNTIME_VM_FIND_H
#define MSTAP_RUNTIME_VM_FIND_H

#include "runtime/vm_state.h"

#if defined(__GNUC__)
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE static inline
#endif

/* The entry of the keys behind @insn, without a call for the two common shapes of key. */
static inline uint32_t vm_find(struct vm *vm, const struct map *map, const struct insn *insn,
			       const union slot *longs, const union slot *strings)
{
	const uint16_t *regs = insn[1].regs;

	if (LIKELY(map->shape == MAP_SHAPE_LONG)) {
		int64_t key = longs[regs[0]].number;

		return map_find_long(map, key, map_hash_long(key));
	}
	if (map->shape == MAP_SHAPE_STRING_LONG) {
		const struct string *string = strings[regs[0]].string;
		int64_t number = longs[regs[1]].number;

		return map_find_string_long(map, string, number,
					    map_hash_string_long(string, number));
	}
	return vm_map_find(vm, map, insn);
}

/* The same, but the entry is made when it is not there; MAP_NONE: raised. */
ALWAYS_INLINE uint32_t vm_reach(struct vm *vm, struct map *map, const struct insn *insn,
				const union slot *longs, const union slot *strings)
{
	const uint16_t *regs = insn[1].regs;
	union slot keys[2];
	uint32_t hash, entry;

	if (LIKELY(map->shape == MAP_SHAPE_LONG)) {
		keys[0] = longs[regs[0]];
		hash = map_hash_long(keys[0].number);
		entry = map_find_long(map, keys[0].number, hash);
	} else if (map->shape == MAP_SHAPE_STRING_LONG) {
		keys[0] = strings[regs[0]];
		keys[1] = longs[regs[1]];
		hash = map_hash_string_long(keys[0].string, keys[1].number);
		entry = map_find_string_long(map, keys[0].string, keys[1].number, hash);
	} else {
		return vm_map_reach(vm, map, insn);
	}
	return LIKELY(entry != MAP_NONE) ? entry : vm_map_insert(vm, map, keys, hash);
}

#endif
