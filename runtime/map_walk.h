/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walking a map: what foreach does.
 *
 * Purpose:  the order is fixed when the walk starts. An unsorted walk reads the entries as they
 *           stand; a sorted one, or one over a slice, works on a list made at the start.
 * Owner:    the VM; a struct map_walk is zeroed once and used again and again, its list keeps
 *           its memory until map_walk_free().
 *
 * A walk is safe against changes of its map by functions that the loop calls: entries that are
 * deleted before their turn are passed over, new ones are not visited, and an entry that is
 * deleted during its turn reads as 0 and "".
 */
#ifndef MSTAP_RUNTIME_MAP_WALK_H
#define MSTAP_RUNTIME_MAP_WALK_H

#include "runtime/map.h"

struct walk_item {
	union {
		int64_t number;
		const struct string *string;
	};
	uint32_t entry;
};

struct map_walk {
	struct map *map; /* NULL: not walking */
	struct walk_item *items;
	size_t room;
	bool listed;
	uint32_t at;
	uint32_t end;
	uint64_t left;	/* what the limit leaves */
	uint32_t entry; /* whose turn it is */
};

/*
 * Starts a walk in @order. @limit counts only when @order has one; below 1 nothing is visited.
 * @keys and @given (bits) are the slice: keys without a bit match all.
 */
void map_walk_start(struct map_walk *walk, struct map *map, const struct iteration *order,
		    int64_t limit, const union slot *keys, uint32_t given);
/* Steps to the next entry. Returns false at the end, with the walk ended. */
bool map_walk_next(struct map_walk *walk);
/* Ends a walk before its end; nothing to do for one that is not under way. */
void map_walk_end(struct map_walk *walk);
void map_walk_free(struct map_walk *walk);

#endif
