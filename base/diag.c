/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/diag.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

static struct diag *diag_make(struct diag_list *list, enum diag_kind kind, struct span span,
			      const char *what, const char *format, va_list ap)
{
	struct diag *diag = arena_new_of(list->arena, struct diag);

	diag->kind = kind;
	diag->site = format;
	diag->message = arena_vprintf(list->arena, format, ap);
	diag->what = what;
	diag->span = span;
	return diag;
}

/* A warning that nobody wants to see is made, so that callers can decorate it, but not kept. */
void diag_append(struct diag_list *list, struct diag *diag)
{
	if (diag->kind == DIAG_WARNING && list->suppress_warnings)
		return;
	if (list->last)
		list->last->next = diag;
	else
		list->first = diag;
	list->last = diag;
	if (diag->kind == DIAG_WARNING)
		list->nwarnings++;
	else if (diag->kind != DIAG_LINE)
		list->nerrors++;
}

struct diag *diag_retract(struct diag_list *list, const struct diag_list *before)
{
	struct diag *first = before->last ? before->last->next : list->first;

	*list = *before;
	if (list->last)
		list->last->next = NULL;
	return first;
}

struct diag *diag_add(struct diag_list *list, enum diag_kind kind, struct span span,
		      const char *what, const char *format, ...)
{
	struct diag *diag;
	va_list ap;

	va_start(ap, format);
	diag = diag_make(list, kind, span, what, format, ap);
	va_end(ap);
	diag_append(list, diag);
	return diag;
}

struct diag *diag_relate(struct diag_list *list, struct diag *diag, enum diag_kind kind,
			 struct span span, const char *what, const char *format, ...)
{
	struct diag *related;
	va_list ap;

	va_start(ap, format);
	related = diag_make(list, kind, span, what, format, ap);
	va_end(ap);
	while (diag->related)
		diag = diag->related;
	diag->related = related;
	return related;
}

void diag_note(struct diag_list *list, struct diag *diag, const char *format, ...)
{
	va_list ap;
	char *text;

	va_start(ap, format);
	text = arena_vprintf(list->arena, format, ap);
	va_end(ap);
	arena_push(list->arena, diag->notes, diag->nnotes, text);
}

static const char *const headings[] = {
	[DIAG_PARSE] = "parse error: ",
	[DIAG_SEMANTIC] = "semantic error: ",
	[DIAG_WARNING] = "WARNING: ",
	[DIAG_ERROR] = "ERROR: ",
	[DIAG_PLACE] = "",
	[DIAG_LINE] = "",
};

static const char *const source_leads[] = {
	[DIAG_PARSE] = "     source: ",	   [DIAG_SEMANTIC] = "        source: ",
	[DIAG_WARNING] = " source: ",	   [DIAG_ERROR] = " source: ",
	[DIAG_PLACE] = "        source: ",
};

/* Of a line longer than this only the surroundings of the place are shown. */
#define LONG_LINE   1024
#define SURROUNDING 64

/*
 * A script can hold anything; what a terminal would obey is not repeated to it. That a line ends
 * with CR LF does no harm.
 */
static void render_text(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c >= ' ' && c != 0x7f) || c == '\t' || (c == '\r' && i + 1 == len))
			buf_putc(out, text[i]);
		else
			buf_putc(out, '?');
	}
}

static void shorten(struct place *place)
{
	size_t at = place->column - 1;

	if (place->line_len <= LONG_LINE)
		return;
	if (place->line_len - at > SURROUNDING)
		place->line_len = at + SURROUNDING;
	if (at > SURROUNDING) {
		place->line_text += at - SURROUNDING;
		place->line_len -= at - SURROUNDING;
		place->column = SURROUNDING + 1;
	}
}

/* The caret line repeats tabs, so that the caret stands below its column in any tab width. */
static void render_caret(struct buf *out, const char *lead, struct span span)
{
	struct place place = source_place(span);

	shorten(&place);
	buf_puts(out, lead);
	render_text(out, place.line_text, place.line_len);
	buf_putc(out, '\n');
	buf_fill(out, ' ', strlen(lead));
	for (unsigned i = 0; i + 1 < place.column; i++)
		buf_putc(out, place.line_text[i] == '\t' ? '\t' : ' ');
	buf_puts(out, "^\n");
}

/* stap names a file once: the next place in the same file reads ":LINE:COL". */
static void render_place(struct buf *out, const struct diag *diag, const struct source *before)
{
	struct place place = source_place(diag->span);
	bool named = diag->kind == DIAG_PARSE || before != diag->span.source;

	if (diag->what)
		buf_puts(out, diag->what);
	if (diag->span.source)
		buf_printf(out, " at %s:%u:%u", named ? diag->span.source->name : "", place.line,
			   place.column);
}

static void render_one(struct buf *out, const struct diag *diag, const struct source *before)
{
	bool placed = diag->what || diag->span.source;

	buf_puts(out, headings[diag->kind]);
	buf_puts(out, diag->message);
	if (placed && diag->kind == DIAG_PARSE)
		buf_printf(out, "\n%*s: ", 11, diag->saw ? diag->saw : "saw");
	else if (placed && diag->kind != DIAG_PLACE)
		buf_puts(out, ": ");
	if (placed)
		render_place(out, diag, before);
	buf_putc(out, '\n');
	if (diag->span.source)
		render_caret(out, source_leads[diag->kind], diag->span);
	for (unsigned i = 0; i < diag->nnotes; i++)
		buf_printf(out, "%s\n", diag->notes[i]);
}

static const bool ends_with_empty_line[] = {
	[DIAG_PARSE] = true, [DIAG_SEMANTIC] = true, [DIAG_PLACE] = true, [DIAG_LINE] = false};

static void render_chain(struct diag_list *list, const struct diag *diag, struct buf *out)
{
	for (const struct diag *part = diag; part; part = part->related) {
		bool last = !part->related || part->related->kind != DIAG_PLACE;

		render_one(out, part, list->last_source);
		if (part->span.source)
			list->last_source = part->span.source;
		if (last && ends_with_empty_line[part->kind])
			buf_putc(out, '\n');
	}
}

static bool same_sites(const struct diag *a, const struct diag *b)
{
	for (; a && b; a = a->related, b = b->related)
		if (a->site != b->site)
			return false;
	return a == b;
}

/*
 * stap's measure of likeness: where in the translator a semantic error, and each one related to it,
 * was made, else its text.
 * The preprocessor (DIAG_PARSE with "at") says the same of several marks in different places.
 */
static bool is_like(const struct diag *a, const struct diag *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == DIAG_SEMANTIC)
		return same_sites(a, b);
	if (a->saw && b->saw && a->what && b->what && strcmp(a->what, b->what))
		return false;
	return !strcmp(a->message, b->message);
}

/*
 * Is there one like @diag before it? What is no matter of the script (DIAG_ERROR), or no message
 * (DIAG_LINE), never has.
 */
static bool seen_before(const struct diag_list *list, const struct diag *diag)
{
	if (list->verbose || diag->kind == DIAG_ERROR || diag->kind == DIAG_LINE)
		return false;
	for (const struct diag *d = list->seen; d; d = d->next)
		if (is_like(d, diag))
			return true;
	return false;
}

void diag_render(struct diag_list *list, struct buf *out)
{
	struct diag *next;

	for (struct diag *diag = list->first; diag; diag = next) {
		next = diag->next;
		if (seen_before(list, diag)) {
			if (diag->kind == DIAG_WARNING)
				list->nlike_warnings++;
			else
				list->nlike_errors++;
			continue;
		}
		render_chain(list, diag, out);
		diag->next = list->seen;
		list->seen = diag;
	}
	list->first = list->last = NULL;
}

void diag_render_suppressed(const struct diag_list *list, struct buf *out)
{
	if (list->nlike_errors)
		buf_printf(out, "Number of similar error messages suppressed: %u.\n",
			   list->nlike_errors);
	if (list->nlike_warnings)
		buf_printf(out, "Number of similar warning messages suppressed: %u.\n",
			   list->nlike_warnings);
	if (list->nlike_errors || list->nlike_warnings)
		buf_puts(out, "Rerun with -v to see them.\n");
}
