# tapset: the library in the script language, one subject a file.
tapsetdir = $(pkgdatadir)/tapset
dist_tapset_DATA = \
	tapset/address.stp \
	tapset/ansi.stp \
	tapset/argv.stp \
	tapset/assert.stp \
	tapset/bio.stp \
	tapset/byteorder.stp \
	tapset/cmdline.stp \
	tapset/conversions.stp \
	tapset/conversions_old.stp \
	tapset/dentry.stp \
	tapset/device.stp \
	tapset/errno.stp \
	tapset/indent.stp \
	tapset/init.stp \
	tapset/ip.stp \
	tapset/irq.stp \
	tapset/kprobe.stp \
	tapset/memory.stp \
	tapset/oneshot.stp \
	tapset/perf.stp \
	tapset/proc_mem.stp \
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
	tapset/stack.stp \
	tapset/stopwatch.stp \
	tapset/string.stp \
	tapset/task.stp \
	tapset/task_time.stp \
	tapset/this.stp \
	tapset/timers.stp \
	tapset/timeunits.stp

# System calls: tables, made into scripts in the source tree, as what bison makes is.
SYSCALL_TABLES = tapset/syscalls/descriptors.tab \
	tapset/syscalls/files.tab \
	tapset/syscalls/ipc.tab \
	tapset/syscalls/memory.tab \
	tapset/syscalls/mounts.tab \
	tapset/syscalls/network.tab \
	tapset/syscalls/others.tab \
	tapset/syscalls/process.tab \
	tapset/syscalls/signal.tab \
	tapset/syscalls/system.tab \
	tapset/syscalls/time.tab
SYSCALL_MADE = $(SYSCALL_TABLES:.tab=.stp)
syscallsdir = $(tapsetdir)/syscalls
dist_syscalls_DATA = $(SYSCALL_MADE) \
	tapset/syscalls/addresses.stp \
	tapset/syscalls/any.stp \
	tapset/syscalls/signals.stp \
	tapset/syscalls/values.stp \
	tapset/syscalls/vectors.stp
$(SYSCALL_MADE): tapset/syscalls.awk
.tab.stp:
	$(AM_V_GEN)cd $(srcdir) && script=tapset/syscalls/`basename $@` && \
		LC_ALL=C $(AWK) -f tapset/syscalls.awk $${script%.stp}.tab > $$script.tmp && mv $$script.tmp $$script
SUFFIXES = .tab .stp
MAINTAINERCLEANFILES = $(SYSCALL_MADE)
EXTRA_DIST += tapset/syscalls.awk $(SYSCALL_TABLES)

# Points of the kernel's subsystems.
kerneldir = $(tapsetdir)/kernel
dist_kernel_DATA = \
	tapset/kernel/block.stp \
	tapset/kernel/irq.stp \
	tapset/kernel/kprocess.stp \
	tapset/kernel/netdev.stp \
	tapset/kernel/scheduler.stp \
	tapset/kernel/signal.stp \
	tapset/kernel/tcp.stp \
	tapset/kernel/udp.stp \
	tapset/kernel/vfs.stp \
	tapset/kernel/vm.stp \
	tapset/kernel/workqueue.stp

# The manual page of all functions, from the rows and the files that make them.
FUNCTION_FILES = runtime/builtins.def compiler/context.def $(dist_tapset_DATA) $(dist_kernel_DATA)
mstapfuncs.7: tapset/functions.awk $(FUNCTION_FILES)
	$(AM_V_GEN)cd $(srcdir) && LC_ALL=C $(AWK) -f tapset/functions.awk $(FUNCTION_FILES) > $(abs_builddir)/$@
dist_tapset_DATA += tapset/macros.stpm
EXTRA_DIST += tapset/functions.awk
CLEANFILES += mstapfuncs.7
