# runtime/tracefs: the only code that knows libtracefs and BTF.
libmstap_a_SOURCES += \
	runtime/tracefs/attach.c runtime/tracefs/attaching.h \
	runtime/tracefs/btf.c runtime/tracefs/btf.h \
	runtime/tracefs/btf_data.c runtime/tracefs/btf_data.h \
	runtime/tracefs/btf_file.c runtime/tracefs/btf_file.h \
	runtime/tracefs/btf_find.c runtime/tracefs/btf_names.c \
	runtime/tracefs/btf_functions.c runtime/tracefs/btf_functions.h \
	runtime/tracefs/buffers.c runtime/tracefs/buffers.h \
	runtime/tracefs/catalog.c \
	runtime/tracefs/clock.c runtime/tracefs/clock.h \
	runtime/tracefs/define.c \
	runtime/tracefs/definition.c runtime/tracefs/definition.h \
	runtime/tracefs/filter.c runtime/tracefs/filter.h \
	runtime/tracefs/definition_guard.c runtime/tracefs/definition_writer.h \
	runtime/tracefs/followed.c runtime/tracefs/followed.h \
	runtime/tracefs/formats.c runtime/tracefs/formats.h \
	runtime/tracefs/function_tracer.c runtime/tracefs/function_tracer.h \
	runtime/tracefs/instance.c runtime/tracefs/instance.h \
	runtime/tracefs/kallsyms.c runtime/tracefs/kallsyms.h \
	runtime/tracefs/kallsyms_similar.c \
	runtime/tracefs/leftovers.c runtime/tracefs/leftovers.h \
	runtime/tracefs/order.c runtime/tracefs/order.h \
	runtime/tracefs/processes.c \
	runtime/tracefs/pushdown.c \
	runtime/tracefs/reader.c runtime/tracefs/reader.h \
	runtime/tracefs/refusal.c runtime/tracefs/refusal.h \
	runtime/tracefs/refusals.c \
	runtime/tracefs/run.c \
	runtime/tracefs/stacks.c \
	runtime/tracefs/state.h \
	runtime/tracefs/symbol_lines.c runtime/tracefs/symbol_lines.h \
	runtime/tracefs/tracepoints.c \
	runtime/tracefs/tracefs_source.c runtime/tracefs/tracefs_source.h \
	runtime/tracefs/tracing_dir.c runtime/tracefs/tracing_dir.h \
	runtime/tracefs/undo.c runtime/tracefs/undo.h
