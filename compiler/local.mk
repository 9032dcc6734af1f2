# compiler: names, types, probe points, fetch planning, code.
libmstap_a_SOURCES += compiler/compile.h
