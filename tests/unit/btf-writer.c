/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/unit/btf-writer.h"

#include <linux/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put_word(struct btf_writer *w, uint32_t value)
{
	buf_put(&w->types, &value, sizeof(value));
}

static uint32_t put_name(struct btf_writer *w, const char *name)
{
	uint32_t offset = w->first_name + (uint32_t)w->strings.len;

	if (!name)
		return 0;
	buf_put(&w->strings, name, strlen(name) + 1);
	return offset;
}

void btf_writer_init(struct btf_writer *w, const struct btf_writer *base)
{
	*w = (struct btf_writer){0};
	if (base) {
		w->last_id = base->last_id;
		w->first_name = base->first_name + (uint32_t)base->strings.len;
	} else {
		buf_putc(&w->strings, '\0');
	}
}

void btf_writer_free(struct btf_writer *w)
{
	buf_free(&w->types);
	buf_free(&w->strings);
}

void btf_writer_save(const struct btf_writer *w, char *path)
{
	const struct btf_header header = {
		.magic = BTF_MAGIC,
		.version = BTF_VERSION,
		.hdr_len = sizeof(header),
		.type_len = (uint32_t)w->types.len,
		.str_off = (uint32_t)w->types.len,
		.str_len = (uint32_t)w->strings.len,
	};
	FILE *out = fdopen(mkstemp(path), "w");

	fwrite(&header, sizeof(header), 1, out);
	fwrite(w->types.data, w->types.len, 1, out);
	fwrite(w->strings.data, w->strings.len, 1, out);
	fclose(out);
}

uint32_t btf_put(struct btf_writer *w, unsigned kind, const char *name, uint32_t size_or_type)
{
	w->open = w->types.len;
	put_word(w, put_name(w, name));
	put_word(w, kind << 24);
	put_word(w, size_or_type);
	return ++w->last_id;
}

uint32_t btf_put_int(struct btf_writer *w, const char *name, uint32_t bytes, uint32_t encoding)
{
	uint32_t id = btf_put(w, BTF_KIND_INT, name, bytes);

	put_word(w, encoding << 24 | 8 * bytes);
	return id;
}

uint32_t btf_put_array(struct btf_writer *w, uint32_t type, uint32_t index, uint32_t count)
{
	uint32_t id = btf_put(w, BTF_KIND_ARRAY, NULL, 0);

	put_word(w, type);
	put_word(w, index);
	put_word(w, count);
	return id;
}

/* One more part; the flag says that members have bit sizes, and that an enum is signed. */
static uint32_t count_part(struct btf_writer *w)
{
	struct btf_type t;

	memcpy(&t, w->types.data + w->open, sizeof(t));
	t.info = (t.info + 1) | 1u << 31;
	if (BTF_INFO_KIND(t.info) == BTF_KIND_FUNC_PROTO)
		t.info &= ~(1u << 31);
	memcpy(w->types.data + w->open, &t, sizeof(t));
	return BTF_INFO_KIND(t.info);
}

void btf_put_member(struct btf_writer *w, const char *name, uint32_t type, uint32_t bit,
		    uint32_t bits)
{
	count_part(w);
	put_word(w, put_name(w, name));
	put_word(w, type);
	put_word(w, bits << 24 | bit);
}

void btf_put_value(struct btf_writer *w, const char *name, int64_t value)
{
	uint32_t kind = count_part(w);

	put_word(w, put_name(w, name));
	put_word(w, (uint32_t)value);
	if (kind == BTF_KIND_ENUM64)
		put_word(w, (uint32_t)((uint64_t)value >> 32));
}

void btf_put_param(struct btf_writer *w, const char *name, uint32_t type)
{
	count_part(w);
	put_word(w, put_name(w, name));
	put_word(w, type);
}
