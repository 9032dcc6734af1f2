/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "runtime/tracefs/kallsyms.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Finds the next line, at or behind *@at, that says " NAME"; reads on until there is one. */
static bool find_name(struct kallsyms *symbols, size_t *at, const char *name,
		      struct symbol_line *out)
{
	return symbol_line_find(&symbols->lines, at, name, true, true, out);
}

const struct buf *kallsyms_text(struct kallsyms *symbols)
{
	return symbol_text_all(&symbols->lines);
}

void kallsyms_free(struct kallsyms *symbols)
{
	symbol_text_free(&symbols->lines);
}

static bool is_in(const struct symbol_line *line, const char *module)
{
	if (!module || !line->module)
		return !module && !line->module;
	return strlen(module) == line->module_len &&
	       !strncmp(module, line->module, line->module_len);
}

enum answer kallsyms_has_function(struct kallsyms *symbols, const char *module, const char *name)
{
	struct symbol_line line;

	for (size_t at = 0; find_name(symbols, &at, name, &line);) {
		if (symbol_line_is_function(&line) && is_in(&line, module))
			return ANSWER_YES;
	}
	return kallsyms_text(symbols) ? ANSWER_NO : ANSWER_UNKNOWN;
}

const char *kallsyms_module_of(struct kallsyms *symbols, struct arena *arena, const char *name)
{
	struct symbol_line line;

	for (size_t at = 0; find_name(symbols, &at, name, &line);) {
		if (symbol_line_is_function(&line) && line.module)
			return arena_strndup(arena, line.module, line.module_len);
	}
	return NULL;
}

unsigned kallsyms_count_functions(struct kallsyms *symbols, const char *name)
{
	unsigned count = 0;
	struct symbol_line line;

	for (size_t at = 0; find_name(symbols, &at, name, &line);)
		count += symbol_line_is_function(&line);
	return count;
}

uint64_t kallsyms_address(struct kallsyms *symbols, const char *name)
{
	struct symbol_line line;
	size_t at = 0;

	return find_name(symbols, &at, name, &line) ? symbol_line_address(&line) : 0;
}

/* To an unprivileged reader all addresses are 0. */
enum answer kallsyms_is_code(struct kallsyms *symbols, uint64_t address)
{
	const struct buf *text = kallsyms_text(symbols);
	const char *at = text ? text->data : "";
	uint64_t nearest = 0, highest = 0;
	bool is_code = false;
	struct symbol_line line;

	while (symbol_line_next(&at, &line)) {
		uint64_t here = symbol_line_address(&line);

		highest = here > highest ? here : highest;
		if (here > address || here < nearest)
			continue;
		is_code = symbol_line_is_function(&line) || (is_code && here == nearest);
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
static bool is_cold_end(const struct symbol_line *line)
{
	return memmem(line->name, line->name_len, ".cold", 5) != NULL;
}

/*
 * Code that is patched and no function, though its symbol has a function's type: the room before
 * one
 * ("--prefix" in scripts/Makefile.lib, x86, 6.2 on), and the jump of a static call
 * (STATIC_CALL_TRAMP_PREFIX, include/linux/static_call_types.h), which takes no kprobe.
 */
static bool is_patched_code(const struct symbol_line *line)
{
	return !strncmp(line->name, "__pfx_", 6) || !strncmp(line->name, "__SCT__", 7);
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

static bool is_module_wanted(const struct symbol_line *line, const char *module)
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

static bool is_name_wanted(const struct symbol_line *line, const char *pattern)
{
	size_t len = own_length(line->name, line->name_len);
	char name[KSYM_NAME_BYTES];

	if (line->name_len >= sizeof(name))
		return false;
	memcpy(name, line->name, len);
	name[len] = '\0';
	return fnmatch(pattern, name, 0) == 0;
}

/* Functions by @pattern, in the part of the text where they are. */
struct search {
	struct symbol_text *lines;
	const char *pattern;
	char fixed[KSYM_NAME_BYTES]; /* before its first wildcard: decides most */
	size_t at;
	size_t end;
};

/* Returns false when there is no text. Those of the kernel itself are told apart by their place. */
static bool begin_search(struct search *search, struct kallsyms *symbols, bool only_kernel,
			 const char *pattern)
{
	size_t fixed = strcspn(pattern, "*?[\\");

	if (fixed >= sizeof(search->fixed))
		fixed = 0;
	search->lines = &symbols->lines;
	search->pattern = pattern;
	memcpy(search->fixed, pattern, fixed);
	search->fixed[fixed] = '\0';
	search->at = 0;
	if (only_kernel)
		search->end = symbol_text_code(&symbols->lines);
	else
		search->end = symbol_text_all(&symbols->lines) ? symbols->lines.text.len : 0;
	return search->end > 0;
}

static bool next_symbol(struct search *search, struct symbol_line *line)
{
	const char *text = search->lines->text.data, *at = text + search->at;

	if (search->fixed[0])
		return symbol_line_find(search->lines, &search->at, search->fixed, false, false,
					line);
	if (!symbol_line_next(&at, line))
		return false;
	search->at = (size_t)(at - text);
	return true;
}

static bool next_function(struct search *search, struct symbol_line *line)
{
	while (next_symbol(search, line) && search->at <= search->end)
		if (symbol_line_is_function(line) && is_name_wanted(line, search->pattern))
			return true;
	return false;
}

int kallsyms_each_function(struct kallsyms *symbols, const char *pattern,
			   void (*take)(void *context, const char *name, uint64_t address),
			   void *context)
{
	char name[KSYM_NAME_BYTES];
	struct symbol_line line;
	struct search search;

	if (!begin_search(&search, symbols, true, pattern))
		return -1;
	while (next_function(&search, &line)) {
		memcpy(name, line.name, line.name_len);
		name[line.name_len] = '\0';
		take(context, name, symbol_line_address(&line));
	}
	return 0;
}

uint64_t kallsyms_module_address(struct kallsyms *symbols, const char *module, const char *name)
{
	struct symbol_line line;

	for (size_t at = 0; find_name(symbols, &at, name, &line);)
		if (is_module_wanted(&line, module))
			return symbol_line_address(&line);
	return 0;
}

int kallsyms_find_functions(struct kallsyms *symbols, struct arena *arena, const char *module,
			    const char *pattern, const struct kernel_function **out)
{
	struct kernel_function *names = NULL;
	unsigned count = 0;
	struct symbol_line line;
	struct search search;

	*out = NULL;
	if (!begin_search(&search, symbols, !module, pattern))
		return -1;
	while (next_function(&search, &line)) {
		struct kernel_function found = {.exported = line.type == 'T'};

		if (!is_module_wanted(&line, module) || is_cold_end(&line) ||
		    is_patched_code(&line))
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
