# Files of compiler/.
