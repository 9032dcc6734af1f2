/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "tests/fuzz/reference_internal.h"

#include <string.h>

#include "lexer/token.h"

#define MOST_STEPS  50000
#define MOST_OUTPUT 200000
#define MOST_CALLS  200 /* inside each other; a shrunk program may have lost its end */

/* ---- names ---- */

static struct binding *find_binding(struct binding *list, const char *name)
{
	while (list && strcmp(list->name, name) != 0)
		list = list->next;
	return list;
}

static struct binding *add_binding(struct reference *ref, struct binding **list, const char *name)
{
	struct binding *binding = arena_new_of(ref->arena, struct binding);

	binding->name = name;
	binding->value = (struct value){.is_string = name[0] == 's', .text = ""};
	binding->next = *list;
	*list = binding;
	return binding;
}

struct binding *binding_of(struct reference *ref, const char *name)
{
	struct binding *binding = find_binding(ref->globals, name);

	if (!binding)
		binding = find_binding(ref->frame->locals, name);
	return binding ? binding : add_binding(ref, &ref->frame->locals, name);
}

/* ---- errors ---- */

void ref_raise(struct reference *ref, const struct token *tok, const char *message)
{
	ref->raised = true;
	ref->message = message;
	ref->near =
		tok ? arena_printf(ref->arena, " near %s at %s", token_describe(ref->arena, tok),
				   source_where(ref->arena, tok->span))
		    : "";
	longjmp(*ref->catcher, TROUBLE_ERROR);
}

void ref_step(struct reference *ref)
{
	if (++ref->steps > MOST_STEPS || ref->out->len > MOST_OUTPUT)
		longjmp(*ref->catcher, TROUBLE_TOO_LONG);
}

/* ---- statements ---- */

static enum flow run(struct reference *ref, const struct stmt *s);

static enum flow run_block(struct reference *ref, const struct stmt_list *block)
{
	enum flow flow = FLOW_ON;

	for (unsigned i = 0; i < block->count && flow == FLOW_ON; i++)
		flow = run(ref, block->items[i]);
	return flow;
}

static enum flow run_loop(struct reference *ref, const struct stmt *s)
{
	if (s->loop.init)
		eval(ref, s->loop.init);
	while (!s->loop.cond || truth(ref, s->loop.cond)) {
		enum flow flow = run(ref, s->loop.body);

		ref_step(ref);
		if (flow == FLOW_BREAK)
			break;
		if (flow != FLOW_ON && flow != FLOW_CONTINUE)
			return flow;
		if (s->loop.step)
			eval(ref, s->loop.step);
	}
	return FLOW_ON;
}

static enum flow run_foreach(struct reference *ref, const struct foreach_loop *loop)
{
	struct binding *map = binding_of(ref, loop->base->symbol.name);
	int64_t limit = loop->limit ? eval(ref, loop->limit).number : INT64_MAX;

	for (struct entry **entries = map_sorted(ref, map, loop, limit); *entries; entries++) {
		enum flow flow;

		for (unsigned i = 0; i < loop->nindexes; i++)
			binding_of(ref, loop->indexes[i]->symbol.name)->value = (*entries)->keys[i];
		if (loop->value)
			binding_of(ref, loop->value->symbol.name)->value = (*entries)->value;
		flow = run(ref, loop->body);
		ref_step(ref);
		if (flow == FLOW_BREAK)
			break;
		if (flow != FLOW_ON && flow != FLOW_CONTINUE)
			return flow;
	}
	return FLOW_ON;
}

static enum flow run_try(struct reference *ref, const struct stmt *s)
{
	jmp_buf *outer = ref->catcher, here;
	struct frame *frame = ref->frame;
	enum flow flow;
	int trouble;

	ref->catcher = &here;
	trouble = setjmp(here);
	if (trouble == 0) {
		flow = run(ref, s->try.body);
		ref->catcher = outer;
		return flow;
	}
	ref->catcher = outer;
	ref->frame = frame;
	if (trouble == TROUBLE_TOO_LONG)
		longjmp(*outer, trouble);
	if (s->try.variable)
		binding_of(ref, s->try.variable->symbol.name)->value =
			text_value(ref, ref->message, strlen(ref->message));
	return run(ref, s->try.handler);
}

static void run_delete(struct reference *ref, const struct expr *e)
{
	const struct expr *symbol = e->kind == EXPR_INDEX ? e->index.base : e;
	struct binding *binding = binding_of(ref, symbol->symbol.name);
	bool given[MOST_KEYS] = {false};
	struct value keys[MOST_KEYS];

	if (e->kind == EXPR_INDEX) {
		eval_keys(ref, &e->index.keys, keys, given);
		map_remove(binding, keys, given, e->index.keys.count);
		return;
	}
	binding->first = NULL;
	binding->statistics = (struct statistics){0};
	binding->value = (struct value){.is_string = binding->value.is_string, .text = ""};
}

static enum flow run(struct reference *ref, const struct stmt *s)
{
	ref_step(ref);
	switch (s->kind) {
	case STMT_NULL:
		return FLOW_ON;
	case STMT_BLOCK:
		return run_block(ref, &s->block);
	case STMT_EXPR:
		eval(ref, s->expr);
		return FLOW_ON;
	case STMT_IF:
		if (truth(ref, s->branch.cond))
			return run(ref, s->branch.then);
		return s->branch.otherwise ? run(ref, s->branch.otherwise) : FLOW_ON;
	case STMT_FOR:
		return run_loop(ref, s);
	case STMT_FOREACH:
		return run_foreach(ref, &s->foreach);
	case STMT_RETURN:
		if (s->expr)
			ref->frame->result = eval(ref, s->expr);
		return FLOW_RETURN;
	case STMT_DELETE:
		run_delete(ref, s->expr);
		return FLOW_ON;
	case STMT_NEXT:
		return FLOW_NEXT;
	case STMT_BREAK:
		return FLOW_BREAK;
	case STMT_CONTINUE:
		return FLOW_CONTINUE;
	case STMT_TRY:
		return run_try(ref, s);
	}
	return FLOW_ON;
}

/* ---- functions ---- */

static enum flow enter(struct reference *ref, const struct function_decl *f,
		       const struct value *args, struct value *result)
{
	struct frame *caller = ref->frame;
	struct frame frame = {.result = {.is_string = f->type == TYPE_STRING, .text = ""},
			      .depth = caller->depth + 1};
	enum flow flow;

	if (frame.depth > MOST_CALLS)
		longjmp(*ref->catcher, TROUBLE_TOO_LONG);
	for (unsigned i = 0; i < f->nparams; i++)
		add_binding(ref, &frame.locals, f->params[i].name)->value = args[i];
	ref->frame = &frame;
	flow = run(ref, f->body);
	ref->frame = caller;
	*result = frame.result;
	return flow;
}

/* Those of one name are tried in the order of the text; `next` goes on to the next one. */
struct value ref_call(struct reference *ref, const struct expr *e)
{
	struct value args[MOST_KEYS], result = {0};

	for (unsigned i = 0; i < e->call.args.count; i++)
		args[i] = eval(ref, e->call.args.items[i]);
	ref_step(ref);
	for (unsigned i = 0; i < ref->script->nfunctions; i++) {
		const struct function_decl *f = ref->script->functions[i];

		if (strcmp(f->name, e->call.name) == 0 && f->nparams == e->call.args.count &&
		    enter(ref, f, args, &result) != FLOW_NEXT)
			return result;
	}
	ref_raise(ref, e->tok, "all functions exhausted");
}

/* ---- the program ---- */

static void make_globals(struct reference *ref)
{
	for (unsigned i = 0; i < ref->script->nglobals; i++) {
		const struct global_decl *decl = ref->script->globals[i];
		struct binding *binding = add_binding(ref, &ref->globals, decl->name);

		binding->decl = decl;
		binding->value.text = "";
		if (decl->init)
			binding->value = eval(ref, decl->init);
	}
}

/* A newline at the end of the message is not told. */
static void report(struct reference *ref)
{
	size_t len = strlen(ref->message);

	if (len > 0 && ref->message[len - 1] == '\n')
		len--;
	buf_printf(ref->out, "ERROR: %.*s%s\n", (int)len, ref->message, ref->near);
}

static bool run_probe(struct reference *ref, const struct probe_decl *probe)
{
	struct frame frame = {0};
	jmp_buf here;
	int trouble;

	ref->match = (struct last_match){0};
	ref->frame = &frame;
	ref->catcher = &here;
	trouble = setjmp(here);
	if (trouble == 0)
		run(ref, probe->body);
	else if (trouble == TROUBLE_ERROR)
		report(ref);
	ref->frame = NULL;
	ref->catcher = NULL;
	return trouble != TROUBLE_TOO_LONG;
}

bool reference_run(struct arena *arena, const struct script *script, size_t string_limit,
		   struct buf *out, bool *raised)
{
	struct reference ref = {
		.arena = arena,
		.script = script,
		.string_limit = string_limit,
		.out = out,
		.message = "",
		.tokens = "",
	};

	make_globals(&ref);
	for (unsigned i = 0; i < script->nprobes; i++)
		if (!run_probe(&ref, script->probes[i]))
			return false;
	*raised = ref.raised;
	return true;
}
