# runtime/replay: the only code that knows trace.dat.
libmstap_a_SOURCES += runtime/replay/replay_source.h
