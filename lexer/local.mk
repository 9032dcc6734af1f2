# Files of lexer/.
