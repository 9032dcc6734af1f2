# parser: tokens to syntax tree. Includes base and lexer.
BUILT_SOURCES += parser/grammar.h
libmstap_a_SOURCES += \
	parser/ast.c parser/ast.h \
	parser/ast_clone.c \
	parser/ast_print.c \
	parser/build_expr.c \
	parser/build_stmt.c \
	parser/build_target.c \
	parser/declare.c \
	parser/format.c parser/format.h \
	parser/grammar.y parser/messages.def \
	parser/parse.c parser/parse.h \
	parser/parser.h \
	parser/points.c \
	parser/print.def
