/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/source.h"

/* Returns 0 or -1 with errno set. */
static int read_text(struct buf *out, const char *file, const char *text)
{
	if (file && strcmp(file, "-"))
		return buf_read_file(out, file);
	if (file)
		return buf_read_fd(out, STDIN_FILENO);
	buf_puts(out, text);
	return 0;
}

/* What is wrong, in stap's words; stap calls a directory an empty file. */
static const char *describe_trouble(int error)
{
	switch (error) {
	case 0:
		return "is empty";
	case ENOENT:
		return "is missing";
	case EISDIR:
		return "is a directory";
	default:
		return "can't be opened for reading";
	}
}

const struct source *input_read(struct arena *arena, const char *file, const char *text)
{
	const char *name = file && strcmp(file, "-") ? file : "<input>";
	struct buf content = {0};
	struct source *source = NULL;
	int error = read_text(&content, file, text) < 0 ? errno : 0;

	if (error || content.len == 0)
		fprintf(stderr, "Input file '%s' %s.\n", name, describe_trouble(error));
	else if (memchr(content.data, '\0', content.len))
		fprintf(stderr, "Input file '%s' is not text: byte %zu is 0.\n", name,
			strlen(content.data));
	else
		source = source_new(arena, name, content.data, content.len);
	buf_free(&content);
	return source;
}
