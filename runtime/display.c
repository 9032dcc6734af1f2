/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Globals that the script writes and never reads, shown at its end: name=1, name="text",
 * name["key",2]=3 by falling value, name @count=.. @min=.. @max=.. @sum=.. @avg=...
 */
#include "config.h"

#include "runtime/vm_state.h"

static void put_string(struct buf *out, const struct string *string)
{
	buf_printf(out, "\"%s\"", string ? string->text : "");
}

static void put_aggregate(struct buf *out, const struct aggregate *aggregate)
{
	if (aggregate->count == 0) {
		buf_puts(out, " @count=0x0\n");
		return;
	}
	buf_printf(out, " @count=%lld @min=%lld @max=%lld @sum=%lld @avg=%lld\n",
		   (long long)aggregate->count, (long long)aggregate->min,
		   (long long)aggregate->max, (long long)aggregate->sum,
		   (long long)(aggregate->sum / aggregate->count));
}

static void put_keys(struct buf *out, const struct map *map, uint32_t entry)
{
	const union slot *keys = map_keys(map, entry);

	for (unsigned i = 0; i < map->nkeys; i++) {
		buf_putc(out, i == 0 ? '[' : ',');
		if (map->string_keys & 1u << i)
			put_string(out, keys[i].string);
		else
			buf_printf(out, "%lld", (long long)keys[i].number);
	}
	buf_putc(out, ']');
}

static void put_entry(struct buf *out, const char *name, const struct map *map, uint32_t entry)
{
	buf_puts(out, name);
	put_keys(out, map, entry);
	if (map->value == MAP_AGGREGATE) {
		put_aggregate(out, map_aggregate(map, entry));
		return;
	}
	buf_putc(out, '=');
	if (map->value == MAP_STRING)
		put_string(out, map_cell(map, entry)->string);
	else
		buf_printf(out, "%lld", (long long)map_cell(map, entry)->number);
	buf_putc(out, '\n');
}

static void put_map(struct buf *out, const char *name, struct map *map)
{
	static const struct iteration falling = {.direction = -1, .stat = STAT_OP_COUNT};
	struct map_walk walk = {0};

	map_walk_start(&walk, map, &falling, 0, NULL, 0);
	while (map_walk_next(&walk))
		put_entry(out, name, map, walk.entry);
	map_walk_free(&walk);
}

void vm_display_global(struct vm *vm, struct buf *out, uint32_t index)
{
	const struct global *global = &vm->program->globals[index];

	if (global->kind == GLOBAL_MAP) {
		put_map(out, global->name, &vm->maps[index]);
		return;
	}
	buf_puts(out, global->name);
	if (global->kind == GLOBAL_AGGREGATE) {
		put_aggregate(out, &vm->aggregates[index]);
		return;
	}
	buf_putc(out, '=');
	if (global->kind == GLOBAL_STRING)
		put_string(out, vm->globals[index].string);
	else
		buf_printf(out, "%lld", (long long)vm->globals[index].number);
	buf_putc(out, '\n');
}
