/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/memory-source.h"

#include <string.h>

#include "base/arena.h"
#include "runtime/tracefs/btf_data.h"

static struct memory_source *memory_of(struct record_source *source)
{
	return (struct memory_source *)source;
}

/* ---- what can be probed ---- */

static const char *nothing_missing(struct record_source *source)
{
	(void)source;
	return NULL;
}

static enum answer has_function(struct record_source *source, const char *module, const char *name)
{
	(void)source;
	return !module && strcmp(name, "f") == 0 ? ANSWER_YES : ANSWER_NO;
}

static unsigned similar_symbols(struct record_source *source, enum symbol_kind kind,
				const char *name, const char **out, unsigned max)
{
	(void)source, (void)kind, (void)name, (void)out, (void)max;
	return 0;
}

static bool function_type(struct record_source *source, const char *module, const char *function,
			  struct cfunction *out)
{
	return btf_function_type(&memory_of(source)->types, module, function, out);
}

static bool find_ctype(struct record_source *source, const char *module, const char *name,
		       struct ctype_ref *out)
{
	return btf_find_ctype(&memory_of(source)->types, module, name, out);
}

static bool define_ctype(struct record_source *source, struct ctype_ref *ref)
{
	return btf_define_ctype(&memory_of(source)->types, ref);
}

static unsigned cpus(struct record_source *source)
{
	(void)source;
	return 1;
}

static bool find_variable(struct record_source *source, const char *module, const char *name,
			  struct kernel_variable *out)
{
	*out = (struct kernel_variable){0};
	return btf_find_variable(&memory_of(source)->types, module, name, out);
}

static bool find_enumerator(struct record_source *source, const char *name, int64_t *out)
{
	return btf_find_enumerator(&memory_of(source)->types, name, out);
}

static unsigned names(struct record_source *source, const char *module, enum kernel_names kind,
		      const char *const **out)
{
	return btf_names(&memory_of(source)->types, module, kind, out);
}

static const struct ctype *ctype(struct record_source *source, struct ctype_ref ref)
{
	return btf_ctype(&memory_of(source)->types, ref);
}

static const char *ctype_text(struct record_source *source, struct ctype_ref ref)
{
	return btf_ctype_text(&memory_of(source)->types, ref);
}

/* ---- reading as the kernel does ---- */

static uint64_t base_of(const struct memory_source *memory, const struct fetch *fetch)
{
	if (fetch->base == FETCH_ARG)
		return memory->arguments[fetch->number - 1];
	if (fetch->base == FETCH_RETVAL)
		return memory->result;
	if (fetch->base == FETCH_ADDRESS)
		return (uint64_t)fetch->number;
	for (unsigned i = 0; fetch->base == FETCH_SYMBOL && i < memory->nsymbols; i++)
		if (strcmp(memory->symbols[i].name, fetch->name) == 0)
			return (uint64_t)(uintptr_t)memory->symbols[i].address +
			       (uint64_t)fetch->number;
	return 0;
}

static void put(struct memory_source *memory, const void *data, uint32_t size)
{
	memcpy(memory->data + memory->size, data, size);
	memory->size += (size + 7) & ~7u;
}

static void record_fetch(struct memory_source *memory, const struct fetch *fetch,
			 struct field_place *place)
{
	const struct fetch_type_row *row = &fetch_types[fetch->type];
	uint64_t value = base_of(memory, fetch);

	for (unsigned i = 0; i + 1u < fetch->nsteps; i++)
		memcpy(&value, (const void *)(uintptr_t)(value + (uint64_t)fetch->steps[i]), 8);
	*place = (struct field_place){
		.offset = (uint16_t)memory->size,
		.size = row->bytes,
		.is_signed = row->is_signed,
		.kind = FIELD_INT,
	};
	if (!fetch->nsteps) {
		put(memory, &value, 8);
		return;
	}
	value += (uint64_t)fetch->steps[fetch->nsteps - 1];
	if (fetch->type == FETCH_BYTES) {
		place->size = fetch->length;
		place->kind = FIELD_BYTES;
	} else if (!row->bytes) {
		place->size = (uint16_t)(strlen((const char *)(uintptr_t)value) + 1);
		place->kind = FIELD_CHARS;
	}
	put(memory, (const void *)(uintptr_t)value, place->size);
}

/* ---- a run of one record ---- */

static int attach(struct record_source *source, const struct attach_options *options,
		  const struct binding **bindings, struct diag_list *diags)
{
	struct memory_source *memory = memory_of(source);
	const struct probe *probe = &options->probes[0];
	struct binding *binding = arena_new_of(memory->arena, struct binding);
	struct field_place *slots =
		arena_alloc(memory->arena, (probe->nfetches + 1u) * sizeof(*slots));

	(void)diags;
	memory->size = memory->ngiven = 0;
	for (unsigned i = 0; i < probe->nfetches; i++)
		record_fetch(memory, &probe->fetches[i], &slots[i]);
	*binding = (struct binding){.attached = true, .event = 1, .slots = slots};
	*bindings = binding;
	return 0;
}

static int start(struct record_source *source, uint32_t first, uint32_t count,
		 struct diag_list *diags)
{
	(void)source, (void)first, (void)count, (void)diags;
	return 0;
}

static void stop(struct record_source *source, struct diag_list *diags)
{
	(void)source, (void)diags;
}

static void wait_for(struct record_source *source, int fd, int timeout_ms)
{
	(void)source, (void)fd, (void)timeout_ms;
}

static int collect(struct record_source *source, uint64_t *horizon_ns, struct diag_list *diags)
{
	(void)source, (void)diags;
	*horizon_ns = UINT64_MAX;
	return 0;
}

static bool next(struct record_source *source, uint64_t until_ns, struct record *out)
{
	struct memory_source *memory = memory_of(source);

	(void)until_ns;
	*out = (struct record){
		.time_ns = 1,
		.event = 1,
		.data = memory->data,
		.size = memory->size,
	};
	return !memory->ngiven++;
}

static bool lost_between(struct record_source *source, uint64_t from_ns, uint64_t until_ns)
{
	(void)source, (void)from_ns, (void)until_ns;
	return false;
}

static uint64_t now(struct record_source *source)
{
	(void)source;
	return 1;
}

static int64_t wall_offset(struct record_source *source)
{
	(void)source;
	return 0;
}

static unsigned losses(struct record_source *source, struct loss *out, unsigned max)
{
	(void)source, (void)out, (void)max;
	return 0;
}

static const struct record_source_ops ops = {
	.catalog =
		{
			.has_function = has_function,
			.similar_symbols = similar_symbols,
			.kprobes_missing = nothing_missing,
			.event_probes_missing = nothing_missing,
			.stacks_missing = nothing_missing,
			.ctypes_missing = nothing_missing,
			.function_type = function_type,
			.find_ctype = find_ctype,
			.define_ctype = define_ctype,
			.cpus = cpus,
			.find_variable = find_variable,
			.find_enumerator = find_enumerator,
			.names = names,
			.ctype = ctype,
			.ctype_text = ctype_text,
		},
	.attach = attach,
	.start = start,
	.stop = stop,
	.wait = wait_for,
	.collect = collect,
	.next = next,
	.lost_between = lost_between,
	.now = now,
	.wall_offset = wall_offset,
	.losses = losses,
};

void memory_source_add(struct memory_source *memory, const char *module, const char *path)
{
	struct btf_types *types = &memory->types;
	struct btf_space space = {.module = module};

	space.btf = arena_new_of(memory->arena, struct btf_data);
	space.error =
		btf_data_open(space.btf, memory->arena, path, module ? types->spaces[0].btf : NULL);
	arena_push(memory->arena, types->spaces, types->nspaces, space);
}

void memory_source_init(struct memory_source *memory, struct arena *arena)
{
	*memory = (struct memory_source){.base = {.ops = &ops}, .arena = arena};
	memory->types.arena = arena;
}
