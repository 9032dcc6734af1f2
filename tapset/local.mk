# tapset: the library in the script language, one subject a file.
tapsetdir = $(pkgdatadir)/tapset
dist_tapset_DATA = \
	tapset/address.stp \
	tapset/ansi.stp \
	tapset/argv.stp \
	tapset/assert.stp \
	tapset/byteorder.stp \
	tapset/cmdline.stp \
	tapset/device.stp \
	tapset/errno.stp \
	tapset/indent.stp \
	tapset/init.stp \
	tapset/kprobe.stp \
	tapset/oneshot.stp \
	tapset/queue_stats.stp \
	tapset/registers.stp \
	tapset/remote.stp \
	tapset/rlimit.stp \
	tapset/signal.stp \
	tapset/size.stp \
	tapset/socket.stp \
	tapset/socket_family.stp \
	tapset/socket_protocol.stp \
	tapset/speculation.stp \
	tapset/stopwatch.stp \
	tapset/string.stp \
	tapset/task.stp \
	tapset/timeunits.stp

# The manual page of all functions, from the rows and the files that make them.
FUNCTION_FILES = runtime/builtins.def compiler/context.def $(dist_tapset_DATA)
mstapfuncs.7: tapset/functions.awk $(FUNCTION_FILES)
	$(AM_V_GEN)cd $(srcdir) && LC_ALL=C $(AWK) -f tapset/functions.awk $(FUNCTION_FILES) > $(abs_builddir)/$@
dist_tapset_DATA += tapset/macros.stpm
EXTRA_DIST += tapset/functions.awk
CLEANFILES += mstapfuncs.7
