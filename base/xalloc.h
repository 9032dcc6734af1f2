/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Allocation that does not fail: out of memory ends the process with one line and exit
 * status 1. The blocks are the caller's, released with free().
 */
#ifndef MSTAP_BASE_XALLOC_H
#define MSTAP_BASE_XALLOC_H

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *block, size_t size);
char *xstrdup(const char *text);

#endif
