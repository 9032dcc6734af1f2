# test: requires=root,tracefs,event:sched/sched_process_exit
# In a container: what cannot be had is said, and so is that processes have other numbers there.
script='probe kernel.trace("sched:sched_process_exit") { if (tid() == target()) println("exit") }'
echo 'tracefs that cannot be written:'
unshare -m sh -c 'mount -o bind /sys/kernel/tracing /sys/kernel/tracing && mount -o remount,ro,bind /sys/kernel/tracing &&
	exec "$@"' - "$MSTAP" -c true -e "$script" 2>&1
echo 'a pid namespace:'
unshare -m -p -f sh -c 'mount -t proc proc /proc && "$@"' - "$MSTAP" -c true -e "$script" 2>&1
unshare -m -p -f sh -c 'mount -t proc proc /proc && "$@"' - "$MSTAP" -T 1 -e 'probe kernel.trace("sched:sched_switch") {
	n++ } probe end { println(n > 0) } global n' 2>&1
