/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The contract between compiler and runtime: a program is plain data.
 *
 * Purpose:  everything the runtime needs to run a script: bytecode, constants, globals, probes
 *           and what each probe wants to find in its records. Nothing in it points back into
 *           the compiler, and nothing in it depends on a kernel version: how an event is
 *           spelled for a kernel is for the record source.
 * Owner:    the arena given to the compiler; read-only once compiled.
 */
#ifndef MSTAP_RUNTIME_PROGRAM_H
#define MSTAP_RUNTIME_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/fetch.h"

/* ---- bytecode ---- */

enum opcode {
#define OP(name, a, b, c, extras, meaning) OP_CODE_##name,
#include "runtime/opcodes.def"
#undef OP
	OPCODE_COUNT
};

enum operand_kind {
	OPERAND_NONE,
	OPERAND_LD,
	OPERAND_LS,
	OPERAND_SD,
	OPERAND_SS,
	OPERAND_IMM,
	OPERAND_IMM32,
	OPERAND_KL,
	OPERAND_KS,
	OPERAND_JUMP,
	OPERAND_GL,
	OPERAND_GS,
	OPERAND_GA,
	OPERAND_GM,
	OPERAND_FMT,
	OPERAND_LOOPX,
	OPERAND_ITER,
	OPERAND_NUM,
	OPERAND_FN,
	OPERAND_BI,
	OPERAND_SLOT,
	OPERAND_DST,
};

#define REG_NONE UINT16_MAX

struct insn {
	union {
		struct {
			uint16_t op;
			uint16_t a;
			union {
				struct {
					uint16_t b;
					uint16_t c;
				};
				int32_t imm;
			};
		};
		uint16_t regs[4]; /* an extension word */
	};
};
_Static_assert(sizeof(struct insn) == 8, "instructions and extension words are 8 bytes");

/* Extension words that @count registers take. */
#define INSN_EXTENSIONS(count) (((count) + 3) / 4)

/*
 * Strings: length and bytes, NUL-terminated, no NUL inside. Registers hold pointers to
 * constants or into the VM's string space; globals and maps hold copies.
 */
struct string {
	uint32_t len;
	char text[];
};

enum slot_type { SLOT_LONG, SLOT_STRING };

#define MAX_PARAMS 32
#define MAX_KEYS   9

/* A pc range [begin, end) of a try body; an error inside continues at @handler. */
struct catch_range {
	uint32_t begin;
	uint32_t end;
	uint32_t handler;
	uint16_t message; /* string register that gets the error's text, or REG_NONE */
	uint16_t iters;	  /* iterator slots from this one on are closed */
};

/* "operator '/' at x.stp:3:9" for each instruction that can fail, by ascending pc. */
struct code_place {
	uint32_t pc;
	const char *near;
};

/*
 * A handler or function. Two register banks, both indexed from 0: longs and strings. Parameters
 * come first in their banks, in order. Registers start as 0 and "".
 */
struct code {
	const char *name; /* function name, or the probe point */
	const char *near; /* its definition: "identifier 'f' at x.stp:1:10" */
	const struct insn *insns;
	uint32_t ninsns;
	uint16_t nlongs;
	uint16_t nstrings;
	uint16_t niters;
	uint16_t nparams;
	enum slot_type params[MAX_PARAMS];
	bool has_result;
	enum slot_type result;
	int32_t next_overload;		   /* function index for FNEXT, or -1: an error */
	bool charges;			   /* of MAXACTION: pays for what it calls */
	int32_t actions;		   /* what a caller pays when FNEXT has led here */
	const struct catch_range *catches; /* inner before outer */
	uint32_t ncatches;
	const struct code_place *places;
	uint32_t nplaces;
};

/* ---- globals ---- */

enum global_kind { GLOBAL_LONG, GLOBAL_STRING, GLOBAL_AGGREGATE, GLOBAL_MAP };
enum map_value { MAP_LONG, MAP_STRING, MAP_AGGREGATE };
enum stat_op {
	STAT_OP_COUNT,
	STAT_OP_SUM,
	STAT_OP_MIN,
	STAT_OP_MAX,
	STAT_OP_AVG,
	STAT_OP_VARIANCE
};

#define HISTOGRAM_LOG_BUCKETS 128

enum histogram_kind { HISTOGRAM_NONE, HISTOGRAM_LOG, HISTOGRAM_LINEAR };

/* The buckets of an aggregate's histogram; runtime/histogram.h says which value goes where. */
struct histogram {
	enum histogram_kind kind;
	uint32_t nbuckets; /* of a linear one, the two outside of its range included */
	int32_t low;	   /* linear: where the first bucket inside starts */
	int32_t width;	   /* linear: of a bucket */
};

struct global {
	const char *name;
	const char *near; /* "identifier 'x' at x.stp:1:8", its declaration */
	enum global_kind kind;
	uint8_t nkeys;
	uint8_t key_types[MAX_KEYS]; /* enum slot_type */
	enum map_value value;
	uint64_t max_entries; /* 0: as many as the memory budget holds */
	bool wraps;	      /* a full map drops its oldest element */
	int64_t init_long;
	const struct string *init_string; /* NULL: "" */
	bool display;			  /* written, never read: printed at the end */
	bool keeps_variance;		  /* aggregates: @variance is asked of them */
	uint8_t variance_shift;		  /* bits that its values are scaled up by */
	struct histogram histogram;	  /* HISTOGRAM_NONE: none is asked of them */
};

/* foreach: what to walk, in which order. */
struct iteration {
	uint16_t map;
	int8_t direction;  /* 1 ascending, -1 descending, 0 as inserted */
	uint8_t column;	   /* 0 by value, n by the n-th key */
	enum stat_op stat; /* what an aggregate is sorted by */
	bool has_limit;
	bool has_slice; /* extension words carry nkeys slice registers behind the limit */
};

/* ---- printing ---- */

/* One piece of a format: literal text, or a conversion of the next argument. */
enum piece_kind {
	PIECE_TEXT,
	PIECE_LONG,   /* conversion d i o u x X p c */
	PIECE_STRING, /* s */
	PIECE_BINARY, /* b: width bytes, native order */
	PIECE_MEMORY, /* m M: of a string that has the memory's bytes as digits */
};

struct format_piece {
	enum piece_kind kind;
	char conversion;
	bool minus, plus, space, alternate, zero;
	bool width_arg;	    /* '*': the width is the argument before */
	bool precision_arg; /* '.*' */
	int32_t width;	    /* -1: none */
	int32_t precision;  /* -1: none */
	const char *text;   /* PIECE_TEXT */
	uint32_t len;
};

struct format {
	const struct format_piece *pieces;
	uint32_t npieces;
	uint16_t nargs; /* '*' ones included, in the order of use */
	const enum slot_type *args;
};

/* ---- guards ---- */

/*
 * What is true of every event of a probe of which its handler takes any notice: prints, stores,
 * fails. Where a guard is false the handler would do nothing, so that the event need not be
 * recorded; where it is true the handler still decides. A record source uses as much of it as it
 * can: a TEST that it cannot make counts as true.
 */
enum guard_kind { GUARD_ALWAYS, GUARD_NEVER, GUARD_AND, GUARD_OR, GUARD_TEST };

/* What a test looks at: a field of the record, who, where. */
enum guard_subject { GUARD_FETCH, GUARD_TID, GUARD_PID, GUARD_CPU, GUARD_EXECNAME };

/* Of signed 64-bit numbers; of texts EQ and NE only. Each stands beside its opposite. */
enum guard_relation {
	GUARD_EQ,
	GUARD_NE,
	GUARD_LT,
	GUARD_GE,
	GUARD_LE,
	GUARD_GT,
	GUARD_BITS,    /* any of the bits is set */
	GUARD_NO_BITS, /* none */
};

struct guard {
	enum guard_kind kind;
	const struct guard *left, *right; /* AND, OR */
	/* TEST */
	enum guard_subject subject;
	uint16_t fetch; /* GUARD_FETCH: which of the probe's; one that cannot fault */
	enum guard_relation relation;
	bool with_target; /* compared with target() */
	int64_t number;	  /* otherwise with this, */
	const char *text; /* or, where it is not NULL, with this */
	const char *near; /* the comparison, for messages */
};

/* ---- probes ---- */

enum probe_kind {
	PROBE_BEGIN,
	PROBE_END,
	PROBE_ERROR,
	PROBE_NEVER,
	PROBE_TIMER,
	PROBE_TRACEPOINT, /* @system, @event; no registers, no return value */
	PROBE_KPROBE,	  /* @module, @function, or @address */
	PROBE_KRETPROBE,
	PROBE_PERF, /* @sampling: every so many counts of a perf event */
	PROBE_DATA, /* @sampling: accesses to kernel data at @address */
};

/* Is it had by perf_event_open() and not by tracefs? */
static inline bool is_sampled(enum probe_kind kind)
{
	return kind == PROBE_PERF || kind == PROBE_DATA;
}

/* What PROBE_PERF counts, and PROBE_DATA watches; as struct perf_event_attr has it. */
struct sampling {
	uint32_t type;
	uint64_t config;
	uint64_t period; /* counts from one sample to the next, or samples a second */
	bool is_hertz;	 /* @period is the latter */
	uint64_t length; /* bytes watched */
	bool reads;	 /* are watched, too, not only writes */
};

/*
 * What was at the entry is kept for the return by two probes, on the entry and, behind it in the
 * list, on the return of a function or of a system call, of which both are tracepoints.
 */
enum pair_role { PAIR_NONE, PAIR_ENTRY, PAIR_RETURN };

/*
 * Of a tracepoint, what the probe's records are about. A handler that reads the event's fields and
 * the tracepoint's arguments takes two probes, of which the kernel writes a record each for the
 * same hit: the one of the arguments stands right before the one of the fields. Both have all of
 * the handler's fetches; each finds its own in its records, see fetch_is_of(). The handler is
 * called when both records are there, for the probe of the fields.
 */
enum probe_part { PART_WHOLE, PART_ARGUMENTS, PART_FIELDS };

struct probe {
	enum probe_kind kind;
	enum probe_part part;
	const char *point;  /* resolved */
	const char *shown;  /* with its mark and condition: pp() */
	const char *name;   /* the alias that the script names: pn(); NULL: @shown */
	const char *near;   /* "identifier 'kprobe' at x.stp:1:7" */
	const char *place;  /* "x.stp:1:1": the probe or, of an alias, where that is named */
	const char *origin; /* " from: al from: al": the aliases, the first point of the probe */
	int64_t sequence;   /* begin, end, error */
	uint64_t period_ns; /* timer */
	uint64_t random_ns; /* timer: spread of +- this much */
	const char *system;
	const char *event;
	const char *module;   /* of @function or of the tracepoint; NULL: the kernel */
	const char *function; /* NULL: @address */
	uint64_t address;
	struct sampling sampling;
	const char *pattern; /* the wildcard that @function is from; NULL: named in full */
	uint32_t maxactive;  /* 0: the kernel's default */
	const struct fetch *fetches;
	uint16_t nfetches;
	const struct guard *guard; /* NULL: GUARD_ALWAYS */
	uint32_t handler;	   /* index of program.codes */
	/*
	 * Of a pair: how many values the handler of the one saves for the other's, and, of a
	 * function, which of the fetches is FETCH_FRAME.
	 */
	enum pair_role pair;
	uint32_t pair_number; /* the same of both, and of no others */
	uint16_t nsaved;
	uint16_t frame_fetch;
	bool wants_stack; /* the kernel stack goes with each of its records */
};

/* Is @fetch one of those that records of @part have? */
static inline bool fetch_is_of(enum probe_part part, const struct fetch *fetch)
{
	return part == PART_WHOLE || (part == PART_FIELDS) == (fetch->base == FETCH_FIELD);
}

/* ---- limits ---- */

/*
 * Rows: name as in -DNAME=V, default without -D, the least value that -D may give. 0 as default
 * of a maximum: no bound of ours.
 */
#define LIMITS(X)                        \
	X(MAXSTRINGLEN, 4096, 2)         \
	X(MAXMAPENTRIES, 0, 0)           \
	X(MAXACTION, 0, 0)               \
	X(MAXACTION_INTERRUPTIBLE, 0, 0) \
	X(INTERRUPTIBLE, 1, 0)           \
	X(MAXERRORS, 0, 0)               \
	X(MAXSKIPPED, 100, 0)            \
	X(MAXNESTING, 0, 0)              \
	X(MAXBACKTRACE, 0, 0)            \
	X(HIST_WIDTH, 50, 1)             \
	X(HIST_ELISION, 2, INT32_MIN)    \
	X(STP_MAX_BUCKETS, 128, 3)

struct limits {
#define X(name, value, least) int64_t name;
	LIMITS(X)
#undef X
	/* Which of them came from -D. */
#define X(name, value, least) bool name##_given;
	LIMITS(X)
#undef X
};

/*
 * What a handler may do by MAXACTION and its likes, INT64_MAX without them: as stap(1), RESOURCE
 * LIMITS, has it of handlers that run with interrupts on, the rule, or off (-DINTERRUPTIBLE=0).
 */
int64_t limits_actions(const struct limits *limits);

/* ---- the program ---- */

/* What must be set up before the first record; a bit set of program.needs. */
enum need {
	NEED_PROCESSES = 1 << 0,   /* the process table */
	NEED_CREDENTIALS = 1 << 1, /* uid and gid in it kept current */
	NEED_PARENTS = 1 << 7,	   /* whose child becomes whose */
	NEED_ARGUMENTS = 1 << 5,   /* arguments of processes in the table */
	NEED_ENVIRONMENT = 1 << 6, /* ... and their environment */
	NEED_SYMBOLS = 1 << 2,	   /* kernel symbol names */
	NEED_OTHERS = 1 << 4,	   /* the table, also where no event is probed */
	NEED_STACKS = 1 << 8,	   /* kernel stacks, of the probes that want them */
	NEED_GROUPS = 1 << 3,	   /* process group and session in the table kept current */
	NEED_TIME = 1 << 9,	   /* the time of events; without it, only their order counts */
	NEED_THREADS = 1 << 10,	   /* which threads begin, end, and go on under another number */
};

struct program {
	const struct code *codes; /* handlers and functions */
	uint32_t ncodes;
	const int64_t *longs;
	uint32_t nlongs;
	const struct string *const *strings;
	uint32_t nstrings;
	const struct global *globals;
	uint32_t nglobals;
	const struct iteration *iterations;
	uint32_t niterations;
	const struct format *formats;
	uint32_t nformats;
	const char *const *regexes; /* POSIX extended */
	uint32_t nregexes;
	const struct probe *probes;
	uint32_t nprobes;
	struct limits limits;
	unsigned needs;
};

/* ---- facts about opcodes, from opcodes.def ---- */

enum opcode_extras { EXTRAS_NONE, EXTRAS_KEYS, EXTRAS_ARGS, EXTRAS_LOOP };

struct opcode_row {
	const char *name;
	enum operand_kind operands[3];
	enum opcode_extras extras;
	const char *meaning;
};

extern const struct opcode_row opcode_rows[OPCODE_COUNT];

/* Registers in the extension words behind @insn. */
unsigned program_insn_extras(const struct program *program, const struct insn *insn);

/* Is @insn a jump? *@distance is where it may go to, from the instruction behind it. */
bool program_insn_jump(const struct insn *insn, int32_t *distance);

/* Length of @insn with its extension words. */
static inline unsigned program_insn_words(const struct program *program, const struct insn *insn)
{
	return 1 + INSN_EXTENSIONS(program_insn_extras(program, insn));
}

#endif
