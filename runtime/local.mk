# runtime: the contract (program.h, opcodes.def, builtins.def, catalog.h, record_source.h), VM,
# maps, built-ins, process table, timers, engine. Includes base only.
libmstap_a_SOURCES += \
	runtime/builtins.def runtime/builtins.h \
	runtime/catalog.h \
	runtime/child.c runtime/child.h \
	runtime/dispatch.c runtime/dispatch.h \
	runtime/engine.c runtime/engine.h \
	runtime/engine_handlers.c \
	runtime/engine_internal.h \
	runtime/engine_loop.c \
	runtime/engine_losses.c \
	runtime/opcodes.def \
	runtime/output.h \
	runtime/process_table.h \
	runtime/program.h \
	runtime/record.c runtime/record.h \
	runtime/record_source.h \
	runtime/session.h \
	runtime/symbols.c runtime/symbols.h \
	runtime/timers.c runtime/timers.h \
	runtime/vm.h \
	runtime/wakeup.c runtime/wakeup.h
