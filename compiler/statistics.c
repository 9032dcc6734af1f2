/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What aggregates keep besides count, sum, minimum and maximum: one fact for all uses of each. */
#include "config.h"

#include <string.h>

#include "compiler/compiler.h"

#define MAX_SHIFT 62

/* ---- one use ---- */

static void require_variance(struct compilation *c, struct variable *v, const struct expr *e)
{
	int64_t shift = e->stat.nparams ? e->stat.params[0] : 0;

	v->keeps_variance = true;
	if (shift < 0 || shift > MAX_SHIFT)
		semantic_error(c, e->tok, "bit shift (%lld) out of range <0..%d>", (long long)shift,
			       MAX_SHIFT);
	else if (v->variance_shift && v->variance_shift != shift)
		semantic_error(c, e->tok, "conflicting bit shifts declared (previously %lld)",
			       (long long)v->variance_shift);
	else
		v->variance_shift = shift;
}

static bool same_histogram(const struct expr *a, const struct expr *b)
{
	return a->stat.function == b->stat.function &&
	       memcmp(a->stat.params, b->stat.params, sizeof(a->stat.params)) == 0;
}

/* stap shows globals by the name that they have in its module. */
static void require_histogram(struct compilation *c, struct variable *v, const struct expr *e)
{
	if (!v->histogram)
		v->histogram = e;
	else if (!same_histogram(v->histogram, e))
		semantic_error(c, e->tok, "multiple histogram types declared on '__global_%s'",
			       v->name);
}

/* ---- all that is asked ---- */

static void collect_expr(void *c, struct expr *e)
{
	const bool is_stat = e->kind == EXPR_STAT || e->kind == EXPR_HIST;
	const struct expr *stat = is_stat ? e->stat.stat : NULL;
	struct variable *v = NULL;

	if (stat && stat->kind != EXPR_SYMBOL && stat->kind != EXPR_INDEX)
		semantic_error(c, stat->tok, "Expecting symbol or array index expression");
	else if (stat)
		v = aggregate_variable(stat);
	if (v && e->kind == EXPR_HIST)
		require_histogram(c, v, e);
	else if (v && e->stat.function == STAT_VARIANCE)
		require_variance(c, v, e);
	each_child(e, collect_expr, c);
}

static void collect_stmt(void *c, struct stmt *s)
{
	const struct stmt_visitor visitor = {collect_stmt, collect_expr, c};

	if (s->kind == STMT_FOREACH && s->foreach.sort_stat == STAT_VARIANCE &&
	    s->foreach.base->kind == EXPR_SYMBOL)
		s->foreach.base->symbol.variable->keeps_variance = true;
	each_part(s, &visitor);
}

/* In stap's order, so that of two that do not agree the same one is blamed. */
bool collect_statistics(struct compilation *c)
{
	for (unsigned i = 0; i < c->nfunctions; i++)
		collect_stmt(c, c->functions[i]->decl->body);
	for (unsigned i = 0; i < c->nderived; i++) {
		struct derived *d = c->derived[i];

		for (unsigned j = 0; j < d->nconditions; j++)
			collect_expr(c, d->conditions[j]);
		for (unsigned j = 0; j < d->nparts; j++)
			collect_stmt(c, d->parts[j]);
	}
	return c->diags->nerrors == 0;
}

/* ---- what the runtime is told ---- */

/*
 * stap finds out when its module starts, in 32-bit numbers; so the parameters are cut here, and
 * the errors come in the last pass.
 */
static void describe_linear(struct compilation *c, const struct expr *e, struct histogram *h)
{
	int32_t low = (int32_t)e->stat.params[0], high = (int32_t)e->stat.params[1];
	int32_t range = (int32_t)((uint32_t)high - (uint32_t)low);
	int64_t most = c->limits.STP_MAX_BUCKETS, count;

	h->low = low;
	h->width = (int32_t)e->stat.params[2];
	if (h->width == 0) {
		semantic_error(c, e->tok, "histogram: interval cannot be zero");
		return;
	}
	count = (int64_t)range / h->width + 3;
	if (count < 3 || count > most)
		semantic_error(c, e->tok,
			       "histogram: Number of buckets must be between 1 and %lld; it is "
			       "(stop - start) / interval + 1, here %lld",
			       (long long)most - 2, (long long)count - 2);
	else
		h->nbuckets = (uint32_t)count;
}

void describe_statistics(struct compilation *c, const struct variable *v, struct global *g)
{
	g->keeps_variance = v->keeps_variance;
	g->variance_shift = (uint8_t)v->variance_shift;
	if (!v->histogram)
		return;
	if (v->histogram->stat.function == STAT_HIST_LOG) {
		g->histogram.kind = HISTOGRAM_LOG;
		g->histogram.nbuckets = HISTOGRAM_LOG_BUCKETS;
	} else {
		g->histogram.kind = HISTOGRAM_LINEAR;
		describe_linear(c, v->histogram, &g->histogram);
	}
}
