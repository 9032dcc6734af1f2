/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which field of an event holds what an argument of its tracepoint leads to: the rows of
 * carried.def and namesakes.def.
 */
#include "config.h"

#include "compiler/carriers.h"

#include <string.h>

#include "compiler/ctargets.h"
#include "compiler/fields.h"

static const struct row {
	const char *system, *event, *field, *path;
} rows[] = {
#define CARRIED(system, event, field, path) {system, event, field, path},
#include "compiler/carried.def"
#undef CARRIED
};

#define NROWS (sizeof(rows) / sizeof(rows[0]))

static const struct namesakes {
	const char *system, *event, *names;
} namesakes[] = {
#define NAMESAKES(system, event, names) {system, event, names},
#include "compiler/namesakes.def"
#undef NAMESAKES
};

static bool is_event(const struct event_format *format, const char *system, const char *event)
{
	return strcmp(event, format->name) == 0 && strcmp(system, format->system) == 0;
}

static bool is_of(const struct row *row, const struct event_format *format)
{
	return is_event(format, row->system, row->event);
}

/* ---- arguments ---- */

/*
 * The fields of an event that somebody defined on a probe or on another event are all there is,
 * though it may have a tracepoint's name (kernel/trace/trace_probe.h: FIELD_STRING_IP and its
 * like). Nor has one system call a tracepoint of its own.
 */
static bool has_tracepoint(const struct event_format *format)
{
	for (unsigned i = 0; i < format->nfields; i++)
		if (strncmp(format->fields[i].name, "__probe_", strlen("__probe_")) == 0)
			return false;
	return strcmp(format->system, "syscalls") != 0;
}

const struct cfunction *tracepoint_arguments(struct compilation *c, struct derived *d)
{
	struct cfunction *found;

	if (d->arguments_looked_up)
		return d->arguments;
	d->arguments_looked_up = true;
	if (!has_tracepoint(d->format) || c->options->catalog->ctypes_missing(c->options->source))
		return NULL;
	found = arena_new_of(c->arena, struct cfunction);
	if (c->options->catalog->tracepoint_type(c->options->source, d->format->name,
						 &d->probe->module, found))
		d->arguments = found;
	return d->arguments;
}

static const struct ctype *type_of(struct compilation *c, const struct cfunction_param *param)
{
	return c->options->catalog->ctype(c->options->source, param->type);
}

struct fetch tracepoint_argument(const struct derived *d, unsigned index)
{
	return (struct fetch){.base = FETCH_ARG, .number = d->arguments->params[index].number};
}

/* ---- paths as spelled ---- */

/* The next name of the path *@path, which it passes; "->" and "." lead to members alike. */
static const char *next_name(const char **path, size_t *length)
{
	const char *name = *path;

	*length = strcspn(name, "-.");
	*path = name + *length;
	if (**path)
		*path += **path == '-' ? 2 : 1;
	return *length ? name : NULL;
}

static bool is_name(const char *name, const char *path, size_t length)
{
	return strncmp(name, path, length) == 0 && !name[length];
}

static bool is_spelled(const struct expr *e, const char *path)
{
	size_t length;
	const char *name = next_name(&path, &length);

	if (!is_name(e->target.name + 1, name, length))
		return false;
	for (unsigned i = 0; i < e->target.ncomponents; i++) {
		const struct target_component *component = &e->target.components[i];

		name = next_name(&path, &length);
		if (!name || component->kind != COMPONENT_MEMBER ||
		    !is_name(component->member, name, length))
			return false;
	}
	return !*path;
}

const struct event_field *carrier_spelled(const struct event_format *format, const struct expr *e)
{
	for (unsigned i = 0; !e->target.address_of && i < NROWS; i++)
		if (is_of(&rows[i], format) &&
		    is_spelled(e, rows[i].path + (rows[i].path[0] == '*')))
			return field_find(format, rows[i].field);
	return NULL;
}

/* ---- paths by their types ---- */

struct carrier {
	const struct event_field *field;
	struct fetch fetch; /* of the argument, with its type */
};

struct carriers {
	const struct carrier *items;
	unsigned count;
};

static struct expr *make_path(struct compilation *c, const struct derived *d, const char *path)
{
	struct expr *e = ast_expr(c->arena, EXPR_TARGET, d->named);
	size_t length;
	const char *name = next_name(&path, &length);

	e->target.name = arena_strndup(c->arena, name, length);
	while ((name = next_name(&path, &length))) {
		struct target_component component = {
			.kind = COMPONENT_MEMBER,
			.tok = d->named,
			.member = arena_strndup(c->arena, name, length),
		};

		arena_push(c->arena, e->target.components, e->target.ncomponents, component);
	}
	return e;
}

static int find_argument(const struct cfunction *arguments, const char *name)
{
	for (unsigned i = 0; arguments && i < arguments->nparams; i++)
		if (strcmp(arguments->params[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* How @path is read at @d; a kernel may be of another opinion than carried.def. */
static bool read_path(struct compilation *c, struct derived *d, const char *path,
		      struct fetch *fetch)
{
	struct diag_list before = *c->diags;
	const bool is_behind = *path == '*';
	const struct expr *e = make_path(c, d, path + is_behind);
	int index = find_argument(d->arguments, e->target.name);
	struct target_read read;
	struct c_start start;
	bool found;

	if (index < 0)
		return false;
	start = (struct c_start){
		.fetch = tracepoint_argument(d, (unsigned)index),
		.type = d->arguments->params[index].type,
	};
	found = resolve_c_path(c, e, &start, &read) != TYPE_UNKNOWN && !read.addend && !read.bits;
	diag_retract(c->diags, &before);
	*fetch = read.fetch;
	if (found && is_behind && fetch->nsteps < FETCH_MAX_STEPS) {
		fetch->steps[fetch->nsteps++] = 0;
		fetch->type = FETCH_STRING;
	}
	return found;
}

/* Has @field the room that @type takes? An array of numbers and the like carries nothing. */
static bool has_room(const struct event_field *field, enum fetch_type type)
{
	const struct fetch_type_row *row = &fetch_types[type];

	if (!row->bytes)
		return type == FETCH_STRING && field_is_text(field);
	return field->place.kind == FIELD_INT && field->place.size == row->bytes &&
	       (row->bytes == 8 || field->place.is_signed == row->is_signed);
}

static void add_carrier(struct compilation *c, struct carriers *list,
			const struct event_field *field, const struct fetch *fetch)
{
	struct carrier carrier = {field, *fetch};
	struct carrier *items = (struct carrier *)list->items;

	if (!has_room(field, fetch->type))
		return;
	arena_push(c->arena, items, list->count, carrier);
	list->items = items;
}

/* How argument @index is read; false: it is no number. */
static bool read_number(struct compilation *c, const struct derived *d, unsigned index,
			struct fetch *fetch)
{
	const struct ctype *type = type_of(c, &d->arguments->params[index]);

	*fetch = tracepoint_argument(d, index);
	switch (type->kind) {
	case CTYPE_POINTER:
		fetch->type = FETCH_U64;
		return true;
	case CTYPE_ENUM:
	case CTYPE_INT:
		fetch->type = fetch_type_of_integer(type->size, type->is_signed);
		return true;
	default:
		return false;
	}
}

static void add_namesake(struct compilation *c, struct derived *d, struct carriers *list,
			 const char *name)
{
	const struct event_field *field = field_find(d->format, name);
	int index = find_argument(d->arguments, name);
	struct fetch fetch;

	if (field && index >= 0 && read_number(c, d, (unsigned)index, &fetch))
		add_carrier(c, list, field, &fetch);
}

static const char *namesakes_of(const struct event_format *format)
{
	for (unsigned i = 0; i < sizeof(namesakes) / sizeof(namesakes[0]); i++)
		if (is_event(format, namesakes[i].system, namesakes[i].event))
			return namesakes[i].names;
	return "";
}

static void add_namesakes(struct compilation *c, struct derived *d, struct carriers *list)
{
	const char *names = namesakes_of(d->format);
	size_t length;

	for (; (length = strcspn(names, " ")); names += length + (names[length] == ' '))
		add_namesake(c, d, list, arena_strndup(c->arena, names, length));
}

/* Both ways of @d's event, found out at the first call. */
static const struct carriers *carriers_of(struct compilation *c, struct derived *d)
{
	struct carriers *list;

	if (d->carriers)
		return d->carriers;
	list = arena_new_of(c->arena, struct carriers);
	d->carriers = list;
	if (!tracepoint_arguments(c, d))
		return list;
	for (unsigned i = 0; i < NROWS; i++) {
		const struct event_field *field;
		struct fetch fetch;

		if (!is_of(&rows[i], d->format))
			continue;
		field = field_find(d->format, rows[i].field);
		if (field && read_path(c, d, rows[i].path, &fetch))
			add_carrier(c, list, field, &fetch);
	}
	add_namesakes(c, d, list);
	return list;
}

/* ---- reads ---- */

/* Eight bytes are all of a number, whatever its sign. */
static bool is_same_type(enum fetch_type a, enum fetch_type b)
{
	return a == b || (fetch_types[a].bytes == 8 && fetch_types[b].bytes == 8);
}

static bool is_same_place(const struct fetch *a, const struct fetch *b)
{
	return a->number == b->number && a->nsteps == b->nsteps && a->user == b->user &&
	       memcmp(a->steps, b->steps, a->nsteps * sizeof(a->steps[0])) == 0;
}

static void read_field_instead(struct fetch *argument, const struct carrier *carrier)
{
	argument->base = FETCH_FIELD;
	argument->name = carrier->field->name;
	argument->number = 0;
}

bool carrier_of_argument(struct compilation *c, struct derived *d, struct fetch *argument)
{
	const struct carriers *list = carriers_of(c, d);

	for (unsigned i = 0; i < list->count; i++) {
		if (!is_same_type(list->items[i].fetch.type, argument->type) ||
		    !is_same_place(&list->items[i].fetch, argument))
			continue;
		read_field_instead(argument, &list->items[i]);
		argument->nsteps = 0;
		return true;
	}
	return false;
}

bool carrier_of_pointer(struct compilation *c, struct derived *d, struct fetch *argument)
{
	const struct carriers *list = carriers_of(c, d);

	for (unsigned i = 0; argument->nsteps && i < list->count; i++) {
		const struct fetch *fetch = &list->items[i].fetch;

		if (fetch->nsteps || fetch->number != argument->number ||
		    !strchr(list->items[i].field->type, '*'))
			continue;
		read_field_instead(argument, &list->items[i]);
		return true;
	}
	return false;
}

/* Goes on from what @carrier's argument leads to as @field did from the field. */
static bool continue_from(struct fetch *field, const struct carrier *carrier)
{
	const struct fetch *start = &carrier->fetch;
	struct fetch fetch = *field;

	if (start->nsteps + field->nsteps > FETCH_MAX_STEPS)
		return false;
	fetch.base = FETCH_ARG;
	fetch.name = NULL;
	fetch.number = start->number;
	fetch.nsteps = (uint8_t)(start->nsteps + field->nsteps);
	fetch.user = (uint16_t)(field->user << start->nsteps);
	memcpy(fetch.steps, start->steps, sizeof(fetch.steps));
	memcpy(fetch.steps + start->nsteps, field->steps, field->nsteps * sizeof(field->steps[0]));
	*field = fetch;
	return true;
}

bool carrier_of_field(struct compilation *c, struct derived *d, struct fetch *field)
{
	const struct carriers *list = carriers_of(c, d);
	const enum fetch_type type = field->nsteps ? FETCH_U64 : field->type;

	for (unsigned i = 0; !field->number && i < list->count; i++)
		if (strcmp(list->items[i].field->name, field->name) == 0 &&
		    is_same_type(list->items[i].fetch.type, type))
			return continue_from(field, &list->items[i]);
	return false;
}
