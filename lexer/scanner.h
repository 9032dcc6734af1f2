/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Scanner: source text to tokens, nothing else (lexer.l).
 *
 * Owner:    whoever called scanner_new(); tokens belong to the arena.
 * Lifetime: until scanner_free().
 */
#ifndef MSTAP_LEXER_SCANNER_H
#define MSTAP_LEXER_SCANNER_H

#include "lexer/token.h"

struct arena;
struct intern;
struct scanner;

/*
 * Scans @source. With @use, the text is a script argument pasted there: every token gets its
 * span, and the first its white space.
 */
struct scanner *scanner_new(struct arena *arena, struct intern *names, const struct source *source,
			    const struct token *use);
void scanner_free(struct scanner *scanner);

/*
 * The next token; CODE_END again and again at the end of the text. CODE_ERROR stands for text
 * that makes no token (a string without end), its text is the message.
 */
const struct token *scanner_next(struct scanner *scanner);

#endif
