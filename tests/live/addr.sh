# test: requires=kprobes
# addr(): where the probe is; of a return, where the function returns to; a tracepoint has none.
$MSTAP -c 'dd if=/proc/version of=/dev/null count=1' -e '
probe kprobe.function("vfs_read") { if (pid() != target()) next println(symname(addr())) }
probe kprobe.function("vfs_read").return { if (pid() != target()) next println(symname(addr()) == "ksys_read", " ", user_mode()) exit() }' 2> /dev/null
$MSTAP -e 'probe kernel.trace("sched:sched_switch") { println(addr(), " ", user_mode()) exit() }' 2> /dev/null
$MSTAP -e 'probe kernel.trace("sched:sched_switch") { println(uaddr()) }' 2>&1 | sed -n 1p
