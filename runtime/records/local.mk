# runtime/records: what a running kernel and a recording have in common: ring-buffer pages, event formats.
libmstap_a_SOURCES += \
	runtime/records/event_format.c runtime/records/event_format.h \
	runtime/records/ring_page.h \
	runtime/records/ring_stack.h
