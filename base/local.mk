# base: arena, names, buffers, source places, diagnostics. Includes nothing of ours.
libmstap_a_SOURCES += \
	base/arena.c base/arena.h \
	base/buf.c base/buf.h \
	base/diag.c base/diag.h \
	base/hash.h \
	base/intern.c base/intern.h \
	base/likely.h \
	base/source.c base/source.h \
	base/xalloc.c base/xalloc.h
