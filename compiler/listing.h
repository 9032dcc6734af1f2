/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What scripts can use, listed.
 *
 * Purpose:  --dump-probe-types, --dump-probe-aliases, --dump-functions (stap(1), OPTIONS).
 * Owner:    appends to the caller's buffer; the arena is for what is needed meanwhile.
 */
#ifndef MSTAP_COMPILER_LISTING_H
#define MSTAP_COMPILER_LISTING_H

struct arena;
struct buf;
struct library;

/* A line each, sorted. Names that begin with an underscore are left out, as by stap. */
void list_points(struct arena *arena, struct buf *out);
void list_aliases(struct arena *arena, struct library *library, struct buf *out);
/* Also those that are built in, of whose parameters only the types are known. */
void list_functions(struct arena *arena, struct library *library, struct buf *out);

#endif
