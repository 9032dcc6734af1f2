/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The setters that rows of options.def name: each checks an option's argument, in stap's words,
 * and stores it. False after saying on stderr what is wrong.
 *
 * Owner:    options.c; texts stay argv's, lists live in the arena given.
 */
#ifndef MSTAP_OPTIONS_SET_H
#define MSTAP_OPTIONS_SET_H

#include <stdbool.h>

struct arena;

/* What a setter gets: the field, the option's argument, and where lists live. */
struct setting {
	void *field;
	const char *text; /* NULL: none was given */
	struct arena *arena;
};

typedef bool option_setter(const struct setting *setting);

#define SETTERS(X)                \
	X(set_nothing)            \
	X(set_flag)               \
	X(set_text)               \
	X(set_output)             \
	X(set_list)               \
	X(set_pass)               \
	X(set_verbose)            \
	X(set_verbose_passes)     \
	X(set_script)             \
	X(set_define)             \
	X(set_global)             \
	X(set_command)            \
	X(set_pid)                \
	X(set_seconds)            \
	X(set_rotation)           \
	X(set_buffer_size)        \
	X(set_version)            \
	X(set_limit_as)           \
	X(set_limit_cpu)          \
	X(set_limit_nproc)        \
	X(set_limit_stack)        \
	X(set_limit_fsize)        \
	X(set_module_name)        \
	X(set_module_info)        \
	X(set_object)             \
	X(set_prologue_searching) \
	X(set_color)              \
	X(set_privilege)          \
	X(set_debuginfo)          \
	X(set_remote)             \
	X(set_server_on_error)    \
	X(set_sysroot)            \
	X(set_runtime)

#define X(name) option_setter name;
SETTERS(X)
#undef X

#endif
