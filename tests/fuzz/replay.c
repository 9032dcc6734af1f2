/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Feeds files to a fuzz target, without libFuzzer: replay FILE...
 *
 * Each file is tried whole and cut off at every line, so that a few scripts go a long way.
 */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "tests/fuzz/target.h"

/* In a block of just that size: sanitizers and valgrind see a read past the end. */
static void try_bytes(const char *text, size_t len)
{
	uint8_t *copy = xmalloc(len + (len == 0));

	memcpy(copy, text, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static bool replay(const char *path)
{
	struct buf text = {0};

	if (buf_read_file(&text, path) < 0) {
		perror(path);
		return false;
	}
	for (size_t len = 0; len < text.len; len++)
		if (text.data[len] == '\n')
			try_bytes(text.data, len);
	try_bytes(text.data ? text.data : "", text.len);
	buf_free(&text);
	return true;
}

int main(int argc, char **argv)
{
	bool good = true;

	for (int i = 1; i < argc; i++)
		good &= replay(argv[i]);
	return !good;
}
