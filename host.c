/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "host.h"

#include <fnmatch.h>
#include <limits.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"

const char *host_kernel_release(struct arena *arena)
{
	struct utsname name;

	/* Fails only for a bad address. */
	return uname(&name) == 0 ? arena_strdup(arena, name.release) : "";
}

/* Where stap's name (the kernel's arch/ folder, mostly) is not uname's; shell patterns. */
static const struct {
	const char *machine;
	const char *arch;
} arch_names[] = {
	{"i?86", "i386"},  {"aarch64", "arm64"}, {"arm*", "arm"},   {"ppc*", "powerpc"},
	{"s390*", "s390"}, {"riscv*", "riscv"},	 {"mips*", "mips"}, {"sparc64", "sparc"},
};

const char *host_arch(struct arena *arena)
{
	struct utsname name;

	if (uname(&name) != 0)
		return "";
	for (unsigned i = 0; i < sizeof(arch_names) / sizeof(*arch_names); i++)
		if (fnmatch(arch_names[i].machine, name.machine, 0) == 0)
			return arch_names[i].arch;
	return arena_strdup(arena, name.machine);
}

const char *host_kernel_config(struct arena *arena)
{
	static const struct {
		const char *before, *after; /* the release */
	} places[] = {{"/lib/modules/", "/build/.config"},
		      {"/boot/config-", ""},
		      {"/lib/modules/", "/config"}};
	const char *release = host_kernel_release(arena);
	struct buf text = {0};
	const char *config = NULL;

	for (unsigned i = 0; i < sizeof(places) / sizeof(*places) && !config; i++) {
		const char *path =
			arena_printf(arena, "%s%s%s", places[i].before, release, places[i].after);

		if (buf_read_file(&text, path) == 0 && text.len > 0)
			config = arena_strndup(arena, text.data, text.len);
	}
	buf_free(&text);
	return config;
}

const char *host_tapset_dir(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash, *beside;

	if (len > 0) {
		path[len] = '\0';
		slash = strrchr(path, '/');
		beside = arena_printf(arena, "%.*s/tapset", (int)(slash - path), path);
		if (access(beside, X_OK) == 0)
			return beside;
	}
	return PKGDATADIR "/tapset";
}
