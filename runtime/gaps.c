/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/gaps.h"

static void extend(struct gap *gap, uint64_t from_ns, uint64_t until_ns)
{
	if (from_ns < gap->from_ns)
		gap->from_ns = from_ns;
	if (until_ns > gap->until_ns)
		gap->until_ns = until_ns;
}

void gaps_add(struct gaps *gaps, uint64_t from_ns, uint64_t until_ns)
{
	if (gaps->count == GAPS_MAX)
		extend(&gaps->items[GAPS_MAX - 1], from_ns, until_ns);
	else
		gaps->items[gaps->count++] = (struct gap){from_ns, until_ns};
}

/* Of what lies behind @now_ns, only where it ends matters: everything later has begun since. */
static void pass(struct gaps *gaps, uint64_t now_ns)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < gaps->count; i++) {
		if (gaps->items[i].until_ns > now_ns)
			gaps->items[kept++] = gaps->items[i];
		else if (gaps->items[i].until_ns > gaps->passed_ns)
			gaps->passed_ns = gaps->items[i].until_ns;
	}
	gaps->count = kept;
}

bool gaps_between(struct gaps *gaps, uint64_t from_ns, uint64_t until_ns)
{
	pass(gaps, until_ns);
	if (gaps->passed_ns > from_ns)
		return true;
	for (unsigned i = 0; i < gaps->count; i++)
		if (gaps->items[i].from_ns < until_ns)
			return true;
	return false;
}
