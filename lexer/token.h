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
struct diag;
struct diag_list;

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

/* Which token of its class: CODE_IF, CODE_ARROW, ... (lexer/token.def). */
enum token_code {
#define ROW_OTHER(name, text)	    CODE_##name,
#define ROW_KEYWORD(name, text)	    CODE_##name,
#define ROW_AT_OPERATOR(name, text) CODE_##name,
#define ROW_OPERATOR(name, text)    CODE_##name,
#include "lexer/token.def"
#undef ROW_OTHER
#undef ROW_KEYWORD
#undef ROW_AT_OPERATOR
#undef ROW_OPERATOR
	TOKEN_CODE_COUNT
};

/* Tokens are the bulk of what a parse allocates: the members are packed. */
struct token {
	enum token_class class : 8;
	enum token_code code : 8;
	bool after_space; /* white space or a comment stood before it */
	uint32_t len;	  /* of @text, which for a string may hold NULs */
	const char *text; /* of identifiers interned; of a string its value */
	union {
		const char *raw; /* TOKEN_STRING: its spelling, as stap -p1 shows it */
		int64_t number;	 /* CODE_NUMBER */
	};
	struct span span;	 /* in a macro's body or argument, when it came from one */
	const struct token *via; /* then: the token that was expanded */
};

/*
 * "identifier 'foo'", "operator '}'", "string 'a'", "number '1'", "keyword", "embedded-code";
 * of the end of a file "FILE EOF".
 */
const char *token_describe(struct arena *arena, const struct token *token);

/*
 * Adds the parse error @text at @token, its expansions noted; the end of the text is no place.
 * Returns the diagnostic.
 */
struct diag *token_report(struct diag_list *list, const struct token *token, const char *text);

/* Adds stap's "in expansion of macro" lines, when @token came out of one. */
void token_note_expansion(struct diag_list *list, struct diag *diag, const struct token *token);

#endif
