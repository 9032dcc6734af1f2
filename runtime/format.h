/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Formats: rendering what print and printf say.
 *
 * Purpose:  struct format (runtime/program.h) and its arguments to text, byte for byte as stap
 *           prints it.
 * Owner:    nothing is kept.
 */
#ifndef MSTAP_RUNTIME_FORMAT_H
#define MSTAP_RUNTIME_FORMAT_H

#include "base/buf.h"
#include "runtime/program.h"
#include "runtime/vm.h"

/* Appends @format with @args (format->nargs of them) to @out. The text may hold NULs (%b, %c). */
void format_render(const struct format *format, const union slot *args, struct buf *out);

#endif
