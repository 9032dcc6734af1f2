/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One function a kind of probe point: from its arguments to a struct probe. */
#include "config.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/points.h"

#define NS_PER_S      INT64_C(1000000000)
#define MIN_PERIOD_NS INT64_C(100000)
#define MAX_PERIOD_S  INT64_C(86400)
#define MAX_HERTZ     INT64_C(10000)
#define MAX_JIFFIES   INT64_C(1000000)

/* ---- derived probes ---- */

static void push_part(struct compilation *c, struct derived *d, const struct stmt *body,
		      const struct script *script)
{
	unsigned count = d->nparts;

	d->part_scripts = arena_grow(c->arena, d->part_scripts, count, sizeof(*d->part_scripts));
	d->part_scripts[count] = script;
	arena_push(c->arena, d->parts, d->nparts, ast_clone_stmt(c->arena, body));
}

/* What an alias runs behind the handler: its body if it is +=, else its second body. */
static const struct stmt *epilogue_of(const struct probe_decl *alias)
{
	return alias->epilogue ? alias->body : alias->epilogue_body;
}

/* The outermost alias's first. */
static void add_epilogues(struct compilation *c, struct derived *d, const struct alias_use *use)
{
	if (!use)
		return;
	add_epilogues(c, d, use->outer);
	if (epilogue_of(use->decl))
		push_part(c, d, epilogue_of(use->decl), use->script);
}

/* Prologues run from the innermost alias out, epilogues the other way round behind the handler. */
static void add_parts(struct expansion *x, struct derived *d)
{
	for (const struct alias_use *use = x->aliases; use; use = use->outer)
		if (!use->decl->epilogue)
			push_part(x->c, d, use->decl->body, use->script);
	push_part(x->c, d, x->decl->body, x->script);
	add_epilogues(x->c, d, x->aliases);
}

static void add_conditions(struct expansion *x, struct derived *d)
{
	struct compilation *c = x->c;

	for (const struct condition_use *use = x->conditions; use; use = use->next) {
		unsigned count = d->nconditions;

		d->condition_scripts = arena_grow(c->arena, d->condition_scripts, count,
						  sizeof(*d->condition_scripts));
		d->condition_scripts[count] = use->script;
		arena_push(c->arena, d->conditions, d->nconditions,
			   ast_clone_expr(c->arena, use->expr));
	}
}

static const char *mark_of(const struct probe_point *point)
{
	return point->optional ? "?" : point->sufficient ? "!" : "";
}

/* The point that names the alias which @use is of. */
static const struct probe_point *naming(const struct expansion *x, const struct alias_use *use)
{
	return use->outer ? use->outer->target : x->own;
}

/* As stap -t has it. */
static const char *place_of(const struct expansion *x)
{
	const struct token *tok =
		x->aliases ? naming(x, x->aliases)->components[0].tok : x->decl->tok;

	return source_where(x->c->arena, tok->span);
}

/* The same; it gives the first point of a list whichever it is. */
static const char *origin_of(const struct expansion *x)
{
	struct compilation *c = x->c;
	const char *origin = "";

	for (const struct alias_use *use = x->aliases; use; use = use->outer)
		origin = arena_printf(c->arena, "%s from: %s", origin,
				      point_text(c, naming(x, use)));
	return arena_printf(c->arena, "%s from: %s", origin,
			    point_text(c, x->decl->points.items[0]));
}

struct derived *add_derived(struct expansion *x, const struct point_match *match,
			    enum probe_kind kind, const char *text)
{
	struct compilation *c = x->c;
	struct derived *d = arena_new_of(c->arena, struct derived);
	const struct token *tok = match->point->components[0].tok;

	d->decl = x->decl;
	d->script = x->script;
	d->name = match->point->components[0].name;
	d->derivation = x->derivation;
	d->aliased = x->aliases != NULL;
	d->named = x->named;
	d->probe = arena_new_of(c->arena, struct probe);
	d->probe->kind = kind;
	d->probe->point = text;
	d->shown = arena_printf(c->arena, "%s%s", text, mark_of(match->point));
	d->probe->near = arena_printf(c->arena, "%s at %s", token_describe(c->arena, tok),
				      source_where(c->arena, tok->span));
	d->probe->place = place_of(x);
	d->probe->origin = origin_of(x);
	add_parts(x, d);
	add_conditions(x, d);
	d->probe->name = x->name;
	arena_push(c->arena, c->derived, c->nderived, d);
	return d;
}

const char *point_text(struct compilation *c, const struct probe_point *point)
{
	struct probe_point bare = *point;
	struct buf text = {0};
	const char *result;

	bare.optional = bare.sufficient = false;
	bare.condition = NULL;
	ast_print_point(&text, &bare);
	result = arena_strndup(c->arena, text.data, text.len);
	buf_free(&text);
	return result;
}

static struct derived *add_plain(struct expansion *x, const struct point_match *m,
				 enum probe_kind kind)
{
	return add_derived(x, m, kind, point_text(x->c, m->point));
}

unsigned point_error(struct expansion *x, const struct point_match *m, const char *format, ...)
{
	va_list ap;
	const char *text;

	va_start(ap, format);
	text = arena_vprintf(x->c->arena, format, ap);
	va_end(ap);
	semantic_related(x->c, resolving_error(x->c, m->point), NULL, "%s", text)->site = format;
	return 0;
}

/* ---- begin, end, error, never ---- */

unsigned point_marker(struct expansion *x, const struct point_match *m)
{
	struct derived *d = add_plain(x, m, (enum probe_kind)m->number);

	d->probe->sequence = m->nargs ? m->args[0]->number : 0;
	return 1;
}

/* ---- timers ---- */

static unsigned add_timer(struct expansion *x, const struct point_match *m, int64_t unit_ns)
{
	int64_t count = m->args[0]->number;
	int64_t spread = m->nargs > 1 ? m->args[1]->number : 0;
	struct derived *d;

	if (m->nargs > 1 && (spread < 0 || spread > count))
		return point_error(x, m, "randomization value out of range");
	d = add_plain(x, m, PROBE_TIMER);
	d->probe->period_ns = (uint64_t)(count * unit_ns);
	d->probe->random_ns = (uint64_t)(spread * unit_ns);
	return 1;
}

unsigned point_timer(struct expansion *x, const struct point_match *m)
{
	int64_t unit = m->number;
	int64_t least = unit < MIN_PERIOD_NS ? MIN_PERIOD_NS / unit : 1;
	int64_t most = MAX_PERIOD_S * (NS_PER_S / unit);

	if (m->args[0]->number < least || m->args[0]->number > most)
		return point_error(x, m, "interval value out of range (%" PRId64 ", %" PRId64 ")",
				   least, most);
	return add_timer(x, m, unit);
}

/* CONFIG_HZ; Debian's and most distributions' value when the configuration cannot be read. */
int64_t kernel_hz(const struct compilation *c)
{
	const char *config = c->options->parse.kernel_config;
	const char *line = config ? strstr(config, "\nCONFIG_HZ=") : NULL;
	long hz = line ? strtol(line + strlen("\nCONFIG_HZ="), NULL, 10) : 0;

	return hz > 0 ? hz : 250;
}

unsigned point_jiffies(struct expansion *x, const struct point_match *m)
{
	if (m->args[0]->number < 1 || m->args[0]->number > MAX_JIFFIES)
		return point_error(x, m, "invalid interval for jiffies timer");
	if (m->nargs > 1 && (m->args[1]->number < 0 || m->args[1]->number > m->args[0]->number))
		return point_error(x, m, "invalid randomize for jiffies timer");
	return add_timer(x, m, NS_PER_S / kernel_hz(x->c));
}

unsigned point_hertz(struct expansion *x, const struct point_match *m)
{
	int64_t hertz = m->args[0]->number;
	struct derived *d;

	if (hertz < 1)
		return point_error(x, m, "frequency must be greater than 0");
	if (hertz > MAX_HERTZ)
		return point_error(x, m, "interval value out of range (100000, 86400000000000)");
	d = add_plain(x, m, PROBE_TIMER);
	d->probe->period_ns = (uint64_t)(NS_PER_S / hertz);
	return 1;
}

/* ---- kprobes ---- */

/* The name is right, only the place is not. */
static unsigned in_a_module(struct expansion *x, const struct point_match *m, const char *name)
{
	struct compilation *c = x->c;
	const struct kernel_function *functions;
	const char *why;

	if (catalog(c)->find_functions(c->options->source, "*", name, &functions, &why) < 1)
		return point_error(x, m, "no match");
	return point_error(x, m,
			   "no match; module %s has a function of that name: %smodule(\"%s\")",
			   functions[0].module,
			   strcmp(m->point->components[0].name, "kprobe") == 0 ? "kprobe." : "",
			   functions[0].module);
}

unsigned no_such_function(struct expansion *x, const struct point_match *m, const char *name)
{
	struct compilation *c = x->c;
	const char *names[5];
	unsigned count =
		catalog(c)->similar_symbols(c->options->source, SYMBOL_FUNCTION, name, names, 5);
	struct buf text = {0};

	if (count && strcmp(names[0], name) == 0)
		return in_a_module(x, m, name);
	buf_puts(&text, "no match");
	for (unsigned i = 0; i < count; i++)
		buf_printf(&text, "%s%s", i ? ", " : " (similar functions: ", names[i]);
	if (count)
		buf_putc(&text, ')');
	point_error(x, m, "%s", text.data);
	buf_free(&text);
	return 0;
}

unsigned point_check_module(struct expansion *x, const struct point_match *m, const char *module)
{
	struct compilation *c = x->c;

	if (catalog(c)->has_module(c->options->source, module) == ANSWER_NO)
		return point_error(x, m, "module %s is not loaded", module);
	return 1;
}

/* KRETPROBE_MAXACTIVE_MAX of kernel/trace/trace_kprobe.c; 0 leaves it to the kernel. */
unsigned check_maxactive(struct expansion *x, const struct point_match *m,
			 const struct function_point *point)
{
	if (point->maxactive < 0 || point->maxactive > 4096)
		return point_error(x, m, "maxactive out of range (the kernel takes 1 to 4096)");
	return 1;
}

/* Returns 1 when a kprobe can be put at @function, which may be a pattern, 0 after an error. */
static unsigned check_function(struct expansion *x, const struct point_match *m, const char *module,
			       const char *function)
{
	struct compilation *c = x->c;
	const char *missing = kernel_lacks(c, catalog(c)->kprobes_missing);

	if (missing)
		return point_error(x, m, "%s", missing);
	if (!*function)
		return point_error(x, m, "no match");
	if (module && !has_wildcard(module) && !point_check_module(x, m, module))
		return 0;
	if (!has_wildcard(function) && !function_may_exist(c, module, function))
		return no_such_function(x, m, function);
	return 1;
}

unsigned point_kprobe(struct expansion *x, const struct point_match *m)
{
	struct function_point point = read_function_point(m);
	struct probe *probe;

	if (!check_maxactive(x, m, &point) || !check_function(x, m, point.module, point.pattern))
		return 0;
	if (has_wildcard(point.pattern) || (point.module && has_wildcard(point.module))) {
		point.untyped = true;
		return add_functions(x, m, &point);
	}
	probe = add_plain(x, m, (enum probe_kind)m->number)->probe;
	probe->module = point.module;
	probe->function = point.pattern;
	probe->maxactive = (uint32_t)point.maxactive;
	return 1;
}

unsigned point_absolute(struct expansion *x, const struct point_match *m)
{
	struct compilation *c = x->c;
	const char *missing = kernel_lacks(c, catalog(c)->kprobes_missing);

	if (!c->options->guru) {
		semantic_related(c, resolving_error(c, m->point), x->decl->tok,
				 "absolute statement probe in unprivileged script; need stap -g");
		return 0;
	}
	if (missing)
		return point_error(x, m, "%s", missing);
	add_plain(x, m, PROBE_KPROBE)->probe->address = (uint64_t)m->args[0]->number;
	return 1;
}
