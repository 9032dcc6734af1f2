/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BTF files: one that is made here, a module's that builds on it, and what is no BTF at all. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "runtime/tracefs/btf_data.h"
#include "tests/unit/check.h"

/* More than the reader takes at once, so that names and types are cut where they should not be. */
#define NPADDING 9000

static char path[] = "/tmp/mstap-test-btf.XXXXXX";
static struct arena *arena;

/* A file in the making. */
struct making {
	struct buf types, strings;
	uint32_t first_name;
};

static uint32_t name(struct making *m, const char *text)
{
	uint32_t offset = m->first_name + (uint32_t)m->strings.len;

	buf_put(&m->strings, text, strlen(text) + 1);
	return offset;
}

static void word(struct making *m, uint32_t value)
{
	buf_put(&m->types, &value, sizeof(value));
}

static void type(struct making *m, uint32_t name_off, unsigned kind, unsigned vlen, uint32_t size)
{
	word(m, name_off);
	word(m, kind << 24 | vlen);
	word(m, size);
}

static void store(struct making *m, uint16_t magic)
{
	struct btf_header header = {
		.magic = magic,
		.version = BTF_VERSION,
		.hdr_len = sizeof(header),
		.type_len = (uint32_t)m->types.len,
		.str_off = (uint32_t)m->types.len,
		.str_len = (uint32_t)m->strings.len,
	};
	FILE *out;

	unlink(path); /* it may be mapped */
	out = fopen(path, "w");
	if (CHECK(out != NULL)) {
		fwrite(&header, sizeof(header), 1, out);
		if (m->types.len)
			fwrite(m->types.data, m->types.len, 1, out);
		fwrite(m->strings.data, m->strings.len, 1, out);
		fclose(out);
	}
	buf_free(&m->types);
	buf_free(&m->strings);
}

static void make_kernel(void)
{
	struct making m = {0};

	name(&m, "");
	type(&m, name(&m, "int"), BTF_KIND_INT, 0, 4); /* 1 */
	word(&m, BTF_INT_SIGNED << 24 | 32);
	type(&m, name(&m, "list"), BTF_KIND_FWD, 0, 0); /* 2 */
	for (int i = 0; i < NPADDING; i++) {		/* 3 ... */
		char text[32];

		snprintf(text, sizeof(text), "padding_%d", i);
		type(&m, name(&m, text), BTF_KIND_TYPEDEF, 0, 1);
	}
	type(&m, 0, BTF_KIND_ARRAY, 0, 0); /* NPADDING + 3 */
	word(&m, 3);
	word(&m, 1);
	word(&m, 10);
	type(&m, name(&m, "pair"), BTF_KIND_TYPEDEF, 0, NPADDING + 3); /* + 4 */
	type(&m, m.strings.len - 5, BTF_KIND_STRUCT, 2, 8);	       /* + 5: "pair", too */
	for (uint32_t i = 0; i < 2; i++) {
		word(&m, name(&m, i ? "right" : "left"));
		word(&m, 1);
		word(&m, i * 32);
	}
	type(&m, name(&m, "colour"), BTF_KIND_ENUM, 2, 4); /* + 6 */
	word(&m, name(&m, "RED"));
	word(&m, 3);
	word(&m, name(&m, "GREEN"));
	word(&m, 4);
	type(&m, 0, BTF_KIND_FUNC_PROTO, 1, 1); /* + 7 */
	word(&m, name(&m, "count"));
	word(&m, 1);
	type(&m, name(&m, "vfs_write"), BTF_KIND_FUNC, 0, NPADDING + 7); /* + 8 */
	store(&m, BTF_MAGIC);
}

static void make_module(const struct btf_data *base)
{
	struct making m = {.first_name = (uint32_t)base->file.strings.len};

	name(&m, "");
	type(&m, name(&m, "own"), BTF_KIND_STRUCT, 0, 16);
	store(&m, BTF_MAGIC);
}

static const uint32_t structs[] = {BTF_KIND_STRUCT, BTF_KIND_TYPEDEF, 0};
static const uint32_t typedefs[] = {BTF_KIND_TYPEDEF, BTF_KIND_STRUCT, 0};
static const uint32_t functions[] = {BTF_KIND_FUNC, 0};

/* Found in a module, too. */
static void check_names(struct btf_data *btf)
{
	CHECK_INT(btf_data_find(btf, "vfs_write", functions), NPADDING + 8);
	CHECK_INT(btf_data_find(btf, "write", functions), 0);
	CHECK_INT(btf_data_find(btf, "vfs_writev", functions), 0);
	CHECK_INT(btf_data_find(btf, "int", functions), 0);
	CHECK_INT(btf_data_find(btf, "pair", structs), NPADDING + 5);
	CHECK_INT(btf_data_find(btf, "pair", typedefs), NPADDING + 4);
	CHECK_INT(btf_data_find(btf, "padding_0", structs), 3);
	CHECK_INT(btf_data_size(btf, NPADDING + 4), 40);
	CHECK_INT(btf_data_size(btf, 2), 0);
	CHECK_INT(btf_data_size(btf, 0), 0);
	CHECK(btf_data_type(btf, 0) == NULL);
	CHECK_STR(btf_data_name(btf, btf_data_type(btf, 3 + 5000)->name_off), "padding_5000");
	CHECK_STR(btf_data_name(btf, UINT32_MAX), "");
}

static void check_kernel(struct btf_data *btf)
{
	uint32_t index = 7;

	check_names(btf);
	CHECK_INT(btf_data_find_enumerator(btf, "GREEN", &index), NPADDING + 6);
	CHECK_INT(index, 1);
	CHECK_INT(btf_data_find_enumerator(btf, "colour", &index), 0);
	CHECK(btf_data_type(btf, NPADDING + 9) == NULL);
	CHECK_STR(btf_data_name(btf, (uint32_t)btf->file.strings.len), "");
}

/* Only what lies before a name is read on the way to it. */
static void check_laziness(void)
{
	struct btf_data btf;

	if (!CHECK_INT(btf_data_open(&btf, arena, path, NULL), 0))
		return;
	if (btf.file.fd < 0)
		printf("files can be mapped here: nothing is read\n");
	else
		CHECK_INT(btf.file.types.have + btf.file.strings.have, 0);
	CHECK_INT(btf_data_find(&btf, "padding_7", typedefs), 10);
	CHECK(btf.file.fd < 0 || btf.file.types.have < btf.file.types.len);
	btf_data_close(&btf);
}

/* As in sysfs before 6.16: read, not mapped. */
static void read_only_by_read(struct btf_data *btf)
{
	btf->file.fd = open(path, O_RDONLY | O_CLOEXEC);
	btf->file.data = malloc(btf->file.size);
	btf->file.types.have = btf->file.strings.have = 0;
}

static void check_reading(void)
{
	struct btf_data btf;
	char *mapped;

	if (!CHECK_INT(btf_data_open(&btf, arena, path, NULL), 0))
		return;
	mapped = btf.file.data;
	if (btf.file.fd < 0) {
		read_only_by_read(&btf);
		CHECK_INT(btf_data_find(&btf, "padding_7", typedefs), 10);
		CHECK(btf.file.types.have < btf.file.types.len);
		CHECK(btf.file.strings.have < btf.file.strings.len);
		check_kernel(&btf);
		free(btf.file.data);
		btf.file.data = mapped;
	}
	btf_data_close(&btf);
}

static void check_module(struct btf_data *base)
{
	struct btf_data btf;

	make_module(base);
	if (!CHECK_INT(btf_data_open(&btf, arena, path, base), 0))
		return;
	CHECK_INT(btf.first_id, NPADDING + 9);
	CHECK_INT(btf_data_find(&btf, "own", structs), NPADDING + 9);
	CHECK_INT(btf_data_find(base, "own", structs), 0);
	check_names(&btf);
	btf_data_close(&btf);
}

static void check_wrong_files(void)
{
	struct making wrong = {0}, future = {0}, cut = {0};
	struct btf_data btf;

	CHECK_INT(btf_data_open(&btf, arena, "/nonexistent", NULL), -1);
	CHECK_INT(errno, ENOENT);
	name(&wrong, "");
	store(&wrong, 0x1234);
	CHECK_INT(btf_data_open(&btf, arena, path, NULL), -1);
	CHECK_INT(errno, EPROTO);

	/* A kind that is not known has no known length: what is before it stands. */
	name(&future, "");
	type(&future, name(&future, "here"), BTF_KIND_STRUCT, 0, 1);
	type(&future, name(&future, "later"), 31, 0, 1);
	type(&future, name(&future, "beyond"), BTF_KIND_STRUCT, 0, 1);
	store(&future, BTF_MAGIC);
	CHECK_INT(btf_data_open(&btf, arena, path, NULL), 0);
	CHECK_INT(btf_data_find(&btf, "here", structs), 1);
	CHECK_INT(btf_data_find(&btf, "beyond", structs), 0);
	btf_data_close(&btf);

	/* A struct whose members would be behind the end, a name without one, an array of itself.
	 */
	buf_put(&cut.strings, "\0name", 5);
	type(&cut, 0, BTF_KIND_ARRAY, 0, 0);
	word(&cut, 1);
	word(&cut, 1);
	word(&cut, 3);
	type(&cut, 1, BTF_KIND_STRUCT, 1000, 1);
	store(&cut, BTF_MAGIC);
	CHECK_INT(btf_data_open(&btf, arena, path, NULL), 0);
	CHECK_STR(btf_data_name(&btf, 1), "");
	CHECK(btf_data_type(&btf, 2) == NULL);
	CHECK_INT(btf_data_size(&btf, 1), 0);
	btf_data_close(&btf);
}

int main(void)
{
	struct btf_data kernel;
	int fd = mkstemp(path);

	if (!CHECK(fd >= 0))
		return check_done();
	close(fd);
	arena = arena_new();
	make_kernel();
	check_laziness();
	check_reading();
	if (CHECK_INT(btf_data_open(&kernel, arena, path, NULL), 0)) {
		check_kernel(&kernel);
		check_module(&kernel);
		btf_data_close(&kernel);
	}
	check_wrong_files();
	unlink(path);
	arena_free(arena);
	return check_done();
}
