# test: requires=eprobes
# @entry in the return probes of system calls: what was at the entry of the same call.
cat > "$TMP/threads.stp" <<'S'
global seeks, opens, wrong, times
function name_of(thread) { return thread == tid() ? execname() : "" }
probe syscall.lseek.return {
	if (pid() != target() || !(execname() =~ "^caller [0-9]")) next
	if (@entry(name_of(tid())) != execname() || @entry($offset) != retval || @entry($whence) != 0) wrong++
	times <<< gettimeofday_ns() - @entry(gettimeofday_ns())
	seeks++
}
probe nd_syscall.open.return, nd_syscall.openat.return {
	if (@entry(user_string($filename)) != "/nowhere/" . execname()) next
	if (retval != -2 || @entry(tid()) != tid() || $flags != 0 || @defined($nosuch) || !@defined($filename)) wrong++
	opens++
}
probe tp_syscall.read.return {
	if (pid() == target() && @entry(ulong_arg(3) == 1 && $count == ulong_arg(3)))
		printf("read %d of %d: %s\n", retval, @entry($count), retstr)
}
probe syscall.execve.return {
	if (pid() == target() && @entry(tid()) != tid())
		printf("exec of %s by %s: %d\n", @entry(user_string($filename)),
			@entry(tid() != pid() ? "another thread" : "the first"), retval)
}
probe syscall_any.return {
	if (@entry(pid() == target() && syscall_name($id) == "clone"))
		printf("%s in %s: %d\n", name, pid() == target() ? "parent" : "child", @entry(tid()) == (pid() == target() ? tid() : ppid()))
	# Two records of the entry for one of the return: the event's field and the tracepoint's argument.
	if (@entry($args[1] != $regs->si)) wrong++
	# rt_sigreturn comes back where the signal was, in no call.
	if (@entry($id) != $id && ($id != -1 || @entry(syscall_name($id)) != "rt_sigreturn")) wrong++
}
probe end { printf("%d seeks, %d opens, %d wrong, %d\n", seeks, opens, wrong, @min(times) > 0) }
S
$MSTAP -w -c "callers 20 50" "$TMP/threads.stp" | sort
# A call that was entered before is not seen, and not missed either.
mkfifo "$TMP/fifo"
exec 3<> "$TMP/fifo"
dd bs=8 count=1 <&3 2> /dev/null &
reader=$!
while read -r number _ < "/proc/$reader/syscall" && [ "$number" != 0 ]; do :; done
cat > "$TMP/before.stp" <<'S'
global other
probe syscall.read.return { if (pid() == $1) printf("%d\n", @entry(pid())); else other += @entry(target_set_pid(pid())) }
probe end { println(other) }
S
$MSTAP -c "echo written > '$TMP/fifo'; sleep 1; dd if='$TMP/before.stp' of=/dev/null bs=9 count=3 2> /dev/null" "$TMP/before.stp" "$reader"
wait
say() { $MSTAP -p4 -e "$1" 2>&1 | head -n 5; }
say 'probe kernel.trace("raw_syscalls:sys_exit") { println(@entry($id)) }'
say 'probe syscall.openat.return { println(user_string(@entry($filename))) }'
say 'probe syscall.openat.return { println(@entry($ret)) }'
say 'probe syscall.openat.return { println($flags) }'
say 'probe nd_syscall.openat.return { println(int_arg(1)) }'
say 'probe nd_syscall.openat { println(int_arg(5)) }'
