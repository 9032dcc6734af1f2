# runtime/replay: the only code that knows trace.dat.
libmstap_a_SOURCES += \
	runtime/replay/cursor.h \
	runtime/replay/library.c runtime/replay/library.h \
	runtime/replay/replay_attach.c \
	runtime/replay/replay_catalog.c runtime/replay/replay_catalog.h \
	runtime/replay/replay_records.c runtime/replay/replay_records.h \
	runtime/replay/replay_seed.c \
	runtime/replay/replay_source.c runtime/replay/replay_source.h \
	runtime/replay/replay_state.h \
	runtime/replay/trace_file.c runtime/replay/trace_file.h \
	runtime/replay/trace_options.c \
	runtime/replay/trace_pages.c \
	runtime/replay/trace_parts.c \
	runtime/replay/trace_walk.h
