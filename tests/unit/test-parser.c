/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What golden files cannot show: limits, copies, library macros, places, binary input. */
#include "config.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "lexer/preprocessor.h"
#include "parser/parse.h"

#include "check.h"

struct fixture {
	struct arena *arena;
	struct diag_list diags;
	struct macro_table macros;
	struct parse_context context;
	struct buf out;
};

static void set_up(struct fixture *f)
{
	static const char *const args[] = {"5", "a\"b"};

	*f = (struct fixture){.arena = arena_new()};
	f->diags.arena = f->arena;
	f->context = (struct parse_context){
		.arena = f->arena,
		.names = intern_new(f->arena),
		.diags = &f->diags,
		.args = args,
		.nargs = 2,
		.kernel_release = "6.1.0-9-amd64",
		.arch = "x86_64",
		.kernel_config = "CONFIG_SMP=y\nCONFIG_NR_CPUS=64\n",
		.guru = true,
		.library_macros = &f->macros,
	};
}

static void tear_down(struct fixture *f)
{
	buf_free(&f->out);
	intern_free(f->context.names);
	arena_free(f->arena);
}

static struct script *parse(struct fixture *f, const char *text, size_t len)
{
	return parse_script(&f->context, source_new(f->arena, "t", text, len));
}

/* Forgets them too, so that none is left out as like one before. */
static const char *errors(struct fixture *f)
{
	buf_clear(&f->out);
	diag_render(&f->diags, &f->out);
	f->diags = (struct diag_list){.arena = f->arena};
	return f->out.data ? f->out.data : "";
}

/* The text of the only probe's body, or of the errors. */
static const char *print(struct fixture *f, const char *text)
{
	const struct script *script = parse(f, text, strlen(text));

	if (!script)
		return errors(f);
	buf_clear(&f->out);
	ast_print_stmt(&f->out, script->probes[0]->body, 0);
	return f->out.data;
}

static bool begins_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* @head, @count times @piece, @tail. */
static const char *repeat(struct fixture *f, const char *head, const char *piece, unsigned count,
			  const char *tail)
{
	struct buf text = {0};
	const char *copy;

	buf_puts(&text, head);
	while (count--)
		buf_puts(&text, piece);
	buf_puts(&text, tail);
	copy = arena_strdup(f->arena, text.data);
	buf_free(&text);
	return copy;
}

static void test_nesting(struct fixture *f)
{
	static const char *const pieces[] = {"(",     "- ",	   "a+",     "a=", "a ? ",
					     "[(",    "a[",	   "f(",     "{",  "if(1) ",
					     "try {", "while(1) ", "@count("};
	const char *too_deep = "parse error: nesting too deep\n";

	for (unsigned i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		const char *said = print(f, repeat(f, "probe begin { ", pieces[i], 300000, ""));

		if (!CHECK(begins_with(said, too_deep)))
			printf("of %s\n", pieces[i]);
	}
	CHECK(begins_with(print(f, repeat(f, "probe begin { x = a", "+a", 2000, "}")), too_deep));
	CHECK(begins_with(print(f, repeat(f, "probe begin { x = a", "+a", 900, "}")), "{\n(x) = "));
	CHECK_STR(
		print(f, repeat(f, "probe begin { x = ", "(", 900, repeat(f, "1", ")", 900, "}"))),
		"{\n(x) = (1);\n}");
	CHECK(begins_with(print(f, repeat(f, "probe ", "{", 300000, "")), too_deep));
}

static void test_work_is_bounded(struct fixture *f)
{
	CHECK(begins_with(print(f, "@define A %( @A @A %) probe begin { @A }"),
			  "parse error: expansion of macro '@A' is nested too deep\n"));
	CHECK(begins_with(print(f, repeat(f, "probe a", ".{a,b}", 40, " {}")),
			  "parse error: too many probe points\n"));
	CHECK(begins_with(print(f, repeat(f, "probe a", "*a", 5000, " {}")),
			  "parse error: probe point name too long\n"));
	CHECK_INT(parse(f, repeat(f, "", "%( ", 10000, ""), 30000)->nprobes, 0);
	CHECK_INT(f->diags.nerrors, 101);
	errors(f);
}

static void test_binary_input(struct fixture *f)
{
	CHECK(!parse(f, "probe begin { x = \0 }", 21));
	CHECK(begins_with(errors(f), "parse error: expected literal string or number\n"
				     "        saw: junk '\\x00' at t:1:19\n"));
	CHECK(!parse(f, "probe begin { x = \"\\\0\" }", 24));
	CHECK(begins_with(errors(f), "parse error: Could not find matching closing quote\n"));
	CHECK(!parse(f, "\177ELF\2\1\1\0\0\0", 10));
	CHECK(strstr(errors(f), "saw: junk '\\x7f' at t:1:1\n") != NULL);
}

static void test_library_macros(struct fixture *f)
{
	const char *text = "@define twice(x) %( (@x) * 2 %) %( arch == \"x86_64\" %? "
			   "@define here %( \"pc\" %) %)";

	CHECK(parse_library_macros(&f->context, source_new(f->arena, "m", text, strlen(text))));
	CHECK_INT(f->macros.nmacros, 2);
	CHECK_STR(print(f, "probe begin { x = @twice(1 + 2) . @here }"),
		  "{\n(x) = ((((1) + (2)) * (2)) . (\"pc\"));\n}");
	CHECK(!parse_library_macros(&f->context, source_new(f->arena, "m", "probe", 5)));
	CHECK(begins_with(errors(f), "parse error: unexpected token in library macro file"));
}

static void test_places(struct fixture *f)
{
	const char *text = "probe begin {\n\tfoo(@2,\n  $1) }";
	const struct script *script = parse(f, text, strlen(text));
	const struct expr *call = script->probes[0]->body->block.items[0]->expr;

	CHECK_STR(source_where(f->arena, call->tok->span), "t:2:2");
	CHECK_STR(source_where(f->arena, call->call.args.items[0]->tok->span), "t:2:6");
	CHECK_STR(call->call.args.items[0]->string.text, "a\"b");
	CHECK_STR(source_where(f->arena, call->call.args.items[1]->tok->span), "t:3:3");
	CHECK_INT(call->call.args.items[1]->number, 5);
}

static void test_string_values(struct fixture *f)
{
	const char *text = "probe begin { \"a\\x41\\101\\n\\q\\0z\" \"b\" }";
	const struct script *script = parse(f, text, strlen(text));
	const struct expr *expr = script->probes[0]->body->block.items[0]->expr;

	CHECK_INT(expr->string.len, 8);
	CHECK(!memcmp(expr->string.text, "aAA\nq\0zb", 9));
}

static void test_copies(struct fixture *f)
{
	const char *text = "probe begin { foreach (v = [a, b-] in x[*, 1] limit 3) { "
			   "try { s[a] <<< @cast(p, \"t\")->q[a]$ } catch (e) { delete x } "
			   "for (i = 0; i < 3; i++) if ([a, *] in x && !b ? c =~ \"d\" : 4) next } "
			   "printf(\"%d\", @variance(s, 3)) print(@hist_log(s)[2], %{ c %}) }";
	const struct script *script = parse(f, text, strlen(text));
	const struct stmt *copy = ast_clone_stmt(f->arena, script->probes[0]->body);
	struct buf first = {0}, second = {0};

	ast_print_stmt(&first, script->probes[0]->body, 0);
	ast_print_stmt(&second, copy, 0);
	CHECK_STR(second.data, first.data);
	CHECK(copy->block.items[0] != script->probes[0]->body->block.items[0]);
	buf_free(&first);
	buf_free(&second);
}

static void test_second_body(struct fixture *f)
{
	const char *text = "probe a = b { x = 1 }, { y = 2 } probe c = d { }";
	const struct script *script = parse(f, text, strlen(text));

	CHECK_INT(script->naliases, 2);
	CHECK(script->aliases[0]->epilogue_body != NULL);
	CHECK(script->aliases[1]->epilogue_body == NULL);
}

int main(void)
{
	static void (*const tests[])(struct fixture *) = {
		test_nesting, test_work_is_bounded, test_binary_input, test_library_macros,
		test_places,  test_string_values,   test_copies,       test_second_body,
	};

	for (unsigned i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
		struct fixture f;

		set_up(&f);
		tests[i](&f);
		tear_down(&f);
	}
	return check_done();
}
