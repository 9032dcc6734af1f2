/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "input.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/source.h"
#include "compiler/tapset_dirs.h"
#include "lexer/scanner.h"
#include "options.h"
#include "parser/parse.h"

/* Returns 0 or -1 with errno set. */
static int read_text(struct buf *out, const char *file, const char *text)
{
	if (text)
		buf_puts(out, text);
	else if (strcmp(file, "-"))
		return buf_read_file(out, file);
	else
		return buf_read_fd(out, STDIN_FILENO);
	return 0;
}

/* What is wrong, in stap's words; stap calls a directory an empty file. */
static const char *describe_trouble(int error)
{
	switch (error) {
	case 0:
		return "is empty";
	case ENOENT:
		return "is missing";
	case EISDIR:
		return "is a directory";
	default:
		return "can't be opened for reading";
	}
}

/* stap takes a file to end at its first NUL; what follows may be no more than that. */
static void drop_padding(struct buf *content)
{
	while (content->len && !content->data[content->len - 1])
		content->len--;
}

const struct source *input_read(struct arena *arena, const char *file, const char *text)
{
	const char *name = strcmp(file, "-") ? file : "<input>";
	struct buf content = {0};
	struct source *source = NULL;
	int error = read_text(&content, file, text) < 0 ? errno : 0;

	drop_padding(&content);

	if (error || content.len == 0)
		fprintf(stderr, "Input file '%s' %s.\n", name, describe_trouble(error));
	else if (memchr(content.data, '\0', content.len))
		fprintf(stderr, "Input file '%s' is not text: byte %zu is 0.\n", name,
			strlen(content.data));
	else
		source = source_new(arena, name, content.data, content.len);
	buf_free(&content);
	return source;
}

static bool read_macros(const struct parse_context *context, const char *path)
{
	struct buf text = {0};
	struct source *source;

	if (buf_read_file(&text, path) < 0) {
		diag_add(context->diags, DIAG_ERROR, (struct span){0}, NULL, "cannot read %s: %s",
			 path, strerror(errno));
		buf_free(&text);
		return false;
	}
	source = source_new(context->arena, path, text.data ? text.data : "", text.len);
	source->is_library = true;
	buf_free(&text);
	return parse_library_macros(context, source);
}

/* Its errors are told, but are none of the script that is being parsed just now. */
static void read_macro_file(struct macro_input *input, const char *path)
{
	struct diag_list *diags = input->context->diags;
	unsigned nerrors = diags->nerrors;

	input->nfiles++;
	if (read_macros(input->context, path))
		return;
	diag_add(diags, DIAG_WARNING, (struct span){0}, NULL,
		 "macro tapset \"%s\" has errors, and will be skipped.", path);
	diags->nerrors = nerrors;
	input->failed = true;
}

static void read_macro_dir(struct macro_input *input, const char *dir)
{
	glob_t files;

	if (glob(arena_printf(input->context->arena, "%s/*.stpm", dir), 0, NULL, &files) != 0)
		return;
	for (size_t i = 0; i < files.gl_pathc; i++)
		read_macro_file(input, arena_strdup(input->context->arena, files.gl_pathv[i]));
	globfree(&files);
}

static void read_macro_root(struct macro_input *input, const char *root)
{
	struct tapset_dirs dirs = tapset_dirs_of(input->context, root);

	for (unsigned i = 0; i < dirs.count; i++)
		read_macro_dir(input, dirs.items[i]);
}

/* Our own directory, the last, goes first: who defines its macros again is told so. */
static void read_all_macros(struct macro_table *table)
{
	struct macro_input *input = (struct macro_input *)table;
	const struct text_list *dirs = input->dirs;

	for (unsigned i = 0; i < dirs->count; i++)
		read_macro_root(input, dirs->items[(i + dirs->count - 1) % dirs->count]);
}

void macro_input_init(struct macro_input *input, const struct parse_context *context,
		      const struct text_list *dirs)
{
	*input = (struct macro_input){
		.table.read = read_all_macros,
		.context = context,
		.dirs = dirs,
	};
}

void macro_input_read(struct macro_input *input)
{
	void (*read)(struct macro_table *) = input->table.read;

	/* Not once more for the macros that macros use. */
	input->table.read = NULL;
	if (read)
		read(&input->table);
}

void input_report_empty(const struct parse_context *context, const struct source *source)
{
	struct scanner *scanner = scanner_new(context->arena, context->names, source, NULL);
	bool blank = scanner_next(scanner)->code == CODE_END;

	fprintf(stderr, "Input file '%s' %s%s.\n", source->name, describe_trouble(0),
		blank ? "" : " after preprocessing");
	scanner_free(scanner);
}
