# test: requires=root,tracefs,btf,event:syscalls/sys_enter_openat
# A kernel that has neither kprobes nor event probes: what can be had is right, of all else it is said.
# Where the kernel has them, their files are made read-only for this test alone.
cat > "$TMP/mount" <<'S'
for f in kprobe_events dynamic_events; do
	f=/sys/kernel/tracing/$f
	[ ! -e $f ] || { mount -o bind $f $f && mount -o remount,ro,bind $f; } || exit
done
S
# The reason is the kernel's.
mstap() {
	unshare -m sh -c '. "$0" && exec "$@"' "$TMP/mount" "$MSTAP" -c true "$@" 2>&1 |
		sed 's/: this kernel has no kprobe events.*("\.\.\.")$/: NO KPROBES/
			s/: kprobe_events of tracefs is not writable.*on the host$/: NO KPROBES/
			s/^\(semantic error: \)this kernel has no kprobe events.*/\1NO KPROBES/
			s/^\(semantic error: \)kprobe_events of tracefs is not writable.*/\1NO KPROBES/
			s/: this kernel has neither event probes.*one of these/: NO EVENT PROBES/
			s/: dynamic_events of tracefs cannot be written here.*on the host/: NO EVENT PROBES/
			/^Pass 2/d; /^$/d'
}
echo '# function probes'
for point in 'kernel.function("vfs_read")' 'kernel.function("vfs_rea?").return' 'kprobe.function("vfs_read")' 'kprobe.function("vfs_*").return' \
	'module("no_such").function("*")' 'kernel.function("vfs_read")?, kernel.function("vfs_write")'; do
	echo "$point"
	mstap -e "probe $point { exit() }"
done
echo '# ... unless they need not be'
mstap -c 'sleep 1' -e 'probe kernel.function("vfs_read")?, timer.ms(1) { println("timer") exit() }'
mstap -l 'kernel.function("vfs_read"), kernel.trace("sched_switch")'

echo '# arguments and memory'
for probe in 'kernel.trace("sched_switch") { println($prev->tgid) }' 'kernel.trace("sched_wakeup") { println($p->tgid, $target_cpu) }' \
	'kernel.trace("net:netif_rx") { println($skb->mark) }' \
	'kernel.trace("sched_wakeup") { println(@cast(8, "file")->f_flags) }' \
	'syscall.openat { println(argstr) }' 'syscall.openat { println(filename) }' \
	'kernel.trace("sched_switch") { println(int_arg(1)) }' 'kernel.trace("sched_switch") { println(register("ip")) }' \
	'kernel.trace("sched_switch") { println(@entry(1)) }'; do
	echo "$probe"
	mstap -e "probe $probe"
done

echo '# arguments that the event has as fields'
for probe in 'kernel.trace("sched_switch") { println($prev->pid == $prev_pid && $next->pid == $next_pid && kernel_string($next->comm) == $next_comm) exit() }' \
	'kernel.trace("sched_switch") { println($prev->comm == kernel_string($prev_comm), kernel_string_n($next->comm, 2) == substr($next_comm, 0, 2)) exit() }' \
	'kernel.trace("sched_process_exec") { if (pid() == target()) println($p->pid == pid(), kernel_string($bprm->filename) =~ "/true$", kernel_string_quoted($filename) =~ "/true.$") }' \
	'kernel.trace("sched_process_exit") { if (pid() == target()) println($p->pid == tid(), " ", user_string($p->comm), " ", @defined($p->prio), @defined($p->tgid)) }'; do
	echo "$probe"
	mstap -e "probe $probe"
done

echo '# what is as ever: plain numbers, stacks, samples, the lines for the kernel'
mstap -c 'sh -c "kill -0 $$; exit 0"' -e 'probe syscall.kill.return { if (pid() == target()) println(name, " ", retval) }
probe syscall.exit_group { if (pid() == target()) println(name, " ", status) }
probe kernel.trace("sched_process_exec") { if (pid() == target()) println($filename =~ "/sh$", " ", strlen(sprint_backtrace()) > 0, " ", execname()) }'
mstap -e 'probe timer.profile { if (cpu() >= 0) { println("sample") exit() } }'
for way in --explain '--explain --no-pushdown'; do
	mstap $way -e 'probe kernel.trace("sched_wakeup") { if ($prio < 100 && pid() == target()) println(execname()) }' | sed 's/, [0-9]* instructions//; /the process table/,$d'
done

echo '# who did it: where functions tell, system calls do'
cat > "$TMP/who.stp" <<'S'
probe syscall.getppid { if (pid() == target()) println(uid(), " ", pgrp() > 0, " ", ppid() == stp_pid(), " ", env_var("x")) }
S
mstap -c 'sh -c "exit 0"' "$TMP/who.stp"
unshare -m sh -c '. "$0" && exec "$@"' "$TMP/mount" "$MSTAP" -w -c 'storm 300' storm.stp > "$TMP/out"
awk 'NR == 1 { told = $1 } NR == 2 { print (told == $1 && told > 300 ? "all seen" : told " told, " $1 " seen") } NR > 2' "$TMP/out"
