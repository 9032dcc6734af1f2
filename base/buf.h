/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Growable byte buffer.
 *
 * Purpose:  text that is put together piece by piece: output, rendered messages, file contents.
 * Owner:    whoever holds the struct; zero-initialised is empty.
 * Lifetime: @data until the next append or buf_free(). @data is NUL-terminated once anything
 *           has been appended.
 */
#ifndef MSTAP_BASE_BUF_H
#define MSTAP_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;
	size_t len;
	size_t cap;
};

/* Makes room for @more bytes behind @len (and a NUL); returns where they go. */
char *buf_reserve(struct buf *buf, size_t more);
void buf_put(struct buf *buf, const void *bytes, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_fill(struct buf *buf, char c, size_t count);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list ap);
/* Empties it and keeps the memory. */
void buf_clear(struct buf *buf);
void buf_free(struct buf *buf);

/*
 * Appends all that file @path holds (works on /proc and tracefs files, which have no size).
 * Returns 0, or -1 with errno set.
 */
int buf_read_file(struct buf *buf, const char *path);
/* The same from an open descriptor, up to its end. */
int buf_read_fd(struct buf *buf, int fd);
/* The same from its beginning, wherever it was read to before. */
int buf_reread_fd(struct buf *buf, int fd);
/* Does what can be read from @fd (-1: nothing) contain @word? Closes @fd. */
bool buf_fd_says(int fd, const char *word);

#endif
