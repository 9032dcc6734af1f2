/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The probes that the process table lives on. */
#include "config.h"
#include "runtime/process_table.h"

#include "base/arena.h"
#include "runtime/fetch_path.h"
#include "runtime/process_entries.h"
#include "runtime/record.h"

#define FIELD(field, how)                                               \
	{                                                               \
		.base = FETCH_FIELD, .name = field, .type = FETCH_##how \
	}

/* Slots by row; of tracepoints slot 0 is the thread that the record is about. */
static const struct fetch newtask_fetches[] = {
	FIELD("pid", S32),
	FIELD("comm", STRING),
	FIELD("clone_flags", U64),
};
static const struct fetch fork_fetches[] = {FIELD("child_pid", S32), FIELD("child_comm", STRING)};
static const struct fetch rename_fetches[] = {FIELD("pid", S32), FIELD("newcomm", STRING)};
static const struct fetch exec_fetches[] = {
	FIELD("pid", S32),
	FIELD("old_pid", S32),
	FIELD("filename", STRING),
};
static const struct fetch exit_fetches[] = {FIELD("pid", S32)};

/*
 * commit_creds() makes new credentials those of the current thread: for set*id(2), exec and all
 * else that changes them for good (Documentation/security/credentials.rst, "Altering
 * credentials").
 */
static const struct fetch_path credentials_paths[] = {
	{"new", "uid.val", 0},
	{"new", "euid.val", 0},
	{"new", "gid.val", 0},
	{"new", "egid.val", 0},
};
/* change_pid() is what setpgid(2) and setsid(2) do to a process's first thread (kernel/sys.c). */
static const struct fetch_path group_paths[] = {
	{"task", "pid", 0},
	{"type", NULL, 0},
	{"pid", "numbers.nr", 0},
};

/* An exec from another than the first thread makes that one the first (fs/exec.c de_thread()). */
static const struct fetch_path exchange_paths[] = {{"left", "pid", 0}};

/*
 * exit_signals() is early in the exit of a thread, when it still has its namespaces; who takes its
 * children is decided behind sched_process_exit (kernel/exit.c do_exit(), 6.1).
 */
#define ANCESTOR(parents)                                     \
	{                                                     \
		"tsk", parents "signal.is_child_subreaper", 0 \
	}
static const struct fetch_path reaper_paths[] = {
	{"tsk", "nsproxy.pid_ns_for_children.child_reaper.tgid", 0},
	ANCESTOR("real_parent."),
	ANCESTOR("real_parent.real_parent."),
	ANCESTOR("real_parent.real_parent.real_parent."),
	ANCESTOR("real_parent.real_parent.real_parent.real_parent."),
	ANCESTOR("real_parent.real_parent.real_parent.real_parent.real_parent."),
};
_Static_assert(sizeof(reaper_paths) / sizeof(reaper_paths[0]) == REAPER_ANCESTOR + REAPER_ANCESTORS,
	       "the slots of a record of row reaper");

/* See process_strings.c; STRINGS_* are these slots. */
#define STRINGS(from, first, step)                                                               \
	{                                                                                        \
		{"bprm", "p", 0}, {"bprm", "exec", 0}, {"bprm", "argc", 0}, {"bprm", "envc", 0}, \
			{"bprm", from, first}, {"bprm", from, first + step},                     \
			{"bprm", from, first + 2 * step}, {"bprm", from, first + 3 * step},      \
			{"bprm", from, first + 4 * step},                                        \
	}
static const struct fetch_path strings0_paths[] = STRINGS("p", 1, 1);
static const struct fetch_path strings1_paths[] = STRINGS("exec", -1, -1);
static const struct fetch_path strings2_paths[] = STRINGS("exec", -6, -1);
static const struct fetch_path strings3_paths[] = STRINGS("exec", -11, -1);
_Static_assert(sizeof(strings0_paths) / sizeof(strings0_paths[0]) == STRINGS_BLOCK + STRINGS_BLOCKS,
	       "the slots of a record of strings");

/* The slots of a system call's entry and of its return. A call has at least its number. */
#define CALL(name, needs, row, first, second)                             \
	static const struct fetch name##_fetches[] = {                    \
		FIELD(sizeof(first) > 1 ? first : "__syscall_nr", S64),   \
		FIELD(sizeof(second) > 1 ? second : "__syscall_nr", S64), \
	};
#include "runtime/process_calls.def"
#undef CALL
static const struct fetch return_fetches[] = {FIELD("ret", S64)};

/* The rows of PROCESS_EVENTS; those of the calls follow. */
enum row {
#define TRACEPOINT(row, needs, system, name)			 ROW_##row,
#define FUNCTION(row, needs, name, in_slot, missing, with_calls) ROW_##row,
	PROCESS_EVENTS(TRACEPOINT, FUNCTION) NROWS
#undef TRACEPOINT
#undef FUNCTION
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	unsigned need;
	struct probe probe;		/* of a function its fetches depend on the kernel */
	const struct fetch_path *paths; /* ... and follow from these */
	uint16_t npaths;
	const char *missing;	/* what is not known without it */
	const char *with_calls; /* ... and where calls stand in for it */
	enum row instead_of;	/* of a call; else 0, which is no function */
} rows[] = {
#define TRACEPOINT(row, of_need, in_system, of_name)                                    \
	{                                                                               \
		.need = of_need,                                                        \
		.probe =                                                                \
			{                                                               \
				.kind = PROBE_TRACEPOINT,                               \
				.point = "kernel.trace(\"" in_system ":" of_name "\")", \
				.system = in_system,                                    \
				.event = of_name,                                       \
				.fetches = row##_fetches,                               \
				.nfetches = COUNT(row##_fetches),                       \
			},                                                              \
	},
#define FUNCTION(row, of_need, of_name, in_slot, is_missing, is_with_calls)  \
	{                                                                    \
		.need = of_need,                                             \
		.probe =                                                     \
			{                                                    \
				.kind = PROBE_KPROBE,                        \
				.point = "kernel.function(\"" of_name "\")", \
				.function = of_name,                         \
			},                                                   \
		.paths = row##_paths,                                        \
		.npaths = COUNT(row##_paths),                                \
		.missing = is_missing,                                       \
		.with_calls = is_with_calls,                                 \
	},
	PROCESS_EVENTS(TRACEPOINT, FUNCTION)
#undef TRACEPOINT
#undef FUNCTION
#define CALL_EVENT(row, of_need, of_name, with_fetches)                            \
	{                                                                          \
		.need = of_need,                                                   \
		.probe =                                                           \
			{                                                          \
				.kind = PROBE_TRACEPOINT,                          \
				.point = "kernel.trace(\"syscalls:" of_name "\")", \
				.system = "syscalls",                              \
				.event = of_name,                                  \
				.fetches = with_fetches,                           \
				.nfetches = COUNT(with_fetches),                   \
			},                                                         \
		.instead_of = ROW_##row,                                           \
	},
#define CALL(name, needs, row, first, second)                      \
	CALL_EVENT(row, needs, "sys_enter_" #name, name##_fetches) \
	CALL_EVENT(row, needs, "sys_exit_" #name, return_fetches)
#include "runtime/process_calls.def"
#undef CALL
#undef CALL_EVENT
};

/* Takes the kernel's own offsets. False: it has none of that. */
static bool resolve(struct probe *probe, const struct fetch_path *paths, unsigned count,
		    struct record_source *source, struct arena *arena)
{
	struct fetch *fetches = arena_alloc(arena, (count + 1u) * sizeof(*fetches));

	for (unsigned i = 0; i < count; i++)
		if (!fetch_path_resolve(source, probe->function, &paths[i], &fetches[i]))
			return false;
	probe->fetches = fetches;
	probe->nfetches = (uint16_t)count;
	return true;
}

/* A recording has no records of functions, whatever was probed. */
static bool probes_functions(struct record_source *source)
{
	return source->live && !source->ops->catalog.kprobes_missing(source);
}

/* @made: the probes of the rows before. */
static bool is_wanted(unsigned row, unsigned needs, const struct probe *made,
		      struct record_source *source)
{
	if (!(rows[row].need & needs))
		return false;
	/* There are more rows than NROWS: those that stand in for others. */
	/* cppcheck-suppress arrayIndexOutOfBoundsCond */
	return row < NROWS || made[rows[row].instead_of].kind == PROBE_NEVER ||
	       !probes_functions(source);
}

uint32_t process_table_probes(unsigned needs, struct record_source *source, struct arena *arena,
			      const struct probe **out)
{
	struct probe *probes = arena_alloc(arena, COUNT(rows) * sizeof(*probes));

	for (unsigned i = 0; i < COUNT(rows); i++) {
		probes[i] = rows[i].probe;
		if (!is_wanted(i, needs, probes, source) ||
		    (rows[i].paths &&
		     !resolve(&probes[i], rows[i].paths, rows[i].npaths, source, arena)))
			probes[i].kind = PROBE_NEVER;
	}
	*out = probes;
	return COUNT(rows);
}

struct thread_change process_thread_change(uint32_t index, const struct binding *binding,
					   const struct record *record)
{
	struct thread_change change = {.kind = THREAD_STAYS};

	if (index > ROW_exit)
		return change;
	change.tid = (int32_t)record_integer(record, &binding->slots[0]);
	switch (index) {
	case ROW_newtask:
	case ROW_fork:
		change.kind = THREAD_BEGINS;
		change.other = record->tid;
		break;
	case ROW_exec:
		change.kind = THREAD_RENUMBERED;
		change.other = (int32_t)record_integer(record, &binding->slots[1]);
		break;
	case ROW_exit:
		change.kind = THREAD_ENDS;
		break;
	}
	return change;
}

static bool has_calls(enum row row, const struct binding *bindings)
{
	for (unsigned i = NROWS; i < COUNT(rows); i++)
		if (rows[i].instead_of == row && bindings[i].attached)
			return true;
	return false;
}

const char *process_table_missing(unsigned needs, uint32_t index, const struct binding *bindings)
{
	if (!(rows[index].need & needs) || bindings[index].attached)
		return NULL;
	return has_calls((enum row)index, bindings) ? rows[index].with_calls : rows[index].missing;
}
