/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/btf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/btf.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES 65536

/* Reads [from, to) of the file to its place. Returns how far it came. */
static size_t read_range(struct btf_file *file, size_t from, size_t to)
{
	while (from < to) {
		ssize_t got = pread(file->fd, file->data + from, to - from, (off_t)from);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		from += (size_t)got;
	}
	return from;
}

size_t btf_file_reach(struct btf_file *file, struct btf_part *part, size_t until)
{
	size_t end = part->begin + part->len, from = part->begin + part->have, to;

	if (until <= part->have || file->fd < 0 || part->have == part->len)
		return part->have;
	to = part->begin + (until < part->len ? until : part->len);
	to = (to + PIECE_BYTES - 1) / PIECE_BYTES * PIECE_BYTES;
	part->have = read_range(file, from, to < end ? to : end) - part->begin;
	return part->have;
}

/* Where it cannot be mapped there is room for all of it, which costs what is filled. */
static int map(struct btf_file *file)
{
	file->data = mmap(NULL, file->size, PROT_READ, MAP_PRIVATE, file->fd, 0);
	if (file->data != MAP_FAILED) {
		close(file->fd);
		file->fd = -1;
		return 0;
	}
	file->data = mmap(NULL, file->size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (file->data != MAP_FAILED)
		return 0;
	file->data = NULL;
	return -1;
}

static bool place_part(struct btf_file *file, struct btf_part *part, uint64_t begin, uint32_t len)
{
	if (begin > file->size || len > file->size - begin)
		return false;
	*part = (struct btf_part){.begin = begin, .len = len, .have = file->fd < 0 ? len : 0};
	return true;
}

/* Documentation/bpf/btf.rst, section 2: both parts are counted from the end of the header. */
static bool read_header(struct btf_file *file)
{
	struct btf_header header;

	if (file->size < sizeof(header) ||
	    (file->fd >= 0 && read_range(file, 0, sizeof(header)) < sizeof(header)))
		return false;
	memcpy(&header, file->data, sizeof(header));
	return header.magic == BTF_MAGIC && header.version == BTF_VERSION &&
	       (header.hdr_len + header.type_off) % sizeof(uint32_t) == 0 &&
	       place_part(file, &file->types, (uint64_t)header.hdr_len + header.type_off,
			  header.type_len) &&
	       place_part(file, &file->strings, (uint64_t)header.hdr_len + header.str_off,
			  header.str_len);
}

static int fail(struct btf_file *file, int error)
{
	btf_file_close(file);
	errno = error;
	return -1;
}

int btf_file_open(struct btf_file *file, const char *path)
{
	struct stat status;

	*file = (struct btf_file){.fd = open(path, O_RDONLY | O_CLOEXEC)};
	if (file->fd < 0)
		return -1;
	if (fstat(file->fd, &status))
		return fail(file, errno);
	if (status.st_size <= 0)
		return fail(file, EPROTO);
	file->size = (size_t)status.st_size;
	if (map(file))
		return fail(file, errno);
	return read_header(file) ? 0 : fail(file, EPROTO);
}

void btf_file_close(struct btf_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	if (file->data)
		munmap(file->data, file->size);
	*file = (struct btf_file){.fd = -1};
}
