# runtime: the contract (program.h, opcodes.def, builtins.def, catalog.h, record_source.h), VM,
# maps, built-ins, process table, timers, engine. Includes base only.
libmstap_a_SOURCES += \
	runtime/aggregate.c runtime/aggregate.h \
	runtime/arch.c runtime/arch.h \
	runtime/argument_places.c runtime/argument_places.h \
	runtime/arithmetic.h \
	runtime/builtins.c runtime/builtins.def runtime/builtins.h \
	runtime/builtins_context.c \
	runtime/builtins_control.c \
	runtime/builtins_float.c \
	runtime/builtins_impl.h \
	runtime/builtins_machine.c \
	runtime/builtins_process.c \
	runtime/builtins_stack.c \
	runtime/builtins_string.c \
	runtime/builtins_symbol.c \
	runtime/builtins_syscall.c \
	runtime/builtins_task.c \
	runtime/builtins_text.c \
	runtime/builtins_time.c \
	runtime/catalog.h \
	runtime/ctypes.h \
	runtime/child.c runtime/child.h runtime/descriptors.c runtime/descriptors.h \
	runtime/disassemble.c \
	runtime/digits.h runtime/dispatch.c runtime/dispatch.h \
	runtime/display.c \
	runtime/engine.c runtime/engine.h \
	runtime/engine_halves.c runtime/engine_handlers.c \
	runtime/engine_internal.h \
	runtime/engine_loop.c \
	runtime/engine_losses.c \
	runtime/engine_markers.c \
	runtime/engine_timing.c \
	runtime/explain.c runtime/explain.h \
	runtime/fetch.h runtime/fetch_path.c runtime/fetch_path.h \
	runtime/format.c runtime/format.h \
	runtime/gaps.c runtime/gaps.h \
	runtime/halves.c runtime/halves.h \
	runtime/histogram.c runtime/histogram.h \
	runtime/map.c runtime/map.h \
	runtime/map_walk.c runtime/map_walk.h \
	runtime/native.h \
	runtime/opcodes.def \
	runtime/output.c runtime/output.h \
	runtime/output_file.c runtime/output_file.h \
	runtime/owned_string.c runtime/owned_string.h \
	runtime/pairing.c runtime/pairing.h \
	runtime/process_calls.c runtime/process_calls.def \
	runtime/process_entries.h \
	runtime/process_events.c \
	runtime/process_probes.c \
	runtime/process_reaper.c \
	runtime/process_strings.c \
	runtime/process_table.c runtime/process_table.h \
	runtime/process_target.c \
	runtime/program.c runtime/program.h \
	runtime/record.c runtime/record.h \
	runtime/record_source.h \
	runtime/session.h \
	runtime/sources.c runtime/sources.h \
	runtime/shell.c runtime/shell.h \
	runtime/stack.c runtime/stack.h runtime/stack_frames.def \
	runtime/string_space.c runtime/string_space.h \
	runtime/symbol_text.c runtime/symbol_text.h \
	runtime/symbols.c runtime/symbols.h \
	runtime/timers.c runtime/timers.h \
	runtime/vm.c runtime/vm.h \
	runtime/vm_call.c \
	runtime/vm_dispatch.h \
	runtime/vm_find.h \
	runtime/vm_fetch.c \
	runtime/vm_histogram.c \
	runtime/vm_loop.c \
	runtime/vm_map.c \
	runtime/vm_print.c \
	runtime/vm_saved.c \
	runtime/vm_state.h \
	runtime/wakeup.c runtime/wakeup.h

# The names of system calls, from the C library's headers.
BUILT_SOURCES += runtime/syscalls.def
CLEANFILES += runtime/syscalls.def
runtime/syscalls.def: runtime/local.mk
	$(AM_V_GEN)$(MKDIR_P) $(@D) && echo '#include <asm/unistd.h>' | $(CC) $(CPPFLAGS) $(CFLAGS) -E -dM - | \
		LC_ALL=C sed -n '/__NR_syscalls/d;s/^#define __NR_\([a-z0-9_]*\) .*/SYSCALL(\1)/p' | \
		LC_ALL=C sort > $@.tmp && test -s $@.tmp && mv $@.tmp $@
