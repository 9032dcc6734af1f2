/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Refusals: what the kernel answered to a line we wrote, made readable.
 *
 * Owner:    plain functions that append to a diagnostic.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_REFUSAL_H
#define MSTAP_RUNTIME_TRACEFS_REFUSAL_H

struct diag;
struct diag_list;
struct kallsyms;
struct probe;

/*
 * Adds to @diag the line written, the kernel's own words with its caret if error_log has them,
 * and a sentence on what is behind it. @error is the errno of the write of @line.
 */
void refusal_explain(struct diag_list *diags, struct diag *diag, const struct probe *probe,
		     const char *line, int error, struct kallsyms *symbols);
/*
 * The same of the first one of several; looks at no names of functions, which takes long.
 */
void refusal_explain_first(struct diag_list *diags, struct diag *diag, const char *line, int error);

#endif
