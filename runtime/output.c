/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/output.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "runtime/output_file.h"

/* A pipe's reader may have made our end non-blocking: then wait for it. */
static bool can_go_on(int fd)
{
	struct pollfd pollfd = {.fd = fd, .events = POLLOUT};

	if (errno == EINTR)
		return true;
	if (errno != EAGAIN && errno != EWOULDBLOCK)
		return false;
	return poll(&pollfd, 1, -1) >= 0 || errno == EINTR;
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t wrote = write(fd, bytes, len);

		if (wrote < 0) {
			if (can_go_on(fd))
				continue;
			return -1;
		}
		bytes += wrote;
		len -= (size_t)wrote;
	}
	return 0;
}

/* So much at a time goes to one file of several. */
#define CHUNK_MAX (64 * 1024)

static int write_text(struct output_file *file, const struct buf *text)
{
	for (size_t at = 0; at < text->len;) {
		size_t len = text->len - at < CHUNK_MAX ? text->len - at : CHUNK_MAX;

		if (output_file_reserve(file, len) < 0 ||
		    write_all(file->fd, text->data + at, len) < 0)
			return -1;
		at += len;
	}
	return 0;
}

int output_flush(struct output *output)
{
	if (!output->error && write_text(output->file, &output->text) < 0)
		output->error = errno;
	buf_clear(&output->text);
	if (!output->error)
		return 0;
	errno = output->error;
	return -1;
}

/* So much text is remembered, so that warnings that are all different cost no more. */
#define WARNED_MAX (64 * 1024)

/* Has @text been printed? If not, remembers it. */
static bool warned_before(struct output *output, const char *text)
{
	const struct buf *warned = &output->warned;

	for (size_t at = 0; at < warned->len; at += strlen(warned->data + at) + 1)
		if (!strcmp(warned->data + at, text))
			return true;
	if (warned->len < WARNED_MAX)
		buf_put(&output->warned, text, strlen(text) + 1);
	return false;
}

void output_warning(struct output *output, const char *text)
{
	struct buf line = {0};

	if (output->quiet || warned_before(output, text))
		return;
	output_flush(output);
	buf_printf(&line, "WARNING: %s\n", text);
	/* A stderr that takes nothing leaves nobody to tell. */
	(void)write_all(STDERR_FILENO, line.data, line.len);
	buf_free(&line);
}

void output_free(struct output *output)
{
	buf_free(&output->text);
	buf_free(&output->warned);
}
