/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stap's layout down to its doubled semicolons; every operand stands in parentheses. */
#include "config.h"

#include "parser/ast.h"

#include <inttypes.h>

#include "base/buf.h"
#include "lexer/literal.h"

/* Items separated by commas; a null item is '*'. */
static void print_list(struct buf *out, const struct expr_list *list)
{
	for (unsigned i = 0; i < list->count; i++) {
		if (i)
			buf_puts(out, ", ");
		if (list->items[i])
			ast_print_expr(out, list->items[i]);
		else
			buf_putc(out, '*');
	}
}

/* Whether the script spells it; what the compiler made has some other token. */
static bool is_spelled(const struct expr *expr)
{
	return expr->tok && expr->tok->class == TOKEN_STRING;
}

static void print_string(struct buf *out, const struct expr *expr)
{
	buf_putc(out, '"');
	if (is_spelled(expr))
		buf_puts(out, expr->tok->raw);
	else
		literal_quote(out, expr->string.text, expr->string.len);
	buf_putc(out, '"');
}

/* stap keeps a format as it was spelled and so shows its escapes escaped, but not \". */
static void print_raw_format(struct buf *out, const char *raw)
{
	for (; *raw; raw++) {
		if (raw[0] == '\\' && raw[1] == '"')
			raw++;
		literal_quote(out, raw, 1);
		if (raw[0] == '\\' && raw[1] == '\\')
			literal_quote(out, raw++, 1);
	}
}

static void print_format(struct buf *out, const struct expr *expr)
{
	buf_putc(out, '"');
	if (is_spelled(expr))
		print_raw_format(out, expr->tok->raw);
	else
		literal_quote(out, expr->string.text, expr->string.len);
	buf_putc(out, '"');
}

static void print_wrapped(struct buf *out, const struct expr *expr)
{
	buf_putc(out, '(');
	ast_print_expr(out, expr);
	buf_putc(out, ')');
}

static void print_call(struct buf *out, const char *name, const struct expr *expr)
{
	buf_printf(out, "%s(", name);
	ast_print_expr(out, expr);
	buf_putc(out, ')');
}

static void print_print(struct buf *out, const struct expr *expr)
{
	const struct print_form *form = expr->print.form;

	buf_printf(out, "%s(", form->name);
	if (form->has_format)
		print_format(out, expr->print.format);
	if (form->has_delimiter)
		print_format(out, expr->print.delimiter);
	if ((form->has_format || form->has_delimiter) && expr->print.args.count)
		buf_puts(out, ", ");
	print_list(out, &expr->print.args);
	buf_putc(out, ')');
}

static void print_binary(struct buf *out, const struct expr *expr)
{
	if (expr->binary.left)
		print_wrapped(out, expr->binary.left);
	if (expr->binary.left && expr->binary.right)
		buf_printf(out, " %s ", operator_texts[expr->binary.op]);
	else
		buf_puts(out, operator_texts[expr->binary.op]);
	if (expr->kind == EXPR_REGEX)
		ast_print_expr(out, expr->binary.right);
	else if (expr->binary.right)
		print_wrapped(out, expr->binary.right);
}

static void print_ternary(struct buf *out, const struct expr *expr)
{
	print_wrapped(out, expr->ternary.cond);
	buf_putc(out, '?');
	print_wrapped(out, expr->ternary.then);
	buf_putc(out, ':');
	print_wrapped(out, expr->ternary.otherwise);
}

static void print_components(struct buf *out, const struct expr *expr)
{
	for (unsigned i = 0; i < expr->target.ncomponents; i++) {
		const struct target_component *component = &expr->target.components[i];

		if (component->kind == COMPONENT_INDEX) {
			buf_putc(out, '[');
			ast_print_expr(out, component->index);
			buf_putc(out, ']');
		} else {
			buf_printf(out, "->%s", component->member);
		}
	}
}

static void print_target(struct buf *out, const struct expr *expr)
{
	const char *module = expr->target.module;

	if (expr->target.address_of)
		buf_putc(out, '&');
	if (expr->target.is_var) {
		buf_printf(out, "@var(\"%s\"", expr->target.name);
	} else if (expr->kind == EXPR_TARGET) {
		buf_puts(out, expr->target.name);
	} else if (expr->target.name) {
		buf_puts(out, "@cast(");
		ast_print_expr(out, expr->target.operand);
		buf_printf(out, ", \"%s\"", expr->target.name);
	} else {
		print_wrapped(out, expr->target.operand);
	}
	if (expr->target.is_var || (expr->kind == EXPR_CAST && expr->target.name)) {
		if (module && *module)
			buf_printf(out, ", \"%s\"", module);
		buf_putc(out, ')');
	}
	print_components(out, expr);
}

static void print_stat(struct buf *out, const struct expr *expr)
{
	buf_printf(out, "%s(", stat_texts[expr->stat.function]);
	ast_print_expr(out, expr->stat.stat);
	for (unsigned i = 0; i < expr->stat.nparams; i++)
		buf_printf(out, ", %" PRId64, expr->stat.params[i]);
	buf_putc(out, ')');
}

static void print_keys(struct buf *out, const struct expr_list *keys)
{
	buf_putc(out, '[');
	print_list(out, keys);
	buf_putc(out, ']');
}

/* Operators with an '@' that stand for one value, and embedded C. */
static void print_foreign(struct buf *out, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_EMBEDDED:
		buf_printf(out, "%%{ %s %%}", expr->string.text);
		break;
	case EXPR_ENTRY:
		print_call(out, "@entry", expr->wrap);
		break;
	case EXPR_DEFINED:
		print_call(out, "@defined", expr->wrap);
		break;
	case EXPR_PROBEWRITE:
		print_call(out, "@probewrite", expr->wrap);
		break;
	case EXPR_PERF:
		buf_printf(out, "@perf(\"%s\")", expr->string.text);
		break;
	default:
		buf_printf(out, "%%{ /* pure */ /* unprivileged */ /* stable */ %s %%}",
			   expr->string.text);
	}
}

void ast_print_expr(struct buf *out, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		buf_printf(out, "%" PRId64, expr->number);
		break;
	case EXPR_STRING:
		print_string(out, expr);
		break;
	case EXPR_SYMBOL:
		buf_puts(out, expr->symbol.name);
		break;
	case EXPR_INDEX:
		ast_print_expr(out, expr->index.base);
		print_keys(out, &expr->index.keys);
		break;
	case EXPR_CALL:
		buf_printf(out, "%s(", expr->call.name);
		print_list(out, &expr->call.args);
		buf_putc(out, ')');
		break;
	case EXPR_PRINT:
		print_print(out, expr);
		break;
	case EXPR_UNARY:
	case EXPR_PRE:
	case EXPR_POST:
	case EXPR_BINARY:
	case EXPR_REGEX:
	case EXPR_ASSIGN:
		print_binary(out, expr);
		break;
	case EXPR_TERNARY:
		print_ternary(out, expr);
		break;
	case EXPR_IN:
		print_keys(out, &expr->in.keys);
		buf_puts(out, " in ");
		ast_print_expr(out, expr->in.array);
		break;
	case EXPR_TARGET:
	case EXPR_CAST:
		print_target(out, expr);
		break;
	case EXPR_EMBEDDED:
	case EXPR_ENTRY:
	case EXPR_DEFINED:
	case EXPR_PROBEWRITE:
	case EXPR_PERF:
	case EXPR_CONST:
		print_foreign(out, expr);
		break;
	case EXPR_SAVE:
	case EXPR_SAVED:
		print_call(out, "@entry", expr->saved.operand);
		break;
	case EXPR_STAT:
	case EXPR_HIST:
		print_stat(out, expr);
		break;
	case EXPR_KIND_COUNT:
		break;
	}
}

static const char *direction_mark(int direction)
{
	return direction > 0 ? "+" : direction < 0 ? "-" : "";
}

static void print_foreach(struct buf *out, const struct foreach_loop *loop)
{
	buf_puts(out, "foreach (");
	if (loop->value) {
		ast_print_expr(out, loop->value);
		buf_puts(out, " = ");
	}
	buf_putc(out, '[');
	for (unsigned i = 0; i < loop->nindexes; i++) {
		if (i)
			buf_puts(out, ", ");
		ast_print_expr(out, loop->indexes[i]);
		if (loop->sort_column == i + 1)
			buf_puts(out, direction_mark(loop->sort_direction));
	}
	buf_puts(out, "] in ");
	ast_print_expr(out, loop->base);
	if (loop->slice.count) {
		buf_putc(out, '[');
		print_list(out, &loop->slice);
		buf_putc(out, ']');
	}
	if (loop->sort_direction && !loop->sort_column) {
		if (loop->sort_stat)
			buf_printf(out, " %s", stat_texts[loop->sort_stat]);
		buf_puts(out, direction_mark(loop->sort_direction));
	}
	if (loop->limit) {
		buf_puts(out, " limit ");
		ast_print_expr(out, loop->limit);
	}
	buf_puts(out, ") ");
	ast_print_stmt(out, loop->body, 0);
}

static void print_block(struct buf *out, const struct stmt_list *block, unsigned indent)
{
	buf_puts(out, "{\n");
	for (unsigned i = 0; i < block->count; i++) {
		ast_print_stmt(out, block->items[i], indent);
		buf_puts(out, ";\n");
	}
	buf_putc(out, '}');
}

static void print_if(struct buf *out, const struct stmt *stmt)
{
	buf_puts(out, "if (");
	ast_print_expr(out, stmt->branch.cond);
	buf_puts(out, ") ");
	ast_print_stmt(out, stmt->branch.then, 0);
	buf_putc(out, '\n');
	if (!stmt->branch.otherwise)
		return;
	buf_puts(out, "else ");
	ast_print_stmt(out, stmt->branch.otherwise, 0);
	buf_putc(out, '\n');
}

static void print_for(struct buf *out, const struct stmt *stmt)
{
	buf_puts(out, "for (");
	if (stmt->loop.init)
		ast_print_expr(out, stmt->loop.init);
	buf_puts(out, "; ");
	if (stmt->loop.cond)
		ast_print_expr(out, stmt->loop.cond);
	else
		buf_putc(out, '1');
	buf_puts(out, "; ");
	if (stmt->loop.step)
		ast_print_expr(out, stmt->loop.step);
	buf_puts(out, ") ");
	ast_print_stmt(out, stmt->loop.body, 0);
}

static void print_try(struct buf *out, const struct stmt *stmt, unsigned indent)
{
	buf_puts(out, "try {\n");
	ast_print_stmt(out, stmt->try.body, indent);
	buf_puts(out, "\n} catch");
	if (stmt->try.variable) {
		buf_puts(out, " (");
		ast_print_expr(out, stmt->try.variable);
		buf_putc(out, ')');
	}
	buf_puts(out, " {\n");
	ast_print_stmt(out, stmt->try.handler, indent);
	buf_puts(out, "\n}\n");
}

void ast_print_stmt(struct buf *out, const struct stmt *stmt, unsigned indent)
{
	buf_fill(out, ' ', indent);
	switch (stmt->kind) {
	case STMT_NULL:
		buf_putc(out, ';');
		break;
	case STMT_BLOCK:
		print_block(out, &stmt->block, indent);
		break;
	case STMT_EXPR:
		ast_print_expr(out, stmt->expr);
		break;
	case STMT_IF:
		print_if(out, stmt);
		break;
	case STMT_FOR:
		print_for(out, stmt);
		break;
	case STMT_FOREACH:
		print_foreach(out, &stmt->foreach);
		break;
	case STMT_RETURN:
		buf_puts(out, stmt->expr ? "return " : "return");
		if (stmt->expr)
			ast_print_expr(out, stmt->expr);
		break;
	case STMT_DELETE:
		buf_puts(out, "delete ");
		ast_print_expr(out, stmt->expr);
		break;
	case STMT_NEXT:
		buf_puts(out, "next");
		break;
	case STMT_BREAK:
		buf_puts(out, "break");
		break;
	case STMT_CONTINUE:
		buf_puts(out, "continue");
		break;
	case STMT_TRY:
		print_try(out, stmt, indent);
		break;
	}
}

void ast_print_point(struct buf *out, const struct probe_point *point)
{
	for (unsigned i = 0; i < point->ncomponents; i++) {
		if (i)
			buf_putc(out, '.');
		buf_puts(out, point->components[i].name);
		if (point->components[i].arg)
			print_wrapped(out, point->components[i].arg);
	}
	if (point->optional)
		buf_putc(out, '?');
	if (point->sufficient)
		buf_putc(out, '!');
	if (point->condition) {
		buf_puts(out, " if (");
		ast_print_expr(out, point->condition);
		buf_putc(out, ')');
	}
}

static void print_probe(struct buf *out, const struct probe_decl *probe)
{
	buf_puts(out, "probe ");
	for (unsigned i = 0; i < probe->aliases.count; i++) {
		bool last = i + 1 == probe->aliases.count;

		ast_print_point(out, probe->aliases.items[i]);
		buf_puts(out, last && probe->epilogue ? " += " : " = ");
	}
	for (unsigned i = 0; i < probe->points.count; i++) {
		if (i)
			buf_puts(out, probe->aliases.count ? ", " : ",");
		ast_print_point(out, probe->points.items[i]);
	}
	ast_print_stmt(out, probe->body, 0);
	buf_putc(out, '\n');
}

static void print_function(struct buf *out, const struct function_decl *function)
{
	buf_printf(out, "function %s (", function->name);
	for (unsigned i = 0; i < function->nparams; i++)
		buf_printf(out, "%s%s", i ? ", " : "", function->params[i].name);
	buf_puts(out, ")\n");
	if (function->embedded)
		buf_printf(out, "%%{%s%%}", function->embedded);
	else
		ast_print_stmt(out, function->body, 0);
	buf_putc(out, '\n');
}

static void print_global(struct buf *out, const struct global_decl *global)
{
	buf_printf(out, "global %s%s", global->name, global->wraps ? "%" : "");
	if (global->sized)
		buf_printf(out, "[%" PRId64 "]", global->max_entries);
	if (global->init) {
		buf_puts(out, " = ");
		ast_print_expr(out, global->init);
	}
	buf_putc(out, '\n');
}

void ast_print_script(struct buf *out, const struct script *script)
{
	buf_printf(out, "# file %s\n", script->source->name);
	for (unsigned i = 0; i < script->nembeds; i++)
		buf_printf(out, "%%{%s%%}", script->embeds[i]->text);
	for (unsigned i = 0; i < script->nglobals; i++)
		print_global(out, script->globals[i]);
	for (unsigned i = 0; i < script->naliases; i++)
		print_probe(out, script->aliases[i]);
	for (unsigned i = 0; i < script->nprobes; i++)
		print_probe(out, script->probes[i]);
	for (unsigned i = 0; i < script->nfunctions; i++)
		print_function(out, script->functions[i]);
}
