/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/kallsyms.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Longer names are not compared: what one mistypes is shorter. */
#define COMPARE_MAX 128
/* KSYM_NAME_LEN of include/linux/kallsyms.h (6.1 on) */
#define KSYM_NAME_BYTES 512

/* A line: "ffffffff81000000 T name" and for modules "\t[module]". */
struct line {
	const char *address;
	char type;
	const char *name;
	size_t name_len;
	const char *module; /* NULL: the kernel */
	size_t module_len;
};

const struct buf *kallsyms_text(struct kallsyms *symbols)
{
	if (!symbols->tried) {
		symbols->tried = true;
		if (buf_read_file(&symbols->text, "/proc/kallsyms"))
			buf_free(&symbols->text);
	}
	return symbols->text.len ? &symbols->text : NULL;
}

void kallsyms_free(struct kallsyms *symbols)
{
	buf_free(&symbols->text);
	symbols->tried = false;
}

static bool is_function_type(char type)
{
	return strchr("tTwW", type) != NULL;
}

/* Takes the next line off *@at. Returns false at the end, or at what is no symbol line. */
static bool next_line(const char **at, struct line *out)
{
	const char *space = strchr(*at, ' ');
	const char *end;

	if (!space || !space[1] || space[2] != ' ')
		return false;
	*out = (struct line){.address = *at, .type = space[1], .name = space + 3};
	out->name_len = strcspn(out->name, "\t\n");
	end = out->name + out->name_len;
	if (*end == '\t' && end[1] == '[') {
		out->module = end + 2;
		out->module_len = strcspn(out->module, "]\n");
		end = out->module + out->module_len;
	}
	end = strchr(end, '\n');
	*at = end ? end + 1 : "";
	return true;
}

/* Where a name begins in its line: 16 digits, ' ', type, ' '. */
#define NAME_COLUMN 19

/* The next line at or after *@at with the name " NAME" (mind the space); moves *@at behind it. */
static bool find_name(const char **at, const char *spaced_name, struct line *out)
{
	size_t len = strlen(spaced_name);
	const char *found;

	while ((found = strstr(*at, spaced_name))) {
		*at = found + len;
		if (**at != '\t' && **at != '\n')
			continue;
		*at = found + 1 - NAME_COLUMN;
		if (next_line(at, out))
			return true;
		*at = found + len;
	}
	return false;
}

/* What find_name() looks for; names that are too long are not there. */
struct spaced_name {
	char text[KSYM_NAME_BYTES + 2];
};

static struct spaced_name spaced(const char *name)
{
	struct spaced_name result;

	snprintf(result.text, sizeof(result.text), " %s", name);
	return result;
}

static bool is_in(const struct line *line, const char *module)
{
	if (!module || !line->module)
		return !module && !line->module;
	return strlen(module) == line->module_len &&
	       !strncmp(module, line->module, line->module_len);
}

enum answer kallsyms_has_function(struct kallsyms *symbols, const char *module, const char *name)
{
	const struct buf *text = kallsyms_text(symbols);
	struct spaced_name wanted = spaced(name);
	struct line line;

	if (!text)
		return ANSWER_UNKNOWN;
	for (const char *at = text->data; find_name(&at, wanted.text, &line);) {
		if (is_function_type(line.type) && is_in(&line, module))
			return ANSWER_YES;
	}
	return ANSWER_NO;
}

const char *kallsyms_module_of(struct kallsyms *symbols, struct arena *arena, const char *name)
{
	const struct buf *text = kallsyms_text(symbols);
	struct spaced_name wanted = spaced(name);
	struct line line;

	for (const char *at = text ? text->data : ""; find_name(&at, wanted.text, &line);) {
		if (is_function_type(line.type) && line.module)
			return arena_strndup(arena, line.module, line.module_len);
	}
	return NULL;
}

unsigned kallsyms_count_functions(struct kallsyms *symbols, const char *name)
{
	const struct buf *text = kallsyms_text(symbols);
	struct spaced_name wanted = spaced(name);
	unsigned count = 0;
	struct line line;

	for (const char *at = text ? text->data : ""; find_name(&at, wanted.text, &line);)
		count += is_function_type(line.type);
	return count;
}

uint64_t kallsyms_address(struct kallsyms *symbols, const char *name)
{
	const struct buf *text = kallsyms_text(symbols);
	struct spaced_name wanted = spaced(name);
	const char *at = text ? text->data : "";
	struct line line;

	return find_name(&at, wanted.text, &line) ? strtoull(line.address, NULL, 16) : 0;
}

/* To an unprivileged reader all addresses are 0. */
enum answer kallsyms_is_code(struct kallsyms *symbols, uint64_t address)
{
	const struct buf *text = kallsyms_text(symbols);
	const char *at = text ? text->data : "";
	uint64_t nearest = 0, highest = 0;
	bool is_code = false;
	struct line line;

	while (next_line(&at, &line)) {
		uint64_t here = strtoull(line.address, NULL, 16);

		highest = here > highest ? here : highest;
		if (here > address || here < nearest)
			continue;
		is_code = is_function_type(line.type) || (is_code && here == nearest);
		nearest = here;
	}
	if (!highest)
		return ANSWER_UNKNOWN;
	return is_code ? ANSWER_YES : ANSWER_NO;
}

/* ---- names by pattern ---- */

static int compare_names(const void *a, const void *b)
{
	const struct kernel_function *x = a, *y = b;
	int order = x->module && y->module ? strcmp(x->module, y->module) : 0;

	return order ? order : strcmp(x->name, y->name);
}

/* Clones that the compiler made (f.part.0, f.isra.0) have more than the function's own name. */
static size_t own_length(const char *name, size_t len)
{
	const char *dot = memchr(name, '.', len);

	return dot ? (size_t)(dot - name) : len;
}

/* The rarely used end of a function, to which its body jumps: nobody calls it. */
static bool is_cold_end(const struct line *line)
{
	return memmem(line->name, line->name_len, ".cold", 5) != NULL;
}

/* Code that was thrown away after boot; its names stay listed. */
struct init_section {
	uint64_t begin;
	uint64_t end;
};

static bool is_gone(const struct init_section *init, const struct line *line)
{
	uint64_t address = strtoull(line->address, NULL, 16);

	return address >= init->begin && address < init->end;
}

/* '.' sorts before all that a name may go on with, so clones stand right behind the function. */
static bool is_clone_of(const struct kernel_function *clone, const struct kernel_function *function)
{
	size_t len = strlen(function->name);

	return strncmp(clone->name, function->name, len) == 0 && clone->name[len] == '.' &&
	       (!clone->module || strcmp(clone->module, function->module) == 0);
}

static unsigned drop_repeated(struct kernel_function *names, unsigned count)
{
	const struct kernel_function *function = NULL; /* the last one that is no clone */
	unsigned kept = 0;

	for (unsigned i = 0; i < count; i++) {
		bool is_clone = strchr(names[i].name, '.') != NULL;

		if (kept && compare_names(&names[kept - 1], &names[i]) == 0) {
			names[kept - 1].exported |= names[i].exported;
			continue;
		}
		if (is_clone && function && is_clone_of(&names[i], function))
			continue;
		names[kept] = names[i];
		if (!is_clone)
			function = &names[kept];
		kept++;
	}
	return kept;
}

static bool is_module_wanted(const struct line *line, const char *module)
{
	char name[KSYM_NAME_BYTES];

	if (!module || !line->module)
		return !module && !line->module;
	if (line->module_len >= sizeof(name))
		return false;
	memcpy(name, line->module, line->module_len);
	name[line->module_len] = '\0';
	return fnmatch(module, name, 0) == 0;
}

static bool is_name_wanted(const struct line *line, const char *pattern)
{
	size_t fixed = strcspn(pattern, "*?[\\"), len = own_length(line->name, line->name_len);
	char name[KSYM_NAME_BYTES];

	/* The part before the pattern's first wildcard decides most. */
	if (line->name_len >= sizeof(name) || strncmp(line->name, pattern, fixed) != 0)
		return false;
	memcpy(name, line->name, len);
	name[len] = '\0';
	return fnmatch(pattern, name, 0) == 0;
}

int kallsyms_each_function(struct kallsyms *symbols, const char *pattern,
			   void (*take)(void *context, const char *name, uint64_t address),
			   void *context)
{
	const struct buf *text = kallsyms_text(symbols);
	const char *at = text ? text->data : "";
	char name[KSYM_NAME_BYTES];
	struct line line;

	if (!text)
		return -1;
	while (next_line(&at, &line)) {
		if (!is_function_type(line.type) || !is_name_wanted(&line, pattern))
			continue;
		memcpy(name, line.name, line.name_len);
		name[line.name_len] = '\0';
		take(context, name, strtoull(line.address, NULL, 16));
	}
	return 0;
}

uint64_t kallsyms_module_address(struct kallsyms *symbols, const char *module, const char *name)
{
	const struct buf *text = kallsyms_text(symbols);
	struct spaced_name wanted = spaced(name);
	const char *at = text ? text->data : "";
	struct line line;

	while (find_name(&at, wanted.text, &line))
		if (is_module_wanted(&line, module))
			return strtoull(line.address, NULL, 16);
	return 0;
}

int kallsyms_find_functions(struct kallsyms *symbols, struct arena *arena, const char *module,
			    const char *pattern, const struct kernel_function **out)
{
	const struct buf *text = kallsyms_text(symbols);
	const char *at = text ? text->data : "";
	const struct init_section init = {kallsyms_address(symbols, "__init_begin"),
					  kallsyms_address(symbols, "__init_end")};
	struct kernel_function *names = NULL;
	unsigned count = 0;
	struct line line;

	*out = NULL;
	if (!text)
		return -1;
	while (next_line(&at, &line)) {
		struct kernel_function found = {.exported = line.type == 'T'};

		if (!is_function_type(line.type) || !is_module_wanted(&line, module) ||
		    !is_name_wanted(&line, pattern) || is_cold_end(&line) || is_gone(&init, &line))
			continue;
		found.name = arena_strndup(arena, line.name, line.name_len);
		if (line.module)
			found.module = arena_strndup(arena, line.module, line.module_len);
		arena_push(arena, names, count, found);
	}
	if (count)
		qsort(names, count, sizeof(*names), compare_names);
	*out = names;
	return (int)drop_repeated(names, count);
}

/* ---- similar names ---- */

struct candidate {
	unsigned distance;
	const char *name;
	size_t len;
};

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	unsigned least = a < b ? a : b;

	return least < c ? least : c;
}

/* Levenshtein distance, or @limit when it is not below. Both lengths are up to COMPARE_MAX. */
static unsigned distance_below(const char *a, size_t alen, const char *b, size_t blen,
			       unsigned limit)
{
	unsigned row[COMPARE_MAX + 1];

	for (size_t j = 0; j <= blen; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= alen; i++) {
		unsigned diagonal = row[0], least = (unsigned)i;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= blen; j++) {
			unsigned above = row[j];

			row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
			least = row[j] < least ? row[j] : least;
		}
		if (least >= limit)
			return limit;
	}
	return row[blen] < limit ? row[blen] : limit;
}

static bool is_listed(const struct candidate *list, unsigned count, const struct line *line)
{
	for (unsigned i = 0; i < count; i++) {
		if (list[i].len == line->name_len && !memcmp(list[i].name, line->name, list[i].len))
			return true;
	}
	return false;
}

/* Keeps @list sorted and not longer than @max; a tie stays behind what was there before. */
static unsigned insert(struct candidate *list, unsigned count, unsigned max, struct candidate item)
{
	unsigned at = count < max ? count : max - 1;

	for (; at && list[at - 1].distance > item.distance; at--)
		list[at] = list[at - 1];
	list[at] = item;
	return count < max ? count + 1 : max;
}

static size_t length_gap(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

static unsigned collect_similar(const char *at, const char *name, struct candidate *list,
				unsigned max)
{
	size_t len = strlen(name);
	unsigned count = 0;
	struct line line;

	while (next_line(&at, &line)) {
		/* More than half of it mistyped is another name. */
		unsigned limit = count < max ? (unsigned)len / 2 + 1 : list[max - 1].distance;
		unsigned distance;

		if (!is_function_type(line.type) || line.name_len > COMPARE_MAX ||
		    length_gap(len, line.name_len) >= limit)
			continue;
		distance = distance_below(name, len, line.name, line.name_len, limit);
		if (distance < limit && !is_listed(list, count, &line))
			count = insert(list, count, max,
				       (struct candidate){distance, line.name, line.name_len});
	}
	return count;
}

unsigned kallsyms_similar(struct kallsyms *symbols, struct arena *arena, const char *name,
			  const char **out, unsigned max)
{
	const struct buf *text = kallsyms_text(symbols);
	struct candidate *list;
	unsigned count;

	if (!text || !max || strlen(name) > COMPARE_MAX)
		return 0;
	list = arena_alloc(arena, max * sizeof(*list));
	count = collect_similar(text->data, name, list, max);
	for (unsigned i = 0; i < count; i++)
		out[i] = arena_strndup(arena, list[i].name, list[i].len);
	return count;
}
