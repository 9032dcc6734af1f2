/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libFuzzer target: scanner, preprocessor, grammar, printer and copier on any bytes.
 *
 *	clang -g -O1 -fsanitize=fuzzer,address,undefined ... tests/fuzz/fuzz-parser.c
 *
 * Besides not crashing, a tree and its copy must print alike.
 */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "lexer/preprocessor.h"
#include "parser/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const args[] = {"5", "\"a\\n\" x", "%( 1 == 1 %? 2 %)", ""};

static void clone_script(struct arena *arena, const struct script *script)
{
	for (unsigned i = 0; i < script->nprobes; i++)
		script->probes[i]->body = ast_clone_stmt(arena, script->probes[i]->body);
	for (unsigned i = 0; i < script->naliases; i++)
		script->aliases[i]->body = ast_clone_stmt(arena, script->aliases[i]->body);
	for (unsigned i = 0; i < script->nfunctions; i++)
		script->functions[i]->body = ast_clone_stmt(arena, script->functions[i]->body);
}

static void check_prints(struct arena *arena, const struct script *script)
{
	struct buf first = {0}, second = {0};

	ast_print_script(&first, script);
	clone_script(arena, script);
	ast_print_script(&second, script);
	if (first.len != second.len || memcmp(first.data, second.data, first.len))
		abort();
	buf_free(&first);
	buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct intern *names = intern_new(arena);
	struct diag_list diags = {.arena = arena};
	struct macro_table macros = {0};
	struct parse_context context = {
		.arena = arena,
		.names = names,
		.diags = &diags,
		.args = args,
		.nargs = sizeof(args) / sizeof(*args),
		.kernel_release = "6.1.0-9-amd64",
		.arch = "x86_64",
		.kernel_config = "CONFIG_SMP=y\nCONFIG_NR_CPUS=64\n",
		.guru = size % 2 == 0,
		.library_macros = &macros,
	};
	const struct source *source = source_new(arena, "fuzz", (const char *)data, size);
	struct buf out = {0};
	const struct script *script;

	parse_library_macros(&context, source);
	diags.nerrors = 0;
	script = parse_script(&context, source);
	if (script)
		check_prints(arena, script);
	diag_render(&diags, &out);
	buf_free(&out);
	intern_free(names);
	arena_free(arena);
	return 0;
}
