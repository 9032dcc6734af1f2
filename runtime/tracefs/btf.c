/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/btf.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "runtime/arch.h"
#include "runtime/argument_places.h"

#define KERNEL_BTF "/sys/kernel/btf/vmlinux"

static const struct ctype void_type = {.kind = CTYPE_VOID, .name = "void"};

/* ---- spaces ---- */

static int silent(enum libbpf_print_level level, const char *format, va_list ap)
{
	(void)level;
	(void)format;
	(void)ap;
	return 0;
}

static struct btf_space *add_space(struct btf_types *types, const char *module, struct btf *btf)
{
	struct btf_space space = {.module = module, .btf = btf};

	if (btf) {
		space.ntypes = btf__type_cnt(btf);
		space.types = arena_alloc(types->arena, space.ntypes * sizeof(*space.types));
	}
	arena_push(types->arena, types->spaces, types->nspaces, space);
	return &types->spaces[types->nspaces - 1];
}

static struct btf_space *kernel_space(struct btf_types *types)
{
	struct btf *btf;

	if (types->nspaces)
		return &types->spaces[0];
	libbpf_set_print(silent);
	btf = btf__parse(KERNEL_BTF, NULL);
	return add_space(types, NULL, btf);
}

/* A module's types build on the kernel's: ids go on where those end. */
static struct btf_space *module_space(struct btf_types *types, const char *module)
{
	struct btf *base = kernel_space(types)->btf, *btf;

	for (unsigned i = 1; i < types->nspaces; i++)
		if (strcmp(types->spaces[i].module, module) == 0)
			return &types->spaces[i];
	if (!base)
		return add_space(types, arena_strdup(types->arena, module), NULL);
	btf = btf__parse_split(arena_printf(types->arena, "/sys/kernel/btf/%s", module), base);
	return add_space(types, arena_strdup(types->arena, module), btf);
}

struct btf_space *btf_space_of(struct btf_types *types, const char *module)
{
	return module ? module_space(types, module) : kernel_space(types);
}

void btf_types_free(struct btf_types *types)
{
	while (types->nspaces)
		btf__free(types->spaces[--types->nspaces].btf);
}

const char *btf_types_missing(struct btf_types *types)
{
	if (kernel_space(types)->btf)
		return NULL;
	return arena_printf(types->arena,
			    "this kernel does not tell its C types (%s: %s; it takes "
			    "CONFIG_DEBUG_INFO_BTF): kprobe.function(\"NAME\") with int_arg(N) and "
			    "pointer_arg(N) works without",
			    KERNEL_BTF, strerror(errno ? errno : ENOENT));
}

/* ---- types ---- */

static struct ctype_ref ref_of(uint16_t space, uint32_t id)
{
	return (struct ctype_ref){.id = id, .space = space};
}

static const char *name_of(const struct btf *btf, uint32_t offset)
{
	const char *name = btf__name_by_offset(btf, offset);

	return name ? name : "";
}

/* Past everything that does not change how a value is read. */
static const struct btf_type *strip(const struct btf *btf, uint32_t *id)
{
	const struct btf_type *t = btf__type_by_id(btf, *id);

	while (t && (btf_is_mod(t) || btf_is_typedef(t) || btf_is_type_tag(t))) {
		*id = t->type;
		t = btf__type_by_id(btf, *id);
	}
	return t;
}

static void fill_int(struct ctype *c, const struct btf_type *t)
{
	uint8_t encoding = btf_int_encoding(t);

	c->kind = CTYPE_INT;
	c->size = t->size;
	c->is_signed = encoding & BTF_INT_SIGNED;
	/* As in stap, whose debuginfo does not tell u8 from unsigned char either. */
	c->is_char = t->size == 1 && strcmp(c->name, "_Bool") != 0;
}

static void fill_members(struct btf_types *types, const struct btf *btf, uint16_t space,
			 struct ctype *c, const struct btf_type *t)
{
	const struct btf_member *member = btf_members(t);
	struct ctype_member *members =
		arena_alloc(types->arena, (btf_vlen(t) + 1u) * sizeof(*members));

	for (unsigned i = 0; i < btf_vlen(t); i++)
		members[i] = (struct ctype_member){
			.name = name_of(btf, member[i].name_off),
			.type = ref_of(space, member[i].type),
			.bit_offset = btf_member_bit_offset(t, i),
			.bit_size = btf_member_bitfield_size(t, i),
		};
	c->kind = btf_is_union(t) ? CTYPE_UNION : CTYPE_STRUCT;
	c->size = t->size;
	c->members = members;
	c->nmembers = btf_vlen(t);
}

static void fill_enum(struct btf_types *types, const struct btf *btf, struct ctype *c,
		      const struct btf_type *t)
{
	struct ctype_value *values =
		arena_alloc(types->arena, (btf_vlen(t) + 1u) * sizeof(*values));

	for (unsigned i = 0; i < btf_vlen(t); i++) {
		const struct btf_enum *small = btf_enum(t) + i;

		values[i].name = name_of(btf, small->name_off);
		values[i].value = btf_kflag(t) ? small->val : (int64_t)(uint32_t)small->val;
	}
	c->kind = CTYPE_ENUM;
	c->size = t->size;
	c->is_signed = btf_kflag(t);
	c->values = values;
	c->nvalues = btf_vlen(t);
}

static void fill_enum64(struct btf_types *types, const struct btf *btf, struct ctype *c,
			const struct btf_type *t)
{
	const struct btf_enum64 *big = btf_enum64(t);
	struct ctype_value *values =
		arena_alloc(types->arena, (btf_vlen(t) + 1u) * sizeof(*values));

	for (unsigned i = 0; i < btf_vlen(t); i++) {
		values[i].name = name_of(btf, big[i].name_off);
		values[i].value = (int64_t)btf_enum64_value(&big[i]);
	}
	c->kind = CTYPE_ENUM;
	c->size = t->size;
	c->is_signed = btf_kflag(t);
	c->values = values;
	c->nvalues = btf_vlen(t);
}

/* 0: it has none, as void and the "..." of a function. */
static uint32_t size_of(const struct btf *btf, uint32_t id)
{
	int64_t size = btf__resolve_size(btf, id);

	return size > 0 ? (uint32_t)size : 0;
}

static void fill_array(struct ctype *c, const struct btf *btf, uint32_t id, uint16_t space,
		       const struct btf_type *t)
{
	const struct btf_array *array = btf_array(t);

	c->kind = CTYPE_ARRAY;
	c->target = ref_of(space, array->type);
	c->count = array->nelems;
	c->size = size_of(btf, id);
}

static const struct ctype *make(struct btf_types *types, const struct btf *btf, uint16_t space,
				uint32_t id, const struct btf_type *t)
{
	struct ctype *c = arena_new_of(types->arena, struct ctype);

	c->name = name_of(btf, t->name_off);
	if (btf_is_int(t)) {
		fill_int(c, t);
	} else if (btf_is_ptr(t)) {
		c->kind = CTYPE_POINTER;
		c->size = sizeof(void *);
		c->target = ref_of(space, t->type);
	} else if (btf_is_composite(t)) {
		fill_members(types, btf, space, c, t);
	} else if (btf_is_enum(t)) {
		fill_enum(types, btf, c, t);
	} else if (btf_is_enum64(t)) {
		fill_enum64(types, btf, c, t);
	} else if (btf_is_array(t)) {
		fill_array(c, btf, id, space, t);
	} else {
		c->kind = btf_is_func_proto(t) || btf_is_func(t) ? CTYPE_FUNCTION
			  : btf_is_fwd(t)			 ? CTYPE_DECLARED
								 : CTYPE_OTHER;
	}
	return c;
}

const struct ctype *btf_ctype(struct btf_types *types, struct ctype_ref ref)
{
	struct btf_space *space = &types->spaces[ref.space];
	uint32_t id = ref.id;
	const struct btf_type *t;

	if (!space->btf || !(t = strip(space->btf, &id)) || id == 0 || id >= space->ntypes)
		return &void_type;
	if (!space->types[id])
		space->types[id] = make(types, space->btf, ref.space, id, t);
	return space->types[id];
}

/* ---- how a type is spelled ---- */

static const char *tag_of(const struct btf_type *t)
{
	if (btf_is_union(t) || (btf_is_fwd(t) && btf_kflag(t)))
		return "union ";
	if (btf_is_struct(t) || btf_is_fwd(t))
		return "struct ";
	return btf_is_any_enum(t) ? "enum " : "";
}

static const char *type_text(struct btf_types *types, const struct btf *btf, uint32_t id,
			     unsigned depth);

/* "void (struct work_struct*)"; a pointer to it puts its star between. */
static const char *function_text(struct btf_types *types, const struct btf *btf,
				 const struct btf_type *t, const char *star, unsigned depth)
{
	const char *text = arena_printf(types->arena, "%s (%s) (",
					type_text(types, btf, t->type, depth), star);

	for (unsigned i = 0; i < btf_vlen(t); i++)
		text = arena_printf(types->arena, "%s%s%s", text, i ? ", " : "",
				    type_text(types, btf, btf_params(t)[i].type, depth));
	return arena_printf(types->arena, "%s)", text);
}

static const char *pointer_text(struct btf_types *types, const struct btf *btf,
				const struct btf_type *t, unsigned depth)
{
	const struct btf_type *target = btf__type_by_id(btf, t->type);

	if (target && btf_is_func_proto(target))
		return function_text(types, btf, target, "*", depth);
	return arena_printf(types->arena, "%s*", type_text(types, btf, t->type, depth));
}

/* C puts no bound on how types nest; a parameter of a function that takes itself never ends. */
#define TEXT_DEPTH_MAX 20

static const char *type_text(struct btf_types *types, const struct btf *btf, uint32_t id,
			     unsigned depth)
{
	const struct btf_type *t = id ? btf__type_by_id(btf, id) : NULL;
	struct arena *arena = types->arena;

	if (!t)
		return "void";
	if (depth++ == TEXT_DEPTH_MAX)
		return "...";
	switch (btf_kind(t)) {
	case BTF_KIND_PTR:
		return pointer_text(types, btf, t, depth);
	case BTF_KIND_CONST:
		return arena_printf(arena, "%s const", type_text(types, btf, t->type, depth));
	case BTF_KIND_VOLATILE:
		return arena_printf(arena, "%s volatile", type_text(types, btf, t->type, depth));
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		return type_text(types, btf, t->type, depth);
	case BTF_KIND_ARRAY:
		return arena_printf(arena, "%s[%u]",
				    type_text(types, btf, btf_array(t)->type, depth),
				    btf_array(t)->nelems);
	case BTF_KIND_FUNC_PROTO:
		return function_text(types, btf, t, "", depth);
	default:
		return arena_printf(arena, "%s%s", tag_of(t),
				    t->name_off ? name_of(btf, t->name_off) : "<unknown>");
	}
}

const char *btf_ctype_text(struct btf_types *types, struct ctype_ref ref)
{
	const struct btf *btf = types->spaces[ref.space].btf;

	return btf ? type_text(types, btf, ref.id, 0) : "void";
}

/* ---- names ---- */

static struct argument_place *places_of(struct btf_types *types, const struct btf *btf,
					const struct btf_type *proto)
{
	unsigned count = btf_vlen(proto);
	struct argument_place *places = arena_alloc(types->arena, (count + 1u) * sizeof(*places));

	for (unsigned i = 0; i < count; i++)
		places[i].bytes = size_of(btf, btf_params(proto)[i].type);
	argument_places(arch_here(), size_of(btf, proto->type), places, count);
	return places;
}

static bool fill_function(struct btf_types *types, const struct btf_space *space, uint32_t id,
			  struct cfunction *out)
{
	uint16_t number = (uint16_t)(space - types->spaces);
	const struct btf_type *function = btf__type_by_id(space->btf, id);
	const struct btf_type *proto = btf__type_by_id(space->btf, function->type);
	const struct btf_param *from = btf_params(proto);
	const struct argument_place *places = places_of(types, space->btf, proto);
	struct cfunction_param *params =
		arena_alloc(types->arena, (btf_vlen(proto) + 1u) * sizeof(*params));

	for (unsigned i = 0; i < btf_vlen(proto); i++)
		params[i] = (struct cfunction_param){
			.name = name_of(space->btf, from[i].name_off),
			.type = ref_of(number, from[i].type),
			.number = places[i].number,
			.by_reference = places[i].by_reference,
		};
	*out = (struct cfunction){
		.params = params,
		.nparams = btf_vlen(proto),
		.result = ref_of(number, proto->type),
		.result_by_reference =
			argument_result_by_reference(arch_here(), size_of(space->btf, proto->type)),
	};
	return true;
}

bool btf_function_type(struct btf_types *types, const char *module, const char *function,
		       struct cfunction *out)
{
	struct btf_space *space = btf_space_of(types, module);
	uint32_t id;

	if (!space->btf)
		return false;
	id = btf_functions_find(&space->functions, types->arena, space->btf, function);
	return id && fill_function(types, space, id, out);
}
