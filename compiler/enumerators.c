/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * @enumname(VALUE, "type"), which the library's macro makes a call of __enum_name(): the name that
 * the C enumeration has for the value, by a function of its own,
 *
 *	if (value == 0) return "PIDTYPE_PID" ... return sprintf("%d", value)
 */
#include "config.h"

#include "compiler/enumerators.h"

#include <string.h>

#include "compiler/ctargets.h"
#include "compiler/generate.h"

bool is_enum_name(const struct expr *e)
{
	return strcmp(e->call.name, "__enum_name") == 0 && e->call.args.count == 2;
}

/* NULL after an error. */
static const struct ctype *find_enum(struct resolver *r, const struct expr *name)
{
	const struct catalog_ops *catalog = r->c->options->catalog;
	struct record_source *source = r->c->options->source;
	const char *missing = catalog->ctypes_missing(source);
	const struct ctype *type = NULL;
	struct ctype_ref ref;

	if (name->kind != EXPR_STRING)
		resolve_error(r, name->tok, "the enumeration must be a literal string");
	else if (missing)
		resolve_error(r, name->tok, "%s", missing);
	else if (!find_ctype_by_name(r->c, name->string.text, &ref))
		resolve_error(r, name->tok, "type definition '%s' not found in the kernel's BTF%s",
			      name->string.text, similar_ctypes(r->c, NULL, name->string.text));
	else if ((type = catalog->ctype(source, ref))->kind != CTYPE_ENUM)
		resolve_error(r, name->tok, "'%s' is no enumeration", name->string.text);
	return type && type->kind == CTYPE_ENUM ? type : NULL;
}

static struct stmt *name_value(struct resolver *r, const struct token *tok, struct function *f,
			       const struct ctype_value *value)
{
	struct stmt *s = ast_stmt(r->c->arena, STMT_IF, tok);

	s->branch.cond = make_binary(r->c, tok, OP_EQ, make_parameter(r->c, tok, f),
				     make_number(r->c, tok, value->value));
	s->branch.then = make_return(r->c, tok, make_literal(r->c, tok, value->name));
	return s;
}

static struct stmt *make_body(struct resolver *r, const struct token *tok, struct function *f,
			      const struct ctype *type)
{
	struct arena *arena = r->c->arena;
	struct stmt *body = ast_stmt(arena, STMT_BLOCK, tok);
	struct expr_list args = {0};

	for (unsigned i = 0; i < type->nvalues; i++)
		arena_push(arena, body->block.items, body->block.count,
			   name_value(r, tok, f, &type->values[i]));
	arena_push(arena, args.items, args.count, make_parameter(r->c, tok, f));
	arena_push(arena, body->block.items, body->block.count,
		   make_return(r->c, tok, make_sprintf(r->c, tok, "%d", &args)));
	return body;
}

void resolve_enum_name(struct resolver *r, struct expr *e)
{
	struct expr *value = e->call.args.items[0];
	const struct ctype *type = find_enum(r, e->call.args.items[1]);
	struct function *f;

	if (!type)
		return;
	resolve_expr(r, value);
	f = make_function(r->c, r->script, e->tok, "enum", TYPE_STRING, "value");
	((struct function_decl *)f->decl)->body = make_body(r, e->tok, f, type);
	*e = *make_call(r->c, e->tok, f, value);
}
