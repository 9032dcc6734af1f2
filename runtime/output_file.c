/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Returns -1 when it does not fit. */
static int set_path(struct output_file *file, unsigned number)
{
	size_t length = strlen(file->stem);

	memcpy(file->path, file->stem, length + 1);
	if (!file->size_max || (size_t)snprintf(file->path + length, sizeof(file->path) - length,
						".%u", number) < sizeof(file->path) - length)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

static int open_number(struct output_file *file, unsigned number)
{
	if (set_path(file, number) < 0)
		return -1;
	file->fd = open(file->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	file->size = 0;
	file->number = number;
	return file->fd < 0 ? -1 : 0;
}

int output_file_open(struct output_file *file, const char *format)
{
	time_t now = time(NULL);
	struct tm local;

	/* An empty name is one that cannot be opened; 0 says that it did not fit, too. */
	if (!localtime_r(&now, &local) ||
	    (*format && !strftime(file->stem, sizeof(file->stem), format, &local))) {
		snprintf(file->path, sizeof(file->path), "%s", format);
		errno = ENAMETOOLONG;
		return -1;
	}
	return open_number(file, 0);
}

/* What somebody else has removed is gone as well. */
static void remove_oldest(struct output_file *file, unsigned next)
{
	if (file->count_max && next >= file->count_max &&
	    set_path(file, next - file->count_max) == 0)
		unlink(file->path);
}

int output_file_reserve(struct output_file *file, size_t len)
{
	if (file->size_max && file->size && file->size + len > file->size_max) {
		unsigned next = file->number + 1;

		if (close(file->fd) < 0)
			return -1;
		remove_oldest(file, next);
		if (open_number(file, next) < 0)
			return -1;
	}
	file->size += len;
	return 0;
}

int output_file_close(struct output_file *file)
{
	return file->fd < 0 ? 0 : close(file->fd);
}
