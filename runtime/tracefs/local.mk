# Files of runtime/tracefs/.
