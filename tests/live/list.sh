# test: requires=kprobes
# -l and -L: points of all kinds, with what can be read there.
$MSTAP -L 'kernel.trace("sched_switch")'
$MSTAP -L 'kernel.trace("sched:sched_wak*")'
$MSTAP -L 'kernel.trace("syscalls:sys_enter_openat")'
$MSTAP -L 'kernel.function("vfs_fsync"), kernel.function("vfs_fsync").return'
$MSTAP -L 'kernel.function("filp_clos*")'
$MSTAP -l 'kprobe.function("vfs_rea*").return'
$MSTAP -L 'kprobe.function("vfs_rea*")'
$MSTAP -l 'be*, timer.s(1), end(3), oneshot'
$MSTAP -l 'kernel.function("no_such_function")' 2> /dev/null; echo $?
$MSTAP -l 'kernel.trace("no_such_event")' 2>&1 | head -n 1
$MSTAP -L 'module("ext4").trace("no_such_event")' > /dev/null 2>&1; echo $?
