# Files of parser/.
