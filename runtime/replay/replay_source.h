/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The recorded record source: a trace.dat file of trace-cmd (trace-cmd.dat.v6(5), v7 too).
 *
 * Owner:    the caller of replay_source_open(), which closes it through ops->close.
 */
#ifndef MSTAP_RUNTIME_REPLAY_SOURCE_H
#define MSTAP_RUNTIME_REPLAY_SOURCE_H

struct diag_list;
struct record_source;

/* Returns NULL with one diagnostic that names @path and what is wrong with it. */
struct record_source *replay_source_open(const char *path, struct diag_list *diags);

#endif
