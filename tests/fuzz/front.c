/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/front.h"

#include <fnmatch.h>
#include <string.h>

/* ---- a catalog of two events and a few functions ---- */

static const struct event_name names[] = {{"sched", "sched_switch"}, {"skb", "kfree_skb"}};

#define INT_FIELD(text, type_text, at, bytes)                                                      \
	{                                                                                          \
		text, type_text,                                                                   \
			{.offset = (at), .size = (bytes), .kind = FIELD_INT, .is_signed = true}, 0 \
	}

static const struct event_field switch_fields[] = {
	{"prev_comm", "char", {.offset = 8, .size = 16, .kind = FIELD_CHARS}, 0},
	INT_FIELD("prev_pid", "pid_t", 24, 4),
	INT_FIELD("prev_state", "long", 32, 8),
	{"text", "char[]", {.offset = 40, .size = 4, .kind = FIELD_DATA_LOC}, 0},
	{"mask", "unsigned long[2]", {.offset = 44, .size = 16, .kind = FIELD_BYTES}, 8},
	INT_FIELD("task", "struct task_struct *", 64, 8),
};

static const struct event_field skb_fields[] = {
	INT_FIELD("skbaddr", "void *", 8, 8),
	INT_FIELD("protocol", "unsigned short", 16, 2),
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct event_format formats[] = {
	{"sched", "sched_switch", 300, switch_fields, COUNT(switch_fields)},
	{"skb", "kfree_skb", 301, skb_fields, COUNT(skb_fields)},
};

static int find_events(struct record_source *source, const char *system, const char *name,
		       const struct event_name **out, const char **why)
{
	static struct event_name found[COUNT(names)];
	int count = 0;

	(void)source, (void)why;
	for (unsigned i = 0; i < COUNT(names); i++)
		if ((!system || fnmatch(system, names[i].system, 0) == 0) &&
		    fnmatch(name, names[i].name, 0) == 0)
			found[count++] = names[i];
	*out = found;
	return count;
}

static const struct event_format *event_format(struct record_source *source, const char *system,
					       const char *name, const char **why)
{
	(void)source;
	for (unsigned i = 0; i < COUNT(formats); i++)
		if (strcmp(formats[i].system, system) == 0 && strcmp(formats[i].name, name) == 0)
			return &formats[i];
	*why = "there is no such event";
	return NULL;
}

static enum answer has_function(struct record_source *source, const char *module, const char *name)
{
	(void)source;
	if (module)
		return ANSWER_UNKNOWN;
	return strncmp(name, "vfs_", 4) == 0 ? ANSWER_YES : ANSWER_NO;
}

static unsigned similar_symbols(struct record_source *source, enum symbol_kind kind,
				const char *name, const char **out, unsigned max)
{
	(void)source, (void)kind, (void)name;
	if (max > 0)
		out[0] = "vfs_read";
	return max > 0;
}

static enum answer has_module(struct record_source *source, const char *name)
{
	(void)source;
	return strcmp(name, "ext4") == 0 ? ANSWER_YES : ANSWER_NO;
}

static int find_functions(struct record_source *source, const char *module, const char *pattern,
			  const struct kernel_function **out, const char **why)
{
	static const char *const functions[] = {"vfs_read", "vfs_write"};
	static struct kernel_function found[COUNT(functions)];
	int count = 0;

	(void)source, (void)why;
	for (unsigned i = 0; i < COUNT(functions) && !module; i++)
		if (fnmatch(pattern, functions[i], 0) == 0)
			found[count++] = (struct kernel_function){.name = functions[i]};
	*out = found;
	return count;
}

/* ---- a few C types, by their ids ---- */

enum { ID_VOID, ID_INT, ID_CHAR, ID_CHARS, ID_TASK, ID_TASK_POINTER, ID_UNNAMED };

static const struct ctype_member unnamed_members[] = {
	{"flags", {ID_INT, 0}, 0, 0},
	{"bits", {ID_INT, 0}, 3, 5},
};

static const struct ctype_member task_members[] = {
	{"pid", {ID_INT, 0}, 0, 0},
	{"comm", {ID_CHARS, 0}, 32, 0},
	{"parent", {ID_TASK_POINTER, 0}, 192, 0},
	{"", {ID_UNNAMED, 0}, 256, 0},
};

static const struct ctype ctypes[] = {
	[ID_VOID] = {.kind = CTYPE_VOID, .name = "void"},
	[ID_INT] = {.kind = CTYPE_INT, .name = "int", .size = 4, .is_signed = true},
	[ID_CHAR] = {.kind = CTYPE_INT, .name = "char", .size = 1, .is_char = true},
	[ID_CHARS] =
		{.kind = CTYPE_ARRAY, .name = "", .size = 16, .target = {ID_CHAR, 0}, .count = 16},
	[ID_TASK] = {.kind = CTYPE_STRUCT,
		     .name = "task_struct",
		     .size = 40,
		     .members = task_members,
		     .nmembers = COUNT(task_members)},
	[ID_TASK_POINTER] = {.kind = CTYPE_POINTER, .name = "", .size = 8, .target = {ID_TASK, 0}},
	[ID_UNNAMED] = {.kind = CTYPE_UNION,
			.name = "",
			.size = 4,
			.members = unnamed_members,
			.nmembers = COUNT(unnamed_members)},
};

static const char *ctypes_missing(struct record_source *source)
{
	(void)source;
	return NULL;
}

static bool function_type(struct record_source *source, const char *module, const char *function,
			  struct cfunction *out)
{
	static const struct cfunction_param params[] = {
		{"task", {ID_TASK_POINTER, 0}, 1, false},
		{"count", {ID_INT, 0}, 2, false},
		{"name", {ID_CHARS, 0}, 3, false},
	};

	*out = (struct cfunction){params, COUNT(params), {ID_INT, 0}, false};
	return has_function(source, module, function) == ANSWER_YES;
}

static const char *ctype_text(struct record_source *source, struct ctype_ref ref)
{
	(void)source;
	return ctypes[ref.id].name;
}

static bool find_variable(struct record_source *source, const char *module, const char *name,
			  struct kernel_variable *out)
{
	(void)source;
	*out = (struct kernel_variable){.address = 0x1000, .typed = module, .type = {.id = 1}};
	return name[0] != 'n';
}

static bool find_enumerator(struct record_source *source, const char *name, int64_t *out)
{
	(void)source;
	*out = 5;
	return name[0] != 'n';
}

static unsigned kernel_names(struct record_source *source, const char *module,
			     enum kernel_names kind, const char *const **out)
{
	static const char *const all[] = {"file", "task_struct", "PIDTYPE_PID"};

	(void)source;
	(void)module;
	(void)kind;
	*out = all;
	return COUNT(all);
}

static bool define_ctype(struct record_source *source, struct ctype_ref *ref)
{
	(void)source, (void)ref;
	return false;
}

static bool find_ctype(struct record_source *source, const char *module, const char *name,
		       struct ctype_ref *out)
{
	(void)source;
	(void)module;
	for (unsigned i = 0; i < COUNT(ctypes); i++)
		if (strcmp(ctypes[i].name, name) == 0) {
			*out = (struct ctype_ref){.id = i};
			return true;
		}
	return false;
}

static const struct ctype *ctype(struct record_source *source, struct ctype_ref ref)
{
	(void)source;
	return &ctypes[ref.id];
}

static const char *kprobes_missing(struct record_source *source)
{
	(void)source;
	return NULL;
}

static const char *event_probes_missing(struct record_source *source)
{
	(void)source;
	return NULL;
}

static const char *tracepoint_args_missing(struct record_source *source)
{
	(void)source;
	return NULL;
}

static const char *samples_missing(struct record_source *source)
{
	(void)source;
	return NULL;
}

static enum answer symbol_address(struct record_source *source, const char *name, uint64_t *address)
{
	(void)source;
	*address = strcmp(name, "jiffies_64") ? 0 : 0x1000;
	return *address ? ANSWER_YES : ANSWER_NO;
}

static bool tracepoint_type(struct record_source *source, const char *name, const char **module,
			    struct cfunction *out)
{
	static const struct cfunction_param params[] = {
		{"prev", {ID_TASK_POINTER, 0}, 1, false},
		{"prev_pid", {ID_INT, 0}, 2, false},
	};

	(void)source;
	*module = NULL;
	*out = (struct cfunction){params, COUNT(params), {0, 0}, false};
	return strcmp(name, "sched_switch") == 0;
}

static unsigned cpus(struct record_source *source)
{
	(void)source;
	return 2;
}

static const struct record_source_ops source_ops = {
	.catalog =
		{
			.find_events = find_events,
			.event_format = event_format,
			.has_function = has_function,
			.similar_symbols = similar_symbols,
			.has_module = has_module,
			.kprobes_missing = kprobes_missing,
			.event_probes_missing = event_probes_missing,
			.stacks_missing = event_probes_missing,
			.tracepoint_args_missing = tracepoint_args_missing,
			.samples_missing = samples_missing,
			.cpus = cpus,
			.symbol_address = symbol_address,
			.tracepoint_type = tracepoint_type,
			.find_functions = find_functions,
			.ctypes_missing = ctypes_missing,
			.function_type = function_type,
			.find_ctype = find_ctype,
			.define_ctype = define_ctype,
			.ctype = ctype,
			.ctype_text = ctype_text,
			.find_variable = find_variable,
			.find_enumerator = find_enumerator,
			.names = kernel_names,
		},
};

/* ---- the front end ---- */

static const char *const args[] = {"5", "\"a\\n\" x", "%( 1 == 1 %? 2 %)", ""};

void front_init(struct front *front)
{
	*front = (struct front){.arena = arena_new(), .source = {.ops = &source_ops}};
	front->diags.arena = front->arena;
	front->compile.parse = (struct parse_context){
		.arena = front->arena,
		.names = intern_new(front->arena),
		.diags = &front->diags,
		.args = args,
		.nargs = COUNT(args),
		.kernel_release = "6.1.0-9-amd64",
		.arch = "x86_64",
		.kernel_config = "CONFIG_SMP=y\nCONFIG_NR_CPUS=64\n",
		.library_macros = &front->macros,
	};
	front->compile.catalog = &source_ops.catalog;
	front->compile.source = &front->source;
	front->compile.library = library_new(&front->compile.parse, NULL, 0);
}

void front_free(struct front *front)
{
	intern_free(front->compile.parse.names);
	arena_free(front->arena);
}

const char *front_errors(struct front *front)
{
	struct buf out = {0};
	const char *text;

	diag_render(&front->diags, &out);
	text = arena_strndup(front->arena, out.data ? out.data : "", out.len);
	buf_free(&out);
	return text;
}
