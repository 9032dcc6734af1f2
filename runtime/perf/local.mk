# runtime/perf: the only code that knows perf_event_open().
libmstap_a_SOURCES += \
	runtime/perf/attach.c \
	runtime/perf/events.c runtime/perf/events.h \
	runtime/perf/hotplug.c runtime/perf/hotplug.h \
	runtime/perf/perf_source.c runtime/perf/perf_source.h \
	runtime/perf/processors.c runtime/perf/processors.h \
	runtime/perf/ring.c runtime/perf/ring.h \
	runtime/perf/samples.c runtime/perf/samples.h \
	runtime/perf/state.h \
	runtime/perf/uevents.c runtime/perf/uevents.h
