/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads of the traced context: the functions of context.def, and how each becomes a fetch slot of
 * the probe's record.
 */
#include "config.h"

#include <inttypes.h>
#include <inttypes.h>
#include <string.h>

#include "compiler/planner.h"

/* ---- slots ---- */

static bool faults_alike(const struct fetch *a, const struct fetch *b)
{
	return a->fault_text == b->fault_text && a->fault == b->fault &&
	       a->may_fault == b->may_fault;
}

unsigned planned_index(struct planner *p, const struct fetch *fetch)
{
	struct derived *d = p->derived;
	const struct planned_fetch planned = {.fetch = *fetch};
	unsigned i = 0;

	while (i < d->nplanned && (!same_fetch(&d->planned[i].fetch, fetch) ||
				   !faults_alike(&d->planned[i].fetch, fetch)))
		i++;
	if (i == d->nplanned)
		arena_push(p->c->arena, d->planned, d->nplanned, planned);
	return i;
}

uint16_t planned_slot(struct compilation *c, struct derived *d, unsigned index)
{
	struct planned_fetch *planned = &d->planned[index];
	struct fetch *slots = (struct fetch *)d->probe->fetches;
	unsigned count = d->probe->nfetches;

	if (planned->has_slot)
		return planned->slot;
	planned->has_slot = true;
	planned->slot = (uint16_t)count;
	arena_push(c->arena, slots, count, planned->fetch);
	d->probe->fetches = slots;
	d->probe->nfetches = (uint16_t)count;
	return planned->slot;
}

void use_slot(struct planner *p, const struct expr *e, const struct fetch *fetch)
{
	struct fetch_use use = {.expr = e, .planned = planned_index(p, fetch)};

	arena_push(p->c->arena, p->instance->fetches, p->instance->nfetches, use);
}

const char *near_of(struct planner *p, const struct token *tok)
{
	struct arena *arena = p->c->arena;

	return arena_printf(arena, "%s at %s", token_describe(arena, tok),
			    source_where(arena, tok->span));
}

struct value value_of(const struct fetch *fetch, const struct token *tok)
{
	struct value v = {.kind = VALUE_CONTEXT, .fetch = *fetch};

	if (fetch->type != FETCH_S64 && fetch->type != FETCH_U64)
		return value_unknown(tok,
				     "it is read at the event, too, and less than a whole pointer");
	v.fetch.type = FETCH_S8;
	v.fetch.near = NULL;
	return v;
}

/* ---- context functions ---- */

bool is_function_probe(const struct derived *d)
{
	return d->probe->kind == PROBE_KPROBE || d->probe->kind == PROBE_KRETPROBE;
}

bool has_no_context(const struct planner *p)
{
	return p->derived->probe->kind < PROBE_TRACEPOINT;
}

struct value plan_absent(struct planner *p, const struct expr *e, struct absent_use use)
{
	use.expr = e;
	arena_push(p->c->arena, p->instance->absents, p->instance->nabsents, use);
	return value_unknown(e->tok, "there is nothing to read here");
}

/*
 * Markers and timers have no context at all: that is told when @e is evaluated, as by stap, so that
 * a function may serve them, too. A mistake at an event of the kernel is told at once.
 */
static struct value no_context(struct planner *p, const struct expr *e, const char *what,
			       struct absent_use use)
{
	if (has_no_context(p))
		return plan_absent(p, e, use);
	e = find_blame(p, e, e).call;
	semantic_error(p->c, e->tok, "%s() has nothing to read at %s: it needs %s", e->call.name,
		       p->derived->probe->point, what);
	return value_unknown(e->tok, "it could not be planned");
}

static struct value not_constant(struct planner *p, const struct expr *e, unsigned index,
				 const char *what)
{
	const struct expr *arg = find_blame(p, e, e->call.args.items[index]).arg;

	semantic_error(p->c, arg->tok, "%s must be a constant: it goes into the event's definition",
		       what);
	return value_unknown(arg->tok, "it could not be planned");
}

static struct value add_read(struct planner *p, struct expr *e, struct fetch *fetch)
{
	fetch->near = near_of(p, e->tok);
	use_slot(p, e, fetch);
	return value_of(fetch, e->tok);
}

/*
 * The arguments of a system call are the fields of its record behind the number of the call
 * (kernel/trace/trace_syscalls.c, syscall_enter_define_fields()). Newer kernels have behind them
 * what they point to, "__filename_val" (6.19).
 */
static bool is_syscall(const struct derived *d, const char *prefix)
{
	return d->probe->kind == PROBE_TRACEPOINT && d->format &&
	       strcmp(d->format->system, "syscalls") == 0 &&
	       strncmp(d->format->name, prefix, strlen(prefix)) == 0;
}

static bool is_syscall_entry(const struct derived *d)
{
	return is_syscall(d, "sys_enter_");
}

static struct value plan_syscall_argument(struct planner *p, struct expr *e, struct fetch *fetch,
					  int64_t number)
{
	const struct event_format *format = p->derived->format;

	if (number >= format->nfields || strncmp(format->fields[number].name, "__", 2) == 0) {
		semantic_error(p->c, find_blame(p, e, e).call->tok, "%s has no argument %d",
			       p->derived->probe->point, (int)number);
		return value_unknown(e->tok, "it could not be planned");
	}
	fetch->base = FETCH_FIELD;
	fetch->name = format->fields[number].name;
	return add_read(p, e, fetch);
}

static struct value plan_argument(struct planner *p, struct expr *e, struct fetch *fetch,
				  const struct value *args)
{
	const struct absent_use absent = {
		.text = "cannot access function args in this context",
		.is_placed = true,
	};

	if (p->derived->probe->kind != PROBE_KPROBE && !is_syscall_entry(p->derived))
		return no_context(p, e,
				  "a probe at the entry of a function, as "
				  "kprobe.function(\"NAME\"), or of one system call, as "
				  "syscall.NAME",
				  absent);
	if (args[0].kind != VALUE_NUMBER)
		return not_constant(p, e, 0, "the number of the argument");
	if (args[0].number < 1 || args[0].number > 127) {
		semantic_error(p->c, find_blame(p, e, e->call.args.items[0]).arg->tok,
			       "arguments are counted from 1 (to 127)");
		return value_unknown(e->tok, "it could not be planned");
	}
	if (is_syscall_entry(p->derived))
		return plan_syscall_argument(p, e, fetch, args[0].number);
	fetch->base = FETCH_ARG;
	fetch->number = args[0].number;
	return add_read(p, e, fetch);
}

static struct value plan_register(struct planner *p, struct expr *e, struct fetch *fetch,
				  const struct value *args)
{
	const struct absent_use absent = {.text = "cannot access CPU registers in this context"};

	if (!is_function_probe(p->derived) && !is_sampled(p->derived->probe->kind))
		return no_context(p, e, "a kprobe or a sample, which saves the registers", absent);
	if (args[0].kind != VALUE_TEXT)
		return not_constant(p, e, 0, "the name of the register");
	fetch->base = FETCH_REGISTER;
	fetch->name = args[0].text;
	return add_read(p, e, fetch);
}

static struct value plan_returnval(struct planner *p, struct expr *e, struct fetch *fetch)
{
	const struct absent_use absent = {
		.text = arena_printf(p->c->arena, "returnval() not defined in this context %s",
				     p->derived->probe->point),
		.is_placed = true,
	};

	if (is_syscall(p->derived, "sys_exit_")) {
		fetch->base = FETCH_FIELD;
		fetch->name = "ret";
		return add_read(p, e, fetch);
	}
	if (p->derived->probe->kind != PROBE_KRETPROBE)
		return no_context(p, e, "a return probe, as kprobe.function(\"NAME\").return",
				  absent);
	fetch->base = FETCH_RETVAL;
	return add_read(p, e, fetch);
}

static struct value plan_user_ip(struct planner *p, struct expr *e, struct fetch *fetch)
{
	if (!is_sampled(p->derived->probe->kind))
		return no_context(p, e, "a sample, as timer.profile", (struct absent_use){0});
	fetch->base = FETCH_USER_IP;
	return add_read(p, e, fetch);
}

void plan_stack(struct planner *p, const struct expr *e)
{
	struct probe *probe = p->derived->probe;
	const char *missing;

	if (has_no_context(p)) {
		plan_absent(
			p, e,
			(struct absent_use){.text = arena_printf(p->c->arena,
								 "there is no kernel stack at %s",
								 probe->point)});
		return;
	}
	missing = is_sampled(probe->kind)
			  ? NULL
			  : kernel_lacks(p->c, p->c->options->catalog->stacks_missing);
	if (missing)
		semantic_error(p->c, e->tok, "no stack can be read at %s: %s", probe->point,
			       missing);
	probe->wants_stack = true;
}

static struct diag *refuse_index(struct planner *p, const struct expr *e)
{
	struct diag *diag = semantic_error(
		p->c, e->tok,
		"the index must be known when the event is defined, because the element is read at "
		"the event, before the handler runs");

	diag_note(p->c->diags, diag,
		  "an index may be a constant, one of several, what a loop with constant bounds "
		  "counts (to %u values), or anything in an array that is known to have at most %u "
		  "elements, or %u bytes of numbers",
		  VALUE_CHOICES_MAX, VALUE_CHOICES_MAX, FETCH_BLOCK_BYTES);
	return diag;
}

struct value refuse_address(struct planner *p, const struct expr *e, const struct expr *arg,
			    const struct value *address)
{
	bool is_element = e->kind == EXPR_CAST && e->target.ctype;
	const struct blame blame = find_blame(p, e, arg);
	struct diag *diag;

	if (is_element)
		diag = refuse_index(p, e);
	else
		diag = semantic_error(
			p->c, blame.arg->tok,
			"the address %s%s reads must follow from the probe's arguments, registers "
			"or return value by constants, because it is read at the event, before the "
			"handler runs",
			blame.call->kind == EXPR_CALL ? blame.call->call.name : "@cast",
			blame.call->kind == EXPR_CALL ? "()" : "");
	if (address->why)
		semantic_related(p->c, diag, address->tok, "this %s: %s",
				 is_element ? "is not known" : "does not", address->why);
	return value_unknown(arg->tok, "it could not be planned");
}

bool add_step(struct fetch *fetch, const struct value *address)
{
	const struct fetch read = *fetch;

	if (address->kind == VALUE_NUMBER) {
		fetch->base = FETCH_ADDRESS;
		fetch->number = address->number;
		fetch->steps[fetch->nsteps++] = 0;
		return true;
	}
	*fetch = address->fetch;
	fetch->type = read.type;
	fetch->length = read.length;
	fetch->fault = read.fault;
	fetch->fault_text = read.fault_text;
	fetch->may_fault = read.may_fault;
	fetch->near = read.near;
	if (fetch->nsteps == FETCH_MAX_STEPS)
		return false;
	fetch->steps[fetch->nsteps++] = address->number;
	return true;
}

/* What the library's aliases read is asked for where the script names the point. */
static const struct token *place_in_script(const struct planner *p, const struct expr *e)
{
	const struct token *tok = find_blame(p, e, e).call->tok;

	return tok->span.source->is_library ? p->derived->named : tok;
}

bool can_read_memory(struct planner *p, const struct expr *e)
{
	const struct compile_options *options = p->c->options;
	const char *point = p->derived->probe->point, *missing;

	if (is_function_probe(p->derived))
		return true;
	if (p->derived->probe->kind != PROBE_TRACEPOINT) {
		semantic_error(p->c, e->tok,
			       "no memory can be read at %s: it takes a probe of a function or a "
			       "tracepoint",
			       point);
		return false;
	}
	/* An event probe, or one of the arguments. */
	if (!options->catalog->tracepoint_args_missing(options->source))
		return true;
	missing = kernel_lacks(p->c, options->catalog->event_probes_missing);
	if (missing)
		semantic_error(p->c, place_in_script(p, e), "no memory can be read at %s: %s",
			       point, missing);
	return !missing;
}

/*
 * A whole word of the stack the kernel has a name for, $stackN. It looks whether that is within the
 * stack (regs_get_kernel_stack_nth()), so that there is no fault to tell of.
 */
static void take_stack_word(struct fetch *fetch)
{
	bool at_top = fetch->base == FETCH_REGISTER && fetch->nsteps == 1 &&
		      (strcmp(fetch->name, "rsp") == 0 || strcmp(fetch->name, "sp") == 0);

	if (!at_top || fetch_types[fetch->type].bytes != 8 || fetch->steps[0] < 0 ||
	    fetch->steps[0] % 8)
		return;
	fetch->base = FETCH_STACK;
	fetch->number = fetch->steps[0] / 8;
	fetch->name = NULL;
	fetch->nsteps = 0;
}

/* Makes @fetch, which has a type, read at @address. Returns false after an error. */
static bool fetch_at(struct planner *p, const struct expr *e, const struct context_function *f,
		     const struct value *address, struct fetch *fetch)
{
	/* Arrays are not taken with "+u"; runtime/fetch_path.c says what is read without. */
	bool plain = !fetch_types[f->type].bytes;

	if (address->is_text)
		return plan_text_field(p, e, address, fetch);
	if (!add_step(fetch, address)) {
		semantic_error(p->c, find_blame(p, e, e->call.args.items[0]).arg->tok,
			       "the kernel follows at most %d pointers in one read",
			       FETCH_MAX_STEPS);
		return false;
	}
	if (f->user && !plain)
		fetch->user |= (uint16_t)(1u << (fetch->nsteps - 1));
	else if (!f->user)
		take_stack_word(fetch);
	fetch->near = near_of(p, e->tok);
	return true;
}

/* What stap says of an address that cannot be read. */
static struct value plan_absent_memory(struct planner *p, const struct expr *e,
				       const struct context_function *f, const char *fallback)
{
	const char *form = f->type == FETCH_USTRING	  ? "%s -14 at 0x%%x [man error::fault]"
			   : f->fault && *f->fault == 'r' ? "%s [man error::fault] at 0x%%x"
							  : "%s at 0x%%x [man error::fault]";
	struct absent_use absent = {.fallback = fallback, .is_placed = true};

	if (f->fault && !fallback)
		absent.text = arena_printf(p->c->arena, form, f->fault);
	return plan_absent(p, e, absent);
}

/* Returns false after an error, as the next one does. */
static bool take_length(struct planner *p, const struct expr *e, unsigned index,
			const struct value *value, struct fetch *fetch)
{
	if (value->kind != VALUE_NUMBER) {
		not_constant(p, e, index, "the length");
		return false;
	}
	if (value->number < 1 || value->number > FETCH_BLOCK_BYTES ||
	    !fetch_element_bytes((uint32_t)value->number)) {
		semantic_error(p->c, find_blame(p, e, e->call.args.items[index]).arg->tok,
			       "a record cannot take %" PRId64 " bytes of memory: the kernel's "
			       "arrays have 1 to %d elements of 1, 2, 4 or 8 bytes, so that more "
			       "than %d bytes must be a multiple of 2 (to 128), 4 (to 256) or 8 "
			       "(to %d)",
			       value->number, FETCH_ELEMENTS_MAX, FETCH_ELEMENTS_MAX,
			       FETCH_BLOCK_BYTES);
		return false;
	}
	fetch->length = (uint16_t)value->number;
	return true;
}

static bool take_fallback(struct planner *p, const struct expr *e, unsigned index,
			  const struct value *value, struct fetch *fetch)
{
	if (value->kind != VALUE_TEXT) {
		not_constant(p, e, index, "the text for a failed read");
		return false;
	}
	fetch->fault_text = value->text;
	return true;
}

/* What stands behind the address: of bytes their number, of text what there is in its stead. */
static bool take_options(struct planner *p, const struct expr *e, const struct value *args,
			 struct fetch *fetch)
{
	unsigned count = e->call.args.count, next = 1;

	if (fetch->type == FETCH_BYTES && !take_length(p, e, next, &args[next], fetch))
		return false;
	next += fetch->type == FETCH_BYTES;
	return next == count || take_fallback(p, e, next, &args[next], fetch);
}

static struct value plan_memory(struct planner *p, struct expr *e, const struct context_function *f,
				struct fetch *fetch, const struct value *args)
{
	struct fetch fetches[VALUE_CHOICES_MAX];
	struct value address;
	unsigned count;

	if (!take_options(p, e, args, fetch))
		return value_unknown(e->tok, "it could not be planned");
	if (has_no_context(p))
		return plan_absent_memory(p, e, f, fetch->fault_text);
	if (!args[0].is_text && !can_read_memory(p, e))
		return value_unknown(e->tok, "it could not be planned");
	address = value_as_address(p, e->call.args.items[0], args[0]);
	count = value_count(&address);
	if (!count)
		return refuse_address(p, e, e->call.args.items[0], &address);
	for (unsigned i = 0; i < count; i++) {
		fetches[i] = *fetch;
		if (!fetch_at(p, e, f, value_item(&address, i), &fetches[i]))
			return value_unknown(e->tok, "it could not be planned");
	}
	return use_slots(p, e, &address, fetches);
}

struct value plan_context(struct planner *p, struct expr *e, const struct context_function *f,
			  const struct value *args)
{
	struct fetch fetch = {
		.type = f->type,
		.fault = f->fault,
		.may_fault = f->kind == CONTEXT_MEMORY && !f->fault,
	};

	switch (f->kind) {
	case CONTEXT_ARG:
		return plan_argument(p, e, &fetch, args);
	case CONTEXT_REGISTER:
		return plan_register(p, e, &fetch, args);
	case CONTEXT_RETVAL:
		return plan_returnval(p, e, &fetch);
	case CONTEXT_USER_IP:
		return plan_user_ip(p, e, &fetch);
	case CONTEXT_MEMORY:
		return plan_memory(p, e, f, &fetch, args);
	}
	return value_unknown(e->tok, "it could not be planned");
}
