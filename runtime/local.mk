# runtime: the contract (program.h, opcodes.def, builtins.def, catalog.h, record_source.h), VM,
# maps, built-ins, process table, timers, engine. Includes base only.
libmstap_a_SOURCES += \
	runtime/builtins.def runtime/builtins.h \
	runtime/catalog.h \
	runtime/engine.h \
	runtime/opcodes.def \
	runtime/output.h \
	runtime/process_entries.h \
	runtime/process_events.c \
	runtime/process_table.c runtime/process_table.h \
	runtime/program.h \
	runtime/record.c runtime/record.h \
	runtime/record_source.h \
	runtime/session.h \
	runtime/symbols.c runtime/symbols.h \
	runtime/vm.h
