# runtime/tracefs: the only code that knows libtracefs and libtraceevent.
libmstap_a_SOURCES += runtime/tracefs/tracefs_source.h
