# Files of runtime/replay/.
