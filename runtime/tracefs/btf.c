/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/btf.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "runtime/arch.h"
#include "runtime/argument_places.h"
#include "runtime/tracefs/btf_data.h"

#define KERNEL_BTF "/sys/kernel/btf/vmlinux"

static const struct ctype void_type = {.kind = CTYPE_VOID, .name = "void"};

/* ---- spaces ---- */

static struct btf_space *add_space(struct btf_types *types, const char *module, const char *path,
				   struct btf_data *base)
{
	struct btf_data *btf = arena_new_of(types->arena, struct btf_data);
	struct btf_space space = {.module = module, .btf = btf};

	if (btf_data_open(btf, types->arena, path, base)) {
		space.btf = NULL;
		space.error = errno;
	}
	arena_push(types->arena, types->spaces, types->nspaces, space);
	return &types->spaces[types->nspaces - 1];
}

static struct btf_space *kernel_space(struct btf_types *types)
{
	return types->nspaces ? &types->spaces[0] : add_space(types, NULL, KERNEL_BTF, NULL);
}

/* A module's types build on the kernel's: ids go on where those end. */
static struct btf_space *module_space(struct btf_types *types, const char *module)
{
	struct btf_data *base = kernel_space(types)->btf;
	struct arena *arena = types->arena;
	struct btf_space none = {.module = arena_strdup(arena, module)};

	for (unsigned i = 1; i < types->nspaces; i++)
		if (strcmp(types->spaces[i].module, module) == 0)
			return &types->spaces[i];
	if (base)
		return add_space(types, none.module,
				 arena_printf(arena, "/sys/kernel/btf/%s", module), base);
	arena_push(arena, types->spaces, types->nspaces, none);
	return &types->spaces[types->nspaces - 1];
}

struct btf_space *btf_space_of(struct btf_types *types, const char *module)
{
	return module ? module_space(types, module) : kernel_space(types);
}

void btf_types_free(struct btf_types *types)
{
	for (unsigned i = 0; i < types->nspaces; i++)
		if (types->spaces[i].btf)
			btf_data_close(types->spaces[i].btf);
	types->nspaces = 0;
}

const char *btf_types_missing(struct btf_types *types)
{
	if (kernel_space(types)->btf)
		return NULL;
	return arena_printf(types->arena,
			    "this kernel does not tell its C types (%s: %s; it takes "
			    "CONFIG_DEBUG_INFO_BTF): kprobe.function(\"NAME\") with int_arg(N) and "
			    "pointer_arg(N) works without",
			    KERNEL_BTF, strerror(types->spaces[0].error));
}

/* ---- types ---- */

static struct ctype_ref ref_of(uint16_t space, uint32_t id)
{
	return (struct ctype_ref){.id = id, .space = space};
}

/* Past everything that does not change how a value is read. */
static const struct btf_type *strip(struct btf_data *btf, uint32_t *id)
{
	const struct btf_type *t = btf_data_type(btf, *id);

	while (t && (btf_is_qualifier(t) || btf_kind(t) == BTF_KIND_TYPEDEF)) {
		*id = t->type;
		t = btf_data_type(btf, *id);
	}
	return t;
}

static void fill_int(struct ctype *c, const struct btf_type *t)
{
	uint32_t encoding = BTF_INT_ENCODING(*(const uint32_t *)btf_behind(t));

	c->kind = CTYPE_INT;
	c->size = t->size;
	c->is_signed = encoding & BTF_INT_SIGNED;
	/* As in stap, whose debuginfo does not tell u8 from unsigned char either. */
	c->is_char = t->size == 1 && strcmp(c->name, "_Bool") != 0;
}

static void fill_members(struct btf_types *types, struct btf_data *btf, uint16_t space,
			 struct ctype *c, const struct btf_type *t)
{
	const struct btf_member *member = btf_behind(t);
	struct ctype_member *members =
		arena_alloc(types->arena, (btf_vlen(t) + 1u) * sizeof(*members));

	for (unsigned i = 0; i < btf_vlen(t); i++)
		members[i] = (struct ctype_member){
			.name = btf_data_name(btf, member[i].name_off),
			.type = ref_of(space, member[i].type),
			.bit_offset = btf_kflag(t) ? BTF_MEMBER_BIT_OFFSET(member[i].offset)
						   : member[i].offset,
			.bit_size = btf_kflag(t) ? BTF_MEMBER_BITFIELD_SIZE(member[i].offset) : 0,
		};
	c->kind = btf_kind(t) == BTF_KIND_UNION ? CTYPE_UNION : CTYPE_STRUCT;
	c->size = t->size;
	c->members = members;
	c->nmembers = btf_vlen(t);
}

static void fill_enum(struct btf_types *types, struct btf_data *btf, struct ctype *c,
		      const struct btf_type *t)
{
	struct ctype_value *values =
		arena_alloc(types->arena, (btf_vlen(t) + 1u) * sizeof(*values));

	for (unsigned i = 0; i < btf_vlen(t); i++) {
		const struct btf_enum *small = (const struct btf_enum *)btf_behind(t) + i;

		values[i].name = btf_data_name(btf, small->name_off);
		values[i].value = btf_kflag(t) ? small->val : (int64_t)(uint32_t)small->val;
	}
	c->kind = CTYPE_ENUM;
	c->size = t->size;
	c->is_signed = btf_kflag(t);
	c->values = values;
	c->nvalues = btf_vlen(t);
}

static void fill_enum64(struct btf_types *types, struct btf_data *btf, struct ctype *c,
			const struct btf_type *t)
{
	const struct btf_enum64 *big = btf_behind(t);
	struct ctype_value *values =
		arena_alloc(types->arena, (btf_vlen(t) + 1u) * sizeof(*values));

	for (unsigned i = 0; i < btf_vlen(t); i++) {
		values[i].name = btf_data_name(btf, big[i].name_off);
		values[i].value = (int64_t)((uint64_t)big[i].val_hi32 << 32 | big[i].val_lo32);
	}
	c->kind = CTYPE_ENUM;
	c->size = t->size;
	c->is_signed = btf_kflag(t);
	c->values = values;
	c->nvalues = btf_vlen(t);
}

static void fill_array(struct ctype *c, struct btf_data *btf, uint32_t id, uint16_t space,
		       const struct btf_type *t)
{
	const struct btf_array *array = btf_behind(t);

	c->kind = CTYPE_ARRAY;
	c->target = ref_of(space, array->type);
	c->count = array->nelems;
	c->size = btf_data_size(btf, id);
}

static void fill(struct btf_types *types, struct btf_data *btf, struct ctype_ref ref,
		 const struct btf_type *t, struct ctype *c)
{
	c->name = btf_data_name(btf, t->name_off);
	switch (btf_kind(t)) {
	case BTF_KIND_INT:
		fill_int(c, t);
		break;
	case BTF_KIND_PTR:
		c->kind = CTYPE_POINTER;
		c->size = sizeof(void *);
		c->target = ref_of(ref.space, t->type);
		break;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		fill_members(types, btf, ref.space, c, t);
		break;
	case BTF_KIND_ENUM:
		fill_enum(types, btf, c, t);
		break;
	case BTF_KIND_ENUM64:
		fill_enum64(types, btf, c, t);
		break;
	case BTF_KIND_ARRAY:
		fill_array(c, btf, ref.id, ref.space, t);
		break;
	case BTF_KIND_FUNC:
	case BTF_KIND_FUNC_PROTO:
		c->kind = CTYPE_FUNCTION;
		break;
	case BTF_KIND_FWD:
		c->kind = CTYPE_DECLARED;
		c->is_union = btf_kflag(t);
		break;
	default:
		c->kind = CTYPE_OTHER;
	}
}

static struct made_ctype *find_made(const struct btf_space *space, uint32_t id)
{
	struct made_ctype *made = space->made[id % BTF_NMADE];

	while (made && made->id != id)
		made = made->next;
	return made;
}

const struct ctype *btf_ctype(struct btf_types *types, struct ctype_ref ref)
{
	struct btf_space *space = &types->spaces[ref.space];
	const struct btf_type *t = space->btf ? strip(space->btf, &ref.id) : NULL;
	struct made_ctype *made;

	if (!t)
		return &void_type;
	made = find_made(space, ref.id);
	if (made)
		return &made->type;
	made = arena_new_of(types->arena, struct made_ctype);
	made->id = ref.id;
	made->next = space->made[ref.id % BTF_NMADE];
	space->made[ref.id % BTF_NMADE] = made;
	fill(types, space->btf, ref, t, &made->type);
	return &made->type;
}

/* ---- how a type is spelled ---- */

static const char *tag_of(const struct btf_type *t)
{
	switch (btf_kind(t)) {
	case BTF_KIND_UNION:
		return "union ";
	case BTF_KIND_STRUCT:
		return "struct ";
	case BTF_KIND_FWD:
		return btf_kflag(t) ? "union " : "struct ";
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return "enum ";
	default:
		return "";
	}
}

static const char *type_text(struct btf_types *types, struct btf_data *btf, uint32_t id,
			     unsigned depth);

/* "void (struct work_struct*)"; a pointer to it puts its star between. */
static const char *function_text(struct btf_types *types, struct btf_data *btf,
				 const struct btf_type *t, const char *star, unsigned depth)
{
	const struct btf_param *params = btf_behind(t);
	const char *text = arena_printf(types->arena, "%s (%s) (",
					type_text(types, btf, t->type, depth), star);

	for (unsigned i = 0; i < btf_vlen(t); i++)
		text = arena_printf(types->arena, "%s%s%s", text, i ? ", " : "",
				    type_text(types, btf, params[i].type, depth));
	return arena_printf(types->arena, "%s)", text);
}

static const char *pointer_text(struct btf_types *types, struct btf_data *btf,
				const struct btf_type *t, unsigned depth)
{
	const struct btf_type *target = btf_data_type(btf, t->type);

	if (target && btf_kind(target) == BTF_KIND_FUNC_PROTO)
		return function_text(types, btf, target, "*", depth);
	return arena_printf(types->arena, "%s*", type_text(types, btf, t->type, depth));
}

/* C puts no bound on how types nest; a parameter of a function that takes itself never ends. */
#define TEXT_DEPTH_MAX 20

static const char *type_text(struct btf_types *types, struct btf_data *btf, uint32_t id,
			     unsigned depth)
{
	const struct btf_type *t = btf_data_type(btf, id);
	struct arena *arena = types->arena;
	const struct btf_array *array;

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
		array = btf_behind(t);
		return arena_printf(arena, "%s[%u]", type_text(types, btf, array->type, depth),
				    array->nelems);
	case BTF_KIND_FUNC_PROTO:
		return function_text(types, btf, t, "", depth);
	default:
		return arena_printf(arena, "%s%s", tag_of(t),
				    t->name_off ? btf_data_name(btf, t->name_off) : "<unknown>");
	}
}

const char *btf_ctype_text(struct btf_types *types, struct ctype_ref ref)
{
	struct btf_data *btf = types->spaces[ref.space].btf;

	return btf ? type_text(types, btf, ref.id, 0) : "void";
}

/* ---- names ---- */

static struct argument_place *places_of(struct btf_types *types, struct btf_data *btf,
					const struct btf_type *proto)
{
	const struct btf_param *params = btf_behind(proto);
	unsigned count = btf_vlen(proto);
	struct argument_place *places = arena_alloc(types->arena, (count + 1u) * sizeof(*places));

	for (unsigned i = 0; i < count; i++)
		places[i].bytes = btf_data_size(btf, params[i].type);
	argument_places(arch_here(), btf_data_size(btf, proto->type), places, count);
	return places;
}

static bool fill_function(struct btf_types *types, const struct btf_space *space, uint32_t id,
			  struct cfunction *out)
{
	uint16_t number = (uint16_t)(space - types->spaces);
	const struct btf_type *function = btf_data_type(space->btf, id);
	const struct btf_type *proto = btf_data_type(space->btf, function->type);
	const struct argument_place *places;
	const struct btf_param *from;
	struct cfunction_param *params;

	if (!proto || btf_kind(proto) != BTF_KIND_FUNC_PROTO)
		return false;
	from = btf_behind(proto);
	places = places_of(types, space->btf, proto);
	params = arena_alloc(types->arena, (btf_vlen(proto) + 1u) * sizeof(*params));
	for (unsigned i = 0; i < btf_vlen(proto); i++)
		params[i] = (struct cfunction_param){
			.name = btf_data_name(space->btf, from[i].name_off),
			.type = ref_of(number, from[i].type),
			.number = places[i].number,
			.by_reference = places[i].by_reference,
		};
	*out = (struct cfunction){
		.params = params,
		.nparams = btf_vlen(proto),
		.result = ref_of(number, proto->type),
		.result_by_reference = argument_result_by_reference(
			arch_here(), btf_data_size(space->btf, proto->type)),
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
