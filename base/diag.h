/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Diagnostics: passes append, one renderer prints.
 *
 * Purpose:  everything mstap says about a script (or about what the kernel answered to it)
 *           is a struct diag; the form is SystemTap's, so that people's scripts around stap
 *           keep working.
 * Owner:    struct diag_list, in the arena it was made with.
 *
 * Rendered forms:
 *
 *   DIAG_PARSE                               DIAG_SEMANTIC
 *   parse error: MESSAGE                     semantic error: MESSAGE: WHAT at FILE:L:C
 *   	saw: WHAT at FILE:L:C                         source: LINE
 *        source: LINE                                        ^
 *                ^
 *
 *   DIAG_WARNING                             DIAG_ERROR
 *   WARNING: MESSAGE: WHAT at FILE:L:C       ERROR: MESSAGE
 *    source: LINE
 *            ^
 *
 * DIAG_LINE is MESSAGE by itself: neither error nor warning, and never left out.
 * Related diagnostics (stap's chained errors) follow directly; notes are plain lines below.
 * DIAG_PLACE, only as a related one, is "WHAT at FILE:L:C" and the source line alone.
 * Where two in a row (parse errors apart) are of one file, the second leaves its name out.
 * Of messages that are alike only the first is printed, the others are counted, unless the list
 * is verbose. As in stap, semantic errors are alike when the same statement of the compiler made
 * them, parse errors and warnings when their texts are equal.
 */
#ifndef MSTAP_BASE_DIAG_H
#define MSTAP_BASE_DIAG_H

#include <stdbool.h>

#include "base/source.h"

struct arena;
struct buf;

enum diag_kind { DIAG_PARSE, DIAG_SEMANTIC, DIAG_WARNING, DIAG_ERROR, DIAG_PLACE, DIAG_LINE };

struct diag {
	enum diag_kind kind;
	const char *site; /* the format it was made with: errors of one site are alike */
	const char *message;
	const char *what;     /* "identifier 'foo'", or NULL */
	struct span span;     /* with a null source: no place is shown */
	const char *saw;      /* DIAG_PARSE: "saw" (the default when NULL) or "at" */
	struct diag *related; /* printed after this one, as part of it */
	const char **notes;   /* lines that say more: which limit, what to do */
	unsigned nnotes;
	struct diag *next;
};

struct diag_list {
	struct arena *arena;
	struct diag *first;
	struct diag *last;
	unsigned nerrors; /* all but warnings and lines */
	unsigned nwarnings;
	bool suppress_warnings;		  /* -w: warnings are not even kept */
	bool verbose;			  /* -v: like errors are all printed */
	const struct source *last_source; /* of the place printed last */
	struct diag *seen;		  /* what has been printed */
	unsigned nlike_errors;		  /* not printed: one like it was */
	unsigned nlike_warnings;
};

/* Appends; returns the diag so that the caller can set what else is known. */
struct diag *diag_add(struct diag_list *list, enum diag_kind kind, struct span span,
		      const char *what, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* Adds a related diagnostic behind the last one of @diag's chain. */
struct diag *diag_relate(struct diag_list *list, struct diag *diag, enum diag_kind kind,
			 struct span span, const char *what, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
void diag_note(struct diag_list *list, struct diag *diag, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Takes back what was added since @list was as in @before; returns the first of it, or NULL. */
struct diag *diag_retract(struct diag_list *list, const struct diag_list *before);
/* Appends @diag, which is in no list. */
void diag_append(struct diag_list *list, struct diag *diag);

/* Appends the text of every diagnostic of @list to @out, in order, then empties @list. */
void diag_render(struct diag_list *list, struct buf *out);
/* Appends how many were left out because one like them was printed: stap's very last lines. */
void diag_render_suppressed(const struct diag_list *list, struct buf *out);

#endif
