/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the parser share: the grammar (grammar.y), the construction of nodes
 * (build_expr.c, build_stmt.c), of probe points (points.c) and declarations (declare.c), and
 * the driver (parse.c).
 *
 * Owner:    parse.c, one struct parser for each source; nodes live in its arena.
 */
#ifndef MSTAP_PARSER_PARSER_H
#define MSTAP_PARSER_PARSER_H

#include <stdbool.h>

#include "lexer/preprocessor.h"
#include "parser/ast.h"
#include "parser/parse.h"

/* @sum- */
struct sort {
	enum stat_function stat;
	const struct token *direction; /* '+' or '-', or NULL: no order */
};

struct parser {
	const struct parse_context *context;
	struct arena *arena;
	struct script *script;
	struct preprocessor *pp;
	const struct token *token;    /* the one being pushed: the look-ahead of every action */
	const struct token *glued;    /* read ahead while string literals were joined */
	const struct token *previous; /* the one pushed before */
	unsigned nerrors_before;      /* in the diagnostics, of other sources */
	bool in_function;	      /* return is allowed */
	bool is_private;	      /* the declaration is */
	bool failed;		      /* this declaration has an error; later ones are echoes */
	bool keep_tokens;	      /* stap goes on with the next token instead of skipping */
	bool began;		      /* a token has come through the preprocessor */
	bool token_taken;	      /* the token of a syntax error is behind the parser */
};

/* ---- parse.c ---- */

/* The first error of a declaration is kept; the grammar goes on until the driver looks. */
struct diag *parser_fail(struct parser *parser, const struct token *token, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same with stap's "at:" in place of "saw:". */
void parser_fail_at(struct parser *parser, const struct token *token, const char *message);
/* False and an error when not in guru mode; stap then goes on with the next token. */
bool parser_need_guru(struct parser *parser, const struct token *token, const char *message);

/* ---- build_expr.c: nodes, with their depth checked ---- */

struct expr *build_number(struct parser *parser, const struct token *tok, bool negative);
/* A STRING, PERF or CONST of @text. */
struct expr *build_text(struct parser *parser, enum expr_kind kind, const struct token *tok,
			const struct token *text);
/* The format of printf, checked. */
struct expr *build_format(struct parser *parser, const struct token *tok);
struct expr *build_embedded(struct parser *parser, const struct token *tok);
struct expr *build_symbol(struct parser *parser, const struct token *tok);
struct expr *build_index(struct parser *parser, const struct token *tok, struct expr *base,
			 struct expr_list keys);
struct expr *build_call(struct parser *parser, const struct token *tok, struct expr_list args);
/* Of forms with a format or a delimiter it is the first of @args. */
struct expr *build_print(struct parser *parser, const struct token *tok, struct expr_list args);
struct expr *build_empty_print(struct parser *parser, const struct token *tok,
			       const struct token *close);
struct expr *build_binary(struct parser *parser, enum expr_kind kind, enum operator op,
			  const struct token *tok, struct expr *left, struct expr *right);
struct expr *build_regex(struct parser *parser, enum operator op, const struct token *tok,
			 struct expr *left, const struct token *regex);
struct expr *build_ternary(struct parser *parser, const struct token *tok, struct expr *cond,
			   struct expr *then, struct expr *otherwise);
struct expr *build_in(struct parser *parser, const struct token *tok, struct expr_list keys,
		      struct expr *array);
struct expr *build_in_one(struct parser *parser, const struct token *tok, struct expr *key,
			  struct expr *array);
/* [KEYS] without an "in": the only key itself. */
struct expr *build_bracketed(struct parser *parser, struct expr_list keys);
struct expr *build_wrap(struct parser *parser, enum expr_kind kind, const struct token *tok,
			struct expr *wrap);
void build_check_const(struct parser *parser, const struct token *tok);
enum stat_function stat_function_of(const struct token *tok);
struct expr *build_stat(struct parser *parser, const struct token *tok, struct expr *stat);
/* Fails at @comma when @stat has all parameters it may have. */
void build_check_stat(struct parser *parser, const struct expr *stat, const struct token *comma);
void build_stat_param(struct parser *parser, struct expr *stat, int64_t number);
struct expr *build_stray_hist(struct parser *parser, struct expr *hist);

void build_push(struct parser *parser, struct expr_list *list, struct expr *expr);

/* ---- build_target.c ---- */

struct expr *build_target(struct parser *parser, const struct token *tok);
struct expr *build_var(struct parser *parser, const struct token *tok, const struct token *name,
		       const struct token *module);
struct expr *build_cast(struct parser *parser, const struct token *tok, struct expr *operand,
			const struct token *type, const struct token *module);
struct expr *build_autocast(struct parser *parser, const struct token *tok, struct expr *operand);
struct expr *build_address(struct parser *parser, const struct token *tok, struct expr *operand);
/* Add ->NAME, [INDEX], or a $ or $$ of its own to @target and return it. */
struct expr *build_member(struct parser *parser, struct expr *target, const struct token *tok,
			  const struct token *name);
struct expr *build_subscript(struct parser *parser, struct expr *target, const struct token *tok,
			     struct expr *index);
struct expr *build_pretty(struct parser *parser, struct expr *target, const struct token *tok,
			  const char *dollars);

/* ---- build_stmt.c ---- */

struct stmt *build_block(struct parser *parser, const struct token *tok, struct stmt_list list);
void build_push_stmt(struct parser *parser, struct stmt_list *list, struct stmt *stmt);
struct stmt *build_simple(struct parser *parser, enum stmt_kind kind, const struct token *tok,
			  struct expr *expr);
void build_check_return(struct parser *parser, const struct token *tok);
struct stmt *build_bare_return(struct parser *parser, const struct token *tok);
struct stmt *build_if(struct parser *parser, const struct token *tok, struct expr *cond,
		      struct stmt *then, struct stmt *otherwise);
/* A for loop is built as it is read: up to its first ';', then its condition and step, its body. */
struct stmt *build_for(struct parser *parser, const struct token *tok, struct expr *init);
struct stmt *build_for_body(struct parser *parser, struct stmt *loop, struct stmt *body);
struct stmt *build_while(struct parser *parser, const struct token *tok, struct expr *cond,
			 struct stmt *body);
/* Begins a loop whose elements @name receives; sorted by them if there is a @direction. */
struct foreach_loop *build_foreach_value(struct parser *parser, const struct token *name,
					 const struct token *direction);
/* Adds index @name to @loop, or begins one (NULL). @direction: '+' or '-' behind it, or NULL. */
struct foreach_loop *build_foreach_index(struct parser *parser, struct foreach_loop *loop,
					 const struct token *name, const struct token *direction);
struct stmt *build_foreach(struct parser *parser, const struct token *tok,
			   const struct foreach_loop *loop);
struct stmt *build_foreach_rest(struct parser *parser, struct stmt *stmt, struct expr_list slice,
				struct sort sort, struct expr *limit, struct stmt *body);
struct stmt *build_try(struct parser *parser, const struct token *tok, struct stmt *body,
		       const struct token *variable, struct stmt *handler);

/* ---- points.c: braces make lists of every part, multiplied out as they are read ---- */

struct point_component *build_component(struct parser *parser, const struct token *tok);
/* Appends the piece @tok, which must touch what stood before it. */
void points_join_name(struct parser *parser, struct point_component *component,
		      const struct token *tok);
struct point_list points_of_component(struct parser *parser,
				      const struct point_component *component);
struct point_list points_append(struct parser *parser, struct point_list points,
				struct point_list more);
/* Every one of @points followed by every one of @more. */
void points_concat(struct parser *parser, struct point_list *points, struct point_list more);
/* @mark: '?' or '!', or NULL; @close: the ')' of the condition. */
void points_suffix(struct parser *parser, struct point_list *points, const struct token *mark,
		   struct expr *condition, const struct token *close);

/* ---- declare.c ---- */

struct probe_decl *build_probe(struct parser *parser, const struct token *tok);
void points_add(struct parser *parser, struct probe_decl *probe, struct point_list points);
/* What stood before @mark ('=' or '+=') was an alias name. */
void points_make_alias(struct parser *parser, struct probe_decl *probe, const struct token *mark);
/* Fails at @comma when @probe may have no second body. */
void points_check_epilogue(struct parser *parser, const struct probe_decl *probe,
			   const struct token *comma);
void points_finish_probe(struct parser *parser, struct probe_decl *probe, struct stmt *body,
			 struct stmt *epilogue_body);

void declare_embed(struct parser *parser, const struct token *tok);
struct global_decl *build_global(struct parser *parser, const struct token *tok);
void declare_global(struct parser *parser, struct global_decl *global);
struct function_decl *build_function(struct parser *parser, const struct token *tok);
void declare_parameter(struct parser *parser, struct function_decl *function,
		       const struct token *tok, enum value_type type);
void declare_priority(struct parser *parser, struct function_decl *function,
		      const struct expr *number);
void declare_function(struct parser *parser, struct function_decl *function, struct stmt *body,
		      const struct token *embedded);

#endif
