/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Owned strings: what globals and maps hold.
 *
 * Purpose:  a copy that outlives the handler, rewritten in place while it fits.
 * Owner:    the global or map entry that holds the pointer; NULL stands for "".
 */
#ifndef MSTAP_RUNTIME_OWNED_STRING_H
#define MSTAP_RUNTIME_OWNED_STRING_H

#include <stddef.h>

#include "runtime/program.h"

/* Copies @from over @held (NULL or an owned string); returns where the copy is. */
const struct string *owned_string_set(const struct string *held, const struct string *from);
void owned_string_free(const struct string *held);
/* Memory that @held takes, in bytes; 0 for NULL. */
size_t owned_string_bytes(const struct string *held);

#endif
