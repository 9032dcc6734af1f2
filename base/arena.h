/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arena: memory that lives and dies together.
 *
 * Purpose:  allocation without individual frees, for all that has the lifetime of a
 *           compilation or of a program.
 * Owner:    whoever called arena_new(); passes borrow the arena they are given.
 * Lifetime: every block lives until arena_free().
 *
 * Running out of memory ends the process with a message (base/xalloc.h): no caller can
 * do anything better, and no path needs a check.
 */
#ifndef MSTAP_BASE_ARENA_H
#define MSTAP_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* Zeroed block of @size bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* Copies @len bytes of @text and adds a NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list ap);

/*
 * Array growth inside an arena: returns room for @count + 1 items of @size bytes, moving
 * @items when @count is 0 or a power of two. For arrays that are built once and kept.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t size);

#define arena_new_of(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/* Appends @value to the arena array @items of @count items. */
#define arena_push(arena, items, count, value)                                     \
	do {                                                                       \
		(items) = arena_grow((arena), (items), (count), sizeof(*(items))); \
		(items)[(count)++] = (value);                                      \
	} while (0)

#endif
