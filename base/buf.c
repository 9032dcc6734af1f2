/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

char *buf_reserve(struct buf *buf, size_t more)
{
	if (buf->cap - buf->len < more + 1) {
		size_t cap = buf->cap ? 2 * buf->cap : 256;

		while (cap - buf->len < more + 1)
			cap *= 2;
		buf->data = xrealloc(buf->data, cap);
		buf->cap = cap;
	}
	return buf->data + buf->len;
}

void buf_put(struct buf *buf, const void *bytes, size_t len)
{
	char *to = buf_reserve(buf, len);

	if (len)
		memcpy(to, bytes, len);
	to[len] = '\0';
	buf->len += len;
}

void buf_puts(struct buf *buf, const char *text)
{
	buf_put(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c)
{
	buf_put(buf, &c, 1);
}

void buf_fill(struct buf *buf, char c, size_t count)
{
	char *to = buf_reserve(buf, count);

	memset(to, c, count);
	to[count] = '\0';
	buf->len += count;
}

void buf_vprintf(struct buf *buf, const char *format, va_list ap)
{
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, format, ap);
	if (len > 0) {
		vsnprintf(buf_reserve(buf, (size_t)len), (size_t)len + 1, format, again);
		buf->len += (size_t)len;
	}
	va_end(again);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	buf_vprintf(buf, format, ap);
	va_end(ap);
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

void buf_free(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){0};
}

int buf_read_fd(struct buf *buf, int fd)
{
	for (;;) {
		char *to = buf_reserve(buf, 16384);
		ssize_t got = read(fd, to, 16384);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			*to = '\0';
			return got < 0 ? -1 : 0;
		}
		to[got] = '\0';
		buf->len += (size_t)got;
	}
}

int buf_reread_fd(struct buf *buf, int fd)
{
	return lseek(fd, 0, SEEK_SET) < 0 ? -1 : buf_read_fd(buf, fd);
}

bool buf_fd_says(int fd, const char *word)
{
	struct buf text = {0};
	bool found;

	if (fd < 0)
		return false;
	found = !buf_read_fd(&text, fd) && text.data && strstr(text.data, word);
	buf_free(&text);
	close(fd);
	return found;
}

int buf_read_file(struct buf *buf, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int status, saved;

	if (fd < 0)
		return -1;
	status = buf_read_fd(buf, fd);
	saved = errno;
	close(fd);
	errno = saved;
	return status;
}
