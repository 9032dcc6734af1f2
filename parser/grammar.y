/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The grammar of the language.
 *
 * Statements need no separator: an expression goes on for as long as the next token can
 * continue it. Every such choice is a shift that LOOSE, the lowest precedence, yields to; the
 * grammar has no unresolved conflict (%expect 0).
 *
 * Operators whose levels nest regularly share a nonterminal and are told apart by precedence;
 * where stap's levels are irregular (no comparison of an "in", one regex match only, ?: on the
 * left of an assignment) each has its own.
 */
%define api.pure full
%define api.push-pull push
%define api.prefix {grammar_}
%define api.token.prefix {T_}
%define parse.error custom
%expect 0
%param {struct parser *parser}

%code requires {
#include "parser/parser.h"
}

%code {
static void grammar_error(struct parser *parser, const char *message);

#define BINARY(op, tok, left, right) \
	build_binary(parser, EXPR_BINARY, OP_##op, tok, left, right)
#define UNARY(op, tok, right) build_binary(parser, EXPR_UNARY, OP_##op, tok, NULL, right)
#define ASSIGN(op, tok, left, right) \
	build_binary(parser, EXPR_ASSIGN, OP_##op, tok, left, right)
}

%union {
	const struct token *token;
	const char *name;
	struct expr *expr;
	struct stmt *stmt;
	struct expr_list list;
	struct stmt_list stmts;
	struct point_list points;
	struct foreach_loop *loop;
	struct probe_decl *probe;
	struct function_decl *function;
	struct global_decl *global;
	enum value_type type;
	struct sort sort;
	struct point_component *component;
	int64_t number;
}

%token END 0
%token <token> ERROR JUNK STRAY AT_WORD DEFINE
%token <token> ARGUMENT STRING_ARGUMENT ARGUMENT_COUNT STRING_ARGUMENT_COUNT
%token <token> IF_OPEN IF_THEN IF_ELSE IF_CLOSE
%token <token> PROBE GLOBAL PRIVATE FUNCTION
%token <token> IF FOR FOREACH WHILE RETURN DELETE BREAK CONTINUE NEXT TRY
%token <token> IN LIMIT TYPE_STRING TYPE_LONG CATCH
%token <token> ARROW COLON BRACKET_CLOSE BRACE_OPEN BRACE_CLOSE QUESTION
%token <token> SET AGGREGATE SET_ADD SET_SUB SET_MUL SET_DIV SET_MOD SET_SHL SET_SHR
%token <token> SET_AND SET_OR SET_XOR SET_CONCAT
%token <token> IF_PIECE "if, as a piece of a probe point's name"

%precedence LOOSE
%precedence <token> ELSE SEMICOLON
/* What begins an expression. */
%precedence <token> IDENTIFIER TARGET DOLLARS PRINT PRINT_FORMAT PRINT_DELIMITED
%precedence <token> STRING NUMBER BAD_NUMBER EMBEDDED
%precedence <token> CAST VAR DEFINED ENTRY PROBEWRITE PERF CONST
%precedence <token> COUNT SUM MIN MAX AVG VARIANCE HIST_LOG HIST_LINEAR
%left <token> LOGICAL_OR
%left <token> LOGICAL_AND
%left <token> OR
%left <token> XOR
%left <token> AND
%token <token> MATCH NOMATCH
%precedence <token> EQ NE LT LE GT GE
%left <token> SHL SHR USHR
%left <token> DOT
%left <token> PLUS MINUS
%left <token> STAR SLASH PERCENT
%precedence <token> NOT TILDE
%precedence <token> INC DEC
%precedence <token> BRACKET_OPEN PAREN_OPEN PAREN_CLOSE COMMA

%type <token> name keyword member stat_word sort_word point_piece point_piece_first
%type <token> point_if foreach_in at_name opt_module alias_mark direction return_word opt_mark print_separator string sign var_open const_open
%type <expr> literal expr ternary logic membership comparison arith unary crement addressed
%type <expr> operand crement_operand signed simple autocast target target_base hist indexable stat slot
%type <expr> point_condition membership_key opt_limit ordered print probewrite_operand
%type <list> args print_args format_args delimited_args index_keys slice_keys
%type <list> membership_keys opt_slice
%type <stmt> stmt block opt_else foreach_head for_init for_cond for_step
%type <stmts> stmts
%type <loop> foreach_names foreach_index foreach_list foreach_value foreach_valued_list
%type <component> point_name
%type <points> point points point_path point_part
%type <probe> probe_head
%type <function> function_name function_type parameters signature function_head
%type <global> global_name global_array
%type <type> opt_type type
%type <sort> opt_sort
%type <number> stat_number

%%

script:
	%empty
	| script declaration		{ parser->is_private = false; }
	;

declaration:
	probe_head block %prec LOOSE	{ points_finish_probe(parser, $1, $2, NULL); }
	| probe_head block COMMA { points_check_epilogue(parser, $1, $3); } block
					{ points_finish_probe(parser, $1, $2, $5); }
	| GLOBAL globals opt_semicolon
	| private GLOBAL globals opt_semicolon
	| private globals opt_semicolon
	| function
	| private function
	| EMBEDDED			{ declare_embed(parser, $1); }
	;

private:
	PRIVATE				{ parser->is_private = true; }
	;

opt_semicolon:
	%empty %prec LOOSE
	| SEMICOLON
	;

/* ---- globals ---- */

globals:
	global
	| globals COMMA global
	;

global:
	global_name			{ declare_global(parser, $1); }
	| global_name SET literal	{ $1->init = $3; $1->init_tok = $2; declare_global(parser, $1); }
	| global_array			{ declare_global(parser, $1); }
	| global_array SET		{ parser_fail(parser, $2, "only scalar globals can be initialized"); }
	;

global_name:
	name				{ $$ = build_global(parser, $1); }
	| name PERCENT			{ $$ = build_global(parser, $1); $$->wraps = true; }
	;

global_array:
	global_name BRACKET_OPEN stat_number BRACKET_CLOSE
					{ $$ = $1; $$->sized = true; $$->max_entries = $3; }
	;

/* ---- functions ---- */

function:
	function_head block		{ declare_function(parser, $1, $2, NULL); }
	| function_head EMBEDDED	{ declare_function(parser, $1, NULL, $2); }
	;

function_head:
	signature			{ $$ = $1; parser->in_function = true; }
	| signature COLON literal	{
						$$ = $1;
						declare_priority(parser, $1, $3);
						parser->in_function = true;
					}
	;

signature:
	function_type PAREN_OPEN PAREN_CLOSE
	| parameters PAREN_CLOSE
	| parameters COMMA PAREN_CLOSE
	;

parameters:
	function_type PAREN_OPEN name opt_type
					{ $$ = $1; declare_parameter(parser, $1, $3, $4); }
	| parameters COMMA name opt_type
					{ $$ = $1; declare_parameter(parser, $1, $3, $4); }
	;

function_type:
	function_name
	| function_name COLON type	{ $$ = $1; $1->type = $3; }
	;

/* The names of the types are no names elsewhere. */
function_name:
	FUNCTION name			{ $$ = build_function(parser, $2); }
	| FUNCTION TYPE_STRING		{ $$ = build_function(parser, $2); }
	| FUNCTION TYPE_LONG		{ $$ = build_function(parser, $2); }
	;

opt_type:
	%empty				{ $$ = TYPE_UNKNOWN; }
	| COLON type			{ $$ = $2; }
	;

type:
	TYPE_STRING			{ $$ = TYPE_STRING; }
	| TYPE_LONG			{ $$ = TYPE_LONG; }
	;

/* ---- probes ---- */

probe_head:
	PROBE point		{ $$ = build_probe(parser, $1); points_add(parser, $$, $2); }
	| probe_head COMMA point	{ $$ = $1; points_add(parser, $1, $3); }
	| probe_head alias_mark		{ points_make_alias(parser, $1, $2); }
	  point			{ $$ = $1; points_add(parser, $1, $4); }
	;

alias_mark:
	SET
	| SET_ADD
	;

point:
	point_path opt_mark		{ $$ = $1; points_suffix(parser, &$$, $2, NULL, NULL); }
	| point_path opt_mark point_if PAREN_OPEN point_condition PAREN_CLOSE
					{ $$ = $1; points_suffix(parser, &$$, $2, $5, $6); }
	;

/* At the end of the file stap has other words here than in a statement. */
point_if:
	IF
	;

point_condition:
	expr
	;

opt_mark:
	%empty				{ $$ = NULL; }
	| QUESTION
	| NOT
	;

point_path:
	point_part
	| point_path DOT point_part	{ $$ = $1; points_concat(parser, &$$, $3); }
	;

point_part:
	point_name			{ $$ = points_of_component(parser, $1); }
	| point_name PAREN_OPEN literal PAREN_CLOSE
					{ $1->arg = $3; $$ = points_of_component(parser, $1); }
	| BRACE_OPEN points BRACE_CLOSE	{ $$ = $2; }
	;

points:
	point
	| points COMMA point		{ $$ = points_append(parser, $1, $3); }
	;

/* Pieces must touch. */
point_name:
	point_piece_first		{ $$ = build_component(parser, $1); }
	| point_name point_piece	{ $$ = $1; points_join_name(parser, $1, $2); }
	;

point_piece_first:
	point_piece
	| IF
	;

point_piece:
	name
	| STAR
	| IF_PIECE
	| keyword
	;

/* ---- statements ---- */

block:
	BRACE_OPEN stmts BRACE_CLOSE	{ $$ = build_block(parser, $1, $2); }
	;

stmts:
	%empty				{ $$ = (struct stmt_list){0}; }
	| stmts stmt			{ $$ = $1; build_push_stmt(parser, &$$, $2); }
	;

stmt:
	SEMICOLON			{ $$ = build_simple(parser, STMT_NULL, $1, NULL); }
	| block
	| expr opt_semicolon		{ $$ = build_simple(parser, STMT_EXPR, $1->tok, $1); }
	| IF PAREN_OPEN expr PAREN_CLOSE stmt opt_else
					{ $$ = build_if(parser, $1, $3, $5, $6); }
	| WHILE PAREN_OPEN expr PAREN_CLOSE stmt
					{ $$ = build_while(parser, $1, $3, $5); }
	| for_step stmt			{ $$ = build_for_body(parser, $1, $2); }
	| foreach_head opt_slice opt_sort opt_limit PAREN_CLOSE stmt
					{ $$ = build_foreach_rest(parser, $1, $2, $3, $4, $6); }
	| return_word expr opt_semicolon
					{ $$ = build_simple(parser, STMT_RETURN, $1, $2); }
	| return_word SEMICOLON		{ $$ = build_simple(parser, STMT_RETURN, $1, NULL); }
	| return_word %prec LOOSE	{ $$ = build_bare_return(parser, $1); }
	| DELETE expr opt_semicolon	{ $$ = build_simple(parser, STMT_DELETE, $1, $2); }
	| NEXT opt_semicolon		{ $$ = build_simple(parser, STMT_NEXT, $1, NULL); }
	| BREAK opt_semicolon		{ $$ = build_simple(parser, STMT_BREAK, $1, NULL); }
	| CONTINUE opt_semicolon	{ $$ = build_simple(parser, STMT_CONTINUE, $1, NULL); }
	| TRY block CATCH block		{ $$ = build_try(parser, $1, $2, NULL, $4); }
	| TRY block CATCH PAREN_OPEN name PAREN_CLOSE block
					{ $$ = build_try(parser, $1, $2, $5, $7); }
	;

opt_else:
	%empty %prec LOOSE		{ $$ = NULL; }
	| ELSE stmt			{ $$ = $2; }
	;

for_init:
	FOR PAREN_OPEN SEMICOLON	{ $$ = build_for(parser, $1, NULL); }
	| FOR PAREN_OPEN expr SEMICOLON	{ $$ = build_for(parser, $1, $3); }
	;

for_cond:
	for_init SEMICOLON
	| for_init expr SEMICOLON	{ $$ = $1; $$->loop.cond = $2; }
	;

for_step:
	for_cond PAREN_CLOSE
	| for_cond expr PAREN_CLOSE	{ $$ = $1; $$->loop.step = $2; }
	;

return_word:
	RETURN				{ $$ = $1; build_check_return(parser, $1); }
	;

/* foreach (VALUE = [A, B-] in ARRAY[*, 1] @sum+ limit N) */
foreach_head:
	FOREACH PAREN_OPEN foreach_names foreach_in indexable
					{ $3->base = $5; $$ = build_foreach(parser, $1, $3); }
	;

foreach_in:
	IN
	;

foreach_names:
	foreach_index
	| BRACKET_OPEN foreach_list BRACKET_CLOSE	{ $$ = $2; }
	| foreach_value name		{ $$ = build_foreach_index(parser, $1, $2, NULL); }
	| foreach_value name direction	{ $$ = build_foreach_index(parser, $1, $2, $3); }
	| foreach_valued_list BRACKET_CLOSE
	;

foreach_value:
	name SET			{ $$ = build_foreach_value(parser, $1, NULL); }
	| name direction SET		{ $$ = build_foreach_value(parser, $1, $2); }
	;

foreach_valued_list:
	foreach_value BRACKET_OPEN name	{ $$ = build_foreach_index(parser, $1, $3, NULL); }
	| foreach_value BRACKET_OPEN name direction
					{ $$ = build_foreach_index(parser, $1, $3, $4); }
	| foreach_valued_list COMMA name
					{ $$ = build_foreach_index(parser, $1, $3, NULL); }
	| foreach_valued_list COMMA name direction
					{ $$ = build_foreach_index(parser, $1, $3, $4); }
	;

foreach_index:
	name				{ $$ = build_foreach_index(parser, NULL, $1, NULL); }
	| name direction		{ $$ = build_foreach_index(parser, NULL, $1, $2); }
	;

foreach_list:
	foreach_index
	| foreach_list COMMA name	{ $$ = build_foreach_index(parser, $1, $3, NULL); }
	| foreach_list COMMA name direction
					{ $$ = build_foreach_index(parser, $1, $3, $4); }
	;

direction:
	PLUS
	| MINUS
	;

opt_slice:
	%empty				{ $$ = (struct expr_list){0}; }
	| BRACKET_OPEN slice_keys BRACKET_CLOSE	{ $$ = $2; }
	;

slice_keys:
	slot				{ $$ = (struct expr_list){0}; build_push(parser, &$$, $1); }
	| slice_keys COMMA slot		{ $$ = $1; build_push(parser, &$$, $3); }
	;

opt_sort:
	%empty				{ $$ = (struct sort){0}; }
	| direction			{ $$ = (struct sort){STAT_NONE, $1}; }
	| sort_word direction		{ $$ = (struct sort){stat_function_of($1), $2}; }
	;

sort_word:
	COUNT | SUM | MIN | MAX | AVG | VARIANCE
	;

opt_limit:
	%empty				{ $$ = NULL; }
	| LIMIT expr			{ $$ = $2; }
	;

/* ---- expressions, loose to tight ---- */

expr:
	ternary %prec LOOSE
	| ternary SET expr		{ $$ = ASSIGN(SET, $2, $1, $3); }
	| ternary AGGREGATE expr	{ $$ = ASSIGN(AGGREGATE, $2, $1, $3); }
	| ternary SET_ADD expr		{ $$ = ASSIGN(SET_ADD, $2, $1, $3); }
	| ternary SET_SUB expr		{ $$ = ASSIGN(SET_SUB, $2, $1, $3); }
	| ternary SET_MUL expr		{ $$ = ASSIGN(SET_MUL, $2, $1, $3); }
	| ternary SET_DIV expr		{ $$ = ASSIGN(SET_DIV, $2, $1, $3); }
	| ternary SET_MOD expr		{ $$ = ASSIGN(SET_MOD, $2, $1, $3); }
	| ternary SET_SHL expr		{ $$ = ASSIGN(SET_SHL, $2, $1, $3); }
	| ternary SET_SHR expr		{ $$ = ASSIGN(SET_SHR, $2, $1, $3); }
	| ternary SET_AND expr		{ $$ = ASSIGN(SET_AND, $2, $1, $3); }
	| ternary SET_OR expr		{ $$ = ASSIGN(SET_OR, $2, $1, $3); }
	| ternary SET_XOR expr		{ $$ = ASSIGN(SET_XOR, $2, $1, $3); }
	| ternary SET_CONCAT expr	{ $$ = ASSIGN(SET_CONCAT, $2, $1, $3); }
	;

ternary:
	logic %prec LOOSE
	| logic QUESTION expr COLON ternary
					{ $$ = build_ternary(parser, $2, $1, $3, $5); }
	;

logic:
	membership %prec LOOSE
	| logic LOGICAL_OR logic	{ $$ = BINARY(LOGICAL_OR, $2, $1, $3); }
	| logic LOGICAL_AND logic	{ $$ = BINARY(LOGICAL_AND, $2, $1, $3); }
	| logic OR logic		{ $$ = BINARY(OR, $2, $1, $3); }
	| logic XOR logic		{ $$ = BINARY(XOR, $2, $1, $3); }
	| logic AND logic		{ $$ = BINARY(AND, $2, $1, $3); }
	;

membership:
	comparison %prec LOOSE
	| comparison IN indexable	{ $$ = build_in_one(parser, $2, $1, $3); }
	| BRACKET_OPEN membership_keys BRACKET_CLOSE IN indexable
					{ $$ = build_in(parser, $4, $2, $5); }
	| BRACKET_OPEN membership_keys BRACKET_CLOSE %prec LOOSE
					{ $$ = build_bracketed(parser, $2); }
	;

membership_keys:
	membership_key			{ $$ = (struct expr_list){0}; build_push(parser, &$$, $1); }
	| membership_keys COMMA membership_key
					{ $$ = $1; build_push(parser, &$$, $3); }
	;

membership_key:
	comparison
	| STAR				{ $$ = NULL; }
	;

/* stap takes any @word for a name here; that there is no such array is found later. */
indexable:
	name				{ $$ = build_symbol(parser, $1); }
	| at_name			{ $$ = build_symbol(parser, $1); }
	| hist
	;

at_name:
	AT_WORD | COUNT | SUM | MIN | MAX | AVG | VARIANCE
	| CAST | VAR | DEFINED | ENTRY | PROBEWRITE | PERF | CONST
	;

comparison:
	arith %prec LOOSE
	| arith MATCH string		{ $$ = build_regex(parser, OP_MATCH, $2, $1, $3); }
	| arith NOMATCH string		{ $$ = build_regex(parser, OP_NOMATCH, $2, $1, $3); }
	| ordered %prec LOOSE
	;

ordered:
	arith EQ arith			{ $$ = BINARY(EQ, $2, $1, $3); }
	| arith NE arith		{ $$ = BINARY(NE, $2, $1, $3); }
	| arith LT arith		{ $$ = BINARY(LT, $2, $1, $3); }
	| arith LE arith		{ $$ = BINARY(LE, $2, $1, $3); }
	| arith GT arith		{ $$ = BINARY(GT, $2, $1, $3); }
	| arith GE arith		{ $$ = BINARY(GE, $2, $1, $3); }
	| ordered EQ arith		{ $$ = BINARY(EQ, $2, $1, $3); }
	| ordered NE arith		{ $$ = BINARY(NE, $2, $1, $3); }
	| ordered LT arith		{ $$ = BINARY(LT, $2, $1, $3); }
	| ordered LE arith		{ $$ = BINARY(LE, $2, $1, $3); }
	| ordered GT arith		{ $$ = BINARY(GT, $2, $1, $3); }
	| ordered GE arith		{ $$ = BINARY(GE, $2, $1, $3); }
	;

arith:
	unary %prec LOOSE
	| arith SHL arith		{ $$ = BINARY(SHL, $2, $1, $3); }
	| arith SHR arith		{ $$ = BINARY(SHR, $2, $1, $3); }
	| arith USHR arith		{ $$ = BINARY(USHR, $2, $1, $3); }
	| arith DOT arith		{ $$ = BINARY(CONCAT, $2, $1, $3); }
	| arith PLUS arith		{ $$ = BINARY(ADD, $2, $1, $3); }
	| arith MINUS arith		{ $$ = BINARY(SUB, $2, $1, $3); }
	| arith STAR arith		{ $$ = BINARY(MUL, $2, $1, $3); }
	| arith SLASH arith		{ $$ = BINARY(DIV, $2, $1, $3); }
	| arith PERCENT arith		{ $$ = BINARY(MOD, $2, $1, $3); }
	;

unary:
	crement
	| MINUS unary %prec NOT		{ $$ = UNARY(NEG, $1, $2); }
	| PLUS unary %prec NOT		{ $$ = UNARY(PLUS, $1, $2); }
	| NOT unary			{ $$ = UNARY(NOT, $1, $2); }
	| TILDE unary			{ $$ = UNARY(BITNOT, $1, $2); }
	;

crement:
	addressed %prec LOOSE
	| addressed INC			{ $$ = build_binary(parser, EXPR_POST, OP_INC, $2, $1, NULL); }
	| addressed DEC			{ $$ = build_binary(parser, EXPR_POST, OP_DEC, $2, $1, NULL); }
	| INC crement_operand		{ $$ = build_binary(parser, EXPR_PRE, OP_INC, $1, NULL, $2); }
	| DEC crement_operand		{ $$ = build_binary(parser, EXPR_PRE, OP_DEC, $1, NULL, $2); }
	;

/* stap parses the sign of a literal where it expects no operator. */
crement_operand:
	addressed
	| signed
	;

signed:
	sign NUMBER			{ $$ = build_number(parser, $2, true); }
	| sign BAD_NUMBER		{ $$ = build_number(parser, $2, true); }
	;

addressed:
	operand
	| AND operand			{ $$ = build_address(parser, $1, $2); }
	| AND signed			{ $$ = build_address(parser, $1, $2); }
	;

operand:
	simple %prec LOOSE
	| autocast %prec LOOSE
	| target %prec LOOSE
	;

/* ->, [ and $ on what is no target variable: its type is to be found out. */
autocast:
	simple ARROW member		{ $$ = build_member(parser, build_autocast(parser, $2, $1), $2, $3); }
	| simple BRACKET_OPEN expr BRACKET_CLOSE
					{ $$ = build_subscript(parser, build_autocast(parser, $2, $1), $2, $3); }
	| simple DOLLARS		{ $$ = build_pretty(parser, build_autocast(parser, $2, $1), $2, $2->text); }
	| autocast ARROW member		{ $$ = build_member(parser, $1, $2, $3); }
	| autocast BRACKET_OPEN expr BRACKET_CLOSE
					{ $$ = build_subscript(parser, $1, $2, $3); }
	| autocast DOLLARS		{ $$ = build_pretty(parser, $1, $2, $2->text); }
	;

target:
	target_base
	| target ARROW member		{ $$ = build_member(parser, $1, $2, $3); }
	| target BRACKET_OPEN expr BRACKET_CLOSE
					{ $$ = build_subscript(parser, $1, $2, $3); }
	| target DOLLARS		{ $$ = build_pretty(parser, $1, $2, $2->text); }
	;

target_base:
	TARGET				{ $$ = build_target(parser, $1); }
	| DOLLARS			{ $$ = build_target(parser, $1); }
	| var_open STRING opt_module PAREN_CLOSE
					{ $$ = build_var(parser, $1, $2, $3); }
	| CAST PAREN_OPEN expr COMMA STRING opt_module PAREN_CLOSE
					{ $$ = build_cast(parser, $1, $3, $5, $6); }
	;

/* Where stap expects a "string", elsewhere a "literal string". */
var_open:
	VAR PAREN_OPEN
	;

const_open:
	CONST				{ build_check_const(parser, $1); }
	  PAREN_OPEN
	;

opt_module:
	%empty				{ $$ = NULL; }
	| COMMA STRING			{ $$ = $2; }
	;

member:
	name
	| keyword
	| IF
	;

simple:
	NUMBER				{ $$ = build_number(parser, $1, false); }
	| BAD_NUMBER			{ $$ = build_number(parser, $1, false); }
	| STRING			{ $$ = build_text(parser, EXPR_STRING, $1, $1); }
	| EMBEDDED			{ $$ = build_embedded(parser, $1); }
	| PAREN_OPEN expr PAREN_CLOSE	{ $$ = $2; }
	| IDENTIFIER %prec LOOSE	{ $$ = build_symbol(parser, $1); }
	| IDENTIFIER BRACKET_OPEN index_keys BRACKET_CLOSE
					{ $$ = build_index(parser, $1, build_symbol(parser, $1), $3); }
	| IDENTIFIER PAREN_OPEN PAREN_CLOSE
					{ $$ = build_call(parser, $1, (struct expr_list){0}); }
	| IDENTIFIER PAREN_OPEN args PAREN_CLOSE
					{ $$ = build_call(parser, $1, $3); }
	| hist BRACKET_OPEN expr BRACKET_CLOSE
					{
						struct expr_list list = {0};

						build_push(parser, &list, $3);
						$$ = build_index(parser, $1->tok, $1, list);
					}
	| hist %prec LOOSE		{ $$ = build_stray_hist(parser, $1); }
	| stat PAREN_CLOSE
	| print
	| DEFINED PAREN_OPEN expr PAREN_CLOSE
					{ $$ = build_wrap(parser, EXPR_DEFINED, $1, $3); }
	| ENTRY PAREN_OPEN expr PAREN_CLOSE
					{ $$ = build_wrap(parser, EXPR_ENTRY, $1, $3); }
	| PROBEWRITE PAREN_OPEN probewrite_operand PAREN_CLOSE
					{ $$ = build_wrap(parser, EXPR_PROBEWRITE, $1, $3); }
	| PERF PAREN_OPEN string PAREN_CLOSE
					{ $$ = build_text(parser, EXPR_PERF, $1, $3); }
	| const_open STRING PAREN_CLOSE	{ $$ = build_text(parser, EXPR_CONST, $1, $2); }
	;

probewrite_operand:
	IDENTIFIER			{ $$ = build_symbol(parser, $1); }
	| TARGET			{ $$ = build_target(parser, $1); }
	;

index_keys:
	slot				{ $$ = (struct expr_list){0}; build_push(parser, &$$, $1); }
	| index_keys COMMA slot		{ $$ = $1; build_push(parser, &$$, $3); }
	;

slot:
	expr
	| STAR				{ $$ = NULL; }
	;

args:
	expr				{ $$ = (struct expr_list){0}; build_push(parser, &$$, $1); }
	| args COMMA expr		{ $$ = $1; build_push(parser, &$$, $3); }
	;

/* ---- statistics ---- */

stat:
	stat_word PAREN_OPEN expr	{ $$ = build_stat(parser, $1, $3); }
	| stat COMMA { build_check_stat(parser, $1, $2); } stat_number
					{ $$ = $1; build_stat_param(parser, $1, $4); }
	;

stat_word:
	COUNT | SUM | MIN | MAX | AVG | VARIANCE
	;

hist:
	HIST_LOG PAREN_OPEN expr PAREN_CLOSE
					{ $$ = build_stat(parser, $1, $3); }
	| HIST_LINEAR PAREN_OPEN expr COMMA stat_number COMMA stat_number COMMA stat_number
	  PAREN_CLOSE			{
						$$ = build_stat(parser, $1, $3);
						build_stat_param(parser, $$, $5);
						build_stat_param(parser, $$, $7);
						build_stat_param(parser, $$, $9);
					}
	;

stat_number:
	NUMBER				{ $$ = $1->number; }
	| BAD_NUMBER			{ $$ = build_number(parser, $1, false)->number; }
	| MINUS NUMBER			{ $$ = (int64_t)-(uint64_t)$2->number; }
	;

/* ---- printing ---- */

print:
	PRINT PAREN_OPEN print_args PAREN_CLOSE
					{ $$ = build_print(parser, $1, $3); }
	| PRINT PAREN_OPEN hist COMMA	{ parser_fail(parser, $4, "expected ')'"); $$ = $3; }
	| PRINT PAREN_OPEN hist PAREN_CLOSE
					{
						struct expr_list list = {0};

						build_push(parser, &list, $3);
						$$ = build_print(parser, $1, list);
					}
	| PRINT PAREN_OPEN PAREN_CLOSE	{ $$ = build_empty_print(parser, $1, $3); }
	| PRINT_FORMAT PAREN_OPEN format_args PAREN_CLOSE
					{ $$ = build_print(parser, $1, $3); }
	| PRINT_DELIMITED PAREN_OPEN delimited_args PAREN_CLOSE
					{ $$ = build_print(parser, $1, $3); }
	;

print_args:
	expr				{ $$ = (struct expr_list){0}; build_push(parser, &$$, $1); }
	| print_args COMMA expr		{ $$ = $1; build_push(parser, &$$, $3); }
	;

/* The format is the first item. */
format_args:
	string				{
						$$ = (struct expr_list){0};
						build_push(parser, &$$, build_format(parser, $1));
					}
	| format_args COMMA expr	{ $$ = $1; build_push(parser, &$$, $3); }
	;

/* The delimiter is the first item. stap takes a ')' before the second and third for a comma. */
delimited_args:
	string print_separator expr print_separator expr
					{
						$$ = (struct expr_list){0};
						build_push(parser, &$$, build_text(parser, EXPR_STRING, $1, $1));
						build_push(parser, &$$, $3);
						build_push(parser, &$$, $5);
					}
	| delimited_args COMMA expr	{ $$ = $1; build_push(parser, &$$, $3); }
	;

print_separator:
	COMMA
	| PAREN_CLOSE
	;

/* ---- words ---- */

literal:
	NUMBER				{ $$ = build_number(parser, $1, false); }
	| BAD_NUMBER			{ $$ = build_number(parser, $1, false); }
	| signed
	| STRING			{ $$ = build_text(parser, EXPR_STRING, $1, $1); }
	;

sign:
	MINUS
	;

string:
	STRING
	;

name:
	IDENTIFIER
	| TARGET
	| DOLLARS
	| PRINT
	| PRINT_FORMAT
	| PRINT_DELIMITED
	;

keyword:
	PROBE | GLOBAL | PRIVATE | FUNCTION | ELSE | FOR | FOREACH | IN | LIMIT | RETURN
	| DELETE | WHILE | BREAK | CONTINUE | NEXT | TYPE_STRING | TYPE_LONG | TRY | CATCH
	;

%%

/* ---- syntax errors ---- */

#define MAX_EXPECTED 64

/* What was expected, in stap's words: one row of parser/messages.def. */
struct message {
	int saw[3]; /* codes of the tokens it is for; none: any token */
	int within; /* the symbol on top of the stack, or YYSYMBOL_YYEMPTY for any */
	int expected[4];
	const char *text;
	const char *at_keyword; /* when the token is a keyword or junk, or NULL: the same */
	const char *at_end;	/* at the end of the file, or NULL: that it is unexpected */
	bool looks;		/* the token was only looked at: a declaration may begin with it */
};

#define ANY YYSYMBOL_YYEMPTY
#define S(name) YYSYMBOL_##name
static const char unexpected_end[] = "unexpected end-of-file";
static const struct message messages[] = {
#define BEHIND(...)
#define MESSAGE(within, expected, text, at_keyword, at_end) \
	{{0}, within, expected, text, at_keyword, at_end, false},
#define MESSAGE_LOOK(within, expected, text, at_keyword, at_end) \
	{{0}, within, expected, text, at_keyword, at_end, true},
#define MESSAGE_AT(saw, within, expected, text) {saw, within, expected, text, NULL, NULL, false},
#define SAW(...) {__VA_ARGS__}
#define EXPECTED(...) {__VA_ARGS__}
#include "parser/messages.def"
#undef BEHIND
#undef MESSAGE
#undef MESSAGE_AT
#undef MESSAGE_LOOK
};

static bool is_expected(int symbol, const yysymbol_kind_t *expected, int count)
{
	for (int i = 0; i < count; i++)
		if ((int)expected[i] == symbol)
			return true;
	return false;
}

static bool is_for_token(const struct message *message, int code)
{
	if (!message->saw[0])
		return true;
	for (int i = 0; i < 3 && message->saw[i]; i++)
		if (message->saw[i] == code)
			return true;
	return false;
}

static bool message_fits(const struct message *message, int within,
			 const yysymbol_kind_t *expected, int count)
{
	if (message->within != ANY && message->within != within)
		return false;
	for (int i = 0; i < 4 && message->expected[i]; i++)
		if (!is_expected(message->expected[i], expected, count))
			return false;
	return true;
}

static const char *message_text(const struct message *message, const struct token *token)
{
	if ((token->class == TOKEN_KEYWORD || token->class == TOKEN_JUNK) && message->at_keyword)
		return message->at_keyword;
	if (token->class == TOKEN_END)
		return message->at_end ? message->at_end : unexpected_end;
	return message->text;
}

/* Behind a string stap has looked for another one, and the type of a function is looked at only. */
static bool was_looked_at(const struct token *previous, int within)
{
	return previous->class == TOKEN_STRING ||
	       (previous->class == TOKEN_KEYWORD &&
		(within == S(function_type) || within == S(parameters)));
}

/* Behind these stap does not look before it takes a token: it has the one before to blame. */
static bool blames_previous(const struct parser *parser, const struct message *message, int within)
{
	static const yysymbol_kind_t symbols[] = {
#define BEHIND(...) __VA_ARGS__
#define MESSAGE(...)
#define MESSAGE_AT(...)
#define MESSAGE_LOOK(...)
#include "parser/messages.def"
	};

	return !message->at_end && !was_looked_at(parser->previous, within) &&
	       is_expected(within, symbols, sizeof(symbols) / sizeof(symbols[0]));
}

/* The last row fits everything. */
static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
	yysymbol_kind_t expected[MAX_EXPECTED] = {YYSYMBOL_YYEMPTY};
	int count = yypcontext_expected_tokens(context, expected, MAX_EXPECTED);
	int within = yystos[*context->yyps->yyssp];
	bool is_value = is_expected(S(PAREN_OPEN), expected, count) &&
			is_expected(S(NUMBER), expected, count);
	const struct message *message = messages;

	while (!is_for_token(message, parser->token->code) ||
	       !message_fits(message, within, expected, count))
		message++;
	parser->token_taken = !message->looks;
	if (parser->token->class == TOKEN_END && blames_previous(parser, message, within))
		parser_fail(parser, parser->previous, unexpected_end);
	else if (parser->token->code == CODE_AT_WORD && is_value)
		parser_fail(parser, parser->token, "unknown operator %s", parser->token->text);
	else
		parser_fail(parser, parser->token, "%s", message_text(message, parser->token));
	return 0;
}

/* Called for an overflow of the stack alone. */
static void grammar_error(struct parser *parser, const char *message)
{
	(void)message;
	parser_fail(parser, parser->token, "nesting too deep");
}
