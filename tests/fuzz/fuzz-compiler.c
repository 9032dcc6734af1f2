/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: the whole way from any bytes to bytecode, and the listings of -p2 and -p3. The
 * environment's TAPSET is the folder of the library; without it there is none.
 */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>

#include "runtime/vm.h"
#include "tests/fuzz/front.h"
#include "tests/fuzz/target.h"

static void show(struct compilation *compilation, const struct program *program)
{
	struct buf out = {0};

	compilation_print(compilation, &out);
	if (program)
		program_disassemble(program, &out);
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const tapset[] = {getenv("TAPSET")};
	struct compilation *compilation;
	struct script *script;
	struct front front;

	front_init(&front);
	front.compile.library = library_new(&front.compile.parse, tapset, tapset[0] != NULL);
	script = parse_script(&front.compile.parse,
			      source_new(front.arena, "fuzz", (const char *)data, size));
	if (script) {
		compilation = compile_analyze(&front.compile, &script, 1);
		if (compilation)
			show(compilation, compile_translate(compilation));
	}
	front_errors(&front);
	front_free(&front);
	return 0;
}
