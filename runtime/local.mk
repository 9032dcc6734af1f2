# Files of runtime/.
