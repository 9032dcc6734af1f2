/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * $variables of a probed function: parameters and the return value, and what their types lead
 * to. $file->f_path->dentry becomes a fetch with a dereference for each pointer on the way.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "compiler/cpath.h"
#include "compiler/ctargets.h"

/* ---- $name ---- */

static bool start_path(struct path *p, const struct derived *d, const char *name)
{
	const struct cfunction *signature = d->signature;

	if (strcmp(name, "$return") == 0) {
		if (d->probe->kind != PROBE_KRETPROBE ||
		    path_look(p, signature->result)->kind == CTYPE_VOID)
			return false;
		p->read.fetch.base = FETCH_RETVAL;
		p->in_memory = signature->result_by_reference;
		p->type = signature->result;
		return true;
	}
	for (unsigned i = 0; i < signature->nparams; i++)
		if (strcmp(signature->params[i].name, name + 1) == 0) {
			p->read.fetch.base = FETCH_ARG;
			p->read.fetch.number = signature->params[i].number;
			p->in_memory = signature->params[i].by_reference;
			p->type = signature->params[i].type;
			return true;
		}
	return false;
}

static bool gives_value(struct compilation *c, const struct derived *d)
{
	const struct ctype *result =
		c->options->catalog->ctype(c->options->source, d->signature->result);

	return d->probe->kind == PROBE_KRETPROBE && result->kind != CTYPE_VOID;
}

static void report_unknown(struct compilation *c, const struct derived *d, const struct expr *e)
{
	struct buf names = {0};

	for (unsigned i = 0; i < d->signature->nparams; i++)
		buf_printf(&names, "%s$%s",
			   i ? ", " : " (alternatives: ", d->signature->params[i].name);
	if (gives_value(c, d))
		buf_printf(&names, "%s$return", names.len ? ", " : " (alternatives: ");
	semantic_error(c, e->tok, "unable to find local '%s' in %s%s%s", e->target.name,
		       d->probe->function, names.data ? names.data : "", names.len ? ")" : "");
	buf_free(&names);
}

static enum value_type walk(struct path *p)
{
	const struct expr *e = p->e;

	for (unsigned i = 0; i < e->target.ncomponents && !p->failed; i++)
		path_take(p, &e->target.components[i]);
	if (p->failed)
		return TYPE_LONG;
	p->read.ctype = p->type;
	p->read.typed = !e->target.address_of;
	if (!e->target.address_of)
		return path_take_value(p);
	path_take_address(p);
	return TYPE_LONG;
}

bool c_target_exists(struct compilation *c, const struct derived *d, const struct expr *e)
{
	struct diag_list before = *c->diags;
	struct path p = {.c = c, .e = e};
	bool found;

	if (strncmp(e->target.name, "$$", 2) == 0)
		return true;
	found = start_path(&p, d, e->target.name);
	if (found)
		walk(&p);
	*c->diags = before;
	if (before.last)
		before.last->next = NULL;
	return found && !p.failed;
}

/* In a return probe, is it about the arguments, which are gone by then? */
bool is_of_entry(const struct derived *d, const struct expr *e)
{
	const char *name = e->target.name;

	if (d->probe->kind != PROBE_KRETPROBE || !d->signature || e->target.is_var)
		return false;
	if (strcmp(name, "$$vars") == 0 || strcmp(name, "$$parms") == 0)
		return true;
	for (unsigned i = 0; i < d->signature->nparams; i++)
		if (strcmp(d->signature->params[i].name, name + 1) == 0)
			return true;
	return false;
}

void resolve_c_target(struct compilation *c, struct derived *d, struct expr *e)
{
	struct path p = {.c = c, .e = e};
	struct target_read *read;

	if (is_of_entry(d, e)) {
		capture_at_entry(c, d, e);
		return;
	}
	if (expand_c_pseudo(c, d, e))
		return;
	if (!start_path(&p, d, e->target.name)) {
		report_unknown(c, d, e);
		return;
	}
	e->type = walk(&p);
	read = arena_new_of(c->arena, struct target_read);
	*read = p.read;
	read->fetch.near = arena_printf(c->arena, "%s at %s", token_describe(c->arena, e->tok),
					source_where(c->arena, e->tok->span));
	e->target.read = read;
}

/* ---- behind other pointers ---- */

/* Text in the memory of the process: the type says so, and its own step need not. */
static void mark_user(struct fetch *fetch)
{
	unsigned marked = fetch->nsteps;

	if (fetch->type == FETCH_STRING && marked) {
		fetch->type = FETCH_USTRING;
		marked--;
	}
	fetch->user = (uint16_t)((1u << marked) - 1);
}

enum value_type resolve_c_path(struct compilation *c, const struct expr *e,
			       const struct c_start *start, struct target_read *out)
{
	struct path p = {.c = c,
			 .e = e,
			 .read = {.fetch = start->fetch},
			 .in_memory = start->is_pointer,
			 .type = start->type};
	enum value_type type = walk(&p);

	*out = p.read;
	if (start->user)
		mark_user(&out->fetch);
	return p.failed ? TYPE_UNKNOWN : type;
}

/* ---- @cast ---- */

/*
 * The value of the operand is a pointer to the type; which address that is, and so the whole
 * fetch, is for the planner to find out. Until then the fetch has its steps only.
 */
void resolve_cast(struct compilation *c, struct expr *e)
{
	const char *missing = c->options->catalog->ctypes_missing(c->options->source);
	struct path p = {.c = c, .e = e, .in_memory = true, .is_operand = !e->target.ctype};
	struct target_read *read;

	if (!e->target.name && !e->target.ctype) {
		semantic_error(c, e->tok, "what this points to is not known: say it with @cast");
		return;
	}
	if (missing) {
		semantic_error(c, e->tok, "%s", missing);
		return;
	}
	if (e->target.ctype) {
		p.type = *e->target.ctype;
	} else if (!find_ctype_of_cast(c, e, &p.type)) {
		report_unknown_ctype(c, e);
		return;
	}
	e->type = walk(&p);
	read = arena_new_of(c->arena, struct target_read);
	*read = p.read;
	e->target.read = read;
}
