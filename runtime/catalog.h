/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can be probed: the questions the compiler asks of a record source.
 *
 * Purpose:  the compiler resolves probe points and fields without knowing whether a kernel or
 *           a recording answers.
 * Owner:    the record source; all answers live as long as it does.
 */
#ifndef MSTAP_RUNTIME_CATALOG_H
#define MSTAP_RUNTIME_CATALOG_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/ctypes.h"

enum field_kind {
	FIELD_INT,	/* integer, enum, pointer: size 1, 2, 4 or 8 */
	FIELD_CHARS,	/* char array in place, NUL-terminated if shorter */
	FIELD_DATA_LOC, /* __data_loc char[]: 32 bits, length << 16 | offset in the record */
	FIELD_REL_LOC,	/* __rel_loc char[]: offset counted from the end of the field */
	FIELD_BYTES,	/* anything else: arrays of numbers, structs */
};

/*
 * Where a value stands in a record and how to read it. Offsets are from the record's start.
 *
 * A probe event says of a read that failed no more than this (store_trace_args() in
 * kernel/trace/trace_probe_tmpl.h and fetch_store_string() in trace_probe_kernel.h, 6.1 and 6.12):
 * an integer is not written, its place holds bytes of an older record; a string has length 0, as
 * has an empty one in user memory; and a string that a pointer on the way failed for has its
 * location as it was preset, at the start of the text that follows. So integers and user strings
 * have a guard: the location of a string behind a pointer at the same address, which follows
 * another text in any case. It is as it was preset if and only if that address could not be read.
 */
struct field_place {
	uint16_t offset;
	uint16_t size;
	uint16_t next;	     /* of text: offset of the following text's location; 0: none */
	uint16_t guard;	     /* offset of the guard; 0: there is none */
	uint16_t guard_next; /* of the text behind the guard */
	bool guard_is_text;  /* of the kernel's memory itself: length 0 tells as well */
	uint8_t kind;	     /* enum field_kind */
	bool is_signed;
	bool elsewhere; /* not in this record, in the other one of the same hit: enum probe_part */
};

struct event_field {
	const char *name;
	const char *type; /* C type as the format file spells it */
	struct field_place place;
	uint16_t element_bytes; /* of an array in place; 0: it is none */
};

struct event_format {
	const char *system;
	const char *name;
	uint32_t id;
	const struct event_field *fields; /* without the common ones */
	unsigned nfields;
};

struct event_name {
	const char *system;
	const char *name;
};

struct kernel_function {
	const char *module; /* NULL: the kernel */
	const char *name;   /* of a clone with what the compiler added: "f.isra.0" */
	bool exported;	    /* known outside of its source file */
};

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

struct record_source;

/* What a symbol stands for. */
enum symbol_kind { SYMBOL_FUNCTION, SYMBOL_DATA };

/* Kinds of names in the kernel's C types. */
enum kernel_names { KERNEL_NAMES_TYPES, KERNEL_NAMES_ENUMERATORS };

struct catalog_ops {
	/*
	 * All events whose system and name match the shell patterns (fnmatch), sorted by system
	 * and name. @system NULL: any. Returns the count, -1 when the events cannot be listed,
	 * with *@why set to a sentence (no root, no tracefs, ...).
	 */
	int (*find_events)(struct record_source *source, const char *system, const char *name,
			   const struct event_name **out, const char **why);
	/* The format of one event, or NULL with *@why set. */
	const struct event_format *(*event_format)(struct record_source *source, const char *system,
						   const char *name, const char **why);
	/* Is there a function (text symbol) @name in @module (NULL: kernel)? */
	enum answer (*has_function)(struct record_source *source, const char *module,
				    const char *name);
	/*
	 * Up to @max names of functions, or of data, closest to @name, best first, for "similar".
	 * Returns how many.
	 */
	unsigned (*similar_symbols)(struct record_source *source, enum symbol_kind kind,
				    const char *name, const char **out, unsigned max);
	/* Is module @name loaded? */
	enum answer (*has_module)(struct record_source *source, const char *name);
	/*
	 * Can kprobe events be made at all? NULL when yes, else a sentence that says what is
	 * missing and the way out.
	 */
	const char *(*kprobes_missing)(struct record_source *source);
	/*
	 * Can memory be read at a tracepoint, by an event probe on it? NULL when yes, else a
	 * sentence as above.
	 */
	const char *(*event_probes_missing)(struct record_source *source);
	/* Can the kernel stack be recorded with an event? Answers as above. */
	const char *(*stacks_missing)(struct record_source *source);
	/*
	 * Can the C arguments of a tracepoint be read, and memory behind them? NULL when yes, else
	 * a sentence as above.
	 */
	const char *(*tracepoint_args_missing)(struct record_source *source);
	/*
	 * Can perf events be sampled and kernel data be watched? NULL when yes, else a sentence as
	 * above.
	 */
	const char *(*samples_missing)(struct record_source *source);
	/* How many processors there may be, numbered from 0; 0: not known. */
	unsigned (*cpus)(struct record_source *source);
	/*
	 * Where in the kernel @name is, a symbol of any type. ANSWER_UNKNOWN, and 0: the kernel
	 * does not tell us. Not asked where samples are missing.
	 */
	enum answer (*symbol_address)(struct record_source *source, const char *name,
				      uint64_t *address);
	/*
	 * Parameters of the tracepoint @name in *@module; NULL there: wherever it is, and set to
	 * the module it is found in. False: not known.
	 */
	bool (*tracepoint_type)(struct record_source *source, const char *name, const char **module,
				struct cfunction *out);
	/*
	 * All functions whose name matches the shell pattern, in modules whose name matches @module
	 * (NULL: in the kernel), sorted, each once. Of a function that there is only as clones
	 * which the compiler made, those. Returns the count, -1 when they cannot be listed, with
	 * *@why set.
	 */
	int (*find_functions)(struct record_source *source, const char *module, const char *pattern,
			      const struct kernel_function **out, const char **why);
	/* NULL when C types are known, else a sentence that says what is missing. */
	const char *(*ctypes_missing)(struct record_source *source);
	/* Parameters and result of @function in @module (NULL: the kernel). False: not known. */
	bool (*function_type)(struct record_source *source, const char *module,
			      const char *function, struct cfunction *out);
	/*
	 * The struct, union, enum, typedef or basic type @name, of @module or of the kernel; @name
	 * may say which it is ("struct file"). False: there is none.
	 */
	bool (*find_ctype)(struct record_source *source, const char *module, const char *name,
			   struct ctype_ref *out);
	/*
	 * @ref names a type that is CTYPE_DECLARED: sets it to the one of that name that the
	 * kernel or a module defines. False: none that is loaded does.
	 */
	bool (*define_ctype)(struct record_source *source, struct ctype_ref *ref);
	/* The variable @name of @module (NULL: of the kernel). False: there is none. */
	bool (*find_variable)(struct record_source *source, const char *module, const char *name,
			      struct kernel_variable *out);
	/* The value of enumerator @name. False: there is none. */
	bool (*find_enumerator)(struct record_source *source, const char *name, int64_t *out);
	/*
	 * All names of @kind that @module has with the kernel (NULL: the kernel alone), some more
	 * than once, for "similar:". They live as long as the source. Returns how many, 0 where
	 * they are not known.
	 */
	unsigned (*names)(struct record_source *source, const char *module, enum kernel_names kind,
			  const char *const **out);
	const struct ctype *(*ctype)(struct record_source *source, struct ctype_ref ref);
	/* The type as stap spells it, with the names that typedefs give: "struct file const*". */
	const char *(*ctype_text)(struct record_source *source, struct ctype_ref ref);
};

#endif
