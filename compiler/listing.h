/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What scripts can use, listed.
 *
 * Purpose:  -l, -L, --dump-probe-types, --dump-probe-aliases, --dump-functions (stap(1), OPTIONS).
 * Owner:    appends to the caller's buffer; the arena is for what is needed meanwhile.
 */
#ifndef MSTAP_COMPILER_LISTING_H
#define MSTAP_COMPILER_LISTING_H

#include <stdbool.h>

struct arena;
struct buf;
struct compilation;
struct library;

/* A line each, sorted. Names that begin with an underscore are left out, as by stap. */
void list_points(struct arena *arena, struct buf *out);
void list_aliases(struct arena *arena, struct library *library, struct buf *out);
/* Also those that are built in, of whose parameters only the types are known. */
void list_functions(struct arena *arena, struct library *library, struct buf *out);

/*
 * list_probes.c: the points of @c's probes, a line each, sorted; an alias by its own name. With
 * @variables, also what can be read there: the variables that an alias sets, then $variables, each
 * with its type. Returns how many points there are.
 */
unsigned list_probes(struct compilation *c, bool variables, struct buf *out);

#endif
