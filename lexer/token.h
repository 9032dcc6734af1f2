/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tokens: what the scanner makes, the preprocessor filters and the parser consumes.
 *
 * Owner:    the compilation arena; AST nodes keep pointers to the tokens they came from, and
 *           messages are built from them.
 */
#ifndef MSTAP_LEXER_TOKEN_H
#define MSTAP_LEXER_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/source.h"

struct arena;

/* stap's classes, as messages name them ("saw: operator '}'"). */
enum token_class {
	TOKEN_END,
	TOKEN_JUNK,
	TOKEN_IDENTIFIER,
	TOKEN_OPERATOR,
	TOKEN_STRING,
	TOKEN_NUMBER,
	TOKEN_EMBEDDED, /* %{ ... %}, text without the marks */
	TOKEN_KEYWORD,
};

struct token {
	enum token_class class;
	int code;	  /* the grammar's terminal (parser/grammar.h); set by the scanner */
	const char *text; /* interned; of a string the value with escapes resolved */
	uint32_t len;	  /* of @text, which for a string may hold NULs */
	int64_t number;	  /* TOKEN_NUMBER */
	bool after_space; /* white space or a comment stood before it */
	struct span span; /* of a macro or argument expansion: the place of its use */
};

/* "identifier 'foo'", "operator '}'", "string 'a'", "number '1'", "keyword", "end-of-file". */
const char *token_describe(struct arena *arena, const struct token *token);

#endif
