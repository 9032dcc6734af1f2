/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interned names: equal text, equal pointer.
 *
 * Purpose:  identifiers compare by address in every pass.
 * Owner:    the compilation; texts live in the arena given to intern_new().
 */
#ifndef MSTAP_BASE_INTERN_H
#define MSTAP_BASE_INTERN_H

#include <stddef.h>

struct arena;
struct intern;

struct intern *intern_new(struct arena *arena);
void intern_free(struct intern *names);
/* The one copy of @text (@len bytes, no NUL inside). */
const char *intern_text(struct intern *names, const char *text, size_t len);

#endif
