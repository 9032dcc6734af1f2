/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the driver tells the compiler about this machine. Texts live in the arena given.
 */
#ifndef MSTAP_HOST_H
#define MSTAP_HOST_H

struct arena;

/* "6.1.0-56-cloud-amd64" */
const char *host_kernel_release(struct arena *arena);
/* The machine as stap names it: "x86_64", "arm64", "powerpc", ... */
const char *host_arch(struct arena *arena);
/* The .config of the running kernel where distributions put it, or NULL: not there. */
const char *host_kernel_config(struct arena *arena);
/* The tapset beside the executable (a build tree), else the installed one. */
const char *host_tapset_dir(struct arena *arena);

#endif
