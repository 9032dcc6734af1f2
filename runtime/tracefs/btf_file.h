/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file of BTF, read as far as somebody looks.
 *
 * Purpose:  /sys/kernel/btf/vmlinux has some megabytes, which the kernel hands out by the page, and
 *           what a script asks of it stands in a few hundred bytes of each of its two parts. Where
 *           the kernel lets it be mapped (6.16 on), nothing is read at all.
 * Owner:    whoever holds the struct, until btf_file_close(). @data does not move meanwhile.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_BTF_FILE_H
#define MSTAP_RUNTIME_TRACEFS_BTF_FILE_H

#include <stddef.h>

/* Of the file; what is there of it is [begin, begin + have). */
struct btf_part {
	size_t begin;
	size_t len;
	size_t have;
};

struct btf_file {
	int fd; /* -1: nothing is to be read any more */
	char *data;
	size_t size;
	struct btf_part types;
	struct btf_part strings;
};

/*
 * Opens @path and reads its header. Returns 0, or -1 with errno: as of open(2), EPROTO for what is
 * not BTF of this machine.
 */
int btf_file_open(struct btf_file *file, const char *path);
void btf_file_close(struct btf_file *file);

/*
 * Reads on until @part has the bytes up to @until (more, usually). Returns how many it has: fewer
 * than @until at the end of the part, or where the file cannot be read.
 */
size_t btf_file_reach(struct btf_file *file, struct btf_part *part, size_t until);

#endif
