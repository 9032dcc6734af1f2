/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/generate_internal.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct choice {
	bool is_element;
	unsigned number; /* of the array, or of the global */
};

static struct choice choose(struct generator *g, bool change)
{
	unsigned map = pick_map(g, 'a', change);

	if (map == MAPS || chance(g, 50))
		return (struct choice){false, pick(g, AGGREGATES)};
	return (struct choice){true, map};
}

static void put_chosen(struct generator *g, struct choice choice, unsigned depth)
{
	if (!choice.is_element) {
		put(g, "ga%u", choice.number);
		return;
	}
	put_map_name(g, choice.number);
	put_keys(g, choice.number, depth, false);
}

void put_statistic(struct generator *g, unsigned depth)
{
	static const char *const statistics[] = {"count", "sum", "min", "max", "avg", "variance"};

	put(g, "@%s(", statistics[pick(g, COUNT(statistics))]);
	put_chosen(g, choose(g, false), depth);
	put(g, ")");
}

/* A variable has histograms of one shape only: its number tells of which. */
void put_bucket(struct generator *g, unsigned depth)
{
	struct choice choice = choose(g, false);
	bool is_linear = choice.number % 2;

	put(g, is_linear ? "@hist_linear(" : "@hist_log(");
	put_chosen(g, choice, depth);
	put(g, is_linear ? ", -10, 50, 7)[" : ")[");
	if (chance(g, 80))
		put(g, "%u", is_linear ? pick(g, 12) : 60 + pick(g, 12));
	else
		put_expr(g, 'l', depth);
	put(g, "]");
}

void put_aggregation(struct generator *g)
{
	struct choice choice = choose(g, true);

	put_chosen(g, choice, 2);
	if (choice.is_element)
		g->writes |= 1u << choice.number;
	put(g, " <<< ");
	put_expr(g, 'l', 3);
	put(g, ";\n");
}
