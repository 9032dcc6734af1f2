/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The live record source: tracefs of the running kernel.
 *
 * Owner:    the caller of tracefs_source_open(), which closes it through ops->close. Opening is
 *           cheap and touches nothing: a script without events never asks it anything.
 */
#ifndef MSTAP_RUNTIME_TRACEFS_SOURCE_H
#define MSTAP_RUNTIME_TRACEFS_SOURCE_H

struct record_source;

struct record_source *tracefs_source_open(void);

#endif
