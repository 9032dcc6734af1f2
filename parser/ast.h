/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The abstract syntax tree.
 *
 * Purpose:  what a script says, whole language, nothing decided yet. The parser fills it; the
 *           compiler clones handler bodies per probe and annotates the clones (fields below
 *           marked "compiler").
 * Owner:    the compilation arena. Names are interned (equal text, equal pointer).
 */
#ifndef MSTAP_PARSER_AST_H
#define MSTAP_PARSER_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/source.h"
#include "lexer/token.h"

struct arena;
struct buf;
struct diag;
struct format;

/*
 * The parser refuses expressions and statements nested deeper than this (a chain of a + a + ...
 * counts its terms), so that every pass may recurse.
 */
#define AST_MAX_DEPTH 1000

/* ---- types ---- */

enum value_type { TYPE_UNKNOWN, TYPE_LONG, TYPE_STRING, TYPE_STATS };

/* ---- expressions ---- */

#define EXPR_KINDS(X)                                                                 \
	X(NUMBER)     /* number */                                                    \
	X(STRING)     /* string */                                                    \
	X(EMBEDDED)   /* string: %{ ... %} in an expression */                        \
	X(SYMBOL)     /* symbol: a variable by name */                                \
	X(INDEX)      /* index: base[keys]; base is a SYMBOL or a HIST */             \
	X(CALL)	      /* call */                                                      \
	X(PRINT)      /* print: the print and sprint families */                      \
	X(UNARY)      /* binary, right only: - + ! ~ */                               \
	X(PRE)	      /* binary, right only: ++x --x */                               \
	X(POST)	      /* binary, left only: x++ x-- */                                \
	X(BINARY)     /* binary: arithmetic, comparison, concatenation, && || */      \
	X(REGEX)      /* binary: =~ !~; right is a STRING */                          \
	X(ASSIGN)     /* binary: = and all compound assignments, <<< included */      \
	X(TERNARY)    /* ternary */                                                   \
	X(IN)	      /* in: [keys] in array */                                       \
	X(TARGET)     /* target: $x, @var("x"), with components */                    \
	X(CAST)	      /* target: @cast(operand, "type", "module") with components; */ \
		      /* operand->x and operand[i] (autocast): without a name */      \
	X(ENTRY)      /* wrap: @entry(operand) */                                     \
	X(SAVE)	      /* saved; compiler: the operand is kept for a return probe */   \
	X(SAVED)      /* saved; compiler: what was kept of the operand */             \
	X(DEFINED)    /* wrap: @defined(operand) */                                   \
	X(PROBEWRITE) /* wrap: @probewrite(operand) */                                \
	X(PERF)	      /* string: @perf("name") */                                     \
	X(CONST)      /* string: @const("text") */                                    \
	X(STAT)	      /* stat: @count(x) ... @variance(x, n) */                       \
	X(HIST)	      /* stat: @hist_log(x), @hist_linear(x, l, h, w) */

enum expr_kind {
#define X(name) EXPR_##name,
	EXPR_KINDS(X)
#undef X
		EXPR_KIND_COUNT
};

/* Operators, loose to tight in groups; one row each: name, text. */
#define OPERATORS(X)         \
	X(SET, "=")          \
	X(AGGREGATE, "<<<")  \
	X(SET_ADD, "+=")     \
	X(SET_SUB, "-=")     \
	X(SET_MUL, "*=")     \
	X(SET_DIV, "/=")     \
	X(SET_MOD, "%=")     \
	X(SET_SHL, "<<=")    \
	X(SET_SHR, ">>=")    \
	X(SET_AND, "&=")     \
	X(SET_OR, "|=")      \
	X(SET_XOR, "^=")     \
	X(SET_CONCAT, ".=")  \
	X(LOGICAL_OR, "||")  \
	X(LOGICAL_AND, "&&") \
	X(OR, "|")           \
	X(XOR, "^")          \
	X(AND, "&")          \
	X(EQ, "==")          \
	X(NE, "!=")          \
	X(LT, "<")           \
	X(LE, "<=")          \
	X(GT, ">")           \
	X(GE, ">=")          \
	X(MATCH, "=~")       \
	X(NOMATCH, "!~")     \
	X(SHL, "<<")         \
	X(SHR, ">>")         \
	X(USHR, ">>>")       \
	X(CONCAT, ".")       \
	X(ADD, "+")          \
	X(SUB, "-")          \
	X(MUL, "*")          \
	X(DIV, "/")          \
	X(MOD, "%")          \
	X(NEG, "-")          \
	X(PLUS, "+")         \
	X(NOT, "!")          \
	X(BITNOT, "~")       \
	X(INC, "++")         \
	X(DEC, "--")

enum operator{
#define X(name, text) OP_##name,
	OPERATORS(X)
#undef X
		OPERATOR_COUNT
};
extern const char *const operator_texts[OPERATOR_COUNT];

#define STAT_FUNCTIONS(X)        \
	X(COUNT, "@count")       \
	X(SUM, "@sum")           \
	X(MIN, "@min")           \
	X(MAX, "@max")           \
	X(AVG, "@avg")           \
	X(VARIANCE, "@variance") \
	X(HIST_LOG, "@hist_log") \
	X(HIST_LINEAR, "@hist_linear")

enum stat_function {
	STAT_NONE,
#define X(name, text) STAT_##name,
	STAT_FUNCTIONS(X)
#undef X
};
extern const char *const stat_texts[]; /* by enum stat_function */

/* A list of expressions; in index and slice lists a null item is '*'. */
struct expr_list {
	struct expr **items;
	unsigned count;
};

/* $x COMPONENT...: ->name, [index], and a final $ or $$ (pretty printing). */
enum component_kind { COMPONENT_MEMBER, COMPONENT_INDEX, COMPONENT_PRETTY, COMPONENT_DEEP };
struct target_component {
	enum component_kind kind;
	const struct token *tok;
	const char *member; /* of a pretty printer its dollars */
	struct expr *index;
};

/* The print family differs by flags only; one row each in parser/print.def. */
struct print_form {
	const char *name;
	bool to_string;	    /* sprint... */
	bool has_format;    /* printf, sprintf */
	bool has_delimiter; /* printd, printdln, ... */
	bool newline;	    /* println, ... */
	bool character;	    /* print_char: its argument is a character */
};
/* The row for @name, or NULL. */
const struct print_form *print_form_find(const char *name);

struct expr {
	enum expr_kind kind;
	enum value_type type;	 /* compiler */
	unsigned depth;		 /* parser: levels below, at most AST_MAX_DEPTH */
	const struct token *tok; /* what messages about it point at */
	union {
		int64_t number;
		struct {
			const char *text;
			uint32_t len;
		} string;
		struct {
			const char *name;
			struct variable *variable; /* compiler */
		} symbol;
		struct {
			struct expr *base;
			struct expr_list keys;
		} index;
		struct {
			const char *name;
			struct expr_list args;
			const void *callee; /* compiler */
		} call;
		struct {
			const struct print_form *form;
			struct expr *format;	/* a STRING, with has_format */
			struct expr *delimiter; /* a STRING, with has_delimiter */
			struct expr_list args;
			const struct format *parsed; /* compiler */
		} print;
		struct {
			enum operator op;
			struct expr *left;
			struct expr *right;
		} binary;
		struct {
			struct expr *cond;
			struct expr *then;
			struct expr *otherwise;
		} ternary;
		struct {
			struct expr_list keys;
			struct expr *array; /* a SYMBOL or a HIST */
		} in;
		struct {
			const char *name; /* with its $; of @var("x@file") the text; of @cast the
					     type */
			const char
				*module; /* second or third argument of @var and @cast, or NULL */
			struct expr *operand; /* @cast: the pointer */
			bool address_of;      /* &$x->y */
			bool is_var;	      /* spelled @var(...) */
			bool is_whole;	      /* compiler: its parts are wanted, not a value */
			struct target_component *components;
			unsigned ncomponents;
			struct diag *error;		/* compiler: why it cannot be read */
			const struct target_read *read; /* compiler */
			/* compiler: the C type of a CAST that has no name */
			const struct ctype_ref *ctype;
			/* ... of how many elements of an array it is one; 0: not known */
			uint32_t element_count;
		} target;
		struct expr *wrap;
		struct {
			struct expr *operand;
			struct entry_value *value; /* compiler */
		} saved;
		struct {
			enum stat_function function;
			struct expr *stat; /* a SYMBOL or an INDEX */
			int64_t params[3];
			unsigned nparams;
		} stat;
	};
};

/* ---- statements ---- */

enum stmt_kind {
	STMT_NULL,
	STMT_BLOCK,
	STMT_EXPR, /* a statement %{ ... %} is one of an EMBEDDED expression */
	STMT_IF,
	STMT_FOR, /* while too: init and step are null, is_while */
	STMT_FOREACH,
	STMT_RETURN,
	STMT_DELETE,
	STMT_NEXT,
	STMT_BREAK,
	STMT_CONTINUE,
	STMT_TRY,
};

struct stmt_list {
	struct stmt **items;
	unsigned count;
};

struct foreach_loop {
	struct expr **indexes; /* SYMBOLs */
	unsigned nindexes;
	struct expr *value;	      /* SYMBOL before '=', or NULL */
	struct expr *base;	      /* SYMBOL or HIST */
	struct expr_list slice;	      /* of arr[*, 2]: count 0 when there is none */
	int sort_direction;	      /* 1 ascending, -1 descending, 0 as inserted */
	unsigned sort_column;	      /* 0 by value, n by the n-th index */
	enum stat_function sort_stat; /* foreach (x in a @sum-) */
	struct expr *limit;
	struct stmt *body;
};

struct stmt {
	enum stmt_kind kind;
	unsigned depth; /* parser: levels of statements below, at most AST_MAX_DEPTH */
	const struct token *tok;
	union {
		struct stmt_list block;
		struct expr *expr; /* EXPR, DELETE, RETURN (may be null) */
		struct {
			struct expr *cond;
			struct stmt *then;
			struct stmt *otherwise;
		} branch;
		struct {
			struct expr *init;
			struct expr *cond;
			struct expr *step;
			struct stmt *body;
			bool is_while;
		} loop;
		struct foreach_loop foreach;
		struct {
			struct stmt *body;
			struct expr *variable; /* SYMBOL, or NULL */
			struct stmt *handler;
		} try;
	};
};

/* ---- declarations ---- */

struct point_component {
	const struct token *tok;
	const char *name;
	struct expr *arg; /* NUMBER or STRING, or NULL */
};

/* One probe point, braces already expanded (product order). */
struct probe_point {
	const struct token *tok;
	struct point_component *components;
	unsigned ncomponents;
	bool optional;	 /* ? */
	bool sufficient; /* ! */
	struct expr *condition;
};

struct point_list {
	struct probe_point **items;
	unsigned count;
};

/* probe P {..}; an alias has names too: probe A, B = P {..}. */
struct probe_decl {
	const struct token *tok;
	struct point_list aliases; /* empty for a plain probe */
	bool epilogue;		   /* += */
	struct point_list points;
	struct stmt *body;
	struct stmt *epilogue_body; /* of an alias A = P {..}, {..}: runs behind the handler */
};

struct parameter {
	const struct token *tok;
	const char *name;
	enum value_type type; /* TYPE_UNKNOWN when not declared */
};

struct function_decl {
	const struct token *tok;
	const char *name;
	enum value_type type;
	struct parameter *params;
	unsigned nparams;
	bool has_priority;
	int64_t priority;
	bool is_private;
	struct stmt *body;    /* the null statement when @embedded is set */
	const char *embedded; /* %{ ... %} */
};

struct global_decl {
	const struct token *tok;
	const char *name;
	bool is_private;
	bool wraps; /* a%[..] */
	bool sized; /* a[..] */
	int64_t max_entries;
	struct expr *init;	      /* NUMBER or STRING, or NULL */
	const struct token *init_tok; /* its '=' */
};

/* One file. Arrays are in the order of the text. */
struct script {
	const struct source *source;
	bool is_library;
	bool in_use;		    /* compiler: of the library, and the user's script needs it */
	struct probe_decl **probes; /* plain ones */
	unsigned nprobes;
	struct probe_decl **aliases;
	unsigned naliases;
	struct function_decl **functions;
	unsigned nfunctions;
	struct global_decl **globals;
	unsigned nglobals;
	const struct token **embeds; /* top-level %{ ... %} */
	unsigned nembeds;
};

/* ---- construction, copy, print ---- */

struct expr *ast_expr(struct arena *arena, enum expr_kind kind, const struct token *tok);
struct stmt *ast_stmt(struct arena *arena, enum stmt_kind kind, const struct token *tok);
/* Deep copies; tokens and texts are shared. */
struct expr *ast_clone_expr(struct arena *arena, const struct expr *expr);
struct stmt *ast_clone_stmt(struct arena *arena, const struct stmt *stmt);

/* The text of an expression, statement or point as stap -p1 prints it. */
void ast_print_expr(struct buf *out, const struct expr *expr);
void ast_print_stmt(struct buf *out, const struct stmt *stmt, unsigned indent);
void ast_print_point(struct buf *out, const struct probe_point *point);
void ast_print_script(struct buf *out, const struct script *script);

#endif
