# addr(): where the probe is; of a return, where the function returns to; a tracepoint has none.
$MSTAP -c 'cat /proc/version > /dev/null' -e '
probe kprobe.function("vfs_read") { if (pid() != target()) next println(symdata(addr()) =~ "^vfs_read.0x0") }
probe kprobe.function("vfs_read").return { if (pid() != target()) next println(symname(addr()) == "ksys_read", " ", user_mode()) exit() }'
$MSTAP -e 'probe kernel.trace("sched:sched_switch") { println(addr(), " ", user_mode()) exit() }'
$MSTAP -e 'probe kernel.trace("sched:sched_switch") { println(uaddr()) }' 2>&1 | sed -n 1p
