/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Assembles the program: codes, constants, globals, probes. */
#include "config.h"

#include "compiler/emit.h"

#include <string.h>

/* ---- instructions ---- */

static void push_insn(struct emitter *em, struct insn insn)
{
	arena_push(em->c->arena, em->insns, em->ninsns, insn);
}

uint32_t emit(struct emitter *em, enum opcode op, uint16_t a, uint16_t b, uint16_t c)
{
	push_insn(em, (struct insn){.op = (uint16_t)op, .a = a, .b = b, .c = c});
	return em->ninsns - 1;
}

uint32_t emit_imm(struct emitter *em, enum opcode op, uint16_t a, int32_t imm)
{
	push_insn(em, (struct insn){.op = (uint16_t)op, .a = a, .imm = imm});
	return em->ninsns - 1;
}

void emit_regs(struct emitter *em, const uint16_t *regs, unsigned count)
{
	for (unsigned i = 0; i < count; i += 4) {
		struct insn word = {.regs = {REG_NONE, REG_NONE, REG_NONE, REG_NONE}};

		for (unsigned j = 0; j < 4 && i + j < count; j++)
			word.regs[j] = regs[i + j];
		push_insn(em, word);
	}
}

static const char *near_of(struct compilation *c, const struct token *tok)
{
	return arena_printf(c->arena, "%s at %s", token_describe(c->arena, tok),
			    source_where(c->arena, tok->span));
}

void emit_place_at(struct emitter *em, uint32_t pc, const struct token *tok)
{
	struct code_place place = {pc, near_of(em->c, tok)};
	uint32_t at = em->nplaces;

	arena_push(em->c->arena, em->places, em->nplaces, place);
	for (; at > 0 && em->places[at - 1].pc > pc; at--)
		em->places[at] = em->places[at - 1];
	em->places[at] = place;
}

void emit_place(struct emitter *em, const struct token *tok)
{
	emit_place_at(em, em->ninsns, tok);
}

uint16_t temp_new(struct emitter *em, enum slot_type type)
{
	uint16_t reg = em->used[type];

	if (reg >= REG_NONE - 1) {
		em->overflow = true;
		return 0;
	}
	em->used[type]++;
	if (em->used[type] > em->most[type])
		em->most[type] = em->used[type];
	return reg;
}

void emit_move(struct emitter *em, enum slot_type type, uint16_t dest, uint16_t source)
{
	if (dest != source)
		emit(em, type == SLOT_STRING ? OP_CODE_MOVS : OP_CODE_MOV, dest, source, 0);
}

/* ---- jumps ---- */

void patch_add(struct emitter *em, struct patches *list, uint32_t pc)
{
	arena_push(em->c->arena, list->items, list->count, pc);
}

void patch_join(struct emitter *em, struct patches *list, const struct patches *more)
{
	for (unsigned i = 0; i < more->count; i++)
		patch_add(em, list, more->items[i]);
}

static bool is_compare_and_jump(const struct insn *insn)
{
	return (insn->op >= OP_CODE_JEQ && insn->op <= OP_CODE_JLE) ||
	       (insn->op >= OP_CODE_LOOPEQ && insn->op <= OP_CODE_INCLT);
}

void patch_to(struct emitter *em, const struct patches *list, uint32_t target)
{
	for (unsigned i = 0; i < list->count; i++) {
		uint32_t pc = list->items[i];
		int64_t distance = (int64_t)target - pc - 1;

		if (!is_compare_and_jump(&em->insns[pc]))
			em->insns[pc].imm = (int32_t)distance;
		else if (distance >= INT16_MIN && distance <= INT16_MAX)
			em->insns[pc].c = (uint16_t)(int16_t)distance;
		else
			em->too_far = true;
	}
}

/* A loop must look around once in a while: its jumps back are instructions of their own. */
static void make_loop_jump(struct insn *insn)
{
	static const uint16_t loops[OPCODE_COUNT] = {
		[OP_CODE_JMP] = OP_CODE_LOOP,	[OP_CODE_JZ] = OP_CODE_LOOPZ,
		[OP_CODE_JNZ] = OP_CODE_LOOPNZ, [OP_CODE_JEQ] = OP_CODE_LOOPEQ,
		[OP_CODE_JNE] = OP_CODE_LOOPNE, [OP_CODE_JLT] = OP_CODE_LOOPLT,
		[OP_CODE_JLE] = OP_CODE_LOOPLE,
	};

	if (loops[insn->op])
		insn->op = loops[insn->op];
}

void patch_back(struct emitter *em, const struct patches *list, uint32_t target)
{
	patch_to(em, list, target);
	for (unsigned i = 0; i < list->count; i++)
		make_loop_jump(&em->insns[list->items[i]]);
}

void patch_here(struct emitter *em, const struct patches *list)
{
	patch_to(em, list, em->ninsns);
}

/* ---- tables of the program ---- */

static int32_t long_constant(struct compilation *c, int64_t value)
{
	int64_t *longs = (int64_t *)c->program.longs;
	uint32_t i = 0;

	while (i < c->program.nlongs && longs[i] != value)
		i++;
	if (i == c->program.nlongs) {
		arena_push(c->arena, longs, c->program.nlongs, value);
		c->program.longs = longs;
	}
	return (int32_t)i;
}

static const struct string *make_string(struct compilation *c, const char *text, size_t len)
{
	struct string *string = arena_alloc(c->arena, sizeof(*string) + len + 1);

	string->len = (uint32_t)len;
	memcpy(string->text, text, len);
	return string;
}

/* Strings are C strings to the language: a NUL ends them; and no longer than the limit. */
static size_t string_length(const struct compilation *c, const char *text, size_t len)
{
	size_t limit = (size_t)c->limits.MAXSTRINGLEN - 1;

	return strnlen(text, len < limit ? len : limit);
}

static int32_t string_constant(struct compilation *c, const char *text, uint32_t len)
{
	const struct string **strings = (const struct string **)c->program.strings;
	size_t length = string_length(c, text, len);
	uint32_t i = 0;

	while (i < c->program.nstrings &&
	       (strings[i]->len != length || memcmp(strings[i]->text, text, length) != 0))
		i++;
	if (i == c->program.nstrings) {
		const struct string *string = make_string(c, text, length);

		arena_push(c->arena, strings, c->program.nstrings, string);
		c->program.strings = strings;
	}
	return (int32_t)i;
}

void emit_constant(struct emitter *em, uint16_t dest, int64_t value)
{
	if (value >= INT32_MIN && value <= INT32_MAX)
		emit_imm(em, OP_CODE_LDI, dest, (int32_t)value);
	else
		emit_imm(em, OP_CODE_LDK, dest, long_constant(em->c, value));
}

void emit_text(struct emitter *em, uint16_t dest, const char *text, uint32_t len)
{
	emit_imm(em, OP_CODE_LDS, dest, string_constant(em->c, text, len));
}

uint32_t program_format(struct compilation *c, const struct format *format)
{
	struct format *formats = (struct format *)c->program.formats;

	arena_push(c->arena, formats, c->program.nformats, *format);
	c->program.formats = formats;
	return c->program.nformats - 1;
}

uint32_t program_regex(struct compilation *c, const char *text)
{
	const char **regexes = (const char **)c->program.regexes;

	arena_push(c->arena, regexes, c->program.nregexes, text);
	c->program.regexes = regexes;
	return c->program.nregexes - 1;
}

uint32_t program_iteration(struct compilation *c, struct iteration iteration)
{
	struct iteration *iterations = (struct iteration *)c->program.iterations;

	arena_push(c->arena, iterations, c->program.niterations, iteration);
	c->program.iterations = iterations;
	return c->program.niterations - 1;
}

/* ---- codes ---- */

static uint32_t reserve_code(struct compilation *c)
{
	struct code *codes = (struct code *)c->program.codes;
	struct code empty = {.next_overload = -1};

	arena_push(c->arena, codes, c->program.ncodes, empty);
	c->program.codes = codes;
	return c->program.ncodes - 1;
}

struct instance *shared_instance(struct compilation *c, struct function *function)
{
	struct instance *instance = function->shared;

	if (instance)
		return instance;
	instance = arena_new_of(c->arena, struct instance);
	instance->function = function;
	instance->code = reserve_code(c);
	function->shared = instance;
	arena_push(c->arena, c->instances, c->ninstances, instance);
	if (function->next_overload)
		instance->next_overload = shared_instance(c, function->next_overload);
	return instance;
}

static void place_locals(struct emitter *em, const struct scope *locals)
{
	for (unsigned i = 0; i < locals->count; i++)
		locals->items[i]->index = temp_new(em, slot_of(locals->items[i]->type));
	memcpy(em->locals, em->used, sizeof(em->locals));
}

/* More than these are loaded where they are used: few loops have as many, and all handlers pay. */
#define MAX_KEPT 16

uint16_t emit_number(struct emitter *em, int64_t value)
{
	struct kept_numbers *kept = &em->kept;
	unsigned i = 0;
	uint16_t reg;

	while (i < kept->count && kept->items[i] != value)
		i++;
	if (i < kept->count && kept->first != REG_NONE)
		return (uint16_t)(kept->first + i);
	if (i == kept->count && em->loop && kept->first == REG_NONE && kept->count < MAX_KEPT)
		arena_push(em->c->arena, kept->items, kept->count, value);
	reg = temp_new(em, SLOT_LONG);
	emit_constant(em, reg, value);
	return reg;
}

static void load_kept(struct emitter *em, const struct kept_numbers *kept)
{
	em->kept = *kept;
	em->kept.first = REG_NONE;
	if (!kept->count)
		return;
	for (unsigned i = 0; i < kept->count; i++) {
		uint16_t reg = temp_new(em, SLOT_LONG);

		if (i == 0)
			em->kept.first = reg;
		emit_constant(em, reg, kept->items[i]);
	}
}

static void emit_conditions(struct emitter *em, struct derived *d)
{
	for (unsigned i = 0; i < d->nconditions; i++) {
		struct patches pass = {0};

		emit_branch(em, d->conditions[i], true, &pass);
		emit(em, OP_CODE_RET, 0, 0, 0);
		patch_here(em, &pass);
	}
}

static void emit_handler(struct emitter *em, struct derived *d, const struct kept_numbers *kept)
{
	place_locals(em, &d->locals);
	load_kept(em, kept);
	emit_conditions(em, d);
	actions_begin(em);
	for (unsigned i = 0; i < d->nparts; i++)
		emit_body(em, d->parts[i]);
	emit(em, OP_CODE_RET, 0, 0, 0);
}

static void emit_default_return(struct emitter *em, const struct function *f)
{
	uint16_t reg;

	if (f->type == TYPE_UNKNOWN) {
		emit(em, OP_CODE_RET, 0, 0, 0);
		return;
	}
	reg = temp_new(em, slot_of(f->type));
	if (f->type == TYPE_STRING) {
		emit_text(em, reg, "", 0);
		emit(em, OP_CODE_RETS, reg, 0, 0);
	} else {
		emit_constant(em, reg, 0);
		emit(em, OP_CODE_RETL, reg, 0, 0);
	}
}

static void emit_function(struct emitter *em, struct function *f, const struct kept_numbers *kept)
{
	if (f->decl->embedded)
		embedded_refuse(em->c, f->decl->tok);
	place_locals(em, &f->locals);
	load_kept(em, kept);
	actions_begin(em);
	emit_body(em, f->decl->body);
	emit_default_return(em, f);
}

static void describe_function(struct compilation *c, const struct function *f, struct code *code)
{
	code->name = f->decl->name;
	code->near = near_of(c, f->decl->tok);
	code->nparams = (uint16_t)f->decl->nparams;
	for (unsigned i = 0; i < f->decl->nparams; i++)
		code->params[i] = slot_of(f->params[i]->type);
	code->has_result = f->type != TYPE_UNKNOWN;
	code->result = slot_of(f->type);
}

static void describe(const struct emitter *em, struct code *code)
{
	const struct instance *instance = em->instance;

	if (instance->function) {
		describe_function(em->c, instance->function, code);
	} else {
		code->name = instance->derived->probe->point;
		code->near = instance->derived->probe->near;
	}
	code->next_overload = instance->next_overload ? (int32_t)instance->next_overload->code : -1;
	actions_describe(em, code);
	code->insns = em->insns;
	code->ninsns = em->ninsns;
	code->nlongs = em->most[SLOT_LONG];
	code->nstrings = em->most[SLOT_STRING];
	code->niters = em->most_iters;
	code->catches = em->catches;
	code->ncatches = em->ncatches;
	code->places = em->places;
	code->nplaces = em->nplaces;
}

static struct emitter emit_once(struct compilation *c, struct instance *instance, bool far,
				const struct kept_numbers *kept)
{
	struct emitter em = {.c = c, .instance = instance, .far = far};

	if (instance->function)
		emit_function(&em, instance->function, kept);
	else
		emit_handler(&em, instance->derived, kept);
	return em;
}

static void emit_instance(struct compilation *c, struct instance *instance)
{
	static const struct kept_numbers none;
	unsigned nerrors = c->diags->nerrors;
	struct emitter em = emit_once(c, instance, false, &none);
	struct kept_numbers kept = em.kept;

	if (c->diags->nerrors > nerrors)
		return;
	if (kept.count)
		em = emit_once(c, instance, false, &kept);
	if (em.too_far)
		em = emit_once(c, instance, true, &kept);
	if (em.overflow)
		semantic_error(c,
			       instance->function ? instance->function->decl->tok
						  : instance->derived->decl->tok,
			       "too many variables and intermediate values (the limit is %d)",
			       REG_NONE - 1);
	describe(&em, (struct code *)&c->program.codes[instance->code]);
}

/* ---- globals and probes ---- */

static void fill_global(struct compilation *c, const struct variable *v, struct global *g)
{
	g->name = v->name;
	g->near = near_of(c, v->tok);
	g->display = is_displayed(v);
	g->wraps = v->decl->wraps;
	g->max_entries =
		v->decl->sized ? (uint64_t)v->decl->max_entries : (uint64_t)c->limits.MAXMAPENTRIES;
	describe_statistics(c, v, g);
	if (v->arity > 0) {
		g->kind = GLOBAL_MAP;
		g->nkeys = (uint8_t)v->arity;
		for (int i = 0; i < v->arity; i++)
			g->key_types[i] = (uint8_t)slot_of(v->keys[i]);
		g->value = v->type == TYPE_STATS    ? MAP_AGGREGATE
			   : v->type == TYPE_STRING ? MAP_STRING
						    : MAP_LONG;
		return;
	}
	g->kind = v->type == TYPE_STATS	   ? GLOBAL_AGGREGATE
		  : v->type == TYPE_STRING ? GLOBAL_STRING
					   : GLOBAL_LONG;
	if (v->init && v->init->kind == EXPR_STRING)
		g->init_string =
			make_string(c, v->init->string.text,
				    string_length(c, v->init->string.text, v->init->string.len));
	else if (v->init)
		g->init_long = v->init->number;
}

static void emit_globals(struct compilation *c)
{
	struct global *globals = NULL;
	uint32_t count = 0;

	for (unsigned i = 0; i < c->reached.count; i++) {
		struct global g = {0};

		c->reached.items[i]->index = (uint16_t)count;
		fill_global(c, c->reached.items[i], &g);
		arena_push(c->arena, globals, count, g);
	}
	c->program.globals = globals;
	c->program.nglobals = count;
}

bool emit_program(struct compilation *c)
{
	embedded_refuse_all(c);
	emit_globals(c);
	for (unsigned i = 0; i < c->ninstances; i++)
		c->instances[i]->code = reserve_code(c);
	/* Emission adds the shared functions it finds called: they stand behind, in order. */
	for (unsigned i = 0; i < c->ninstances; i++)
		emit_instance(c, c->instances[i]);
	emit_probes(c);
	c->program.limits = c->limits;
	return c->diags->nerrors == 0;
}
