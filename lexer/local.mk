# lexer: source text to tokens. Includes base only.
libmstap_a_SOURCES += \
	lexer/lexer.l \
	lexer/literal.c lexer/literal.h \
	lexer/argument.c \
	lexer/condition.c \
	lexer/define.c \
	lexer/macro.c \
	lexer/preprocessor.c lexer/preprocessor.h lexer/preprocessor-internal.h \
	lexer/scanner.h \
	lexer/token.c lexer/token.def lexer/token.h
