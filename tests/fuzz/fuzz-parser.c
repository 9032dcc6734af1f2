/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: scanner, preprocessor, grammar, printer and copier on any bytes.
 *
 * Besides not crashing, a tree and its copy must print alike.
 */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parser/parse.h"
#include "tests/fuzz/front.h"
#include "tests/fuzz/target.h"

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
	if (first.len != second.len || memcmp(first.data, second.data, first.len) != 0)
		abort();
	buf_free(&first);
	buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct source *source;
	const struct script *script;
	struct front front;

	front_init(&front);
	front.compile.parse.guru = size % 2 == 0;
	source = source_new(front.arena, "fuzz", (const char *)data, size);
	parse_library_macros(&front.compile.parse, source);
	front.diags.nerrors = 0;
	script = parse_script(&front.compile.parse, source);
	if (script)
		check_prints(front.arena, script);
	front_errors(&front);
	front_free(&front);
	return 0;
}
