/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * C types: what scripts read by BTF is what C reads. Types and BTF are those of
 * odd-types.c.
 */
#include "config.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/source.h"
#include "compiler/compile.h"
#include "compiler/library.h"
#include "lexer/preprocessor.h"
#include "parser/parse.h"
#include "runtime/arch.h"
#include "runtime/argument_places.h"
#include "runtime/engine.h"
#include "runtime/output_file.h"
#include "tests/unit/check.h"
#include "tests/unit/btf-writer.h"
#include "tests/unit/memory-source.h"
#include "tests/unit/odd-types.h"

/* ---- scripts ---- */

struct fixture {
	struct arena *arena;
	struct diag_list diags;
	struct macro_table macros;
	struct memory_source memory;
	struct compile_options options;
};

static void add_file(struct fixture *f, const char *module, const struct btf_writer *writer)
{
	char path[] = "/tmp/mstap-test-ctypes.XXXXXX";

	btf_writer_save(writer, path);
	memory_source_add(&f->memory, module, path);
	unlink(path);
}

static void add_types(struct fixture *f)
{
	struct btf_writer kernel, module;

	btf_writer_init(&kernel, NULL);
	odd_types_of_kernel(&kernel);
	btf_writer_init(&module, &kernel);
	odd_types_of_module(&module);
	memory_source_init(&f->memory, f->arena);
	add_file(f, NULL, &kernel);
	add_file(f, "m", &module);
	btf_writer_free(&kernel);
	btf_writer_free(&module);
}

static void set_up(struct fixture *f)
{
	*f = (struct fixture){.arena = arena_new()};
	f->diags.arena = f->arena;
	add_types(f);
	f->options = (struct compile_options){
		.parse =
			{
				.arena = f->arena,
				.names = intern_new(f->arena),
				.diags = &f->diags,
				.kernel_release = "6.1.0-9-amd64",
				.arch = "x86_64",
				.guru = true,
				.library_macros = &f->macros,
			},
		.catalog = &f->memory.base.ops->catalog,
		.source = &f->memory.base,
		.pushdown = true,
	};
	f->options.library = library_new(&f->options.parse, NULL, 0);
}

static void tear_down(struct fixture *f)
{
	intern_free(f->options.parse.names);
	btf_types_free(&f->memory.types);
	arena_free(f->arena);
}

static const struct program *compile(struct fixture *f, const char *text)
{
	const struct source *source = source_new(f->arena, "t", text, strlen(text));
	struct script *script;
	struct compilation *compilation;

	f->diags = (struct diag_list){.arena = f->arena};
	script = parse_script(&f->options.parse, source);
	compilation = script ? compile_analyze(&f->options, &script, 1) : NULL;
	return compilation ? compile_translate(compilation) : NULL;
}

/* Runs @program, whose output becomes *@out. */
static void run(struct fixture *f, const struct program *program, struct buf *out)
{
	FILE *file = tmpfile();
	struct output_file output = {.fd = fileno(file)};
	const struct engine_options options = {.output = &output};
	char text[4096];
	size_t len;

	CHECK_INT(engine_run(program, &f->memory.base, &options, &f->diags), ENGINE_OK);
	rewind(file);
	while ((len = fread(text, 1, sizeof(text), file)))
		buf_put(out, text, len);
	fclose(file);
}

static const char *first_diag(struct fixture *f)
{
	return f->diags.first ? f->diags.first->message : "none";
}

/* probe kernel.function("f") { @statements } prints @expected. */
static void check_handler(struct fixture *f, const char *statements, const char *expected)
{
	const struct program *program = compile(
		f, arena_printf(f->arena, "probe kernel.function(\"f\") { %s }", statements));
	struct buf out = {0};

	if (program) {
		run(f, program, &out);
		buf_putc(&out, 0);
	}
	check_str(program ? out.data : first_diag(f), expected, __FILE__, __LINE__, statements);
	buf_free(&out);
}

static void check_number(struct fixture *f, const char *e, int64_t expected)
{
	check_handler(f, arena_printf(f->arena, "print(%s)", e),
		      arena_printf(f->arena, "%" PRId64, expected));
}

static void check_error(struct fixture *f, const char *e, const char *expected)
{
	const struct program *program =
		compile(f, arena_printf(f->arena, "probe kernel.function(\"f\") { print(%s) }", e));

	check_str(program ? "no error" : first_diag(f), expected, __FILE__, __LINE__, e);
}

/* ---- what is read ---- */

static struct inner chain[2] = {
	{.c = -7, .h = 65535, .v = {-1, 2, 3}, .next = &chain[1]},
	{.c = 7, .h = 1, .v = {4, 5, 6}},
};
static struct inner *pointer = &chain[0];
static struct later later = {11, 22};
static unsigned char octets[] = "octets";
static struct twice_of_module twice = {33, 44};

static struct all *make_values(void)
{
	struct all *x = calloc(1, sizeof(*x) + 4 * sizeof(int32_t));

	x->bits = (struct bits){5, -11, -200, 1, 0xabcdef1234, SMALL_MINUS, -1000000};
	x->packed = (struct packed){19, 0x2badcafe, -123456789, 54321};
	x->low = -5;
	x->nibble = 9;
	x->signed_nibble = -3;
	x->small = SMALL_MINUS;
	x->wide = WIDE_HIGH;
	x->ok = true;
	x->p = &chain[0];
	x->pp = &pointer;
	for (int i = 0; i < 4; i++)
		x->items[i] = (struct inner){(signed char)-i,
					     (uint16_t)(1000 + i),
					     {10 * i, 10 * i + 1, -i},
					     &chain[i % 2]};
	for (int i = 0; i < 6; i++)
		x->grid[i / 3][i % 3] = 100 + i;
	x->pointers[0] = x->grid[0];
	x->pointers[1] = x->grid[1];
	/* NOLINTNEXTLINE(bugprone-not-null-terminated-result): the array is full. */
	memcpy(x->text, "12345678", 8);
	memcpy(x->octets, "abc", 4);
	x->bytes = octets;
	x->number = 0xfedcba9876543210;
	x->later = &later;
	for (int i = 0; i < 70; i++)
		x->words[i] = -i * 1000000000ll;
	for (int i = 0; i < 40; i++)
		x->many[i] = (uint8_t)(250 + i);
	x->count = 4;
	for (int i = 0; i < 4; i++)
		x->flexible[i] = i - 2;
	return x;
}

/* C's "a.b", which is a->b in scripts. */
static const char *in_script(struct fixture *f, const char *member)
{
	struct buf text = {0};
	const char *path;

	for (; *member; member++)
		if (*member == '.')
			buf_puts(&text, "->");
		else
			buf_putc(&text, *member);
	path = arena_strndup(f->arena, text.data, text.len);
	buf_free(&text);
	return path;
}

#define READ(member) \
	check_number(f, arena_printf(f->arena, "$x->%s", in_script(f, #member)), (int64_t)x->member)
#define PLACE(member)                                                                  \
	check_number(f, arena_printf(f->arena, "&$x->%s - $x", in_script(f, #member)), \
		     (const char *)&x->member - (const char *)x)

static void check_bits(struct fixture *f, const struct all *x)
{
	READ(bits.a);
	READ(bits.s);
	READ(bits.across);
	READ(bits.on);
	READ(bits.wide);
	READ(bits.e);
	READ(bits.top);
	READ(packed.x);
	READ(packed.y);
	READ(packed.z);
	READ(packed.behind);
	READ(low);
	READ(nibble);
	READ(signed_nibble);
	READ(both);
	PLACE(packed.behind);
	PLACE(both);
	check_number(f, "@cast($x, \"all\")->bits->across", x->bits.across);
	check_number(f, "@cast($x, \"struct all\")->signed_nibble", x->signed_nibble);
	check_number(f, "@cast(&$x->packed, \"packed\")->y", x->packed.y);
	check_handler(f, "print($x->bits$)",
		      "{.a=5, .s=-11, .across=-200, .on=1, .wide=737894404660, .e=-2, "
		      ".top=-1000000}");
	check_error(f, "&$x->bits->s", "cannot take the address of a bit field");
	check_error(f, "$x->bits->s->t", "invalid access '->t' vs. int");
}

static void check_numbers(struct fixture *f, const struct all *x)
{
	READ(small);
	READ(wide);
	READ(ok);
	READ(number);
	READ(bytes);
	READ(call);
	PLACE(number);
	PLACE(flexible[3]);
	READ(count);
	check_number(f, "@const(\"SMALL_MINUS\") + @const(\"WIDE_HIGH\")", -4);
	check_number(f, "$n", 3);
	check_number(f, "&@cast(0, \"enum small\")[1]", 4);
	check_number(f, "&@cast(0, \"enum wide\")[1]", 8);
	check_number(f, "&@cast(0, \"chain_t\")[1]", 8);
	check_error(f, "@cast($x, \"struct small\")->x",
		    "type definition 'struct small' not found in the kernel's BTF (similar: small, "
		    "all)");
	check_error(
		f, "@cast($x, \"union all\")->x",
		"type definition 'union all' not found in the kernel's BTF (similar: all, small)");
	check_error(f, "$x->f", "a value of type 'float' cannot be read");
	check_error(
		f, "$x->cuont",
		"unable to find member 'cuont' for struct all (similar: count, f, ok, p, both)");
	check_error(f, "$x->call->y", "invalid access '->y' vs. int () (int)");
}

static void check_pointers(struct fixture *f, const struct all *x)
{
	READ(p->c);
	READ(p->h);
	READ(p->v[0]);
	READ(p->next->v[2]);
	check_number(f, "$x->pp->h", (*x->pp)->h);
	check_number(f, "$x->pp[0]->next->v[1]", (*x->pp)->next->v[1]);
	check_number(f, "$x->p[1]->c", x->p[1].c);
	check_number(f, "@cast($x->p, \"inner\")->next->c", 7);
	/* container_of */
	check_number(f, "@cast($x->p->next - (&@cast(0, \"inner\")[1]), \"inner\")->c", -7);
	check_number(f, "$x->later->second", 22);
	check_number(f, "@cast($x->later, \"later\", \"m\")->first", 11);
	check_number(f, "$t->first", 33);
	check_number(f, "@cast($t, \"twice\")->first", 33);
	check_number(f, "@cast($t, \"twice\", \"m\")->first", 44);
}

static void check_arrays(struct fixture *f, const struct all *x)
{
	READ(items[3].h);
	READ(items[2].v[1]);
	READ(items[1].next->v[2]);
	READ(flexible[3]);
	READ(words[69]);
	PLACE(items[2]);
	PLACE(items[2].v[1]);
	READ(text[7]);
	READ(octets[1]);
	READ(bytes[2]);
	check_handler(f, "print($x->text, \" \", $x->octets, \" \", kernel_string($x->bytes))",
		      "12345678 abc octets");
	check_handler(f, "print($x->text$, \" \", $x->octets$, \" \", $x->bytes$)",
		      "\"12345678\" \"abc\" \"octets\"");
	check_handler(f, "print(@cast($x, \"all\")->text)", "12345678");
	check_number(f, "$x->flexible - $x", offsetof(struct all, flexible));
	check_number(f, "$x->grid - $x", offsetof(struct all, grid));
}

static void check_refused(struct fixture *f, const char *e)
{
	static const char refusal[] = "the index must be known when the event is defined";
	bool compiled =
		compile(f, arena_printf(f->arena, "probe kernel.function(\"f\") { print(%s) }", e));

	CHECK(!compiled && strncmp(first_diag(f), refusal, strlen(refusal)) == 0);
}

/* By indices that only the handler knows. */
static void check_elements(struct fixture *f, const struct all *x)
{
	f->memory.arguments[2] = 3;
	check_number(f, "$x->items[$n]->h", x->items[3].h);
	check_number(f, "$x->items[$n - 2]->c", x->items[1].c);
	check_number(f, "$x->items[$n]->v[$n - 1]", x->items[3].v[2]);
	check_number(f, "$x->items[$n - 1]->next->v[$n - 2]", x->items[2].next->v[1]);
	check_number(f, "$x->p->v[$n - 3]", -1);
	check_number(f, "$x->pp->next->v[$n - 3]", 4);
	check_number(f, "$x->grid[$n - 2][$n - 1]", x->grid[1][2]);
	check_number(f, "$x->grid[1][$n - 2]", x->grid[1][1]);
	check_number(f, "$x->grid[$n - 3][2]", x->grid[0][2]);
	check_number(f, "$x->grid[1][2]", x->grid[1][2]);
	check_number(f, "$x->pointers[$n - 2][1]", x->pointers[1][1]);
	check_number(f, "$x->pointers[$n - 3][2]", x->pointers[0][2]);
	check_number(f, "$x->many[$n]", x->many[3]);
	check_number(f, "$x->many[$n * 13]", x->many[39]);
	check_number(f, "$x->words[$n < 9 ? 5 : 69]", x->words[5]);
	check_number(f, "&$x->items[$n]->v - $x", (const char *)x->items[3].v - (const char *)x);
	check_number(f, "@cast($x, \"all\")->items[$n]->v[0]", x->items[3].v[0]);
	check_number(f, "$x->octets[$n - 1]", 'c');
	check_handler(f, "for (i = 0; i < 40; i++) sum += $x->many[i] * i; print(sum)", "19700");
	check_handler(f, "for (i = 3; i >= 0; i--) printf(\"%d \", $x->items[i]->c)",
		      "-3 -2 -1 0 ");
	check_handler(f,
		      "try { print($x->items[$n + 1]->h) } catch (e) { println(e) } "
		      "try { print($x->many[$n - 4]) } catch (e) { print(e) }",
		      "the array 'items' has 4 elements, from 0 on, not 4\n"
		      "the array 'many' has 40 elements, from 0 on, not -1");
	/* As in stap, one that is known is not looked at. */
	check_number(f, "$x->many[-1] == $x->many[40]", 0);
	check_refused(f, "$x->flexible[$n]");
	check_refused(f, "$x->words[$n]");
	check_refused(f, "$x->pointers[$n - 3][$n]");
	check_refused(f, "$x->p[$n]->c");
}

static void check_loops(struct fixture *f)
{
	check_handler(f,
		      "p = $x->p; for (i = 0; i < 2 && p; i++) { "
		      "printf(\"%d \", @cast(p, \"inner\")->h); p = @cast(p, \"inner\")->next }",
		      "65535 1 ");
	check_handler(f,
		      "for (i = 0; i < 3; i++) { a += @cast($x + at, \"all\")->items[0]->h; "
		      "at += &$x->items[1] - &$x->items[0] } print(a)",
		      "3003");
	check_handler(f,
		      "for (i = 0; i < 2; i++) for (j = 2; j >= 1; j--) "
		      "printf(\"%d \", $x->items[i]->v[j])",
		      "0 1 -1 11 ");
}

/* ---- arguments ---- */

static void check_places(const struct arch *arch, uint32_t result_bytes, const char *expected)
{
	/* pointer, struct of two words, of three, int, struct of two words, three ints */
	struct argument_place places[] = {{8, 0, 0},  {16, 0, 0}, {24, 0, 0}, {4, 0, 0},
					  {16, 0, 0}, {4, 0, 0},  {4, 0, 0},  {4, 0, 0}};
	struct buf text = {0};

	argument_places(arch, result_bytes, places, 8);
	for (unsigned i = 0; i < 8; i++)
		buf_printf(&text, "%u%s ", places[i].number, places[i].by_reference ? "&" : "");
	CHECK_STR(text.data, expected);
	buf_free(&text);
}

static void check_arguments(void)
{
	const struct arch x86 = {.nargs = 6}, arm = {.nargs = 8, .big_by_reference = true};

	/* What does not fit goes on the stack; smaller ones behind it still get registers. */
	check_places(&x86, 8, "1 2 7 4 5 10 11 12 ");
	check_places(&x86, 16, "1 2 7 4 5 10 11 12 ");
	check_places(&x86, 24, "2 3 7 5 10 6 12 13 ");
	/* On arm64 nothing behind it does. */
	check_places(&arm, 24, "1 2 4& 5 6 8 9 10 ");
	check_places(NULL, 24, "1 2 3 4 5 6 7 8 ");
	CHECK(argument_result_by_reference(&x86, 24));
	CHECK(!argument_result_by_reference(&x86, 16));
	CHECK(!argument_result_by_reference(&arm, 24));
}

int main(void)
{
	struct all *x = make_values();
	struct fixture f;

	set_up(&f);
	f.memory.arguments[0] = (uint64_t)(uintptr_t)x;
	f.memory.arguments[1] = (uint64_t)(uintptr_t)&twice;
	f.memory.arguments[2] = 3;
	check_bits(&f, x);
	check_numbers(&f, x);
	check_pointers(&f, x);
	check_arrays(&f, x);
	check_elements(&f, x);
	check_loops(&f);
	check_arguments();
	tear_down(&f);
	free(x);
	return check_done();
}
